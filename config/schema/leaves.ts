import * as z from "zod";

import {
  BPS,
  checkAddress,
  DAY,
  formatAmount,
  formatDuration,
  parseAmount,
  parseDate,
  parseDecimal,
  parseDuration,
  PolityError,
} from "@polity/sdk";
import { HOLDER_CLASSES } from "@polity/sdk/conventions";
import { oneOf, scalar } from "@polity/sdk/problems";

/** The account that receives what belongs to everyone: the timelock, whose address deployment knows first. */
export const TIMELOCK = "timelock";
/** The account whose money leaves by votes, budgets and schedules alone. */
export const TREASURY = "treasury";

/** The most days that fit into 32 bits of seconds. */
const MAX_DURATION = 49_710 * DAY;
/** Checkpoints hold token amounts in 96 bits. */
const UINT96_MAX = 2n ** 96n - 1n;

export const refuse = (message: string, hint: string): never => {
  throw new PolityError(message, { hint });
};

/** What docs/configuration.md says of a field besides its description; the example is as somebody would write it. */
export const form = (unit: string, bounds: string, example: unknown) => ({ unit, bounds, example });

export const text = (allowed: string, example: string) =>
  scalar(allowed, (value) =>
    value.trim() === value && value ? value : refuse("is empty or padded", allowed),
  ).meta(form("text", "not empty, no spaces around it", example));

export const tokens = (min: bigint) =>
  scalar('must be an amount in whole tokens, as a text like "100"', (value) => {
    const units = parseAmount(value);
    if (units > UINT96_MAX) refuse(`"${value}" is too much`, `write at most ${formatAmount(UINT96_MAX)}`);
    return units >= min ? units : refuse(`"${value}" is refused`, "write an amount above 0");
  }).meta(
    form("whole tokens", `${min > 0n ? "above 0" : "from 0"}, at most ${formatAmount(UINT96_MAX)}`, "100"),
  );
export const amount = tokens(0n);
export const positiveAmount = tokens(1n);

/** A part of the supply: an amount, or a share like "8.5%", which {@link expandShares} has made an amount of. */
export const share = scalar(
  'must be an amount like "100", or a share of token.supply like "8.5%"',
  (value) => {
    if (SHARE.test(value)) {
      refuse(
        `"${value}" is a share of a supply that is not there`,
        "state token.supply, in whole tokens, or write an amount",
      );
    }
    const units = parseAmount(value);
    if (units > UINT96_MAX) refuse(`"${value}" is too much`, `write at most ${formatAmount(UINT96_MAX)}`);
    return units > 0n ? units : refuse(`"${value}" is refused`, "write an amount above 0");
  },
).meta(
  form("whole tokens, or a share of token.supply", "above 0; a share has two decimals at most", "1700000"),
);

const SHARE = /^(0|[1-9]\d{0,2})(\.\d{1,2})?%$/;

/** A section's list with shares of the stated supply as amounts; what has another form stays as it is. */
export function expandAll(list: unknown, supply: unknown): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((entry: unknown) =>
    typeof entry === "object" && entry !== null && "amount" in entry
      ? { ...entry, amount: expandShares(entry.amount, supply) }
      : entry,
  );
}

/** `token.supply` as it is written, of an input of any form. */
export function suppliedBy({ token }: Record<string, unknown>): unknown {
  return typeof token === "object" && token !== null && "supply" in token ? token.supply : undefined;
}

/** Writes shares of a stated supply as amounts: "8.5%" of "20000000" is "1700000". Everything else stays. */
function expandShares(text: unknown, supply: unknown): unknown {
  if (typeof text !== "string" || typeof supply !== "string" || !SHARE.test(text)) return text;
  try {
    const bps = parseDecimal(text.slice(0, -1), 2);
    return formatAmount((parseAmount(supply) * bps) / BigInt(BPS));
  } catch {
    // The supply's own field says what is wrong with it.
    return text;
  }
}

/** A duration from `min` to `max` seconds. */
export const duration = (min: number, max = MAX_DURATION) =>
  scalar(`must be a duration like "7d", "36h" or "90m", ${spanOf(min, max)}`, (value) => {
    const seconds = parseDuration(value);
    if (seconds > max) refuse(`"${value}" is too long`, `write at most ${formatDuration(max)}`);
    return seconds >= min
      ? seconds
      : refuse(`"${value}" is too short`, `write at least ${formatDuration(min)}`);
  }).meta(form("duration: d, h, m or s", spanOf(min, max), "7d"));
const spanOf = (min: number, max: number) => `${formatDuration(min)} to ${formatDuration(max)}`;

export const integer = (min: number, max: number, what = "an integer") => {
  const allowed = `must be ${what}, ${min} to ${max}`;
  return z
    .int({ error: ({ input }) => (input === undefined ? `is missing; ${allowed}` : allowed) })
    .min(min, allowed)
    .max(max, allowed)
    .meta(form(what.replace(/^an /, ""), `${min} to ${max}`, min));
};

export const bps = (min: number) => integer(min, BPS, "an integer in basis points");

export const account = scalar("must be an account label like ada, or an address", (value) =>
  value.startsWith("0x")
    ? checkAddress(value)
    : /^[a-z][a-z0-9-]{0,30}$/.test(value)
      ? value
      : refuse(
          `"${value}" is no account`,
          "write a label (a-z, then a-z 0-9 -, at most 31 characters) or an address",
        ),
).meta(form("account", "a label (a-z, then a-z 0-9 -, 31 characters at most), or an address", "ada"));

export const contractName = scalar("must be a contract name like ProtocolRegistry", (value) =>
  /^[A-Z][A-Za-z0-9]{0,63}$/.test(value)
    ? value
    : refuse(`"${value}" is no contract name`, "write one like ProtocolRegistry"),
).meta(form("contract's name", "one that a scope may name", "ProtocolRegistry"));

/** Yes or no; left out, no. */
export const flag = z
  .boolean("must be true or false")
  .meta(form("flag", "true or false", true))
  .default(false);

export const day = scalar("must be a date, YYYY-MM-DD", parseDate).meta(
  form("date, UTC", "YYYY-MM-DD", "2027-01-01"),
);

/** A value as a preset writes it: text, whole number, bigint or boolean. */
export function written(allowed: string) {
  return z.union([z.string(), z.int(), z.bigint(), z.boolean()], {
    error: ({ input }) => `${input === undefined ? "is missing; " : ""}${allowed}`,
  });
}

export function eachRepeated(
  values: readonly string[],
  report: (value: string, index: number) => void,
): void {
  values.forEach((value, i) => {
    if (values.indexOf(value) < i) report(value, i);
  });
}

/** What a first holder is to the network. */
export const holderClass = oneOf(...HOLDER_CLASSES)
  .meta({
    ...form("word", HOLDER_CLASSES.join(", "), "contributor"),
    description: "What they are to the network: the cap table of the report adds up by it.",
  })
  .optional();
