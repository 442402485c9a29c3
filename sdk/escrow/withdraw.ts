import type { Signer, TransactionReceipt } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { send } from "../transaction";
import { findLock, hasEnded, readSigner } from "./find";
import { PERMANENT } from "./time";

export interface WithdrawResult {
  receipt: TransactionReceipt;
  /** What went back to the signer, in base units. */
  amount: bigint;
}

/**
 * Takes the tokens of the signer's ended lock back.
 * @throws PolityError for a lock that is not there or has not ended; it says when it can be withdrawn.
 */
export async function withdraw(
  escrow: VoteEscrow,
  signer: Signer,
  { id }: { id: number },
): Promise<WithdrawResult> {
  const holder = await readSigner(escrow, signer);
  const found = findLock(holder, id);
  if (found.unlockTime === PERMANENT) {
    throw new PolityError(`lock ${id} is permanent`, { hint: "start its decay, then wait for its end" });
  }
  if (!hasEnded(found, holder.now)) {
    throw new PolityError(`lock ${id} ends at ${formatTimestamp(found.unlockTime)}`, {
      hint: "it can be withdrawn from then on",
    });
  }
  return { receipt: await send(signer, escrow.withdraw.populateTransaction(id)), amount: found.amount };
}
