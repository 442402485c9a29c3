import { getAddress, type Signer } from "ethers";

import type { ISafe } from "../../typechain-types/@safe-global/safe-smart-account/contracts/interfaces/ISafe";
import { PolityError } from "../errors";
import { checkSignatures, type SafeSignature } from "./signatures";
import { safeDomain, SAFE_TX, type SafeId, type SafeTransaction } from "./transaction";

/**
 * An owner's signature under a Safe's transaction, as EIP-712: the wallet shows each field.
 * @throws PolityError when the signer is no owner, before the wallet is asked; and when the wallet signed with another key.
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
  return checkSignatures(id, transaction, [{ signer: address, signature }])[0]!;
}
