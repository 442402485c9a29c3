import { BPS } from "../format";

/** The seats of the largest bench, of which a majority decides. After it only a vote is left. */
export const LARGEST = 15;

/** The most that a bench decides about, in the units of `unit`: what a majority of the largest loses. What is worth more goes to the vote. */
export const benchLimit = ({ unit, sliceBps }: { unit: bigint; sliceBps: number }): bigint =>
  BigInt((LARGEST + 1) / 2) * ((unit * BigInt(sliceBps)) / BigInt(BPS));
