import { list, rule, scalar, strictObject } from "../../sdk/problems";
import { refuse, text, positiveAmount, share, bps, account, eachRepeated } from "./leaves";

/** The token and who has it at the start. */
export const token = strictObject({
  name: text("must be the token's name"),
  symbol: scalar("must be the token's symbol", (value) =>
    /^[A-Z0-9]{1,11}$/.test(value)
      ? value
      : refuse(`"${value}" is no symbol`, "write 1 to 11 characters A-Z, 0-9"),
  ),
  hardCap: positiveAmount,
  /** What exists after deployment. If it is stated, allocation and vesting add up to it, and may be shares of it. */
  supply: positiveAmount.optional(),
  yearlyInflationBps: bps(0),
  allocation: list(
    strictObject({ to: account, amount: share, note: text("must say what the amount is for") }),
    "must be a list of {to, amount, note}",
  ),
}).check(
  rule<{ allocation: { to: string }[] }>(["allocation"], ({ allocation }, report) =>
    eachRepeated(
      allocation.map(({ to }) => to),
      (to, i) => report(["allocation", i, "to"], `"${to}" appears twice; give one amount to each`),
    ),
  ),
);
