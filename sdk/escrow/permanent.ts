import type { Signer } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { eventOf, send } from "../transaction";
import type { MoveResult } from "./extend";
import { findLiveLock, readSigner } from "./find";
import { PERMANENT } from "./time";

/**
 * Makes the signer's lock permanent: one locked token, one vote.
 * @throws PolityError for a lock that is not there, has ended or is permanent already.
 */
export async function makePermanent(
  escrow: VoteEscrow,
  signer: Signer,
  { id }: { id: number },
): Promise<MoveResult> {
  if (findLiveLock(await readSigner(escrow, signer), id).unlockTime === PERMANENT) {
    throw new PolityError(`lock ${id} is permanent already`, { hint: "start its decay to let it end" });
  }
  return { receipt: await send(signer, escrow.makePermanent.populateTransaction(id)), unlockTime: PERMANENT };
}

/**
 * Lets the signer's permanent lock decay: it ends MAX_WEEKS from now, rounded down to a whole week.
 * @throws PolityError for a lock that is not there or not permanent.
 */
export async function startDecay(
  escrow: VoteEscrow,
  signer: Signer,
  { id }: { id: number },
): Promise<MoveResult> {
  const holder = await readSigner(escrow, signer);
  const { unlockTime } = findLiveLock(holder, id);
  if (unlockTime !== PERMANENT) {
    throw new PolityError(`lock ${id} decays already, until ${formatTimestamp(unlockTime)}`, {
      hint: holder.permanentOnly ? "make it permanent to keep its votes" : "extend it to let it end later",
    });
  }
  const receipt = await send(signer, escrow.startDecay.populateTransaction(id));
  const moved = await eventOf(escrow, receipt, "LockMoved");
  return { receipt, unlockTime: Number(moved.unlockTime) };
}
