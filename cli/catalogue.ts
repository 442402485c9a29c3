import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Options } from "../commands/core/command";
import { commandsOf, loadCommand } from "../commands/load";
import { SCOPES, type Scope } from "../commands/scopes";

/** What is known of a command without loading it. */
export interface Entry {
  words: string;
  options: Options;
}

/** The commands of all scopes by name. To load them all takes seconds: the package brings this as a file. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

const FILE = "catalogue.json";

/** Reads the catalogue of the package; the sources have none, and load each command. */
export function readCatalogue(): Catalogue {
  const file = join(__dirname, FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Catalogue) : makeCatalogue();
}

export const makeCatalogue = (): Catalogue =>
  Object.fromEntries(
    (Object.keys(SCOPES) as Scope[]).map((scope) => [
      scope,
      Object.fromEntries(
        commandsOf(scope).map((name) => {
          const { words, options } = loadCommand(scope, name);
          return [name, { words, options }];
        }),
      ),
    ]),
  );
