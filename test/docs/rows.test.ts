import { existsSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { readText } from "../helpers/files";

const ROOT = join(__dirname, "../..");
const CODES = [
  ...["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"],
  ...["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"],
  ...["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"],
  ...["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"],
];

interface Row {
  code: string;
  state: string;
  tests: { file: string; titles: string[] }[];
}

/** The rows of the tables: `| N1 | what | state | `file` "title", "title"; `file` "title"; what is missing |`. */
function readRows(document: string): Row[] {
  return [...document.matchAll(/^\| ([A-Z]\d) +\|(.*)\|$/gm)].map(([, code, rest]) => {
    const [, state, named] = rest!.split("|").map((cell) => cell.trim());
    const tests = [...named!.matchAll(/`([^`]+)`([^;`]*)/g)].map(([, file, quoted]) => ({
      file: file!,
      titles: [...quoted!.matchAll(/"([^"]+)"/g)].map(([, title]) => title!),
    }));
    return { code: code!, state: state!, tests };
  });
}

/** Titles of a test file, as they are written: templates with their holes. */
function titlesOf(file: string): string[] {
  return [...readText(file).matchAll(/\bit\(\s*(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g)].map(
    ([, , title]) => title!,
  );
}

describe("docs/rows.md", () => {
  const rows = readRows(readText("docs/rows.md"));

  it("has every row of the four networks, once and in order", () => {
    expect(rows.map(({ code }) => code)).to.deep.equal(CODES);
  });

  for (const { code, state, tests } of rows) {
    it(`${code} is ${state}${tests.length ? ", and its tests exist" : ""}`, () => {
      expect(["done", "in part", "planned"]).to.include(state);
      expect(tests.length > 0, "a row names a test unless it is planned").to.equal(state !== "planned");
      for (const { file, titles } of tests) {
        expect(existsSync(join(ROOT, file)), file).to.equal(true);
        expect(titles, file).not.to.deep.equal([]);
        const there = titlesOf(file);
        for (const title of titles) {
          expect(
            there.some((known) => known.includes(title)),
            `${file}: no test is called "${title}"`,
          ).to.equal(true);
        }
      }
    });
  }
});
