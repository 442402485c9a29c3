import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { expect } from "chai";
import hre from "hardhat";
import { TASK_TEST_GET_TEST_FILES } from "hardhat/builtin-tasks/task-names";

describe("Hardhat", () => {
  it("starts a command without a compiler of TypeScript, and without what only some commands need", () => {
    const code = 'require("hardhat/register"); console.log(Object.keys(require.cache).join("\\n"))';
    const environment = { ...process.env, REPORT_GAS: "" };
    const words = ["hardhat", "gov", "queue"];
    const loaded = execFileSync(process.execPath, ["-e", code, ...words], {
      ...{ encoding: "utf8", env: environment },
    });
    const packages = [...loaded.matchAll(/node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/g)].map(
      ([, name]) => name,
    );
    expect(packages).to.include("hardhat").and.include("tsx");
    expect(packages).not.to.include("typescript");
    expect(packages).not.to.include("ts-node");
    expect(packages).not.to.include("viem");
    const commands = [...loaded.matchAll(/commands[\\/](\w+[\\/][\w-]+)\.ts/g)].map(([, name]) => name);
    expect(commands).to.include("gov/queue");
    expect(commands).not.to.include("gov/vote").and.not.include("dao/deploy");
  });

  it("says in which line of a source something failed", () => {
    const lines = readFileSync(__filename, "utf8").split("\n");
    const { stack } = new Error("here");
    const line = lines.findIndex((text) => text.includes('new Error("here")')) + 1;
    expect(stack).to.include(`${__filename}:${line}:`);
  });

  it("runs every test in TypeScript below test/, and none that needs a browser", async () => {
    const files = (await hre.run(TASK_TEST_GET_TEST_FILES, { testFiles: [] })) as string[];
    expect(files.some((file) => file.endsWith("hardhat.test.ts"))).to.equal(true);
    expect(files.filter((file) => !file.endsWith(".test.ts"))).to.deep.equal([]);
    expect(files.length).to.be.greaterThan(90);
  });
});
