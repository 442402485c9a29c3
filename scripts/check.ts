// npm run check: types, formatting, lint, and the tests of the folders that changed since main. It is for the minute
// between two thoughts; npm test is what has to hold.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";

import { listFiles } from "../tools/files";
import { run } from "../tools/run";

/** Tests that start chains and processes of their own take minutes: only npm test runs them. */
const FLOWS = /^test\/(deploy|integration|report|e2e|bench|scripts)\//;
/** Folders of sources, and which tests are theirs. */
const TESTS: readonly [source: RegExp, tests: (match: RegExpExecArray) => string][] = [
  [/^contracts\/(\w+)\//, ([, folder]) => `test/${folder!}/`],
  [/^test\/(\w+)\/\w+(?:\.t)?\.sol$/, ([, folder]) => `test/${folder!}/`],
  [/^sdk\/(\w+)(?:\/|\.ts)/, ([, domain]) => `test/sdk/${domain!}`],
  [/^config\//, () => "test/config/"],
  [/^deploy\//, () => "test/deploy/"],
  [/^commands\/(\w+)\//, ([, scope]) => `test/scripts/${scope!}`],
];

export interface Plan {
  /** What prettier looks at. */
  written: string[];
  linted: string[];
  solidity: string[];
  hardhat: string[];
  /** Folders of Solidity tests. */
  forge: string[];
  app: boolean;
  docs: boolean;
  /** Tests of what changed that take too long to be run here. */
  left: string[];
}

/** What has to be looked at because of the files that changed. */
export function planOf(changed: readonly string[], tests: readonly string[]): Plan {
  const wanted = new Set<string>();
  const forge = new Set<string>();
  for (const file of changed) {
    if (tests.includes(file)) wanted.add(file);
    for (const [source, testsOf] of TESTS) {
      const match = source.exec(file);
      if (!match) continue;
      const prefix = testsOf(match);
      if (file.endsWith(".sol")) forge.add(prefix);
      for (const test of tests) if (test.startsWith(prefix)) wanted.add(test);
    }
  }
  const all = [...wanted].sort();
  return {
    written: [...changed],
    linted: changed.filter((file) => /\.(tsx?|m?js)$/.test(file) && !file.startsWith("typechain-types/")),
    solidity: changed.filter((file) => /^contracts\/.*\.sol$/.test(file)),
    hardhat: all.filter((file) => file.endsWith(".test.ts") && !FLOWS.test(file)),
    forge: [...forge].filter((prefix) =>
      tests.some((test) => test.startsWith(prefix) && test.endsWith(".t.sol")),
    ),
    app: changed.some((file) => file.startsWith("app/")),
    docs: changed.some((file) => file.endsWith(".md") || file === ".env.example"),
    left: all.filter((file) => FLOWS.test(file)),
  };
}

/** Files that differ from where this branch left main, also those that git does not know yet. */
function changedFiles(): string[] {
  const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" });
  const main = ["origin/main", "main"].find((name) => {
    try {
      return git("rev-parse", "--verify", "--quiet", name);
    } catch {
      return false;
    }
  });
  const base = main === undefined ? "HEAD" : git("merge-base", "HEAD", main).trim();
  const files =
    git("diff", "--name-only", "-z", base) + git("ls-files", "--others", "--exclude-standard", "-z");
  return [...new Set(files.split("\0"))].filter((file) => file !== "" && existsSync(file)).sort();
}

async function main(): Promise<void> {
  const changed = changedFiles();
  if (changed.length === 0) {
    console.log("nothing has changed since main");
    return;
  }
  const tests = listFiles("test", /\.(test\.ts|t\.sol)$/);
  const plan = planOf(changed, tests);
  let failed = 0;
  const step = async (name: string, wanted: boolean, command: string, ...args: string[]) => {
    if (!wanted) return;
    const start = performance.now();
    const { code, output } = await run(command, args, { room: 256 });
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
    console.log(`${code === 0 ? "ok  " : "FAIL"} ${seconds} s  ${name}`);
    if (code !== 0) {
      failed += 1;
      console.log(output.trimEnd().replace(/^/gm, "    "));
    }
  };
  const { written, linted, solidity, hardhat, forge, app, docs, left } = plan;
  const compiled = changed.some((file) => file.endsWith(".sol"));
  await Promise.all([
    (async () => {
      await step("compile", compiled, "hardhat", "compile", "--quiet");
      await step(`tests: ${hardhat.map((file) => basename(file)).join(", ")}`, hardhat.length > 0, "hardhat", "test", "--no-compile", ...hardhat); // prettier-ignore
      for (const folder of forge) await step(`forge ${dirname(`${folder}x`)}`, true, "forge", "test", "--match-path", `${folder}*`); // prettier-ignore
      await step("vitest", app, "vitest", "run", "--root", "app", "--changed", "main");
    })(),
    (async () => {
      await step("types", true, "npm", "run", "--silent", "typecheck");
      await step(
        "prettier",
        true,
        "prettier",
        "--check",
        "--ignore-unknown",
        "--log-level",
        "warn",
        ...written,
      );
      await step(
        "eslint",
        linted.length > 0,
        "eslint",
        "--max-warnings",
        "0",
        "--no-warn-ignored",
        ...linted,
      );
      await step("oxlint", linted.length > 0, "oxlint", "--deny-warnings", "--no-error-on-unmatched-pattern", ...linted); // prettier-ignore
      await step("solhint", solidity.length > 0, "solhint", "--disc", "--noPoster", "--max-warnings", "0", ...solidity); // prettier-ignore
      await step("docs", docs, "tsx", "scripts/check-docs.ts");
    })(),
  ]);
  if (left.length > 0) console.log(`left to npm test, because they take long: ${left.join(", ")}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

if (require.main === module) void main();
