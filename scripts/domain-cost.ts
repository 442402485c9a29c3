// What a domain costs: the shared files that name one of its contracts. A domain's own files are those whose path has its
// name, and tests, documents, presets and what is generated are nobody's engine.
//   tsx scripts/domain-cost.ts treasury vesting
import { readFileSync } from "node:fs";

import { DOMAINS } from "@polity/sdk/domains";
import { listFiles } from "../tools/files";

/** Shared files that may name a domain's contracts, at the most. */
export const GOAL = 8;
/** Lists of domains, one for each layer, in which a domain has a line if it has anything there. */
export const LISTS = [
  "app/src/sections.ts",
  "commands/scopes.ts",
  "config/schema/index.ts",
  "deploy/parts.ts",
  "report/sections/index.ts",
  "sdk/domains.ts",
];
const FOLDERS = [
  "app/src",
  "commands",
  "config",
  "contracts",
  "deploy",
  "devnet",
  "indexer",
  "usage",
  "report",
  "scripts",
  "sdk",
];
const NOBODYS =
  /node_modules|\/dist\/|\.test\.tsx?$|contracts\/mocks\/|config\/presets\/|typechain-types|ponder-env/;

/** The shared files that name one of a domain's contracts. */
export function sharedFilesOf(domain: string): string[] {
  const found = DOMAINS.find(({ name }) => name === domain);
  if (!found)
    throw new Error(`there is no domain "${domain}": ${DOMAINS.map(({ name }) => name).join(", ")}`);
  const contracts = Object.keys(found.contracts);
  // A name in a comment costs nobody an edit.
  const named = new RegExp(`\\b(${contracts.join("|")})(__factory)?\\b`);
  return FOLDERS.flatMap((folder) => listFiles(folder, /\.(tsx?|sol)$/))
    .filter((file) => !NOBODYS.test(file) && !file.toLowerCase().includes(domain))
    .filter((file) => named.test(readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, "")));
}

if (require.main === module) {
  for (const domain of process.argv.slice(2)) {
    const files = sharedFilesOf(domain);
    console.log(
      `${domain}: ${files.length} shared files name its contracts; the goal is ${GOAL} at the most`,
    );
    for (const file of files) console.log(`  ${file}`);
    const lists = LISTS.filter((file) => new RegExp(`\\b${domain}\\b`).test(readFileSync(file, "utf8")));
    console.log(`  and ${lists.length} lists of domains have a line for it: ${lists.join(", ")}`);
  }
}
