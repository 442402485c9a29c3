import { formatAmount } from "@polity/sdk";
import { list, oneOf, rule, scalar, strictObject } from "@polity/sdk/problems";
import {
  account,
  bps,
  eachRepeated,
  expandAll,
  form,
  holderClass,
  positiveAmount,
  refuse,
  share,
  suppliedBy,
  text,
} from "./leaves";
import { supplyOf, type Part } from "./part";

/** How the token keeps who had how many votes when. */
const CHECKPOINTS = ["openzeppelin", "packed"] as const;

const token = strictObject({
  name: text("must be the token's name", "NeuroShard").describe("What wallets call the token."),
  symbol: scalar("must be the token's symbol", (value) =>
    /^[A-Z0-9]{1,11}$/.test(value)
      ? value
      : refuse(`"${value}" is no symbol`, "write 1 to 11 characters A-Z, 0-9"),
  ).meta({
    ...form("text", "1 to 11 characters A-Z, 0-9", "NEURO"),
    description: "The token's symbol.",
  }),
  hardCap: positiveAmount.meta({ example: "100000000", description: "The most that there can ever be." }),
  supply: positiveAmount
    .meta({
      example: "20000000",
      description:
        "What exists after deployment. Allocation and vesting add up to it, and may be shares of it.",
    })
    .optional(),
  yearlyInflationBps: bps(0).meta({
    example: 800,
    description: "The most that votes can mint within a year, of the supply at its beginning.",
  }),
  checkpoints: oneOf(...CHECKPOINTS)
    .meta({
      ...form("word", CHECKPOINTS.join(", "), "packed"),
      description:
        "How the token keeps who had how many votes when: by OpenZeppelin's code, or packed, for half of the gas, with a history that ends 136 years after the deployment.",
    })
    .default("openzeppelin"),
  allocation: list(
    strictObject({
      to: account.describe("Who gets it; `treasury` and `timelock` are the network's own."),
      amount: share.describe("How much."),
      class: holderClass,
      note: text("must say what the amount is for", "Operates training nodes").describe("What it is for."),
    }),
    "must be a list of {to, amount, note}",
  ).describe("Who has the token at the start; each account stands in it once."),
})
  .check(
    rule<{ allocation: { to: string }[] }>(["allocation"], ({ allocation }, report) =>
      eachRepeated(
        allocation.map(({ to }) => to),
        (to, i) => report(["allocation", i, "to"], `"${to}" appears twice; give one amount to each`),
      ),
    ),
  )
  .describe("The token and who has it at the start.");

export const sections = { token };

export const part: Part = {
  rules: [
    {
      says: "What `token.allocation` and `vesting` give away together is at most `token.hardCap`.",
      reads: ["token.allocation", "token.hardCap", "vesting"],
      check: (network, report, { parts }) => {
        const supply = supplyOf(network, parts);
        const { hardCap } = network.token;
        if (supply <= hardCap) return;
        report(
          ["token", "allocation"],
          `sums to ${formatAmount(supply)} with vesting, above hardCap, ${formatAmount(hardCap)}`,
        );
      },
    },
    {
      says: "If `token.supply` is stated, they add up to it exactly.",
      reads: ["token.supply", "token.allocation", "vesting"],
      check: (network, report, { parts }) => {
        const { supply } = network.token;
        const sum = supplyOf(network, parts);
        if (supply === undefined || sum === supply) return;
        report(
          ["token", "supply"],
          `${formatAmount(supply)} is stated, and allocation and vesting add up to ${formatAmount(sum)}`,
        );
      },
    },
  ],
  expand: (input) => {
    const { token: written } = input;
    if (typeof written !== "object" || written === null || !("allocation" in written)) return input;
    const allocation = expandAll(written.allocation, suppliedBy(input));
    return { ...input, token: { ...written, allocation } };
  },
  supply: ({ token: { allocation } }) => allocation.reduce((sum, { amount }) => sum + amount, 0n),
  settle: ({ token: settings }, { addressOf }) => ({
    token: {
      ...settings,
      allocation: settings.allocation.map((entry) => ({ ...entry, to: addressOf(entry.to) })),
    },
  }),
};
