import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { FOLDER, namesIn, stale, write } from "../../tools/bindings";
import { listFiles } from "../../tools/files";

const BINDINGS = new Map([
  ["contracts/token/GovernanceToken.ts", "export interface GovernanceToken {}\n"],
  ["index.ts", "export {};\n"],
]);

describe("typechain-types", () => {
  it("are asked for by imports and by the names of contracts that are deployed", () => {
    const source = `
      import { type Board, IBoard__factory } from "../../typechain-types";
      import type { INotice } from "../../typechain-types/contracts/board/Notice";
      import { IBell__factory } from "../typechain-types/factories/@library/contracts/IBell__factory";
      import { Interface } from "ethers";
      const token = await hre.ethers.deployContract(
        "PlainPin", [timelock]);
      const vault = await ethers.getContractAt("PinVault", address);
      const pins = await ethers.getContractFactory("Pins");`;
    expect(namesIn(source).sort()).to.deep.equal([
      "Board",
      "IBell",
      "IBoard",
      "Notice",
      "PinVault",
      "PlainPin",
    ]);
  });

  it("carry no bytecode, and an ABI with a line for every function, event and error", async () => {
    const { abi, bytecode } = await hre.artifacts.readArtifact("Treasury");
    const sources = new Map(listFiles(FOLDER, /\.ts$/).map((file) => [file, readFileSync(file, "utf8")]));
    for (const [file, source] of sources) expect(source, file).not.to.include(bytecode.slice(2, 42));
    const factory = sources.get(`${FOLDER}/factories/contracts/treasury/Treasury__factory.ts`)!;
    const fragments = (abi as { type: string }[]).filter(({ type }) => type !== "constructor");
    expect(factory.match(/^ {2}\{.*\},$/gm)).to.have.length(fragments.length);
  });

  it("are stale when a file is missing, differs or is left over, and current when they are written", () => {
    const here = process.cwd();
    const folder = mkdtempSync(join(tmpdir(), "polity-bindings-"));
    try {
      process.chdir(folder);
      mkdirSync(FOLDER);
      writeFileSync(join(FOLDER, "index.ts"), "export const old = true;\n");
      writeFileSync(join(FOLDER, "Retired.ts"), "export {};\n");
      expect(stale(BINDINGS).sort()).to.deep.equal([
        "Retired.ts",
        "contracts/token/GovernanceToken.ts",
        "index.ts",
      ]);
      write(BINDINGS);
      expect(stale(BINDINGS)).to.deep.equal([]);
    } finally {
      process.chdir(here);
      rmSync(folder, { recursive: true });
    }
  });
});
