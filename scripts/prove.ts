// Proves the properties of test/proofs with halmos, for every input and not for some: `npm run prove`. The same functions
// run as fuzz tests in npm test.
import { readFileSync } from "node:fs";

import { listFiles } from "../tools/files";
import { run } from "../tools/run";

/** What packs bits is decided bit by bit; sums and comparisons of wide numbers are decided as integers. */
const GROUPS = [
  { contracts: "Codec|Bits", options: [] },
  { contracts: "Proofs", options: ["--solver-command", "cvc5 --produce-models --solve-bv-as-int=sum"] },
];
const TOOLS = [
  ["halmos", "pip install halmos==0.3.3"],
  ["cvc5", "apt-get install cvc5"],
] as const;

const PROPERTY = /^ *function (testFuzz_\w+)\(/gm;

async function main(): Promise<void> {
  for (const [tool, installation] of TOOLS) {
    const { code, output } = await run(tool, ["--version"]);
    if (code !== 0) throw new Error(`${tool} cannot be started (${output.trim()}): ${installation}`);
  }
  const missing = new Set(
    listFiles("test/proofs", /\.t\.sol$/).flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(PROPERTY)].map(([, name = ""]) => `${file} ${name}`),
    ),
  );
  const count = missing.size;
  const warnings: string[] = [];
  for (const { contracts, options } of GROUPS) {
    const args = ["--forge-build-out", "out-proofs", "--function", "testFuzz", "--match-contract", contracts];
    const limits = ["--loop", "16", "--solver-timeout-assertion", "10m"];
    const { output } = await run("halmos", [...args, ...limits, ...options], {
      env: { FOUNDRY_PROFILE: "proofs", NO_COLOR: "1", COLUMNS: "400" },
      echo: true,
    });
    // A warning says that a path was not followed to its end, or that none was: then nothing is proved.
    for (const [warning] of output.matchAll(/warnings#(?!parsing-error)[\w-]+/g)) warnings.push(warning);
    let file = "";
    for (const line of output.split("\n")) {
      file = /^Running \d+ tests for ([^:]+):/.exec(line)?.[1] ?? file;
      const proved = /\[PASS\]\S* (testFuzz_\w+)\(/.exec(line)?.[1];
      if (proved) missing.delete(`${file} ${proved}`);
    }
  }
  for (const property of missing) console.error(`not proved: ${property}`);
  for (const warning of warnings) console.error(`halmos has not followed all: ${warning}`);
  console.log(`${count - missing.size} of ${count} properties proved`);
  process.exitCode = missing.size + warnings.length > 0 || count === 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
