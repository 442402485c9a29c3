import * as z from "zod";

import { DAY, formatDuration, parseDate } from "../../sdk";
import { rule, scalar, strictObject } from "../../sdk/problems";
import { account, duration, share, TIMELOCK, TREASURY } from "./leaves";

/** The factory takes grants that end within 100 years of 365 days. */
const MAX_VESTING = 100 * 365 * DAY;

/** Tokens that come to somebody over time. */
export const vestingGrant = strictObject({
  beneficiary: account,
  amount: share,
  /** When vesting begins; left out, on the day of the deployment. */
  start: scalar("must be a date, YYYY-MM-DD", parseDate).optional(),
  duration: duration(1, MAX_VESTING),
  cliff: duration(0, MAX_VESTING),
  /** Whether a vote may take back what is not vested. Such a grant can delegate its votes, but not lock. */
  revocable: z.boolean("must be true or false").default(false),
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
