import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { planOf } from "../../scripts/check";

const TESTS = [
  "test/escrow/EscrowProperties.t.sol",
  "test/escrow/VoteEscrow.test.ts",
  "test/governor/Rulebook.test.ts",
  "test/integration/lifecycle.test.ts",
  "test/scripts/gov.test.ts",
  "test/sdk/escrow.read.test.ts",
  "test/sdk/governor.test.ts",
];

describe("npm run check", () => {
  it("runs the tests of the folders that changed, and no others", () => {
    const plan = planOf(["contracts/escrow/VoteEscrow.sol", "sdk/governor/vote.ts", "docs/escrow.md"], TESTS);
    expect(plan.hardhat).to.deep.equal(["test/escrow/VoteEscrow.test.ts", "test/sdk/governor.test.ts"]);
    expect(plan.forge).to.deep.equal(["test/escrow/"]);
    expect(plan.solidity).to.deep.equal(["contracts/escrow/VoteEscrow.sol"]);
    expect(plan.linted).to.deep.equal(["sdk/governor/vote.ts"]);
    expect([plan.app, plan.docs]).to.deep.equal([false, true]);
  });

  it("runs a test that changed itself, and names what takes too long instead of running it", () => {
    const plan = planOf(
      ["test/sdk/escrow.read.test.ts", "commands/gov/queue.ts", "test/integration/lifecycle.test.ts"],
      TESTS,
    );
    expect(plan.hardhat).to.deep.equal(["test/sdk/escrow.read.test.ts"]);
    expect(plan.left).to.deep.equal(["test/integration/lifecycle.test.ts", "test/scripts/gov.test.ts"]);
  });
});

describe("The hook before a commit", () => {
  const root = join(__dirname, "../..");
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "polity-hook-"));
    for (const file of [".prettierrc.json", ".prettierignore", ".githooks", "tools/format-staged.js"])
      cpSync(join(root, file), join(folder, file), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    git("init", "-q");
    git("config", "core.hooksPath", ".githooks");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("formats what is committed, in the commit and in the folder", () => {
    writeFileSync(join(folder, "a b.ts"), "const a   = 1\n");
    writeFileSync(join(folder, "c.bin"), "const a   = 1\n");
    git("add", "a b.ts", "c.bin");
    git("commit", "-qm", "one");
    expect(git("show", "HEAD:a b.ts")).to.equal("const a = 1;\n");
    expect(readFileSync(join(folder, "a b.ts"), "utf8")).to.equal("const a = 1;\n");
    expect(git("show", "HEAD:c.bin")).to.equal("const a   = 1\n");
  });

  it("leaves alone what is not staged of a file", () => {
    const file = join(folder, "a.ts");
    writeFileSync(file, "const a   = 1\n");
    git("add", "a.ts");
    writeFileSync(file, "const a   = 1\nconst b   = 2\n");
    git("commit", "-qm", "one");
    expect(git("show", "HEAD:a.ts")).to.equal("const a = 1;\n");
    expect(readFileSync(file, "utf8")).to.equal("const a   = 1\nconst b   = 2\n");
  });

  it("keeps what cannot be parsed out of a commit", () => {
    writeFileSync(join(folder, "a.ts"), "const = \n");
    git("add", "a.ts");
    expect(() => git("commit", "-qm", "one")).to.throw(/a\.ts|Expression|declaration|expected/i);
  });
});
