import { PolityError } from "@polity/sdk/errors";
import { DAY, formatTimestamp, parseDate } from "@polity/sdk/format";
import type { Period } from "@polity/sdk/analytics";

/**
 * A period from what a person wrote: dates (UTC), of which the last is in it to its end, or seconds since 1970, of which
 * the last is not.
 * @throws PolityError for what is neither, and for a period that ends before it begins.
 */
export function parsePeriod(from: string, to: string): Period {
  const period = { from: momentOf(from, 0), to: momentOf(to, DAY) };
  if (period.from < period.to) return period;
  throw new PolityError(`the period ends on ${to}, before it begins on ${from}`, {
    hint: "give --from the earlier date",
  });
}

function momentOf(text: string, whole: number): number {
  if (/^\d{9,11}$/.test(text)) return Number(text);
  return parseDate(text) + whole;
}

/** `1 January to 31 March 2026`, or with times where it does not keep to whole days. */
export function periodName({ from, to }: Period): string {
  if (from % DAY !== 0 || to % DAY !== 0) return `${formatTimestamp(from)} to ${formatTimestamp(to)}`;
  const [first, last] = [from, to - DAY].map((time) => new Date(time * 1000));
  const name = (date: Date, year: boolean) =>
    date.toLocaleDateString("en-GB", {
      ...{ day: "numeric", month: "long", timeZone: "UTC" },
      ...(year && { year: "numeric" }),
    });
  const sameYear = first!.getUTCFullYear() === last!.getUTCFullYear();
  return `${name(first!, !sameYear)} to ${name(last!, true)}`;
}
