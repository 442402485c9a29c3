import type { Signer } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PolityError } from "../errors";
import { formatAmount } from "../format";
import { findLiveLock } from "./find";
import { sendPaid, type Paid, type Payment } from "./pay";
import { readAccount } from "./read";

export interface IncreaseParameters {
  id: number;
  /** What is added, in base units: at least 1, and MIN_AMOUNT to another's lock. */
  amount: bigint;
  /** Whose lock it is; default the signer's. What is given to another's stays there. */
  account?: string;
  payment?: Payment;
}

export interface IncreaseResult extends Paid {
  /** What the lock holds now, in base units. */
  amount: bigint;
}

/**
 * Adds tokens of the signer to a lock that has not ended.
 * @throws PolityError for a lock that is not there or has ended, and an amount that is too small or above the balance.
 */
export async function increase(
  escrow: VoteEscrow,
  signer: Signer,
  { id, amount, account, payment }: IncreaseParameters,
): Promise<IncreaseResult> {
  const sender = await signer.getAddress();
  const holder = await readAccount(escrow, account ?? sender);
  const before = findLiveLock(holder, id);
  const least = holder.account === sender ? 1n : holder.minAmount;
  if (amount < least) {
    throw new PolityError(`${formatAmount(amount)} tokens are too few to add`, {
      hint: `add at least ${formatAmount(least)}`,
    });
  }
  const data = escrow.interface.encodeFunctionData("increaseAmount", [holder.account, id, amount]);
  const paid = await sendPaid(escrow, signer, { amount, data, payment });
  return { ...paid, amount: before.amount + amount };
}
