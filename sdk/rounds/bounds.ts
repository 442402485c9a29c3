import { DAY } from "../format";
import { MAX_SCORE } from "./scale";

/** What the contract takes. Durations in seconds. */
export const ROUND_BOUNDS = {
  minTerm: 60,
  maxTerm: 365 * DAY,
  /** Runs of a round; the fees of all of them leave the budget with the pot. */
  runs: 15,
  entries: 24_000,
  /** Bytes of the address of a content, and of a recipe. */
  uri: 256,
  recipe: 96_000,
  /** Characters of an entry that a recipe may show to its models. */
  characters: 100_000,
  maxScore: MAX_SCORE,
  /** What a contest takes, of the pot, and by how much it prolongs the window. */
  contestBps: 250,
  contestDelay: 45 * DAY,
  /** How many blocks after the freeze the block of the seed is. */
  seedDelay: 32,
} as const;
