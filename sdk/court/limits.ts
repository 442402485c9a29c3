import { BPS } from "../format";

/** The seats of the largest bench, of which a majority decides. */
const LARGEST_MAJORITY = 8n;

/** The most that a bench decides about, in the units of `unit`: what a majority of the largest loses. What is worth more goes to the vote. */
export const benchLimit = ({ unit, sliceBps }: { unit: bigint; sliceBps: number }): bigint =>
  LARGEST_MAJORITY * ((unit * BigInt(sliceBps)) / BigInt(BPS));
