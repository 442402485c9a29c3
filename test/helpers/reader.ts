import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

import { parse } from "dotenv";
import hre from "hardhat";
import { ArgumentsParser } from "hardhat/internal/cli/ArgumentsParser";
import { HardhatContext } from "hardhat/internal/context";
import { resolveConfig } from "hardhat/internal/core/config/config-resolution";
import { HARDHAT_PARAM_DEFINITIONS } from "hardhat/internal/core/params/hardhat-params";
import { Environment } from "hardhat/internal/core/runtime-environment";
import type { HardhatArguments } from "hardhat/types";

import { defineTasks } from "../../commands/hardhat";
import { networksOf } from "../../scripts/lib/networks";
import { captured } from "./command";
import { DEMO_DEPLOYMENT, runInShell, type DemoChain, type Outcome } from "./shell";

const ROOT = join(__dirname, "../..");
/** What a reader's folder shares with the project. */
const SHARED = ["neps", "node_modules"];

/** A line that is Hardhat's alone, and the file it writes to: what else a shell would do, a shell does. */
const HARDHAT = /^npx hardhat (?:[^|<>;&$`"']|"[^"$`]*"|'[^']*')*?(?: > (?<file>[\w.-]+))?$/;

/** Somebody who reads a document and types its lines, in a folder where nothing of theirs is yet. */
export interface Reader {
  folder: string;
  /** What the reader has set in their shell: `COUNCIL=0x…`. */
  variables: Record<string, string>;
  /** Types a line: one of Hardhat is parsed and run by Hardhat in this process, any other by a shell. */
  type(line: string): Promise<Outcome>;
  /** Writes a setting into .env. */
  set(name: string, value: string): void;
  /** A setting of .env; empty when it is not there. */
  setting(name: string): string;
  /** Takes the folder away. */
  leave(): void;
}

/**
 * Commands run as in a clean clone, or as in one where the demo has run: settings come from the folder's own .env, files and deployments are its own. Only the
 * start of Hardhat is saved, three seconds a line: its parser, the configuration's networks and the tasks are the real
 * ones.
 */
export function newReader(demo?: DemoChain): Reader {
  const folder = mkdtempSync(join(tmpdir(), "polity-reader-"));
  for (const name of SHARED) symlinkSync(join(ROOT, name), join(folder, name));
  copyFileSync(join(ROOT, ".env.example"), join(folder, ".env.example"));
  mkdirSync(join(folder, "deploy"));
  const file = join(folder, ".env");
  const variables: Record<string, string> = {};
  const settings = () => (existsSync(file) ? parse(readFileSync(file)) : {});
  if (demo) {
    const deployment = join(folder, relative(ROOT, DEMO_DEPLOYMENT));
    mkdirSync(dirname(deployment), { recursive: true });
    copyFileSync(DEMO_DEPLOYMENT, deployment);
    writeFileSync(file, `LOCALHOST_RPC_URL=${demo.url}\n`);
  }
  const reader: Reader = {
    ...{ folder, variables },
    setting: (name) => settings()[name] ?? "",
    set: (name, value) => {
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace(new RegExp(`^${name}=.*$`, "m"), `${name}=${value}`));
    },
    type: async (typed) => {
      const kept = /^([A-Z]+)=\$\((.*)\)$/.exec(typed);
      if (kept) {
        const outcome = await reader.type(kept[2]!);
        variables[kept[1]!] = outcome.stdout.trim();
        return { ...outcome, stdout: "" };
      }
      const line = typed.replace(/\$([A-Z]+)/g, (_, name: string) => variables[name] ?? "");
      const hardhat = HARDHAT.exec(line);
      if (!hardhat) return runInShell(line, { cwd: folder, env: settings() });
      const { file: target } = hardhat.groups!;
      const command = target === undefined ? line : line.slice(0, line.lastIndexOf(" > "));
      const outcome = await inFolder(folder, settings(), () => runHardhat(wordsOf(command).slice(2)));
      if (target === undefined) return outcome;
      writeFileSync(join(folder, target), outcome.stdout);
      return { ...outcome, stdout: "" };
    },
    leave: () => rmSync(folder, { recursive: true }),
  };
  return reader;
}

/** What `npx hardhat` does with its words once it has started. */
async function runHardhat(words: string[]): Promise<Outcome> {
  defineTasks(words);
  const parser = new ArgumentsParser();
  const { tasksDSL, environmentExtenders, providerExtenders } = HardhatContext.getHardhatContext();
  const [tasks, scopes] = [tasksDSL.getTaskDefinitions(), tasksDSL.getScopesDefinitions()];
  const { hardhatArguments, allUnparsedCLAs } = parser.parseHardhatArguments(
    HARDHAT_PARAM_DEFINITIONS,
    {} as HardhatArguments,
    words,
  );
  const { scopeName, taskName, unparsedCLAs } = parser.parseScopeAndTaskNames(allUnparsedCLAs, tasks, scopes);
  const values = parser.parseTaskArguments(tasksDSL.getTaskDefinition(scopeName, taskName)!, unparsedCLAs);
  const { networks } = resolveConfig(hre.config.paths.configFile, {
    ...hre.userConfig,
    networks: networksOf(),
  });
  const config = { ...hre.config, networks: { ...networks, hardhat: hre.config.networks.hardhat } };
  const environment = new Environment(
    ...([config, hardhatArguments, tasks, scopes, environmentExtenders] as const),
    ...([hre.userConfig, providerExtenders] as const),
  );
  const { stdout, stderr, progress, code } = await captured(() =>
    environment.run({ ...(scopeName && { scope: scopeName }), task: taskName }, values),
  );
  return { code, stdout: `${progress}${stdout}`, stderr };
}

/** Runs something where a reader is, with the settings of their .env and none of ours. */
async function inFolder<T>(
  folder: string,
  settings: Record<string, string>,
  act: () => Promise<T>,
): Promise<T> {
  const [cwd, env] = [process.cwd(), { ...process.env }];
  const names = Object.keys(parse(readFileSync(join(ROOT, ".env.example"))));
  for (const name of names) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, settings);
  process.chdir(folder);
  try {
    return await act();
  } finally {
    process.chdir(cwd);
    for (const name of names) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, env);
  }
}

/** The words of a line as a shell splits them. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"),
  );
}
