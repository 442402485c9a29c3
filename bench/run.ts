// Measures gas and compares it with the goals and with peers: `npm run bench`, or `npm run bench -- --json`.
// A name after it takes one suite alone. Exits with 1 when a goal is missed; one that the structure cannot meet is marked
// FORCED, has a limit of its own, and names the record that shows why.
import hre from "hardhat";

import { compile } from "../scripts/lib/compile";
import { escrow } from "./escrow";
import type { Row, Suite } from "./suite";
import { treasury } from "./treasury";
import { vesting } from "./vesting";

const suites: Suite[] = [escrow, treasury, vesting];

async function main(args: string[]): Promise<void> {
  const json = args.includes("--json");
  const wanted = args.filter((arg) => !arg.startsWith("--"));
  const unknown = wanted.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown)
    throw new Error(`No suite "${unknown}". There are: ${suites.map(({ name }) => name).join(", ")}.`);

  await compile(hre);
  const rows: Row[] = [];
  for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const measured = await suite.run();
    rows.push(...measured);
    if (!json) print(suite, measured);
  }
  if (json) console.log(JSON.stringify(rows, null, 2));
  if (rows.some(missed)) process.exitCode = 1;
}

function print(suite: Suite, rows: Row[]): void {
  console.log(`\n${suite.name}\n${suite.setup.map((line) => `  ${line}`).join("\n")}\n`);
  const figure = (gas: number): string => gas.toLocaleString("en-US").padStart(9);
  console.log(`  ${"action".padEnd(24)}${"gas".padStart(9)}${"goal".padStart(11)}          peers`);
  for (const row of rows) {
    const peers = Object.entries(row.peers).map(([name, gas]) => `${name} ${gas.toLocaleString("en-US")}`);
    console.log(
      `  ${row.action.padEnd(24)}${figure(row.gas)}  ${figure(row.goal)}  ${verdict(row)}${peers.join(", ")}`,
    );
    if (row.gas > row.goal && row.forced) {
      console.log(`  ${" ".repeat(24)}at most ${figure(row.forced.limit)}: see ${row.forced.record}`);
    }
  }
}

function verdict(row: Row): string {
  if (missed(row)) return "MISS    ";
  return row.gas > row.goal ? "FORCED  " : "ok      ";
}

function missed({ gas, goal, forced }: Row): boolean {
  return gas > (forced?.limit ?? goal);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
