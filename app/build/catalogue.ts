import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

import ts from "typescript";

import { numbersIn, wordsOf } from "./words.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const WORDS = join(ROOT, "app/words");
/** The language in which the sources are written. */
export const ENGLISH = "en";

/** A language's words by the English ones. */
export type Catalogue = Readonly<Record<string, string>>;

/** Whether words of a file are for the app's readers; `file` is a path from the root of the repository. */
export const isSpoken = (file: string): boolean =>
  /^(?:app\/src|sdk|report)\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file);

/** The path from the root of the repository. */
export const fromRoot = (file: string): string => relative(ROOT, file).split(sep).join("/");

/** The languages that have a file, English first. */
export function languages(): string[] {
  const files = readdirSync(WORDS).map((file) => file.replace(/\.json$/, ""));
  return [ENGLISH, ...files.filter((language) => language !== ENGLISH).sort()];
}

const fileOf = (language: string) => join(WORDS, `${language}.json`);

export const readCatalogue = (language: string): Catalogue =>
  JSON.parse(readFileSync(fileOf(language), "utf8")) as Catalogue;

/** All words of the app, as the sources have them now: each sentence once, in the order of the alphabet. */
export function collectWords(): string[] {
  const found = new Set<string>();
  for (const file of sourcesOfApp()) {
    if (isSpoken(file))
      wordsOf(readFileSync(join(ROOT, file), "utf8"), file).forEach((key) => found.add(key));
  }
  found.add(WITHOUT_SCRIPT);
  return [...found].sort();
}

/** What the page itself says, where no script runs. */
export const WITHOUT_SCRIPT = /<noscript>(.*)<\/noscript>/.exec(
  readFileSync(join(ROOT, "app/index.html"), "utf8"),
)![1]!;

/** Writes what the sources have now, and leaves in each language what is still asked for. */
export function writeCatalogues(): { language: string; missing: string[] }[] {
  const keys = collectWords();
  write(ENGLISH, keys, (key) => key);
  return languages()
    .filter((language) => language !== ENGLISH)
    .map((language) => {
      const words = readCatalogue(language);
      write(language, keys, (key) => words[key]);
      return { language, missing: keys.filter((key) => words[key] === undefined) };
    });
}

function write(language: string, keys: string[], of: (key: string) => string | undefined): void {
  const entries = keys.flatMap((key) => (of(key) === undefined ? [] : [[key, of(key)]]));
  writeFileSync(fileOf(language), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}

/** What is wrong with a language, a line for each: missing words, words that nothing asks for, other values. */
export function problemsOf(keys: readonly string[], words: Catalogue): string[] {
  const asked = new Set(keys);
  return [
    ...keys.filter((key) => words[key] === undefined).map((key) => `is missing: ${JSON.stringify(key)}`),
    ...Object.keys(words)
      .filter((key) => !asked.has(key))
      .map((key) => `is not asked for any more: ${JSON.stringify(key)}`),
    ...Object.entries(words)
      .filter(([key, text]) => numbersIn(key) !== numbersIn(text))
      .map(([key, text]) => `has other values: ${JSON.stringify(key)} → ${JSON.stringify(text)}`),
  ];
}

/** Every source of ours that runs in the app, reached from its pages and its worker. */
export function sourcesOfApp(): string[] {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    if (file.includes(`${sep}typechain-types${sep}`)) return;
    for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles) {
      const next = resolved(fileName, dirname(file));
      if (next !== undefined) visit(next);
    }
  };
  visit(join(ROOT, "app/src/main.tsx"));
  visit(join(ROOT, "app/src/data/reading/history.worker.ts"));
  return [...found].map(fromRoot).sort();
}

function resolved(name: string, from: string): string | undefined {
  const base = name.startsWith("@polity/sdk")
    ? join(ROOT, name.replace("@polity/sdk", "sdk"))
    : name.startsWith(".")
      ? resolve(from, name)
      : undefined;
  if (base === undefined) return undefined;
  return ["", ".ts", ".tsx", "/index.ts", "/index.tsx"]
    .map((end) => base + end)
    .find((file) => /\.tsx?$/.test(file) && existsSync(file) && statSync(file).isFile());
}
