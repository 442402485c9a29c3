import { rule, strictObject } from "@polity/sdk/problems";
import { flag } from "./leaves";
import type { Part } from "./part";
import { GOVERNANCE_TOKEN } from "./treasury";

export const sections = {
  distribution: strictObject({
    sales: flag.describe("Whether votes can open sales of the network's token."),
    claims: flag.describe("Whether votes can distribute the network's token by a list, to be claimed."),
  })
    .check(
      rule<{ sales: boolean; claims: boolean }>(["sales", "claims"], ({ sales, claims }, report) => {
        if (!sales && !claims) report([], "has nothing; leave it out, or set sales or claims");
      }),
    )
    .describe("What hands the network's token out of budgets of the treasury, by votes.")
    .optional(),
};

export const part: Part = {
  has: ({ distribution }) => distribution !== undefined,
  rules: [
    {
      says: "A network with `distribution` has a `treasury`, with a cap of its own token: all tokens come out of budgets.",
      reads: ["distribution", "treasury"],
      check: ({ distribution, treasury }, report) => {
        if (!distribution) return;
        if (!treasury) return report(["distribution"], "needs the section treasury, whose budgets it spends");
        if (!treasury.caps.some(({ token }) => token === GOVERNANCE_TOKEN))
          report(["treasury", "caps"], `need one of ${GOVERNANCE_TOKEN}: without it no budget of it is paid`);
      },
    },
    {
      says: "A scope of `Sale` needs `distribution.sales`, and one of `Distributor` needs `distribution.claims`.",
      reads: ["distribution", "governor.scopes"],
      check: ({ distribution, governor: { scopes } }, report) => {
        if (!distribution) return;
        scopes.forEach(({ target }, i) => {
          const needed = NEEDED[target];
          if (needed && !distribution[needed])
            report(["governor", "scopes", i, "target"], `needs distribution.${needed}`);
        });
      },
    },
  ],
};

const NEEDED: Readonly<Record<string, "sales" | "claims" | undefined>> = {
  Sale: "sales",
  Distributor: "claims",
};
