import { comingWeeks, PERMANENT } from "../../escrow/time";
import type { History } from "../../history/types";
import { EXCLUDED_KEY, type VoteSource } from "..";
import { totalsAt } from "../../registry/figures";
import { proposalsOf } from "../../governor/figures/outcome";
import { say } from "../../language";
import { lockPower } from "./power";
import { columnsOf, groupBy, monthOf, shareOf, sum, type Table } from "../../analytics/table";

/** Supply and locked tokens at a time (seconds), in base units. */
export interface LockedPoint {
  time: number;
  supply: bigint;
  locked: bigint;
  lockedBps?: number;
}

/** The power of all votes that could be cast, as a proposal's snapshot found it, or as it is foreseen. */
export interface PowerPoint {
  time: number;
  power: bigint;
}

export interface LockHistory {
  /** From the first block to the head, evenly spaced. */
  points: LockedPoint[];
  /** Votes that could be cast at the snapshots of proposals: the past that the contracts remember. */
  snapshots: PowerPoint[];
  /**
   * The power of the present locks if nothing is done: now, and at the beginning of each week to come. Those whose votes
   * nobody may cast are not in it.
   */
  ahead: PowerPoint[];
  table: Table;
  aheadTable: Table;
  /** What lies in locks, by the month in which they end. */
  endTable: Table;
}

/** Ends for good. */
const NEVER = say("never");

/**
 * Locks and power over time: what was locked, what power the governor counted, and how the power of today's locks decays
 * by the escrow's own arithmetic (`amount · time left / longest lock`, powerOf).
 * @param options `points` of the past, and `weeks` to look ahead; default 60 and 52.
 */
export function lockHistory(
  history: History,
  source: VoteSource,
  { points = 60, weeks = 52 }: { points?: number; weeks?: number } = {},
): LockHistory {
  const { head, since } = history;
  const { accounts, totals } = history.votes;
  const steps = totals.length === 0 ? [] : spaced(since.time, head.time, points);
  const past = steps.map((time): LockedPoint => {
    const { supply, locked } = totalsAt(history, time);
    return { time, supply, locked, lockedBps: shareOf(locked, supply) };
  });
  const snapshots = proposalsOf(history).flatMap(({ snapshot, electorate }): PowerPoint[] =>
    electorate === undefined ? [] : [{ time: snapshot, power: electorate }],
  );
  const locks = [...accounts.values()].flatMap((account) => account.locks);
  const times = locks.length === 0 ? [] : [head.time, ...comingWeeks(head.time, weeks)];
  const able = [...accounts.values()].filter(({ delegatee }) => delegatee.locked !== EXCLUDED_KEY);
  const counting = able.flatMap((account) => account.locks);
  const ahead = times.map((time): PowerPoint => ({ time, power: lockPower(counting, source, time) }));
  const ends = groupBy(locks, ({ unlockTime }) => (unlockTime === PERMANENT ? NEVER : monthOf(unlockTime)));
  return {
    ...{ points: past, snapshots, ahead },
    table: {
      title: "Supply and locked tokens",
      method: "At even steps from the first block that was read to the last.",
      columns: columnsOf(
        ["Time", "time"],
        ["Supply", "tokens"],
        ["Locked", "tokens"],
        ["Share locked", "bps"],
      ),
      rows: past.map(({ time, supply, locked, lockedBps }) => [time, supply, locked, lockedBps]),
    },
    aheadTable: {
      title: "Power of today's locks",
      method:
        "If nobody locks, extends or withdraws: amount times the time that is left, of the longest lock. Locks without end keep theirs.",
      columns: columnsOf(["Time", "time"], ["Power", "votes"]),
      rows: ahead.map(({ time, power }) => [time, power]),
    },
    endTable: {
      title: "Locks by the month in which they end",
      method: "Locks that have ended and were not withdrawn are in it too.",
      columns: columnsOf(["Month", "text"], ["Locks", "count"], ["Amount", "tokens"]),
      rows: [...ends]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([month, same]) => [month, same.length, sum(same.map(({ amount }) => amount))]),
    },
  };
}

/** `count` times from the first to the last, both in it; fewer where there are not as many seconds. */
function spaced(first: number, last: number, count: number): number[] {
  const steps = Math.min(count - 1, last - first);
  if (steps <= 0) return [last];
  return Array.from({ length: steps + 1 }, (_, i) => first + Math.floor(((last - first) * i) / steps));
}
