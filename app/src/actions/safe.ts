import type { TypedDataDomain } from "ethers";

import { requireCouncil } from "@polity/sdk/council/require";
import { PolityError } from "@polity/sdk/errors";
import { describeSafeTransaction } from "@polity/sdk/safe/describe";
import { readSafe } from "@polity/sdk/safe/read";
import { safeHashes, type SafeTransaction } from "@polity/sdk/safe/transaction";
import type { Site } from "../data/network";

/**
 * What a signature under a Safe's transaction does, in words.
 * @throws PolityError for another Safe than the council's, or another chain: what cannot be put into words is not signed.
 */
export async function describeSafeSignature(
  { network, deployment: { chainId } }: Site,
  value: Record<string, unknown>,
  { chainId: signedFor, verifyingContract }: TypedDataDomain,
): Promise<string[]> {
  const safe = requireCouncil(network);
  const id = { chainId, address: await safe.getAddress() };
  if (Number(signedFor) !== chainId || verifyingContract !== id.address) {
    throw new PolityError(`a transaction of the Safe ${String(verifyingContract)} is not signed here`, {
      hint: `the council's is ${id.address} on chain ${chainId}`,
    });
  }
  const transaction = value as unknown as SafeTransaction;
  const state = await readSafe(safe);
  const { lines, warnings } = await describeSafeTransaction(network, id, transaction, state);
  return [
    ...lines,
    ...warnings.map((warning) => `warning: ${warning}`),
    `counts as one of ${state.threshold} signatures of the council, under nonce ${transaction.nonce}; costs you nothing`,
    `the wallet may show the hash ${safeHashes(id, transaction).hash}`,
  ];
}
