import * as z from "zod";

import { DAY, formatDuration } from "@polity/sdk";
import { rule, strictObject } from "@polity/sdk/problems";
import {
  account,
  day,
  duration,
  expandAll,
  flag,
  holderClass,
  share,
  suppliedBy,
  TIMELOCK,
  TREASURY,
} from "./leaves";
import type { Part } from "./part";

/** The factory takes grants that end within 100 years of 365 days. */
const MAX_VESTING = 100 * 365 * DAY;

const vestingGrant = strictObject({
  beneficiary: account.describe("Who gets it; a contract of the network cannot claim."),
  amount: share.meta({ example: "500000", description: "How much in all." }),
  class: holderClass,
  start: day.describe("When vesting begins; left out, on the day of the deployment.").optional(),
  duration: duration(1, MAX_VESTING).meta({
    example: "1460d",
    description: "From the start until all has vested.",
  }),
  cliff: duration(0, MAX_VESTING).meta({
    example: "365d",
    description: "From the start until the first can be claimed; at most the duration.",
  }),
  revocable: flag.describe(
    "Whether a vote may take back what has not vested. Such a grant can delegate its votes, but not lock.",
  ),
}).check(
  rule<{ cliff: number; duration: number }>(["cliff", "duration"], ({ cliff, duration: whole }, report) => {
    if (cliff > whole)
      report(["cliff"], `${formatDuration(cliff)} is beyond the duration of ${formatDuration(whole)}`);
  }),
  rule<{ beneficiary: string }>(["beneficiary"], ({ beneficiary }, report) => {
    if (beneficiary === TIMELOCK || beneficiary === TREASURY)
      report(["beneficiary"], "cannot claim: it is a contract; allot the tokens to it instead");
  }),
);

/** A grant of the configuration: amount in base units, times in seconds. */
export type VestingGrant = z.output<typeof vestingGrant>;

export const sections = {
  vesting: z
    .array(vestingGrant, "must be a list of grants")
    .describe("Tokens that come to somebody over time, created with the network.")
    .optional(),
};

export const part: Part = {
  has: ({ vesting }) => (vesting?.length ?? 0) > 0,
  expand: (input) =>
    input.vesting === undefined ? input : { ...input, vesting: expandAll(input.vesting, suppliedBy(input)) },
  supply: ({ vesting = [] }) => vesting.reduce((sum, { amount }) => sum + amount, 0n),
  settle: ({ vesting }, { addressOf, today }) =>
    vesting
      ? {
          vesting: vesting.map((grant) => ({
            ...grant,
            beneficiary: addressOf(grant.beneficiary),
            start: grant.start ?? today,
          })),
        }
      : {},
};
