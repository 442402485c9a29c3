import { existsSync } from "node:fs";

import { run, type RunOptions } from "./run";

interface ForgeTest {
  status: "Success" | "Failure" | "Skipped";
  reason: string | null;
  counterexample?: unknown;
  decoded_logs?: string[];
}

type ForgeReport = Record<string, { test_results: Record<string, ForgeTest> }>;

export interface TestCounts {
  passed: number;
  failed: number;
  output: string;
}

const MISSING = `forge is not installed. On Linux x64, macOS arm64 and Windows x64 "npm ci" brings it (as an optional package:
do not omit those); on other machines install Foundry 1.7.1 so that "forge" is on the PATH.\n`;

/** Runs the Solidity tests. A skipped test is a failed one, and so is finding no test at all. */
export async function forgeTest(options: RunOptions): Promise<TestCounts> {
  // The project's own binary or the one on the PATH, never "npx forge": npm's meta package always exits 0.
  const installed = existsSync("node_modules/.bin/forge") || (await run("forge", ["--version"])).code === 0;
  if (!installed) return { passed: 0, failed: 1, output: MISSING };
  const { code, output, stdout } = await run("forge", ["test", "--json"], options);
  let report: ForgeReport;
  try {
    report = JSON.parse(stdout) as ForgeReport;
  } catch {
    return { passed: 0, failed: 1, output };
  }
  const lines: string[] = [];
  let [passed, failed] = [0, 0];
  for (const [suite, { test_results: results }] of Object.entries(report)) {
    for (const [name, { status, reason, counterexample, decoded_logs: logs = [] }] of Object.entries(
      results,
    )) {
      if (status === "Success") passed += 1;
      else failed += 1;
      lines.push(`${status.toLowerCase().padEnd(8)} ${suite} ${name}${reason ? `: ${reason}` : ""}`);
      if (status === "Success") continue;
      if (counterexample) lines.push(`  counterexample: ${JSON.stringify(counterexample)}`);
      lines.push(...logs.map((log) => `  ${log}`));
    }
  }
  if (passed + failed === 0)
    return { passed, failed: 1, output: "no Solidity test found (test/**/*.t.sol)\n" };
  if (code !== 0 && failed === 0) return { passed, failed: 1, output };
  return { passed, failed, output: `${lines.join("\n")}\n` };
}
