// Measures gas and compares it with the goals and with peers: `npm run bench`, or `npm run bench -- --json`.
// A name after it takes one suite alone. Exits with 1 when a goal is missed; one that the structure cannot meet is marked
// FORCED, has a limit of its own, and names the record that shows why.
//   --check   compares every figure with bench/snapshot.json, too: more than 2 % dearer, new and vanished ones fail
//   --update  writes bench/snapshot.json anew
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import hre from "hardhat";

import { compile } from "../scripts/lib/compile";
import { court } from "./court";
import { distribution } from "./distribution";
import { escrow } from "./escrow";
import { governor, stock } from "./governor";
import { people } from "./people";
import { phases } from "./phases";
import { protocol } from "./protocol";
import { compare, describe, updated, type Snapshot } from "./compare";
import type { Row, Suite } from "./suite";
import { token } from "./token";
import { treasury } from "./treasury";
import { vesting } from "./vesting";

/** A new suite is a line here, and `npm run bench -- --update`. */
const suites: Suite[] = [
  court,
  distribution,
  escrow,
  governor,
  people,
  phases,
  protocol,
  stock,
  token,
  treasury,
  vesting,
];

const OPTIONS = ["--json", "--check", "--update"];
const SNAPSHOT = join(__dirname, "snapshot.json");

async function main(args: string[]): Promise<void> {
  const [json, check, update] = OPTIONS.map((option) => args.includes(option));
  const wrong = args.find((arg) => arg.startsWith("--") && !OPTIONS.includes(arg));
  if (wrong) throw new Error(`No option "${wrong}". There are: ${OPTIONS.join(", ")}.`);
  const wanted = args.filter((arg) => !arg.startsWith("--"));
  const unknown = wanted.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown)
    throw new Error(`No suite "${unknown}". There are: ${suites.map(({ name }) => name).join(", ")}.`);

  await compile(hre);
  const chosen = suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const rows: Row[] = [];
  for (const suite of chosen) {
    const measured = await suite.run();
    rows.push(...measured);
    if (!json) print(suite, measured);
  }
  if (json) console.log(JSON.stringify(rows, null, 2));
  if (rows.some(missed)) process.exitCode = 1;

  const recorded = existsSync(SNAPSHOT) ? (JSON.parse(readFileSync(SNAPSHOT, "utf8")) as Snapshot) : {};
  if (update) {
    // Of a suite that is no more, nothing is kept.
    const known = Object.entries(recorded).filter(([name]) => suites.some((suite) => suite.name === name));
    writeFileSync(SNAPSHOT, JSON.stringify(updated(Object.fromEntries(known), rows), null, 2) + "\n");
  } else if (check) {
    const names =
      wanted.length > 0
        ? wanted
        : [...new Set([...Object.keys(recorded), ...suites.map(({ name }) => name)])];
    const comparison = compare(recorded, rows, names);
    console.error(`\n${describe(comparison)}`);
    if (comparison.problems.length > 0) process.exitCode = 1;
  }
}

function print(suite: Suite, rows: Row[]): void {
  console.log(`\n${suite.name}\n${suite.setup.map((line) => `  ${line}`).join("\n")}\n`);
  const figure = (gas?: number): string => (gas?.toLocaleString("en-US") ?? "").padStart(9);
  console.log(`  ${"action".padEnd(24)}${"gas".padStart(9)}${"goal".padStart(11)}          peers`);
  for (const row of rows) {
    const peers = Object.entries(row.peers).map(([name, gas]) => `${name} ${gas.toLocaleString("en-US")}`);
    const line = `${row.action.padEnd(24)}${figure(row.gas)}  ${figure(row.goal)}  ${verdict(row)}${peers.join(", ")}`;
    console.log(`  ${line.trimEnd()}`);
    if (row.forced && verdict(row).startsWith("FORCED")) {
      console.log(`  ${" ".repeat(24)}at most ${figure(row.forced.limit)}: see ${row.forced.record}`);
    }
  }
}

function verdict(row: Row): string {
  if (row.goal === undefined) return " ".repeat(8);
  if (missed(row)) return "MISS    ";
  return row.gas > row.goal ? "FORCED  " : "ok      ";
}

function missed({ gas, goal, forced }: Row): boolean {
  return gas > (forced?.limit ?? goal ?? Infinity);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
