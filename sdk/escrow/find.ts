import type { Signer } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { readAccount, type EscrowAccount, type Lock } from "./read";
import { PERMANENT } from "./time";

/** The account that signs, as it is in the escrow now. */
export async function readSigner(escrow: VoteEscrow, signer: Signer): Promise<EscrowAccount> {
  return readAccount(escrow, await signer.getAddress());
}

/** Whether the lock has ended at `now`, in seconds. */
export function hasEnded({ unlockTime }: Lock, now: number): boolean {
  return unlockTime !== PERMANENT && unlockTime <= now;
}

/** A lock of the account. @throws PolityError naming the locks there are. */
export function findLock({ account, locks }: EscrowAccount, id: number): Lock {
  const lock = locks.find((candidate) => candidate.id === id);
  if (lock) return lock;
  const ids = locks.map((candidate) => candidate.id).join(", ");
  throw new PolityError(`${account} has no lock ${id}`, {
    hint: ids ? `its locks are ${ids}` : "it has none: create one first",
  });
}

/** A lock of the account that has not ended. @throws PolityError */
export function findLiveLock(holder: EscrowAccount, id: number): Lock {
  const lock = findLock(holder, id);
  if (!hasEnded(lock, holder.now)) return lock;
  throw new PolityError(`lock ${id} ended at ${formatTimestamp(lock.unlockTime)}`, {
    hint: "withdraw it, or merge it into another",
  });
}
