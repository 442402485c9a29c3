// Measures gas and compares it with the goals, the floors, OpenZeppelin's contracts and other peers: `npm run bench`, or
// `npm run bench -- --json`.
// A name after it takes one suite alone. Exits with 1 when a goal is missed; one that the structure cannot meet is marked
// FORCED, has a limit of its own, and names the record that shows why.
//   --why     shows of each action what its floor is made of: what is read, written, logged and called, and where
//   --check   compares every figure with bench/snapshot.json, too: more than 2 % dearer, new and vanished ones fail; and
//             every floor and goal with bench/floors.json
//   --update  writes both anew
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import hre from "hardhat";

import { compile } from "../scripts/lib/compile";
import { court } from "./court";
import { deployment } from "./deployment";
import { distribution } from "./distribution";
import { escrow } from "./escrow";
import { combinedVotes, governor, packedVotes, solady, stock, tokenVotes } from "./governor";
import { growth, history } from "./growth";
import { market } from "./market";
import { people } from "./people";
import { phases } from "./phases";
import { protocol } from "./protocol";
import { rounds } from "./rounds";
import { compare, describe, updated, type Snapshot } from "./compare";
import { floorsOf, moved, type Floors } from "./floors";
import type { Row, Suite } from "./suite";
import { compared, missed, reasonsOf, tableOf } from "./table";
import { packedToken, soladyToken, stockToken, token } from "./token";
import { treasury } from "./treasury";
import { vesting } from "./vesting";
import { work } from "./work";

/** A new suite is a line here, and `npm run bench -- --update`. */
const suites: Suite[] = [
  // The yardsticks first: others are compared with them.
  stock,
  solady,
  stockToken,
  soladyToken,
  court,
  distribution,
  escrow,
  governor,
  tokenVotes,
  packedVotes,
  combinedVotes,
  market,
  people,
  phases,
  protocol,
  rounds,
  token,
  packedToken,
  treasury,
  vesting,
  deployment,
  growth,
  history,
  work,
];

const OPTIONS = ["--json", "--why", "--check", "--update"];
const SNAPSHOT = join(__dirname, "snapshot.json");
const FLOORS = join(__dirname, "floors.json");

async function main(args: string[]): Promise<void> {
  const [json, why, check, update] = OPTIONS.map((option) => args.includes(option));
  const wrong = args.find((arg) => arg.startsWith("--") && !OPTIONS.includes(arg));
  if (wrong) throw new Error(`No option "${wrong}". There are: ${OPTIONS.join(", ")}.`);
  const wanted = args.filter((arg) => !arg.startsWith("--"));
  const unknown = wanted.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown)
    throw new Error(`No suite "${unknown}". There are: ${suites.map(({ name }) => name).join(", ")}.`);

  await compile(hre);
  const chosen = suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const recorded = read(SNAPSHOT) as Snapshot;
  const floors = read(FLOORS) as Floors;
  const rows: Row[] = [];
  for (const suite of chosen) {
    const measured = await suite.run();
    rows.push(...measured);
    if (!json) print(suite, why ? reasonsOf(measured) : tableOf(measured, updated(recorded, rows)));
  }
  if (json)
    console.log(
      JSON.stringify(
        rows.map((row) => compared(row, updated(recorded, rows))),
        null,
        2,
      ),
    );
  if (rows.some(missed)) process.exitCode = 1;

  if (update) {
    // Of a suite that is no more, nothing is kept.
    const known = Object.entries(recorded).filter(([name]) => suites.some((suite) => suite.name === name));
    const snapshot = updated(Object.fromEntries(known), rows);
    write(SNAPSHOT, snapshot);
    write(FLOORS, floorsOf(floors, rows, snapshot));
  } else if (check) {
    const names =
      wanted.length > 0
        ? wanted
        : [...new Set([...Object.keys(recorded), ...suites.map(({ name }) => name)])];
    const comparison = compare(recorded, rows, names);
    console.error(`\n${describe(comparison)}`);
    const other = moved(floors, rows);
    if (other.length > 0)
      console.error(`\nNot as bench/floors.json says (npm run bench -- --update):\n  ${other.join("\n  ")}`);
    if (comparison.problems.length > 0 || other.length > 0) process.exitCode = 1;
  }
}

function read(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

function write(path: string, content: object): void {
  writeFileSync(path, JSON.stringify(content, null, 2) + "\n");
}

function print(suite: Suite, table: string): void {
  console.log(`\n${suite.name}\n${suite.setup.map((line) => `  ${line}`).join("\n")}\n`);
  console.log(table.replace(/^/gm, "  "));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
