import type { Signer, TransactionReceipt } from "ethers";

import type { VestingVault } from "../../typechain-types/contracts/vesting/VestingVault";
import { PolityError } from "../errors";
import { formatAmount, formatTimestamp } from "../format";
import { eventOf, send } from "../transaction";
import { readVault } from "./read";

export interface ClaimResult {
  receipt: TransactionReceipt;
  /** What went to the owner, in base units. */
  amount: bigint;
  owner: string;
}

/**
 * Releases to its owner what is vested in a vault and not locked. Anybody may pay the gas for it.
 * @throws PolityError when there is nothing to release; it says when there will be.
 */
export async function claim(vault: VestingVault, signer: Signer): Promise<ClaimResult> {
  const { owner, releasable, locked, vested, released, allocation, now, terms } = await readVault(vault);
  if (releasable === 0n) {
    const cliff = terms.start + terms.cliff;
    const hint =
      vested > released
        ? `${formatAmount(locked)} are locked: withdraw a lock that has ended first`
        : allocation > 0n && now < cliff
          ? `the first are vested at ${formatTimestamp(cliff)}`
          : "everything vested so far has been released";
    throw new PolityError("there is nothing to release", { hint });
  }
  const token = await vault.TOKEN();
  const receipt = await send(signer, vault.getFunction("release(address)").populateTransaction(token));
  const { amount } = await eventOf(vault, receipt, "ERC20Released");
  return { receipt, amount: amount as bigint, owner };
}
