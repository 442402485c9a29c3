// Line and branch coverage of contracts/: 100 %, except where docs/coverage.json says how much and why.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { relative } from "node:path";

import { listFiles } from "../tools/files";
import { run } from "../tools/run";

const EXCEPTIONS = "docs/coverage.json";
const SUMMARY = "coverage/coverage-summary.json";
const KINDS = ["lines", "branches"] as const;
/**
 * The contracts' own tests, which are in a folder of the same name, and the attacks: what others cover by the way says
 * little, and commands run in processes of their own.
 */
const FOLDERS = ["attacks", ...readdirSync("contracts").filter((name) => name !== "mocks")];
const TESTS = new RegExp(`^test/(${FOLDERS.join("|")})/.*\\.test\\.ts$`);
/**
 * They cover nothing that others do not, and would take a third as long again: a thousand steps beside a model, whole networks,
 * the same behaviour over one source of votes after another, and limits of gas or code, which an instrumented contract or its
 * chain falsifies.
 */
const ELSEWHERE = [
  "test/attacks/ballots-and-fees.test.ts",
  "test/attacks/captured-mint.test.ts",
  "test/attacks/court-draw.test.ts",
  "test/attacks/elections.test.ts",
  "test/attacks/hostile-rulebook.test.ts",
  "test/attacks/proposal-ceilings.test.ts",
  "test/attacks/rollback.test.ts",
  "test/attacks/rounds.test.ts",
  "test/escrow/Curve.test.ts",
  "test/governor/ForeignErrors.test.ts",
  "test/governor/GovernorGuardian.gas.test.ts",
  "test/governor/sources.test.ts",
  "test/governor/voices.sources.test.ts",
  "test/market/network.test.ts",
  "test/phases/seats.test.ts",
  "test/rounds/CodeStore.limit.test.ts",
  "test/rounds/judging.test.ts",
  "test/rounds/pipeline.test.ts",
  "test/rounds/trial.test.ts",
  "test/vesting/VestingWallet.test.ts",
  "test/work/network.test.ts",
];

type Summary = Record<string, Record<(typeof KINDS)[number], { pct: number }>>;
type Exceptions = Partial<Record<string, { lines?: number; branches?: number; reason: string }>>;

function* problems(summary: Summary, exceptions: Exceptions): Generator<string> {
  const files = new Map(
    Object.entries(summary).map(([path, pcts]) => [
      relative(process.cwd(), path).replaceAll("\\", "/"),
      pcts,
    ]),
  );
  files.delete("total");
  if (files.size === 0) yield "no contract was measured";
  for (const [file, measured] of files) {
    const exception = exceptions[file];
    for (const kind of KINDS) {
      const [{ pct }, wanted] = [measured[kind], exception?.[kind] ?? 100];
      if (pct < wanted) yield `${file}: ${pct} % of ${kind}, ${wanted} % wanted`;
      if (pct > wanted)
        yield `${file}: ${pct} % of ${kind} is better than ${EXCEPTIONS} says: raise it there`;
    }
    if (
      exception &&
      (exception.reason.trim().length < 20 || (exception.lines ?? exception.branches) === undefined)
    ) {
      yield `${EXCEPTIONS}: ${file} needs lines or branches, and a reason in a sentence`;
    }
  }
  for (const file of Object.keys(exceptions))
    if (!files.has(file)) yield `${EXCEPTIONS}: ${file} does not exist`;
}

async function main(): Promise<void> {
  rmSync("coverage", { recursive: true, force: true });
  const files = listFiles("test", TESTS).filter((file) => !ELSEWHERE.includes(file));
  const { code } = await run("hardhat", ["coverage", "--testfiles", `{${files.join(",")}}`], {
    echo: true,
    room: 256,
  });
  if (existsSync("coverage.json")) renameSync("coverage.json", "coverage/coverage.json");
  if (code !== 0) throw new Error("the tests failed under coverage");
  const exceptions = JSON.parse(readFileSync(EXCEPTIONS, "utf8")) as Exceptions;
  const found = [...problems(JSON.parse(readFileSync(SUMMARY, "utf8")) as Summary, exceptions)];
  for (const problem of found) console.error(problem);
  if (found.length > 0) throw new Error(`cover it with a test, or give the reason in ${EXCEPTIONS}`);
  console.log(`100 % of lines and branches, ${Object.keys(exceptions).length} written exceptions`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
