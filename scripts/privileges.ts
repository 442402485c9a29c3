// docs/privileges.md: every function that changes state, with whom it obeys, from the domains' descriptions.
//   tsx scripts/privileges.ts
import { existsSync, writeFileSync } from "node:fs";

import { format } from "prettier";

import { authorityOf, PATHS, type Holder } from "@polity/sdk/audit";
import type { AnyDomain } from "@polity/sdk/core/domain";
import { DOMAINS } from "@polity/sdk/domains";
import { listFiles } from "../tools/files";

const FILE = "docs/privileges.md";
const HOLDERS: Readonly<Record<Holder, string>> = {
  timelock: "the timelock, by a vote",
  governor: "the governor, by its roles",
  admin: "the timelock, by a vote",
  guardian: "the council in office",
  spender: "the budget's spender",
  owner: "each for what is their own",
  anyone: "anyone",
};

/** The document for these contracts, as prettier writes it. */
export async function privilegesDocument(
  contracts: readonly string[],
  domains: readonly AnyDomain[] = DOMAINS,
): Promise<string> {
  const tables = Object.entries(await authorityOf(domains))
    .filter(([name, functions]) => contracts.includes(name) && Object.keys(functions).length > 0)
    .map(([name, functions]) => {
      const rows = Object.entries(functions).map(
        ([call, { holder, why }]) => `| \`${call}\` | ${HOLDERS[holder]} | ${why} |`,
      );
      return [
        `## ${name}`,
        "",
        "| Function | Who may call it | What it does, or why it is open |",
        "| --- | --- | --- |",
        ...rows,
      ].join("\n");
    });
  const intro = [
    "# Who may do what",
    "",
    "<!-- Written by scripts/privileges.ts from the audits of the domains in sdk/; a test says when it is stale. -->",
    "",
    `Every function that changes state, of every contract of a network. What the timelock does, voters have decided: ${PATHS.timelock}. Which types of proposals may make which call is the rulebook's, and \`dao audit\` reads it from the chain.`,
  ];
  return format([intro.join("\n"), ...tables].join("\n\n"), { parser: "markdown", printWidth: 110 });
}

/** Names of the contracts that are compiled. */
function compiled(): string[] {
  const files = listFiles("artifacts", /\.json$/).filter(
    (file) => !/\.dbg\.json$|build-info|\/mocks\//.test(file),
  );
  return files.map((file) => /([^/]+)\.json$/.exec(file)![1]!);
}

async function main(): Promise<void> {
  if (!existsSync("artifacts")) throw new Error("no artifacts: compile first (npm run build)");
  writeFileSync(FILE, await privilegesDocument(compiled()));
}

if (require.main === module) void main();
