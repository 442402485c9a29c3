// npm test: everything that must hold before a change is merged, step by step; the last line is the sum.
// Each check counts as one; the test steps count their tests. Nothing is skipped: a step that finds
// nothing to test fails, and so does a test that skips itself.
//   tsx scripts/test.ts [--verbose] [step ...]
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { listFiles } from "../tools/files";
import { forgeTest, type TestCounts } from "../tools/forge";
import { run } from "../tools/run";

/**
 * What a machine has found right need not be read again until it changes. A rule that asks for types can miss what a change
 * elsewhere does to a file: whoever merges asks with CI set, and everything is read.
 */
const remembered = (tool: string): string[] =>
  process.env.CI ? [] : ["--cache", "--cache-strategy", "content", "--cache-location", `cache/${tool}`];

const verbose = process.argv.includes("--verbose");
const chosen = process.argv.slice(2).filter((word) => !word.startsWith("--"));

/** A check passes or fails as a whole. */
async function check(command: string, ...args: string[]): Promise<TestCounts> {
  const { code, output } = await run(command, args, { echo: verbose, room: 256 });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

async function hardhatTest(files: string[], none: string): Promise<TestCounts> {
  const folder = mkdtempSync(join(tmpdir(), "polity-test-"));
  const file = join(folder, "counts.json");
  try {
    const { code, output } = await run("hardhat", ["test", "--no-compile", ...files], {
      env: { TEST_COUNTS: file },
      echo: verbose,
    });
    if (!existsSync(file)) return { passed: 0, failed: 1, output };
    const { passes, failures } = JSON.parse(readFileSync(file, "utf8")) as {
      passes: number;
      failures: number;
    };
    if (passes + failures === 0) return { passed: 0, failed: 1, output: `no test found (${none})\n` };
    const failing = output.search(/^ *\d+ failing$/m);
    return {
      passed: passes,
      failed: Math.max(failures, code === 0 ? 0 : 1),
      // What passed would only hide what did not.
      output: failing === -1 ? output : output.slice(failing),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The app's components and logic. Skipped ones count as failed. */
async function vitest(): Promise<TestCounts> {
  const folder = mkdtempSync(join(tmpdir(), "polity-vitest-"));
  const file = join(folder, "counts.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const { output } = await run("vitest", ["run", "--root", "app", ...reporters], { echo: verbose });
    if (!existsSync(file)) return { passed: 0, failed: 1, output };
    const { numPassedTests: passed, numTotalTests: all } = JSON.parse(readFileSync(file, "utf8")) as {
      numPassedTests: number;
      numTotalTests: number;
    };
    return { passed, failed: Math.max(all - passed, all === 0 ? 1 : 0), output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Folders of tests that start chains and processes of their own, and wait for them. They wait more than they work, so they
 * run in two steps beside each other.
 */
const FLOWS: Record<string, readonly string[]> = {
  flows: ["scripts"],
  journeys: ["deploy", "integration", "report"],
};

const tests = (step?: string): string[] => {
  const folders = step === undefined ? Object.values(FLOWS).flat() : FLOWS[step]!;
  return listFiles("test", /\.test\.ts$/).filter(
    (file) => folders.includes(file.split("/")[1]!) === (step !== undefined),
  );
};

const flows = (step: string) => hardhatTest(tests(step), `test/{${FLOWS[step]!.join(",")}}/**/*.test.ts`);

const steps: Record<string, () => Promise<TestCounts>> = {
  node: () => check(process.execPath, "tools/node-version.js"),
  compile: () => check("hardhat", "compile"),
  bindings: () => check("tsx", "scripts/bindings.ts", "--check"),
  app: () => check("vite", "build", "app", "--logLevel", "warn"),
  prettier: () => check("prettier", "--check", "--log-level", "warn", ...remembered("prettier"), "."),
  eslint: () => check("eslint", "--max-warnings", "0", ...remembered("eslint"), "."),
  oxlint: () => check("oxlint", "--deny-warnings", "--format=unix"),
  solhint: () => check("solhint", "--disc", "--noPoster", "--max-warnings", "0", "contracts/**/*.sol"),
  solidity: () => check("tsx", "scripts/check-solidity.ts"),
  compiler: () => check("tsx", "scripts/check-compiler.ts"),
  docs: () => check("tsx", "scripts/check-docs.ts"),
  types: () => check("npm", "run", "--silent", "typecheck"),
  size: () => check("tsx", "scripts/size.ts"),
  vitest,
  forge: () => forgeTest({ echo: verbose }),
  hardhat: () => hardhatTest(tests(), "test/**/*.test.ts"),
  flows: () => flows("flows"),
  journeys: () => flows("journeys"),
  e2e: () => hardhatTest(listFiles("test/e2e", /\.e2e\.ts$/), "test/e2e/*.e2e.ts"),
};

/** Steps that count tests, not themselves. */
const TESTED = ["vitest", "forge", "hardhat", "flows", "journeys", "e2e"];

/** Steps that run only when they are named: they need a browser. */
const ON_DEMAND = ["e2e"];

/** Steps that mean nothing when the contracts do not compile. */
const AFTER_COMPILE = [
  "bindings",
  "app",
  "solidity",
  "compiler",
  "types",
  "size",
  "vitest",
  "forge",
  "hardhat",
  "flows",
  "journeys",
];

/** The longest steps: each runs beside the others, for there are two cores and some of it is waiting. */
const BESIDE = ["hardhat", "flows", "journeys"];
/** Steps that others build on: they run first. */
const FIRST = ["node", "compile", "bindings", "app"];

async function main(): Promise<void> {
  const unknown = chosen.filter((name) => !(name in steps));
  if (unknown.length > 0)
    throw new Error(`no step ${unknown.join(", ")}; there are: ${Object.keys(steps).join(", ")}`);
  const sum = { passed: 0, failed: 0 };
  let compiled = true;

  const one = async (name: string): Promise<void> => {
    if (!compiled && AFTER_COMPILE.includes(name)) {
      console.log(`FAIL   not run  ${name}: the contracts do not compile`);
      sum.failed += 1;
      return;
    }
    const start = performance.now();
    if (process.stdout.isTTY && !verbose) process.stdout.write(`…            ${name}\r`);
    const { passed, failed, output } = await steps[name]!();
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
    const tests = TESTED.includes(name) ? `: ${passed} passed, ${failed} failed` : "";
    console.log(`${failed === 0 ? "ok  " : "FAIL"} ${seconds} s  ${name}${tests}`);
    if (!verbose && (failed > 0 || name === "size")) console.log(output.trimEnd().replace(/^/gm, "    "));
    if (name === "compile") compiled = failed === 0;
    sum.passed += passed;
    sum.failed += failed;
  };
  const inTurn = async (names: string[]): Promise<void> => {
    for (const name of names) await one(name);
  };

  const wanted = Object.keys(steps).filter((name) =>
    chosen.length > 0 ? chosen.includes(name) : !ON_DEMAND.includes(name),
  );
  await inTurn(wanted.filter((name) => FIRST.includes(name)));
  await Promise.all([
    ...wanted.filter((name) => BESIDE.includes(name)).map(one),
    inTurn(wanted.filter((name) => !BESIDE.includes(name) && !FIRST.includes(name))),
  ]);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  process.exitCode = sum.failed === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
