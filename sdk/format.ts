import { PolityError } from "./errors";
import { LANGUAGE } from "./language";

/** Decimals of the governance token. */
export const TOKEN_DECIMALS = 18;
/** Basis points in 100 %, and in a multiplier of 1. */
export const BPS = 10_000;
/** Seconds in a day. */
export const DAY = 86_400;

const SECONDS = { d: DAY, h: 3_600, m: 60, s: 1 } as const;

/**
 * Exact value of a decimal number as an integer scaled by 10^decimals; no float is involved.
 * @throws PolityError unless `text` is plain decimal digits, with an optional `-` and at most `decimals` places.
 */
export function parseDecimal(text: string, decimals: number): bigint {
  const match = /^(-?)(0|[1-9]\d{0,77})(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? "";
  if (!match || fraction.length > decimals) {
    throw new PolityError(`"${text}" is not a decimal number with at most ${decimals} decimals`, {
      hint: 'write digits and a point, like "1250.5"',
    });
  }
  const scaled = BigInt(`${match[2]}${fraction.padEnd(decimals, "0")}`);
  return match[1] ? -scaled : scaled;
}

/** The shortest decimal text of `scaled` / 10^decimals, with at least `minPlaces` places. */
export function formatDecimal(scaled: bigint, decimals: number, minPlaces = 0): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits
    .slice(digits.length - decimals)
    .replace(/0+$/, "")
    .padEnd(minPlaces, "0");
  return `${scaled < 0n ? "-" : ""}${whole}${fraction && `.${fraction}`}`;
}

/**
 * Base units of an amount in whole tokens: `"1250.5"` → 1250500000000000000000n.
 * @throws PolityError when malformed, negative, or finer than one base unit.
 */
export function parseAmount(text: string, decimals = TOKEN_DECIMALS): bigint {
  const units = parseDecimal(text, decimals);
  if (units < 0n || text.startsWith("-")) {
    throw new PolityError(`"${text}" is negative`, { hint: "an amount is zero or more" });
  }
  return units;
}

/** What stands before decimals in the language. */
export const POINT = (1.5).toLocaleString(LANGUAGE)[1]!;

/**
 * A whole number as a person reads it: 1200000 → `1,200,000`. Where the comma stands before decimals, groups have thin spaces
 * between them: a point there would mean another amount to half of the readers.
 */
export const formatCount = (count: number | bigint): string => {
  const text = count.toLocaleString("en");
  return POINT === "." ? text : text.replaceAll(",", "\u202f");
};

/** Whole tokens of an amount in base units, as the language writes it: 1250500000000000000000n → `"1250.5"`. */
export function formatAmount(units: bigint, decimals = TOKEN_DECIMALS): string {
  return formatDecimal(units, decimals).replace(".", POINT);
}

/** An amount of tokens as a person reads it, with every digit: 1200000000000000000000000n → `1,200,000`. */
export function formatTokens(units: bigint, decimals = TOKEN_DECIMALS): string {
  const [whole, fraction] = formatAmount(units, decimals).split(POINT);
  return formatCount(BigInt(whole!)) + (fraction ? POINT + fraction : "");
}

/**
 * Seconds of a duration: `"7d"`, `"36h"`, `"90m"`, `"45s"`.
 * @throws PolityError when malformed or beyond a safe integer.
 */
export function parseDuration(text: string): number {
  const match = /^(0|[1-9]\d{0,9})([dhms])$/.exec(text);
  if (!match) {
    throw new PolityError(`"${text}" is not a duration`, {
      hint: 'write days, hours or minutes, like "7d", "36h" or "90m"',
    });
  }
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}

/** The largest unit that is exact: 604800 → `"7d"`, 129600 → `"36h"`. `seconds` is an integer ≥ 0. */
export function formatDuration(seconds: number): string {
  if (!Number.isSafeInteger(seconds) || seconds < 0)
    throw new PolityError(`${seconds} is not a number of seconds`);
  for (const [unit, size] of Object.entries(SECONDS)) {
    if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return "0s";
}

/** The two largest units, rounded down: 1141200 → `13d 5h`. `seconds` is an integer ≥ 0. */
export function formatCountdown(seconds: number): string {
  const units = Object.entries(SECONDS);
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first === -1) return "0s";
  let rest = seconds;
  const parts = units.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count ? `${count}${unit}` : "";
  });
  return parts.filter(Boolean).join(" ");
}

/**
 * Unix seconds of midnight UTC of a calendar date, `"2026-02-28"`.
 * @throws PolityError when malformed, not in the calendar, or outside 1970 to 2199.
 */
export function parseDate(text: string): number {
  const milliseconds = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // V8 reads 30 February as 2 March: only a date that prints as it was written exists.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text) {
    throw new PolityError(`"${text}" is not a date`, { hint: "write YYYY-MM-DD" });
  }
  const year = Number(text.slice(0, 4));
  if (year < YEARS.first || year > YEARS.last) {
    throw new PolityError(`"${text}" is not between ${YEARS.first} and ${YEARS.last}`, {
      hint: "look at the year: nothing here is so far away",
    });
  }
  return milliseconds / 1000;
}

/** Time on a chain begins in 1970; what is dated centuries from now is a slip. */
const YEARS = { first: 1970, last: 2199 } as const;

/** ISO 8601 in UTC, to the second: 1767225600 → `"2026-01-01T00:00:00Z"`. `seconds` up to year 9999. */
export function formatTimestamp(seconds: number | bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** The day in UTC: 1767225600 → `"2026-01-01"`. */
export const formatDate = (seconds: number | bigint): string => formatTimestamp(seconds).slice(0, 10);

/** Basis points of a percentage with at most 2 decimals: `"66.5"` → 6650, `"-3"` → -300. */
export function parsePercent(text: string): number {
  return safe(parseDecimal(text, 2), text);
}

/** 6650 → `"66.5 %"`. `bps` is an integer. */
export function formatPercent(bps: number | bigint): string {
  return `${formatDecimal(BigInt(bps), 2).replace(".", POINT)} %`;
}

/** Basis points of a multiplier with at most 4 decimals: `"2.0"` → 20000. */
export function parseMultiplier(text: string): number {
  return safe(parseDecimal(text, 4), text);
}

/** 20000 → `"2.0"`. `bps` is an integer. */
export function formatMultiplier(bps: number | bigint): string {
  return formatDecimal(BigInt(bps), 4, 1);
}

function safe(value: bigint, text: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) {
    throw new PolityError(`"${text}" is too large`);
  }
  return Number(value);
}
