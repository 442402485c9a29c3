import { PolityError } from "../errors";
import { formatTimestamp } from "../format";

/** Seconds of a week. Locks end when a Unix week begins: Thursdays, 00:00 UTC. */
export const WEEK = 604_800;
/** The unlock time of a permanent lock. */
export const PERMANENT = 0;

/** Which locks an escrow takes: with an end or without, or permanent ones alone. */
export const LOCK_KINDS = ["any", "permanent"] as const;
export type LockKind = (typeof LOCK_KINDS)[number];

/** What bounds the end of a lock: `now` in seconds, the escrow's MAX_WEEKS. */
export interface LockLimits {
  now: number;
  maxWeeks: number;
}

/** What an escrow in which locks begin permanent refuses, and the ways that it leaves. */
export const refuseEnd = (what: string, hint: string) =>
  new PolityError(`${what}: here every lock begins permanent, so that one token is one vote`, { hint });

/** The beginning of the Unix week of `time`: when a lock ends that is asked to end then. Seconds. */
export function weekOf(time: number): number {
  return Math.floor(time / WEEK) * WEEK;
}

/**
 * When a lock would end that is asked to end at `time` (seconds): rounded down to its week.
 * @throws PolityError unless that is after now and at most MAX_WEEKS away; it names the first or last week there is.
 */
export function checkUnlockTime(time: number, { now, maxWeeks }: LockLimits): number {
  if (!Number.isSafeInteger(time))
    throw new PolityError(`${time} is no time`, { hint: "give whole seconds" });
  const end = weekOf(time);
  const latest = weekOf(now + maxWeeks * WEEK);
  const asked = end === time ? "" : `, the beginning of the week of ${formatTimestamp(time)}`;
  if (end <= now) {
    throw new PolityError(`a lock cannot end at ${formatTimestamp(end)}${asked}: that is past`, {
      hint: `the earliest end is ${formatTimestamp(weekOf(now) + WEEK)}`,
    });
  }
  if (end > latest) {
    throw new PolityError(
      `a lock cannot end at ${formatTimestamp(end)}${asked}: that is more than ${maxWeeks} weeks away`,
      { hint: `the latest end is ${formatTimestamp(latest)}` },
    );
  }
  return end;
}

/**
 * The first end of a lock that lasts at least `weeks`, in seconds. The longest lock there is may be shorter by less than a
 * week: its end cannot be rounded up.
 */
export function unlockAfter(weeks: number, { now, maxWeeks }: LockLimits): number {
  const least = now + weeks * WEEK;
  return weeks === maxWeeks ? weekOf(least) : weekOf(least + WEEK - 1);
}

/** The next `count` beginnings of Unix weeks after `now`, in seconds. */
export function comingWeeks(now: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => weekOf(now) + (i + 1) * WEEK);
}

/** The next `count` ends of calendar months after `now`, in seconds: the midnights (UTC) that begin the next month. */
export function monthEnds(now: number, count: number): number[] {
  const date = new Date(now * 1000);
  return Array.from(
    { length: count },
    (_, i) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + i + 1) / 1000,
  );
}
