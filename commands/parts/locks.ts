import { requireEscrow } from "@polity/sdk/escrow/require";
import { PolityError } from "@polity/sdk/errors";
import { PERMANENT, unlockAfter, type MoveResult } from "@polity/sdk/escrow";
import { formatTimestamp, parseDate } from "@polity/sdk/format";
import { done, type Answer } from "../core/answer";
import type { Context } from "../core/context";

/** Words of options that several commands have. */
export const UNTIL = "Until this date, YYYY-MM-DD, rounded down to its week (Thursday, 00:00 UTC)";
export const TOKENS = 'Tokens, like "1250.5"';
export const APPROVE = "Approves the amount in a transaction of its own, instead of by signature";

/** The id of a lock, as a person wrote it. */
export function lockId(value: string): number {
  if (/^(\d|1[0-5])$/.test(value)) return Number(value);
  throw new PolityError(`"${value}" is no lock`, {
    hint: "give a number from 0 to 15; show lists the locks",
  });
}

/** When a lock ends, in words; with the date that was asked for, if its week begins on another. */
export function endOf(unlockTime: number, asked?: string): string {
  if (unlockTime === PERMANENT) return "permanent";
  const rounded = asked && parseDate(asked) !== unlockTime ? `, where the week of ${asked} begins` : "";
  return `until ${formatTimestamp(unlockTime)}${rounded}`;
}

/** A lock has another end. */
export const moved = (id: number, { receipt, unlockTime }: MoveResult, asked?: string): Answer =>
  done(receipt, `lock ${id}: ${endOf(unlockTime, asked)}`, { id, unlockTime });

/** The ways to say when a lock ends; one of them is given. */
export interface End {
  weeks: string | undefined;
  until: string | undefined;
  permanent?: boolean;
}

/** The end that one of the options names, in seconds. */
export async function unlockTimeOf({ network }: Context, ways: End): Promise<number> {
  const { weeks, until, permanent } = ways;
  const escrow = requireEscrow(network);
  // Nothing has to be said where there is one kind of lock.
  const isSaid = weeks !== undefined || until !== undefined || permanent;
  if ("permanent" in ways && !isSaid && (await escrow.PERMANENT_ONLY())) return PERMANENT;
  if ([weeks, until, permanent || undefined].filter((way) => way !== undefined).length !== 1) {
    const names = "permanent" in ways ? "--weeks, --until or --permanent" : "--weeks or --until";
    throw new PolityError("a lock has one end", { hint: `give ${names}` });
  }
  if (permanent) return PERMANENT;
  if (until !== undefined) return parseDate(until);
  if (!/^[1-9]\d{0,2}$/.test(weeks!)) {
    throw new PolityError(`"${weeks!}" is no number of weeks`, { hint: "give 1 or more" });
  }
  const [now, maxWeeks] = await Promise.all([escrow.clock(), escrow.MAX_WEEKS()]);
  return unlockAfter(Number(weeks), { now: Number(now), maxWeeks: Number(maxWeeks) });
}
