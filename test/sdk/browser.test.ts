import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

const ROOT = join(__dirname, "../..");
const ALLOWED = [
  "@openzeppelin/merkle-tree",
  "canonicalize",
  "diff",
  "ethers",
  "idb",
  "markdown-it",
  "papaparse",
  "yaml",
  "zod",
];

describe("SDK and configuration", () => {
  for (const folder of ["sdk", "config"]) {
    it(`run in the browser: nothing in ${folder}/ imports Node or Hardhat`, () => {
      const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).filter((file) =>
        /^(?!dist\/).*\.ts$/.test(file),
      );
      expect(files).to.not.be.empty;
      for (const file of files) {
        const imports = readFileSync(join(ROOT, folder, file), "utf8").matchAll(
          /(?:from|import|require\() ?"([^"\s]+)"/g,
        );
        for (const [, name] of imports) {
          expect(
            /^(\.|@polity\/sdk)/.test(name!) || ALLOWED.includes(name!),
            `${folder}/${file} imports ${name}`,
          ).to.equal(true);
        }
      }
    });
  }
});
