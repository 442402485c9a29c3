import { formatDuration, parseDate } from "../../sdk";
import { rule, scalar, strictObject } from "../../sdk/problems";
import { positiveAmount, duration, account } from "./leaves";

/** Tokens that come to somebody over time. */
export const vestingGrant = strictObject({
  beneficiary: account,
  amount: positiveAmount,
  start: scalar("must be a date, YYYY-MM-DD", parseDate).optional(),
  duration: duration(1),
  cliff: duration(0),
}).check(
  rule<{ cliff: number; duration: number }>(["cliff", "duration"], ({ cliff, duration: whole }, report) => {
    if (cliff > whole)
      report(["cliff"], `${formatDuration(cliff)} is beyond the duration of ${formatDuration(whole)}`);
  }),
);
