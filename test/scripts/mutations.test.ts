import { readFileSync } from "node:fs";

import { expect } from "chai";

import { mutate } from "../../tools/mutate/mutation";
import { WALKS } from "../../tools/mutate/walks";

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

  it("refuse a change that applies nowhere, or twice", () => {
    const change = { file: "A.sol", find: "a", replace: "b" };
    expect(mutate("xa", change)).to.equal("xb");
    for (const text of ["x", "aa"])
      expect(() => mutate(text, change)).to.throw(/^Expected once in A\.sol, found [02] times: a$/);
  });
});
