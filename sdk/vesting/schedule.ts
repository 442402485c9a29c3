import { monthEnds } from "../escrow/time";
import type { VestingTerms } from "./terms";

/** What is vested at a time: seconds and base units. */
export interface VestingPoint {
  time: number;
  vested: bigint;
}

/** What decides a schedule. */
export type Schedule = Pick<VestingTerms, "start" | "duration" | "cliff">;

/** What is vested of `allocation` (base units) at `time` (seconds): the contract's own arithmetic. */
export function vestedAt({ start, duration, cliff }: Schedule, allocation: bigint, time: number): bigint {
  if (time < start + cliff) return 0n;
  if (time >= start + duration) return allocation;
  return (allocation * BigInt(time - start)) / BigInt(duration);
}

/**
 * The schedule as a series for a table or a chart: the start, the jump at the cliff (the second before it and the cliff
 * itself), the ends of calendar months (UTC) every `months`, and the end. In the order of time, each time once.
 */
export function vestingSeries(
  schedule: Schedule,
  allocation: bigint,
  { months = 3 }: { months?: number } = {},
): VestingPoint[] {
  const { start, duration, cliff } = schedule;
  const [end, jump] = [start + duration, start + cliff];
  const count = Math.ceil(duration / (28 * 86_400));
  const regular = monthEnds(start, count).filter((time, i) => (i + 1) % months === 0 && time < end);
  const times = [start, ...(cliff > 0 ? [jump - 1] : []), jump, ...regular, end];
  return [...new Set(times)]
    .sort((a, b) => a - b)
    .map((time) => ({ time, vested: vestedAt(schedule, allocation, time) }));
}
