import type { Signer } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PolityError } from "../errors";
import { formatAmount } from "../format";
import { findLiveLock } from "./find";
import { sendPaid, type Paid, type Payment } from "./pay";
import { readAccount } from "./read";
import { PERMANENT, refuseEnd } from "./time";

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
 * @throws PolityError for a lock that is not there or has ended, an amount that is too small or above the balance, and,
 * where locks begin permanent, a lock that decays.
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
  if (holder.permanentOnly && before.unlockTime !== PERMANENT) {
    throw refuseEnd(
      `lock ${id} takes no more tokens while it decays`,
      "make it permanent again, or lock anew",
    );
  }
  const data = escrow.interface.encodeFunctionData("increaseAmount", [holder.account, id, amount]);
  const paid = await sendPaid(escrow, signer, { amount, data, payment });
  return { ...paid, amount: before.amount + amount };
}
