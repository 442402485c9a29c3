import { DAY } from "../format";

/** The time of what a dispute holds: the contract's. */
export const NEVER = 2n ** 48n - 1n;

/** What the contracts take. Durations in seconds. */
export const WORK_BOUNDS = {
  /** Jobs of a task. */
  jobs: 16,
  /** Bytes of the address of a text. */
  text: 256,
  /** Accounts between which a ballot about a challenge decides. */
  shortlist: 32,
  /** The shortest review, and time for disputes. */
  minWindow: 60,
  maxWindow: 365 * DAY,
  /** How far ahead a task is due at the latest. */
  ahead: 3650 * DAY,
  /** How long after a deadline answers are disclosed. */
  disclosure: 7 * DAY,
} as const;
