import { getAddress, Signature, type Signer } from "ethers";

import type { ISafe } from "../../typechain-types/@safe-global/safe-smart-account/contracts/interfaces/ISafe";
import { PolityError } from "../errors";
import type { SafeSignature } from "./signatures";
import { safeDomain, SAFE_TX, type SafeId, type SafeTransaction } from "./transaction";

/**
 * An owner's signature under a Safe's transaction, as EIP-712: the wallet shows each field.
 * @throws PolityError when the signer is no owner, before the wallet is asked.
 */
export async function signSafeTransaction(
  safe: ISafe,
  signer: Signer,
  id: SafeId,
  transaction: SafeTransaction,
): Promise<SafeSignature> {
  const address = getAddress(await signer.getAddress());
  if (!(await safe.isOwner(address))) {
    throw new PolityError(`${address} is no owner of the Safe ${id.address}`, {
      hint: "sign with the account of an owner",
    });
  }
  const signature = await signer.signTypedData(safeDomain(id), SAFE_TX, transaction);
  // Some wallets answer with v as 0 or 1, which a Safe would take for another kind of signature.
  return { signer: address, signature: Signature.from(signature).serialized };
}
