import { readFileSync } from "node:fs";

import { expect } from "chai";

import { listFiles } from "../../tools/files";

const PROPERTY = /testFuzz_\w+/g;

describe("docs/invariants.md", () => {
  it("names every property that is proved, and none that is not there", () => {
    const files = listFiles("test/proofs", /\.t\.sol$/);
    const properties = files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/function (testFuzz_\w+)/g)].map(([, name = ""]) => name),
    );
    expect(properties).to.have.length.above(20);
    const [, section = ""] = readFileSync("docs/invariants.md", "utf8").split("\n## What is proved\n");
    const [table = ""] = section.split("\n## ");
    const named = table.match(PROPERTY) ?? [];
    expect([...named].sort()).to.deep.equal([...properties].sort());
  });
});
