import { BPS } from "../format";

/** An amount of a token in base units; the zero address is ether, and a currency's code is money. */
export interface Amount {
  token: string;
  units: bigint;
}

/** A value whose unit is its own and not its column's. */
export interface Valued {
  unit: Exclude<Unit, "mixed">;
  value: string | number | bigint | Amount;
}

/**
 * What stands in a column, and so how it is written: `time` in seconds since 1970, `seconds` of a duration, `bps` a share
 * and `change` a difference in basis points, `multiplier` in basis points of 1; `votes`, `points` of reputation and
 * `tokens` of governance in base units, `amount` an {@link Amount}, `mixed` a {@link Valued}. The rest are texts; `title`
 * is a proposal's, `hash` a transaction's.
 */
export type Unit =
  | "text"
  | "title"
  | "account"
  | "proposal"
  | "hash"
  | "count"
  | "time"
  | "seconds"
  | "bps"
  | "change"
  | "multiplier"
  | "votes"
  | "points"
  | "tokens"
  | "amount"
  | "mixed";

export interface Column {
  name: string;
  unit: Unit;
}

/** What is not known, or does not apply, is undefined. */
export type Cell = string | number | bigint | Amount | Valued | undefined;

/** A figure as a table: what the app and the report show beside its picture, and what is exported. */
export interface Table {
  title: string;
  /** How it is computed, and what it leaves out: plain sentences. */
  method: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
}

/** Columns from pairs of name and unit. */
export const columnsOf = (...pairs: (readonly [name: string, unit: Unit])[]): Column[] =>
  pairs.map(([name, unit]) => ({ name, unit }));

/** A span of time in seconds: from its first second to the one before `to`. */
export interface Period {
  from: number;
  to: number;
}

/** All times. */
export const ALWAYS: Period = { from: 0, to: Number.MAX_SAFE_INTEGER };

export const isWithin = (time: number, { from, to }: Period): boolean => time >= from && time < to;

/** `part` of `whole` in basis points, rounded towards zero as the contracts do; undefined when the whole is zero. */
export function shareOf(part: bigint, whole: bigint): number | undefined {
  return whole === 0n ? undefined : Number((part * BigInt(BPS)) / whole);
}

export const sum = (values: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const value of values) total += value;
  return total;
};

/** The largest first; equal ones by address, so that the same history always gives the same order. */
export const byWeight =
  <T>(weight: (item: T) => bigint, address: (item: T) => string) =>
  (a: T, b: T): number => {
    const [left, right] = [weight(a), weight(b)];
    if (left !== right) return left > right ? -1 : 1;
    return address(a) < address(b) ? -1 : 1;
  };

/** The calendar month of a time in seconds, in UTC: `2026-03`. */
export const monthOf = (time: number): string => new Date(time * 1000).toISOString().slice(0, 7);

/** Items by what `key` says of them, in the order in which the keys first come up. */
export function groupBy<T, K extends string>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const at = key(item);
    const group = groups.get(at);
    if (group) group.push(item);
    else groups.set(at, [item]);
  }
  return groups;
}
