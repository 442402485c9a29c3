// What a person types after "polity", read by what commands declare. Nothing here loads a command.
import { parseArgs } from "node:util";

import { didYouMean } from "@polity/sdk/did-you-mean";
import { PolityError } from "@polity/sdk/errors";
import { flag, text, typed, type Option, type Options } from "../commands/core/command";
import type { Given } from "../commands/core/run";
import { SCOPES } from "../commands/scopes";
import type { Catalogue, Entry } from "./catalogue";

/** Options that every command has in this program. */
export const COMMON = {
  rpc: text("The network's node, an address like https://…; default POLITY_RPC_URL"),
  keystore: text("Who signs: an encrypted key, as wallets write it; default POLITY_KEYSTORE, or POLITY_KEY"),
  json: flag("Answers in JSON, amounts in base units"),
  verbose: flag("Shows where an error comes from"),
  help: flag("Shows what there is"),
} satisfies Options;

/** Words for what is asked most, and what they stand for. */
export const SHORT: Readonly<Record<string, { scope: string; name: string; given?: Given; words: string }>> =
  {
    status: { scope: "dao", name: "status", words: "Shows how the network is" },
    audit: { scope: "dao", name: "audit", words: "Reads from the chain who holds which power" },
    report: { scope: "dao", name: "report", words: "Writes the transparency report" },
    deploy: { scope: "dao", name: "deploy", words: "Deploys a network from its own file" },
    keeper: {
      ...{ scope: "gov", name: "advance", given: { watch: true } },
      words: "Stays, and does what is decided and due, as gov advance --watch does",
    },
  };

/** What the program does besides the commands: each is a file of cli/. */
export const PROGRAMS = {
  mcp: {
    words: "Serves an AI assistant: what it reads and writes down; it never signs or sends",
    options: {
      rpc: text("The network's node; default POLITY_RPC_URL"),
      folder: text("The only folder that it reads and writes; default the one you are in"),
      scopes: text("Which scopes, like gov,nep,treasury; default all"),
    },
  },
  init: {
    words: "Writes the repository of a network of your own: polity init my-network",
    options: {
      name: text("The network's name; default that of the folder"),
      symbol: text("Its token's symbol"),
    },
  },
  site: {
    words: "Writes the web app's static files with a network's settings",
    options: {
      out: text("The folder; default site"),
      rpc: text("An endpoint that visitors may read: it is published"),
      deployment: text("The deployment's file, or a network's own folder with --chain"),
      chain: text("The chain's id, where no file is named"),
      indexer: text("The address of an indexer that serves the network's history"),
      explorer: text("The address of a block explorer"),
      "wallet-connect": text("The id of a project of WalletConnect, for wallets on other devices"),
    },
  },
} satisfies Readonly<Record<string, Entry>>;

export type ProgramName = keyof typeof PROGRAMS;

/** What a command line asks for. */
export type Asked =
  | { what: "program"; name: ProgramName; given: Given; rest: string[] }
  | { what: "command"; scope: string; name: string; given: Given }
  | { what: "help"; words: string[] }
  | { what: "version" };

/** @throws PolityError for words that mean nothing here. */
export function readWords(words: readonly string[], catalogue: Catalogue): Asked {
  const names = positionals(words);
  if (words.includes("--version") && names.length === 0) return { what: "version" };
  const [first, second] = names;
  if (first === undefined) return { what: "help", words: [] };
  if (Object.hasOwn(PROGRAMS, first)) return programOf(first as ProgramName, words);
  const short = Object.hasOwn(SHORT, first) ? SHORT[first] : undefined;
  const scope = short?.scope ?? first;
  if (!Object.hasOwn(catalogue, scope)) {
    const known = [...Object.keys(catalogue), ...Object.keys(SHORT), ...Object.keys(PROGRAMS)];
    throw new PolityError(`there is no command "${first}"${didYouMean(first, known)}`, {
      hint: "polity --help lists all",
    });
  }
  const name = short?.name ?? second;
  if (name === undefined) return { what: "help", words: [scope] };
  const commands = catalogue[scope]!;
  if (!Object.hasOwn(commands, name)) {
    throw new PolityError(
      `there is no command "${scope} ${name}"${didYouMean(name, Object.keys(commands))}`,
      { hint: `polity ${scope} --help lists all` },
    );
  }
  if (words.includes("--help")) return { what: "help", words: [scope, name] };
  const rest = [...words];
  for (const word of short ? [first] : [first, second!]) rest.splice(rest.indexOf(word), 1);
  const given = valuesFrom(rest, { ...commands[name]!.options, ...COMMON });
  return { what: "command", scope, name, given: { ...given, ...short?.given } };
}

