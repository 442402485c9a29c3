import type { Signer } from "ethers";

import type { Network } from "@polity/sdk";
import { signStatement, statementFile } from "@polity/sdk/votes/statement";
import type { PersonName } from "./people";

/** What some delegates of the lively networks say they stand for. */
const TEXTS = {
  ada: `I wrote the protocol, and I vote on it in public.

- **Small nodes first.** What only a data centre can run is not ours.
- I give a reason with every vote, and abstain where I am paid by what is decided.`,
  cleo: `I run more machines than most, so I look at costs:

1. no parameter changes without a measurement;
2. what was promised to somebody is paid before anything new is promised.`,
  hana: `Data comes from people. I vote against whatever takes it without asking, and for what pays those who clean it.

Ask me before a vote: I answer within two days.`,
} satisfies Partial<Record<PersonName, string>>;

/** Statements as a page beside the network has them. */
export interface Statements {
  /** For `network.json`. */
  entries: Record<string, { hash: string }>;
  /** What lies beside the page, by name. */
  files: Record<string, string>;
}

/** Has these delegates sign what they stand for, with the date of the chain. */
export async function signStatements(
  { governor }: Pick<Network, "governor">,
  signer: (name: PersonName) => Promise<Signer>,
): Promise<Statements> {
  const all: Statements = { entries: {}, files: {} };
  const written = Number(await governor.clock());
  for (const [name, text] of Object.entries(TEXTS)) {
    const statement = await signStatement(governor, await signer(name as PersonName), { text, written });
    const { content, hash } = statementFile(statement);
    all.entries[statement.account] = { hash };
    all.files[`neps/statements/${hash.slice(2)}.json`] = content;
  }
  return all;
}
