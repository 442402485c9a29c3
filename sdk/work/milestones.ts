import { parseUnits, type TokenUnit } from "../calls/token";
import { PolityError } from "../errors";
import { parseDate, parseDuration } from "../format";

/** A time as a person writes it: a day, or how long from now. In seconds. */
export const timeOf = (value: string, now: number): number =>
  /^\d{4}-/.test(value) ? parseDate(value) : now + parseDuration(value);

/** What a job pays, in base units. @param written In whole tokens. @throws PolityError for 0 and for no amount. */
export function amountOf(written: string, unit: TokenUnit): bigint {
  const units = parseUnits(written, unit);
  if (units > 0n) return units;
  throw new PolityError("a job must pay more than 0", { hint: "give each an amount" });
}

/** `500 by 40d; 1500 by 2027-06-30`. @throws PolityError for what is no list of amounts with dates, and for an amount of 0. */
export function milestonesOf(
  written: string,
  unit: TokenUnit,
  now: number,
): { amounts: bigint[]; dues: number[] } {
  const each = written.split(";").map((part) => {
    const [, amount, due] = /^\s*(\S+)\s+by\s+(\S+)\s*$/.exec(part) ?? [];
    if (amount === undefined || due === undefined)
      throw new PolityError(`"${part.trim()}" is no milestone`, {
        hint: 'write amount and time, like "500 by 40d; 1500 by 2027-06-30"',
      });
    return { amount: amountOf(amount, unit), due: timeOf(due, now) };
  });
  return { amounts: each.map(({ amount }) => amount), dues: each.map(({ due }) => due) };
}

/** Prizes, the first one first: `500; 300`. */
export const prizesOf = (written: string, unit: TokenUnit): bigint[] =>
  written.split(";").map((part) => amountOf(part.trim(), unit));
