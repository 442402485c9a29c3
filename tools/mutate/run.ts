// Breaks the contracts on purpose, one mutation at a time, in a copy of the project, and requires a red test for each.
// `npx tsx tools/mutate/run.ts [escrow | treasury | vesting | system]`; the default is escrow, and system is about the walk
// of the whole system. Numbers after it (8,24) run those mutations alone, 1/2 every second one. Exits with 1 when one
// survives that is not known to change nothing. The slower suites are asked only if the quicker stay green.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { mutations as ofEscrow, type Mutation } from "./escrow";
import { mutations as ofSystem } from "./system";
import { mutations as ofTreasury } from "./treasury";
import { mutations as ofVesting } from "./vesting";

const forge = (paths: string): string[] => [
  ...["forge", "test", "--match-path", paths, "--fail-fast", "--fuzz-seed", "1"],
];
const hardhat = (...files: string[]): string[] => [
  ...["hardhat", "test", "--bail"],
  ...files.map((file) => `test/${file}.test.ts`),
];
const ESCROW = ["", ".votes", ".others"].map((part) => `escrow/VoteEscrow${part}`);

type Suite = [name: string, applies: RegExp, command: string[]];
interface Walk {
  mutations: readonly Mutation[];
  /** The folder of its tests. Every other that deploys the governor would be compiled through the IR for each mutation. */
  tests: string;
  /** The quickest that is likely to turn red comes first. */
  suites: readonly Suite[];
}
const WALKS: Readonly<Record<string, Walk>> = {
  escrow: {
    ...{ mutations: ofEscrow, tests: "test" },
    suites: [
      ["PowerTrace", /PowerTrace/, forge("test/escrow/PowerTrace*")],
      ["behaviour", /VoteEscrow/, hardhat(...ESCROW, "escrow/Votes")],
      ["walk", /./, forge("test/escrow/Escrow*")],
      ["behaviour", /PowerTrace/, hardhat(...ESCROW, "escrow/Votes")],
    ],
  },
  treasury: {
    ...{ mutations: ofTreasury, tests: "test" },
    suites: [
      ["OutflowCap.t.sol", /OutflowCap/, forge("test/treasury/OutflowCap.t.sol")],
      ["OutflowCap.test.ts", /OutflowCap/, hardhat("treasury/OutflowCap")],
      ["Budgets.test.ts", /Budgets/, hardhat("treasury/Budgets")],
      [
        "Treasury.test.ts",
        /Treasury/,
        hardhat("treasury/Treasury", "treasury/Recurring", "attacks/treasury"),
      ],
      ["all tests", /Treasury/, hardhat("treasury/Budgets", "treasury/OutflowCap")],
      ["walk", /./, forge("test/treasury/TreasuryInvariants.t.sol")],
    ],
  },
  vesting: {
    ...{ mutations: ofVesting, tests: "test" },
    suites: [
      [
        "VestingVault.test.ts",
        /Vault|Codec/,
        hardhat("vesting/VestingVault", "vesting/VestingWallet", "attacks/vesting"),
      ],
      ["VestingFactory.test.ts", /Factory|Codec/, hardhat("vesting/VestingFactory")],
      ["walk", /./, forge("test/vesting/*")],
    ],
  },
  system: {
    ...{ mutations: ofSystem, tests: "test/system" },
    suites: [["walk", /./, [...forge("test/system/*"), "--match-test", "invariant"]]],
  },
};

const named = process.argv[2] ?? "escrow";
const walk = WALKS[named] ?? WALKS.escrow!;
const { mutations, suites } = walk;
const root = resolve(__dirname, "../..");
const copied = [
  "contracts",
  walk.tests,
  "typechain-types",
  "foundry.toml",
  "hardhat.config.js",
  "package.json",
  "tsconfig.json",
];
/** What is only read. What a test and Hardhat's configuration import lies beside them. */
const linked = ["node_modules", "commands", "config", "deploy", "scripts", "sdk", "tools"];

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

const argument = process.argv[named in WALKS ? 3 : 2] ?? "1/1";
const [part, parts] = argument.split("/").map(Number) as [number, number?];
const numbers = argument.split(",").map(Number);
const chosen = mutations.filter((_, index) =>
  parts ? index % parts === part - 1 : numbers.includes(index + 1),
);
const scratch = mkdtempSync(join(tmpdir(), "mutate-"));
for (const path of copied) cpSync(join(root, path), join(scratch, path), { recursive: true });
// What is compiled already need not be again: Hardhat knows sources by their whole paths.
const cache = "cache/solidity-files-cache.json";
if (existsSync(join(root, cache))) {
  cpSync(join(root, "artifacts"), join(scratch, "artifacts"), { recursive: true });
  mkdirSync(join(scratch, "cache"));
  writeFileSync(
    join(scratch, cache),
    readFileSync(join(root, cache), "utf8").replaceAll(`${root}/`, `${scratch}/`),
  );
}
for (const path of linked) symlinkSync(join(root, path), join(scratch, path));

const checked = new Map(
  chosen.map(({ file }) => [suites.filter(([, applies]) => applies.test(file)).join(), file]),
);
for (const file of checked.values()) {
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
