// What Hardhat says of words that it does not know is written for its own developers. Ours is a sentence with a way out.
import { ArgumentsParser } from "hardhat/internal/cli/ArgumentsParser";
import { HardhatContext } from "hardhat/internal/context";
import { HardhatError } from "hardhat/internal/core/errors";
import { HARDHAT_PARAM_DEFINITIONS } from "hardhat/internal/core/params/hardhat-params";
import type { HardhatArguments } from "hardhat/types";

import { didYouMean } from "@polity/sdk/did-you-mean";

/** Options of Hardhat itself that a value follows. */
const VALUED = ["--network", "--config", "--max-memory", "--tsconfig"];

/** What can be chosen on a command line. */
export interface Names {
  networks: readonly string[];
  /** Commands without a scope. */
  tasks: readonly string[];
  /** The commands of each scope. */
  scopes: Readonly<Record<string, readonly string[]>>;
}

/** The names that are defined now: ask when all tasks are. */
export function knownNames(networks: readonly string[]): Names {
  const { tasksDSL } = HardhatContext.getHardhatContext();
  const own = Object.values(tasksDSL.getTaskDefinitions()).filter(({ isSubtask }) => !isSubtask);
  const scopes = Object.entries(tasksDSL.getScopesDefinitions());
  return {
    networks,
    tasks: own.map(({ name }) => name),
    scopes: Object.fromEntries(scopes.map(([name, { tasks }]) => [name, Object.keys(tasks)])),
  };
}

/** Which word of a command line is unknown, and what to write instead; nothing where all are known. */
export function unknownWord(
  words: readonly string[],
  { networks, tasks, scopes }: Names,
  environment: NodeJS.ProcessEnv = {},
): string | undefined {
  const at = words.indexOf("--network");
  const network = at === -1 ? environment.HARDHAT_NETWORK : words[at + 1];
  if (network !== undefined && network !== "" && !networks.includes(network)) {
    return `there is no network "${network}"${didYouMean(network, networks)}; write the address of its node into .env, after ${variableOf(network)}=, or choose one of ${networks.join(", ")}`;
  }
  const [first, second] = words.filter(
    (word, i) => !word.startsWith("-") && !VALUED.includes(words[i - 1] ?? ""),
  );
  if (first === undefined || tasks.includes(first)) return undefined;
  if (!Object.hasOwn(scopes, first)) {
    const names = [...Object.keys(scopes), ...tasks];
    return `there is no command "${first}"${didYouMean(first, names)}; npx hardhat help lists all`;
  }
  const commands = scopes[first]!;
  if (second === undefined || commands.includes(second)) return undefined;
  return `there is no command "${first} ${second}"${didYouMean(second, commands)}; npx hardhat help ${first} lists all`;
}

/** As networksOf reads it. */
const variableOf = (network: string) =>
  network === "sepolia"
    ? "SEPOLIA_RPC_URL"
    : `NETWORK_${network.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}_RPC_URL`;

/** Hardhat's numbers of what a person mistypes most. */
const [UNKNOWN_OPTION, NO_VALUE] = [[304, 305], 306];

/** What is wrong with the options of a command whose name is known; nothing where Hardhat can read them. */
export function unreadOption(words: readonly string[]): string | undefined {
  const { tasksDSL } = HardhatContext.getHardhatContext();
  const parser = new ArgumentsParser();
  let known = Object.keys(HARDHAT_PARAM_DEFINITIONS);
  try {
    const { hardhatArguments, allUnparsedCLAs } = parser.parseHardhatArguments(
      HARDHAT_PARAM_DEFINITIONS,
      {} as HardhatArguments,
      [...words],
    );
    if (hardhatArguments.help || hardhatArguments.version || allUnparsedCLAs[0] === "vars") return undefined;
    const { scopeName, taskName, unparsedCLAs } = parser.parseScopeAndTaskNames(
      allUnparsedCLAs,
      tasksDSL.getTaskDefinitions(),
      tasksDSL.getScopesDefinitions(),
    );
    const task = tasksDSL.getTaskDefinition(scopeName, taskName);
    if (!task) return undefined;
    known = Object.keys(task.paramDefinitions);
    parser.parseTaskArguments(task, unparsedCLAs);
    return undefined;
  } catch (error) {
    if (!HardhatError.isHardhatError(error)) throw error;
    const { param, argument } = error.messageArguments as { param?: string; argument?: string };
    const option = param ?? argument ?? "";
    const options = known.map((name) => ArgumentsParser.paramNameToCLA(name));
    const what = UNKNOWN_OPTION.includes(error.number)
      ? `there is no option ${option}${didYouMean(option, options)}`
      : error.number === NO_VALUE
        ? `${option} is ${words.includes(option) ? "followed by no value" : "missing"}`
        : error.message.replace(/^HH\d+: /, "").replace(/\.$/, "");
    return `${what}; add --help to the command to see its options`;
  }
}
