import type { Signer } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PolityError } from "../errors";
import { formatAmount } from "../format";
import { eventOf } from "../transaction";
import { sendPaid, type Paid, type Payment } from "./pay";
import { readAccount } from "./read";
import { checkUnlockTime, PERMANENT, refuseEnd } from "./time";

/** Locks that an account can have. */
const MAX_LOCKS = 16;

export interface LockParameters {
  /** In base units; at least MIN_AMOUNT. */
  amount: bigint;
  /** Seconds, rounded down to a whole week; {@link PERMANENT} for a lock without end. */
  unlockTime: number;
  /** Whose lock it becomes; default the signer's. Another has to allow the signer first: {@link allowLocker}. */
  account?: string;
  payment?: Payment;
}

export interface LockResult extends Paid {
  id: number;
  /** When it really ends, in seconds; 0 for a permanent lock. */
  unlockTime: number;
}

/**
 * Locks tokens of the signer. An account's first lock ever delegates its votes to itself.
 * @throws PolityError for an amount below the minimum or above the balance, an end that is past or too far away or that
 * locks cannot have here, a 17th lock, and a lock for an account that has not allowed it.
 */
export async function lock(
  escrow: VoteEscrow,
  signer: Signer,
  { amount, unlockTime, account, payment }: LockParameters,
): Promise<LockResult> {
  const sender = await signer.getAddress();
  const owner = account ?? sender;
  const holder = await readAccount(escrow, owner);
  if (amount < holder.minAmount) {
    throw new PolityError(`${formatAmount(amount)} tokens are too few to lock`, {
      hint: `lock at least ${formatAmount(holder.minAmount)}`,
    });
  }
  if (unlockTime !== PERMANENT && holder.permanentOnly) {
    throw refuseEnd("a lock cannot be given an end", "lock without one; let it decay to get the tokens back");
  }
  const end = unlockTime === PERMANENT ? PERMANENT : checkUnlockTime(unlockTime, holder);
  if (holder.locks.length >= MAX_LOCKS) {
    throw new PolityError(`${owner} has ${MAX_LOCKS} locks, which is the most there can be`, {
      hint: "merge two, or withdraw one that has ended",
    });
  }
  if (owner !== sender && !(await escrow.isLockerAllowed(owner, sender))) {
    throw new PolityError(`${owner} does not let ${sender} create locks for it`, {
      hint: "the account has to allow the locker first",
    });
  }

  const { interface: abi } = escrow;
  const data =
    owner !== sender
      ? abi.encodeFunctionData("createLockFor", [owner, amount, end])
      : end === PERMANENT
        ? abi.encodeFunctionData("createPermanentLock", [amount])
        : abi.encodeFunctionData("createLock", [amount, end]);
  const paid = await sendPaid(escrow, signer, { amount, data, payment });
  const created = await eventOf(escrow, paid.receipt, "LockCreated");
  return { ...paid, id: Number(created.id), unlockTime: end };
}
