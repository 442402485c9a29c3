import { execFileSync } from "node:child_process";

import { expect } from "chai";

interface Figures {
  way: string;
  logs: number;
  seconds: number;
  megabytes: number;
  accounts: number;
}

/** Runs the script as a person does, in a process of its own. */
function measure(...args: string[]): string {
  return execFileSync(
    process.execPath,
    ["--import", "tsx", "scripts/measure-history.ts", ...args],
    // Of Hardhat's own processes nothing is inherited.
    { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" }, stdio: ["ignore", "pipe", "pipe"] },
  );
}

describe("The measuring of histories, at a small size", () => {
  it("reads the same holders by RPC, from what was kept and from an indexer, in several ranges and pages", () => {
    const figures = JSON.parse(measure("--logs", "400,21000", "--json")) as Figures[];
    expect(figures.map(({ way, logs, accounts }) => [way, logs, accounts])).to.deep.equal(
      [400, 21_000].flatMap((logs) => ["rpc", "cache", "indexer"].map((way) => [way, logs, logs / 2])),
    );
    for (const { seconds, megabytes } of figures) {
      expect(seconds).to.be.greaterThan(0);
      expect(megabytes).to.be.greaterThan(10);
    }
  });

  it("refuses numbers that make no sense, with what to give", () => {
    for (const logs of ["many", "100,20000000"]) {
      expect(() => measure("--logs", logs)).to.throw(/has a number that is not from 16 to 10,000,000/);
    }
  });
});