function programOf(name: ProgramName, words: readonly string[]): Asked {
  if (words.includes("--help")) return { what: "help", words: [name] };
  const rest = [...words];
  rest.splice(rest.indexOf(name), 1);
  // What is made has its name behind the word.
  const named = rest.filter((word, i) => i === 0 && !word.startsWith("-"));
  const given = valuesFrom(rest.slice(named.length), PROGRAMS[name].options);
  return { what: "program", name, given, rest: named };
}

/** The words that are neither options nor, in front of the command's name, values of options. */
function positionals(words: readonly string[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < words.length && found.length < 2; i++) {
    const word = words[i]!;
    if (!word.startsWith("-")) found.push(word);
    else if (found.length > 0) break;
    else if (["--rpc", "--keystore"].includes(word)) i += 1;
  }
  return found;
}

function valuesFrom(words: readonly string[], options: Options): Given {
  const names = new Map(Object.keys(options).map((option) => [typed(option).slice(2), option]));
  const config = Object.fromEntries(
    [...names].map(([name, option]) => [name, { type: parsedAs(options[option]!) }]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: [...words], options: config, strict: true, tokens: true });
  } catch (cause) {
    throw unread(cause as NodeJS.ErrnoException, words, names);
  }
  const given: Record<string, string | boolean> = {};
  for (const token of parsed.tokens) {
    if (token.kind !== "option") continue;
    const option = names.get(token.name)!;
    if (option in given)
      throw new PolityError(`${token.rawName} is given twice`, { hint: "leave one of them out" });
    given[option] = token.value ?? true;
  }
  return given;
}

const parsedAs = ({ kind }: Option) => (kind === "flag" ? ("boolean" as const) : ("string" as const));

/** What Node says of options is written for developers. */
function unread(
  error: NodeJS.ErrnoException,
  words: readonly string[],
  names: ReadonlyMap<string, string>,
): PolityError {
  const hint = "add --help to the command to see its options";
  const [, option = ""] = /'(-[^' ]*)/.exec(error.message) ?? [];
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const known = [...names.keys()].map((name) => `--${name}`);
    return new PolityError(`there is no option ${option}${didYouMean(option, known)}`, { hint });
  }
  if (error.code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") {
    const [, word = ""] = /'([^']*)'/.exec(error.message) ?? [];
    return new PolityError(`"${word}" belongs to no option`, { hint });
  }
  const [, name = ""] = /--[\w-]+/.exec(error.message) ? [undefined, /--[\w-]+/.exec(error.message)![0]] : [];
  const empty = words.indexOf(name) === words.length - 1 || /missing/.test(error.message);
  return new PolityError(`${name} ${empty ? "is followed by no value" : "cannot be read"}`, {
    hint: `${hint}; a value that begins with a dash is written ${name}=…`,
  });
}

/** @param words None, a scope, or a scope and a command of it. */
export function helpOf([scope, name]: readonly string[], catalogue: Catalogue): string {
  if (scope === undefined) {
    return [
      "polity <scope> <command> --rpc <address>: governs networks of Polity",
      "",
      table(Object.entries(SCOPES)),
      "",
      table(
        [...Object.entries(SHORT), ...Object.entries(PROGRAMS)].map(([word, { words }]) => [word, words]),
      ),
      "",
      "polity <scope> --help lists its commands, polity <scope> <command> --help the options of one.",
    ].join("\n");
  }
  if (Object.hasOwn(PROGRAMS, scope)) {
    const { words, options } = PROGRAMS[scope as ProgramName];
    return [
      `polity ${scope}: ${words}`,
      "",
      table(Object.entries(options).map(([option, of]) => [shown(option, of), of.words])),
    ].join("\n");
  }
  const commands = catalogue[scope]!;
  if (name === undefined) {
    return [
      `polity ${scope} <command>: ${SCOPES[scope as keyof typeof SCOPES]}`,
      "",
      table(Object.entries(commands).map(([command, { words }]) => [command, words])),
    ].join("\n");
  }
  const { words, options } = commands[name]!;
  const needed = Object.entries(options).filter(([, { required }]) => required);
  const usage = needed.map(([option]) => ` ${typed(option)} …`).join("");
  return [
    `polity ${scope} ${name}${usage}: ${words}`,
    "",
    table(Object.entries(options).map(([option, of]) => [shown(option, of), wordsOf(of)])),
    "",
    table(Object.entries(COMMON).map(([option, of]) => [shown(option, of), of.words])),
  ].join("\n");
}

const shown = (option: string, { kind }: Option) => `${typed(option)}${kind === "flag" ? "" : " …"}`;
const wordsOf = ({ words, required }: Option) => (required ? `${words} (required)` : words);

const table = (rows: readonly (readonly [string, string])[]) => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
};
