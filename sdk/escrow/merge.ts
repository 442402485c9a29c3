import type { Signer, TransactionReceipt } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PolityError } from "../errors";
import { send } from "../transaction";
import { findLiveLock, findLock, readSigner } from "./find";
import { PERMANENT } from "./time";

export interface MergeParameters {
  /** The lock that goes; it may have ended. */
  from: number;
  /** The lock that stays; it may not have ended. */
  to: number;
}

export interface MergeResult {
  receipt: TransactionReceipt;
  /** What the lock holds now, in base units. */
  amount: bigint;
  /** The later of the two ends, in seconds; 0 for a permanent lock. */
  unlockTime: number;
}

/**
 * Merges two locks of the signer into one with the later of the two ends.
 * @throws PolityError for a lock with itself, a lock that is not there, and a lock to merge into that has ended.
 */
export async function merge(
  escrow: VoteEscrow,
  signer: Signer,
  { from, to }: MergeParameters,
): Promise<MergeResult> {
  if (from === to) {
    throw new PolityError(`lock ${from} cannot be merged with itself`, { hint: "name two locks" });
  }
  const holder = await readSigner(escrow, signer);
  const [gone, kept] = [findLock(holder, from), findLiveLock(holder, to)];
  const receipt = await send(signer, escrow.merge.populateTransaction(from, to));
  const permanent = [gone, kept].some(({ unlockTime }) => unlockTime === PERMANENT);
  return {
    receipt,
    amount: gone.amount + kept.amount,
    unlockTime: permanent ? PERMANENT : Math.max(gone.unlockTime, kept.unlockTime),
  };
}
