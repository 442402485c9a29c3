import { BPS, DAY } from "../format";

/** The seats of the largest bench, of which a majority decides. After it only a vote is left. */
export const LARGEST = 15;

/** The most that a bench decides about, in the units of `unit`: what a majority of the largest loses. What is worth more goes to the vote. */
export const benchLimit = ({ unit, sliceBps }: { unit: bigint; sliceBps: number }): bigint =>
  BigInt((LARGEST + 1) / 2) * ((unit * BigInt(sliceBps)) / BigInt(BPS));

/** How many benches a case can have, one after the other. */
const BENCHES = 3;

/** The most that the contract lets a case take, in seconds: its arbitrables call the court silent after 180 days. */
export const MAX_CASE = 150 * DAY;

/** What a case can take at the most, in seconds: evidence, every bench drawn twice and appealed against, and the vote that overrules. */
export const longestCase = (times: {
  readonly [time in "evidence" | "seating" | "commit" | "reveal" | "appeal" | "referral"]: number;
}): number =>
  times.evidence +
  BENCHES * (2 * (times.seating + times.commit + times.reveal) + times.appeal) +
  times.referral;
