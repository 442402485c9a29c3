// polity init: writes a network's own repository. What is there already is never touched.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

import { PolityError } from "@polity/sdk/errors";
import { version } from "../package.json";

/** Where the package keeps what is written: files as they are, with a few words to replace. */
export const TEMPLATE = join(__dirname, "template");

/** Files whose names npm would change or leave out in a package. */
const NAMES: Readonly<Record<string, string>> = { gitignore: ".gitignore", "env.example": ".env.example" };

/** Paths of the template's files, in it. */
const templates = (): string[] =>
  readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(TEMPLATE, join(entry.parentPath, entry.name)));

export interface NetworkWish {
  /** Where the repository is written. */
  folder: string | undefined;
  /** The network's name; default that of the folder. */
  name: string | undefined;
  /** The token's. */
  symbol: string | undefined;
}

/** @returns The files that were written, in their folder. @throws PolityError where one of them is there already. */
export function writeNetwork({ folder, ...wish }: NetworkWish): { folder: string; files: string[] } {
  if (folder === undefined)
    throw new PolityError("the folder is missing", { hint: "name it, like polity init my-network" });
  const target = resolve(folder);
  const word = basename(target);
  if (!/^[a-z0-9][a-z0-9._-]{0,60}$/.test(word))
    throw new PolityError(`"${word}" is no name for a folder of a network`, {
      hint: "take a-z, 0-9 and -, like my-network",
    });
  const name = wish.name ?? word.replaceAll(/[._-]+/g, " ").replace(/^./, (letter) => letter.toUpperCase());
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .-]{0,39}$/u.test(name))
    throw new PolityError(`"${name}" is no name of a network`, {
      hint: "take letters, digits and spaces, 40 at most",
    });
  const symbol =
    wish.symbol ??
    (word
      .replaceAll(/[^a-z]/g, "")
      .slice(0, 5)
      .toUpperCase() ||
      "TOKEN");
  if (!/^[A-Z][A-Z0-9]{1,10}$/.test(symbol))
    throw new PolityError(`"${symbol}" is no symbol`, { hint: "take 2 to 11 letters A-Z and digits" });
  const words = { NETWORK_NAME: name, NETWORK_SYMBOL: symbol, NETWORK_FOLDER: word, POLITY_VERSION: version };

  const contents = templates().map((path) => {
    const file = join(dirname(path), NAMES[basename(path)] ?? basename(path));
    const text = readFileSync(join(TEMPLATE, path), "utf8").replaceAll(
      /NETWORK_NAME|NETWORK_SYMBOL|NETWORK_FOLDER|POLITY_VERSION/g,
      (found) => words[found as keyof typeof words],
    );
    return { file, text };
  });
  const there = contents.find(({ file }) => existsSync(join(target, file)));
  if (there)
    throw new PolityError(`${join(folder, there.file)} is there already`, {
      hint: "nothing was written: name a new folder, or move it away",
    });
  for (const { file, text } of contents) {
    const path = join(target, file);
    mkdirSync(dirname(path), { recursive: true });
    // Should it have come into being meanwhile, it stays.
    writeFileSync(path, text, { flag: "wx" });
    if (file.endsWith(".sh")) chmodSync(path, 0o755);
  }
  return { folder: target, files: contents.map(({ file }) => file).sort() };
}
