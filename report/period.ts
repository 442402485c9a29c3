import { PolityError } from "@polity/sdk/errors";
import { DAY, formatTimestamp, parseDate } from "@polity/sdk/format";
import type { Period } from "@polity/sdk/analytics";
import { CALENDAR_PERIOD } from "@polity/sdk/treasury/anchors";

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

/** How often there is a report, and how many months it covers. */
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
export type Every = keyof typeof MONTHS;

/** @throws PolityError for another word. */
export function parseEvery(text: string): Every {
  if (Object.hasOwn(MONTHS, text)) return text as Every;
  throw new PolityError(`"${text}" is no calendar period`, { hint: "write month, quarter or year" });
}

/**
 * The span of a calendar period (UTC) by its name: `2026-03`, `2026-Q1` or `2026`.
 * @throws PolityError for what is no such name.
 */
export function calendarPeriod(name: string): Period {
  const [, year, quarter, month] = CALENDAR_PERIOD.exec(name) ?? [];
  if (year === undefined) {
    throw new PolityError(`"${name}" is no calendar period`, {
      hint: "write one like 2026-03, 2026-Q1 or 2026",
    });
  }
  const every = quarter ? "quarter" : month ? "month" : "year";
  const first = quarter ? (Number(quarter) - 1) * 3 : Number(month ?? 1) - 1;
  const start = (after: number) => Date.UTC(Number(year), first + after, 1) / 1000;
  return { from: start(0), to: start(MONTHS[every]) };
}

/** The name of the last calendar period (UTC) that is over at a time in seconds. */
export function lastPeriod(every: Every, now: number): string {
  const date = new Date(now * 1000);
  const months = MONTHS[every];
  const current = Math.floor(date.getUTCMonth() / months) * months;
  const begin = new Date(Date.UTC(date.getUTCFullYear(), current - months, 1));
  const [year, month] = [begin.getUTCFullYear(), begin.getUTCMonth()];
  if (every === "year") return `${year}`;
  return every === "quarter" ? `${year}-Q${month / 3 + 1}` : `${year}-${String(month + 1).padStart(2, "0")}`;
}
