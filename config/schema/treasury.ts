import { ZeroAddress } from "ethers";

import {
  checkAddress,
  DAY,
  DEFAULT_TYPE,
  explain,
  formatDuration,
  parseAmount,
  TOKEN_DECIMALS,
} from "@polity/sdk";
import { nameOf } from "@polity/sdk/governor/unstoppable";
import { list, rule, scalar, strictObject } from "@polity/sdk/problems";
import { BUDGET_BOUNDS } from "@polity/sdk/treasury/bounds";
import type { Scope } from "./governor";
import {
  account,
  amount,
  day,
  duration,
  eachRepeated,
  flag,
  form,
  integer,
  refuse,
  TIMELOCK,
  TREASURY,
} from "./leaves";
import type { Part } from "./part";

/** What a cap calls the network's own token, whose address deployment knows first. */
export const GOVERNANCE_TOKEN = "governance";
/** What a cap calls the chain's own currency. */
export const ETHER = "ETH";
/** The spender that is the council's Safe, whose address deployment knows first. */
export const COUNCIL = "council";

const UINT128_MAX = 2n ** 128n - 1n;
/** An approved payment that meets an exhausted cap waits; after this the bucket is full again. */
const MIN_PAYMENT_WINDOW = 30 * DAY;
/** What ends the power of a budget's spender: where there is a council, it may stop none of them. */
const ENDS_SPENDERS = ["endBudget", "lowerBudget", "setBudgetSpender"];

export const tokenName = scalar(`must be ${GOVERNANCE_TOKEN}, ${ETHER} or a token's address`, (value) => {
  if (value === GOVERNANCE_TOKEN) return value;
  if (value === ETHER) return ZeroAddress;
  const address = checkAddress(value, `write ${GOVERNANCE_TOKEN}, ${ETHER} or an address`);
  return address === ZeroAddress ? refuse(`"${value}" is nobody`, `write ${ETHER}`) : address;
}).meta(form("token", `${GOVERNANCE_TOKEN}, ${ETHER} or a token's address`, GOVERNANCE_TOKEN));

/** A sum of some token, as it is written. */
const sum = {
  token: tokenName,
  amount: scalar('must be an amount in whole tokens, as a text like "100"', (value) => value),
  decimals: integer(0, 36)
    .meta({
      example: 6,
      description: "Of a token that is named by its address; the network's own and ether have 18.",
    })
    .optional(),
};
type Sum = { token: string; amount: string; decimals?: number | undefined };
export type Problem = (field: string, message: string) => void;

/** A sum in base units; what is wrong with it is reported. */
export function unitsOf(
  { token, amount, decimals }: Sum,
  most: bigint,
  zero: string,
  problem: Problem,
): bigint {
  const known = token === GOVERNANCE_TOKEN || token === ZeroAddress;
  if (known && decimals !== undefined) problem("decimals", "is known for this token; remove it");
  if (!known && decimals === undefined) problem("decimals", "is missing; say how many the token has");
  try {
    const units = parseAmount(amount, decimals ?? TOKEN_DECIMALS);
    if (units === 0n) refuse(`"${amount}" is refused`, zero);
    if (units > most) refuse(`"${amount}" is too much`, "write less");
    return units;
  } catch (error) {
    problem("amount", explain(error));
    return 0n;
  }
}

export const reporting =
  (context: { addIssue: (issue: { code: "custom"; path: string[]; message: string }) => void }): Problem =>
  (field, message) =>
    context.addIssue({ code: "custom", path: [field], message });

const cap = strictObject({
  ...sum,
  token: sum.token.describe("Which token; each has one cap at the most."),
  amount: sum.amount.meta({
    ...form("whole tokens", "above 0, below 2^128 base units", "400000"),
    description:
      "The most that leaves in 30 days; half of it by budgets and instalments. A token without a cap cannot leave.",
  }),
}).transform((written, context): Cap => {
  const without = "leave the token out: without a cap it cannot leave";
  return { token: written.token, amount: unitsOf(written, UINT128_MAX, without, reporting(context)) };
});

/** The most of a token that leaves in 30 days, by votes and budgets together. */
export interface Cap {
  /** {@link GOVERNANCE_TOKEN}, an address, or the zero address for ether. */
  token: string;
  /** In the token's base units. */
  amount: bigint;
}

const CATEGORY = "must be a word of up to 31 bytes";

