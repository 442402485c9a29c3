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
import { join } from "node:path";

import { parse } from "dotenv";
import hre from "hardhat";
import { ArgumentsParser } from "hardhat/internal/cli/ArgumentsParser";
import { HardhatContext } from "hardhat/internal/context";
import { resolveConfig } from "hardhat/internal/core/config/config-resolution";
import { HARDHAT_PARAM_DEFINITIONS } from "hardhat/internal/core/params/hardhat-params";
import { Environment } from "hardhat/internal/core/runtime-environment";
import type { HardhatArguments } from "hardhat/types";

import { networksOf } from "../../scripts/lib/networks";
import { captured } from "./command";
import { runInShell, type Outcome } from "./shell";

const ROOT = join(__dirname, "../..");
/** What a reader's folder shares with the project. */
const SHARED = ["neps", "node_modules"];

/** A line that is Hardhat's alone: what else a shell would do, a shell does. */
const HARDHAT = /^npx hardhat (?:[^|<>;&$`"']|"[^"$`]*"|'[^']*')*$/;

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
 * Commands run as in a clean clone: settings come from the folder's own .env, files and deployments are its own. Only the
 * start of Hardhat is saved, three seconds a line: its parser, the configuration's networks and the tasks are the real
 * ones.
 */
export function newReader(): Reader {
  const folder = mkdtempSync(join(tmpdir(), "polity-reader-"));
  for (const name of SHARED) symlinkSync(join(ROOT, name), join(folder, name));
  copyFileSync(join(ROOT, ".env.example"), join(folder, ".env.example"));
  mkdirSync(join(folder, "deploy"));
  const file = join(folder, ".env");
  const variables: Record<string, string> = {};
  const settings = () => (existsSync(file) ? parse(readFileSync(file)) : {});
  return {
    ...{ folder, variables },
    setting: (name) => settings()[name] ?? "",
    set: (name, value) => {
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace(new RegExp(`^${name}=.*$`, "m"), `${name}=${value}`));
    },
    type: (typed) => {
      const line = typed.replace(/\$([A-Z]+)/g, (_, name: string) => variables[name] ?? "");
      return HARDHAT.test(line)
        ? inFolder(folder, settings(), () => runHardhat(wordsOf(line).slice(2)))
        : runInShell(line, { cwd: folder, env: settings() });
    },
    leave: () => rmSync(folder, { recursive: true }),
  };
}

/** What `npx hardhat` does with its words once it has started. */
async function runHardhat(words: string[]): Promise<Outcome> {
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
