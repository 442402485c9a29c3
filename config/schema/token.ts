import { list, rule, scalar, strictObject } from "../../sdk/problems";
import { refuse, text, positiveAmount, bps, account, eachRepeated } from "./leaves";

/** The token and who has it at the start. */
export const token = strictObject({
  name: text("must be the token's name"),
  symbol: scalar("must be the token's symbol", (value) =>
    /^[A-Z0-9]{1,11}$/.test(value)
      ? value
      : refuse(`"${value}" is no symbol`, "write 1 to 11 characters A-Z, 0-9"),
  ),
  hardCap: positiveAmount,
  yearlyInflationBps: bps(0),
  allocation: list(
    strictObject({ to: account, amount: positiveAmount, note: text("must say what the amount is for") }),
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