export const category = scalar(CATEGORY, (value) =>
  value && Buffer.byteLength(value) <= BUDGET_BOUNDS.category
    ? value
    : refuse(`"${value}" is no category`, `write 1 to ${BUDGET_BOUNDS.category} bytes`),
).meta(form("text", `1 to ${BUDGET_BOUNDS.category} bytes`, "grants"));

const budget = strictObject({
  name: scalar("must be the budget's name", (value) =>
    /^[a-z][a-z0-9-]{0,30}$/.test(value)
      ? value
      : refuse(`"${value}" is no name`, "write a-z, then a-z, 0-9 and -, 31 characters at most"),
  ).meta({
    ...form(
      "name",
      "a-z, then a-z, 0-9 and -, 31 characters at most; each stands in the list once",
      "grants",
    ),
    description: "What `treasury budget-asked --name` calls it.",
  }),
  spender: account.meta({
    ...form("account", `a label, an address, or ${COUNCIL}`, COUNCIL),
    description: "Who disburses it.",
  }),
  ...sum,
  token: sum.token.describe("Which token; it needs a cap."),
  amount: sum.amount.meta({
    ...form("whole tokens", "above 0; of all periods together below 2^120 base units", "50000"),
    description: "For each period.",
  }),
  period: duration(1).meta({ example: "30d", description: "How long a period is." }),
  periods: integer(1, BUDGET_BOUNDS.periods).meta({
    example: 12,
    description: "How many there are; after the last nothing can be spent.",
  }),
  start: day
    .describe("When the first period begins; left out, or in the past, with the vote's execution.")
    .optional(),
  rollover: flag.describe("Whether what a period leaves may be spent in later ones."),
  category: category.describe("What it is for; left out, for anything.").optional(),
}).transform(({ decimals, amount, ...terms }, context): AskedBudget => {
  const problem = reporting(context);
  const { token, period, periods, start = 0, spender } = terms;
  const units = unitsOf({ token, amount, decimals }, BUDGET_BOUNDS.total, "write more", problem);
  if (units * BigInt(periods) > BUDGET_BOUNDS.total)
    problem("periods", "are too many: with the amount of each, they sum to 2^120 base units or more");
  if (start + period * periods > BUDGET_BOUNDS.end)
    problem("periods", "are too many: the last would end after the last second that the treasury can write");
  if (spender === TIMELOCK || spender === TREASURY)
    problem("spender", "cannot disburse: it does what votes say, and votes pay without a budget");
  return { ...terms, amount: units };
});

/** A budget that the launch asks a first vote for. */
export interface AskedBudget {
  name: string;
  /** A label, an address, or {@link COUNCIL}. */
  spender: string;
  /** {@link GOVERNANCE_TOKEN}, an address, or the zero address for ether. */
  token: string;
  /** For each period, in the token's base units. */
  amount: bigint;
  /** In seconds. */
  period: number;
  periods: number;
  /** In seconds; left out, with the vote's execution. */
  start?: number | undefined;
  rollover: boolean;
  category?: string | undefined;
}

const treasury = strictObject({
  caps: list(cap, "must be a list of {token, amount}")
    .check(
      rule<Cap[]>([""], (caps, report) =>
        eachRepeated(
          caps.map(({ token }) => token),
          (_, i) => report([i, "token"], "has a cap already"),
        ),
      ),
    )
    .describe("The most that leaves in 30 days, by votes and budgets together."),
  budgets: list(budget, "must be a list of budgets")
    .check(
      rule<AskedBudget[]>([""], (budgets, report) =>
        eachRepeated(
          budgets.map(({ name }) => name),
          (name, i) => report([i, "name"], `"${name}" appears twice`),
        ),
      ),
    )
    .describe(
      "The budgets that the launch asks for. The deployment grants none of them: `treasury budget-asked` writes each as a NEP, and a vote grants it.",
    )
    .optional(),
  disputes: strictObject({
    above: amount.meta({
      example: "1000",
      description:
        "What a budget's payments may be worth together in the time of `for` without waiting; assets count by rates that votes set.",
    }),
    for: duration(60, 365 * DAY).meta({
      example: "7d",
      description: "How long a payment waits, and can be disputed.",
    }),
    bond: amount.meta({
      example: "250",
      description: "What whoever disputes a payment gives, and loses if it is upheld.",
    }),
  })
    .describe("Budgets whose larger payments wait, so that anyone can dispute them before the court.")
    .optional(),
})
  .check(
    rule<{ caps: Cap[]; budgets?: AskedBudget[] }>(["caps", "budgets"], ({ caps, budgets = [] }, report) =>
      budgets.forEach(({ token }, i) => {
        if (!caps.some((each) => each.token === token))
          report(["budgets", i, "token"], "has no cap, so nothing of it can leave; add one to caps");
      }),
    ),
  )
  .describe(
    "The money that belongs to everyone. Without it, the timelock holds the money and votes send it anywhere.",
  );

