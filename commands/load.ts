import { readdirSync } from "node:fs";
import { extname, join } from "node:path";

import type { Command } from "./core/command";
import { SCOPES, type Scope } from "./scopes";

/** Of a command's file: here the sources, in a package what was built of them. */
const ENDING = extname(__filename);

/** The commands of a scope by name, without loading them: what each does costs time to load. */
export const commandsOf = (scope: Scope): string[] =>
  readdirSync(join(__dirname, scope))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();

/** A command by its name. */
export function loadCommand(scope: Scope, name: string): Command {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the command line names the file, and a task has to be defined at once.
  const { default: command } = require(join(__dirname, scope, `${name}${ENDING}`)) as { default?: Command };
  if (command) return command;
  throw new Error(`commands/${scope}/${name}${ENDING} has no default export: a command is one`);
}

export const isScope = (word: string | undefined): word is Scope =>
  word !== undefined && Object.hasOwn(SCOPES, word);
