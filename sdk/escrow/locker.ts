import type { Signer, TransactionReceipt } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { send } from "../transaction";

export interface AllowLockerParameters {
  locker: string;
  /** Default true; false takes it back. */
  allowed?: boolean;
}

/** Lets `locker` create locks for the signer, each of which takes one of its 16, or no longer. */
export async function allowLocker(
  escrow: VoteEscrow,
  signer: Signer,
  { locker, allowed = true }: AllowLockerParameters,
): Promise<{ receipt: TransactionReceipt }> {
  return { receipt: await send(signer, escrow.allowLocker.populateTransaction(locker, allowed)) };
}
