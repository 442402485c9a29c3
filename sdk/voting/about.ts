import { encodeBytes32String, toBeHex, ZeroHash } from "ethers";

import { wordText } from "../calls/words";

/** What ballots are about that elect a council. */
export const COUNCIL_SUBJECT = encodeBytes32String("council");
/** What ballots are about that ask how satisfied the members are. */
export const SATISFACTION_SUBJECT = encodeBytes32String("satisfaction");

/** What the options of such a ballot mean, by their numbers. */
export const SATISFACTION = [
  "very dissatisfied",
  "dissatisfied",
  "neither",
  "satisfied",
  "very satisfied",
] as const;
/** Whoever chooses this option or a higher one is satisfied. */
export const SATISFIED = 3;

/** What a ballot about a proposal is about. */
export const aboutProposal = (id: bigint): string => toBeHex(id, 32);

/** What a ballot is about, in words. @param title What a proposal is called, if it is about one. */
export function aboutText(subject: string, title?: string): string {
  if (subject === ZeroHash) return "nothing in particular";
  if (subject === COUNCIL_SUBJECT) return "the next council";
  if (subject === SATISFACTION_SUBJECT) return "how satisfied the members are";
  return title ?? wordText(subject);
}