export const sections = { treasury: treasury.optional() };

/** Codes of the types that may pay out of the treasury: the default type alone unless a scope says otherwise. */
export function payingTypes(scopes: readonly Scope[]): readonly string[] {
  const opened = scopes.filter((scope) => isOf(scope, "pay"));
  return opened.length > 0 ? opened.flatMap(({ types }) => types) : [DEFAULT_TYPE];
}

const isOf = ({ target, function: called }: Scope, name: string) =>
  target === "Treasury" && nameOf(called) === name;

export const part: Part = {
  has: (network) => network.treasury !== undefined,
  deployed: ({ treasury: section }) => (section ? { treasury: { ...section, budgets: undefined } } : {}),
  settle: ({ treasury: section }, { addressOf }) => {
    if (!section?.budgets) return {};
    const spenderOf = (spender: string) => (spender === COUNCIL ? spender : addressOf(spender));
    const budgets = section.budgets.map((each) => ({ ...each, spender: spenderOf(each.spender) }));
    return { treasury: { ...section, budgets } };
  },
  rules: [
    {
      says: `An allocation to \`${TREASURY}\` needs the section \`treasury\`, with a cap for \`${GOVERNANCE_TOKEN}\`.`,
      reads: ["token.allocation", "treasury"],
      check: ({ token: { allocation }, treasury: section }, report) => {
        const i = allocation.findIndex(({ to }) => to === TREASURY);
        if (i === -1) return;
        if (!section) report(["token", "allocation", i, "to"], "has no section treasury");
        else if (!section.caps.some(({ token }) => token === GOVERNANCE_TOKEN))
          report(["treasury", "caps"], `must have one for ${GOVERNANCE_TOKEN}: the treasury gets some`);
      },
    },
    {
      says: `A budget whose spender is \`${COUNCIL}\` needs the section \`council\`.`,
      reads: ["treasury", "council"],
      check: ({ treasury: section, council }, report) =>
        section?.budgets?.forEach(({ spender }, i) => {
          if (spender === COUNCIL && !council)
            report(["treasury", "budgets", i, "spender"], "has no section council");
        }),
    },
    {
      says: `The types that may call \`Treasury.pay\` have a \`window\` of ${formatDuration(MIN_PAYMENT_WINDOW)} or more: a payment may have to wait for the cap.`,
      reads: ["treasury", "governor.types", "governor.scopes"],
      check: ({ treasury: section, governor: { types, scopes } }, report) => {
        if (!section) return;
        for (const code of payingTypes(scopes)) {
          const { window } = types[code] ?? { window: MIN_PAYMENT_WINDOW };
          if (window >= MIN_PAYMENT_WINDOW) continue;
          const least = formatDuration(MIN_PAYMENT_WINDOW);
          report(
            ["governor", "types", code, "window"],
            `${formatDuration(window)} is below ${least}: a payment may have to wait for the treasury's cap`,
          );
        }
      },
    },
    {
      says: `Where there are a treasury and a council, scopes name ${ENDS_SPENDERS.map((name) => `\`Treasury.${name}\``).join(", ")} as unstoppable: a council could keep its own budget otherwise.`,
      reads: ["treasury", "council", "governor.scopes"],
      check: ({ treasury: section, council, governor: { scopes } }, report) => {
        if (!section || !council) return;
        for (const name of ENDS_SPENDERS) {
          const i = scopes.findIndex((scope) => isOf(scope, name));
          if (i === -1)
            report(["governor", "scopes"], `must name Treasury.${name}, as unstoppable by the council`);
          else if (!scopes[i]!.unstoppable)
            report(
              ["governor", "scopes", i, "unstoppable"],
              "must be true: a council could keep its own budget",
            );
        }
      },
    },
  ],
};
