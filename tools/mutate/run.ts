// Breaks the contracts on purpose, one mutation at a time, in a copy of the project, and requires a red test for each.
// `npx tsx tools/mutate/run.ts` is about the escrow, `run.ts system` about the walk of the whole system. Numbers after it
// (8,24) run those mutations alone, 1/2 every second one. Exits with 1 when one survives that is not known to change
// nothing. The slower suites are asked only if the quicker stay green.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { mutations as ofEscrow, type Mutation } from "./escrow";
import { mutations as ofSystem } from "./system";

const ofWholeSystem = process.argv[2] === "system";
const mutations = ofWholeSystem ? ofSystem : ofEscrow;
const root = resolve(__dirname, "../..");
const copied = [
  "contracts",
  // Every other test that deploys the governor would be compiled through the IR for each mutation.
  ofWholeSystem ? "test/system" : "test",
  "tools",
  "package.json",
  "foundry.toml",
  "hardhat.config.js",
  "tsconfig.json",
];
const forge = (paths: string): string[] => [
  "forge",
  "test",
  "--match-path",
  paths,
  "--fail-fast",
  "--fuzz-seed",
  "1",
];
const hardhat = (names: string[]): string[] => [
  "hardhat",
  "test",
  "--bail",
  ...names.map((name) => `test/escrow/${name}.test.ts`),
];
type Suite = [name: string, applies: RegExp, command: string[]];
// The quickest that is likely to turn red comes first.
const suitesOfEscrow: Suite[] = [
  ["PowerTrace", /PowerTrace/, forge("test/escrow/PowerTrace*")],
  ["behaviour", /VoteEscrow/, hardhat(["VoteEscrow", "VoteEscrow.votes", "VoteEscrow.others", "Votes"])],
  ["walk", /./, forge("test/escrow/Escrow*")],
  ["behaviour", /PowerTrace/, hardhat(["VoteEscrow", "VoteEscrow.votes", "VoteEscrow.others", "Votes"])],
];
const suites: Suite[] = ofWholeSystem
  ? [["walk", /./, [...forge("test/system/*"), "--match-test", "invariant"]]]
  : suitesOfEscrow;

function apply(source: string, { find, replace }: Mutation): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`Expected once, found ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}

/** The suite that turned red, if any, and what it said. */
function killer(scratch: string, file: string): string | undefined {
  for (const [name, applies, args] of suites) {
    if (!applies.test(file)) continue;
    const { status, stdout, stderr } = spawnSync("npx", args, {
      cwd: scratch,
      encoding: "utf8",
      env: {
        ...process.env,
        FOUNDRY_FUZZ_RUNS: "64",
        FOUNDRY_INVARIANT_RUNS: "12",
        HARDHAT_DISABLE_TELEMETRY_PROMPT: "true",
      },
    });
    if (/Compiler run failed|HH600/.test(stdout + stderr))
      throw new Error(`This mutation does not compile:\n${stdout}${stderr}`);
    if (status !== 0) return [name, /\[FAIL: ([^\]]+)/.exec(stdout)?.[1]].filter(Boolean).join(": ");
  }
}

const argument = process.argv[ofWholeSystem ? 3 : 2] ?? "1/1";
const [part, parts] = argument.split("/").map(Number) as [number, number?];
const numbers = argument.split(",").map(Number);
const chosen = mutations.filter((_, index) =>
  parts ? index % parts === part - 1 : numbers.includes(index + 1),
);
const scratch = mkdtempSync(join(tmpdir(), "mutate-"));
for (const path of copied) cpSync(join(root, path), join(scratch, path), { recursive: true });
symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"));

for (const file of new Set(mutations.slice(0, ofWholeSystem ? 1 : undefined).map(({ file }) => file))) {
  const red = killer(scratch, file);
  if (red) throw new Error(`${red} is red without any mutation.`);
}

let killed = 0;
let surprises = 0;
for (const mutation of chosen) {
  const path = join(scratch, mutation.file);
  const source = readFileSync(path, "utf8");
  writeFileSync(path, apply(source, mutation));
  const suite = killer(scratch, mutation.file);
  writeFileSync(path, source);

  if (suite) ++killed;
  if (!suite !== Boolean(mutation.equivalent)) ++surprises;
  const verdict = suite
    ? `killed by ${suite}`
    : `SURVIVED${mutation.equivalent ? `, as known: ${mutation.equivalent}` : ""}`;
  console.log(
    `${mutations.indexOf(mutation) + 1}. ${verdict} | ${mutation.file.split("/").at(-1)} | ${oneLine(mutation.find)} -> ${oneLine(mutation.replace)}`,
  );
}
console.log(`${killed} of ${chosen.length} mutations were killed.`);
rmSync(scratch, { recursive: true });
process.exitCode = surprises === 0 ? 0 : 1;

function oneLine(code: string): string {
  return code.replace(/\s+/g, " ").trim() || "(nothing)";
}
