import { readFileSync } from "node:fs";

import { expect } from "chai";
import { parse } from "yaml";

import { listFiles } from "../../tools/files";
import { mutate } from "../../tools/mutate/mutation";
import { WALKS } from "../../tools/mutate/walks";

/** They put others together, and decide nothing. */
const NOTHING_TO_CHANGE = [
  "contracts/token/GovernanceToken.sol",
  "contracts/token/PackedGovernanceToken.sol",
];

describe("The lists of changes that tests must notice", () => {
  for (const [name, { mutations, behaviour }] of Object.entries(WALKS)) {
    it(`apply to the contracts as they are: ${name}`, () => {
      for (const mutation of mutations) {
        const text = readFileSync(mutation.file, "utf8");
        expect(mutate(text, mutation), mutation.find).not.to.equal(text);
      }
      expect(mutations).to.have.length.above(10);
      for (const file of behaviour) readFileSync(`test/${file}.test.ts`);
    });
  }

  it("change something in every contract that has code", () => {
    const changed = new Set(
      Object.values(WALKS).flatMap(({ mutations }) => mutations.map(({ file }) => file)),
    );
    const code = listFiles("contracts", /\.sol$/)
      .filter((file) => !file.startsWith("contracts/mocks/"))
      .filter((file) => /^(abstract contract|contract|library) /m.test(readFileSync(file, "utf8")));
    expect(code).to.have.length.above(50);
    expect(code.filter((file) => !changed.has(file))).to.deep.equal(NOTHING_TO_CHANGE);
  });

  it("are all run by the scheduled workflow", () => {
    const { jobs } = parse(readFileSync(".github/workflows/scheduled.yml", "utf8")) as {
      jobs: { mutations: { strategy: { matrix: { list: string[] } } } };
    };
    expect(jobs.mutations.strategy.matrix.list).to.have.members(Object.keys(WALKS));
  });

  it("refuse a change that applies nowhere, or twice", () => {
    const change = { file: "A.sol", find: "a", replace: "b" };
    expect(mutate("xa", change)).to.equal("xb");
    for (const text of ["x", "aa"])
      expect(() => mutate(text, change)).to.throw(/^Expected once in A\.sol, found [02] times: a$/);
  });
});
