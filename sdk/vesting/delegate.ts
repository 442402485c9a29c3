import type { Signer, TransactionReceipt } from "ethers";

import type { VestingVault } from "../../typechain-types/contracts/vesting/VestingVault";
import { PolityError } from "../errors";
import { send } from "../transaction";
import { readVault } from "./read";

export interface DelegateVaultParameters {
  /** Who votes with the tokens; the zero address for nobody. */
  to: string;
  /** The tokens that the vault has locked in the escrow, rather than those it holds. */
  locked?: boolean;
}

/**
 * Gives the votes of a vault's tokens, vested or not, to somebody.
 * @throws PolityError unless the signer owns the vault.
 */
export async function delegateVault(
  vault: VestingVault,
  signer: Signer,
  { to, locked = false }: DelegateVaultParameters,
): Promise<{ receipt: TransactionReceipt }> {
  const [{ owner }, sender] = await Promise.all([readVault(vault), signer.getAddress()]);
  if (owner !== sender) {
    throw new PolityError(`the vault belongs to ${owner}, not to ${sender}`, {
      hint: "send it from the account that owns the vault",
    });
  }
  const call = locked ? vault.delegateLocked.populateTransaction(to) : vault.delegate.populateTransaction(to);
  return { receipt: await send(signer, call) };
}
