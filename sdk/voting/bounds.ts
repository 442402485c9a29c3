import { DAY } from "../format";

/** The longest mandate that a governor gives, in seconds. */
export const MANDATE = 365 * DAY;
/** Nearly the most that a vote could give today, so that it can be tried today: nodes' clocks differ by seconds. */
export const LONGEST_MANDATE = MANDATE - 3_600;

/** What the contract takes. Durations in seconds. */
export const BALLOT_BOUNDS = {
  options: 128,
  winners: 16,
  /** Bytes of the address of a text. */
  text: 256,
  /** The smallest share that an account may need to stand, in basis points: everybody who has it finds a place. */
  nomineeBps: 79,
  /** The shortest vote. */
  voting: DAY,
  /** How far ahead a ballot ends at the latest. */
  ahead: 365 * DAY,
} as const;
