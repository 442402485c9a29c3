import type { Signer, TransactionReceipt } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { send } from "../transaction";
import { findLiveLock, readSigner } from "./find";
import { checkUnlockTime, PERMANENT, refuseEnd } from "./time";

export interface ExtendParameters {
  id: number;
  /** The new end in seconds, rounded down to a whole week: later than the present one. */
  unlockTime: number;
}

export interface MoveResult {
  receipt: TransactionReceipt;
  /** When the lock ends now, in seconds; 0 for a permanent lock. */
  unlockTime: number;
}

/**
 * Moves the end of the signer's lock to a later week.
 * @throws PolityError for a lock that is not there, has ended or is permanent, an end that is too early or too far, and
 * where locks begin permanent.
 */
export async function extend(
  escrow: VoteEscrow,
  signer: Signer,
  { id, unlockTime }: ExtendParameters,
): Promise<MoveResult> {
  const holder = await readSigner(escrow, signer);
  const present = findLiveLock(holder, id).unlockTime;
  if (present === PERMANENT) {
    throw new PolityError(`lock ${id} is permanent`, { hint: "start its decay to let it end" });
  }
  if (holder.permanentOnly) {
    throw refuseEnd(`the end of lock ${id} cannot be moved`, "make it permanent again to keep its votes");
  }
  const end = checkUnlockTime(unlockTime, holder);
  if (end <= present) {
    throw new PolityError(
      `lock ${id} ends at ${formatTimestamp(present)} already, not before ${formatTimestamp(end)}`,
      { hint: "a lock can only be moved to a later week" },
    );
  }
  return { receipt: await send(signer, escrow.extend.populateTransaction(id, end)), unlockTime: end };
}
