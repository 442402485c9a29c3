import { DEAD } from "./next";
import type { ProposalView } from "./timeline";

/** The largest number that a NEP may have. */
const LARGEST = 999_999;
/** What came to nothing gives its number free: its NEP may be proposed again. */

/** Which numbers the NEPs of a network have. */
export interface NepNumbers {
  /** One above all that were ever used; the smallest free one where somebody has used the largest. */
  next: number;
  /** Titles by number, of proposals that are open or in force. */
  taken: ReadonlyMap<number, string>;
}

/** Reads the numbers off a network's proposals. Numbers are their proposers' own: the chain does not check them. */
export function nepNumbers(
  proposals: readonly { record: { nep?: number; title: string }; view: Pick<ProposalView, "state"> }[],
): NepNumbers {
  const taken = new Map<number, string>();
  const used = new Set<number>();
  for (const { record, view } of proposals) {
    if (record.nep === undefined) continue;
    used.add(record.nep);
    if (!DEAD.includes(view.state)) taken.set(record.nep, record.title);
  }
  let next = Math.max(0, ...used) + 1;
  if (next > LARGEST) for (next = 1; used.has(next);) next += 1;
  return { next, taken };
}
