import type { Signer, TransactionReceipt } from "ethers";

import * as sdk from "@polity/sdk";

/** What the council is to sign, and what that does in words. */
export interface CouncilTransaction {
  id: sdk.SafeId;
  transaction: sdk.SafeTransaction;
  threshold: number;
  described: sdk.SafeDescription;
}

/** The council's next transaction, in plain words too. `data` is sent to `to` without ether. */
export async function buildForCouncil(
  network: sdk.Network,
  to: string,
  data: string,
): Promise<CouncilTransaction> {
  const safe = sdk.requireCouncil(network);
  const { chainId } = await safe.runner!.provider!.getNetwork();
  const id = { chainId: Number(chainId), address: await safe.getAddress() };
  const state = await sdk.readSafe(safe);
  const transaction = sdk.buildSafeTransaction({ to, data }, state.nonce);
  const described = await sdk.describeSafeTransaction(network, id, transaction, state);
  return { id, transaction, threshold: state.threshold, described };
}

/** Members sign one after the other, and somebody sends it. */
export async function signAndSend(
  network: sdk.Network,
  { id, transaction, threshold }: CouncilTransaction,
  signers: readonly Signer[],
  sender: Signer,
  onSign: (count: number, of: number) => void = () => undefined,
): Promise<TransactionReceipt> {
  const safe = sdk.requireCouncil(network);
  let file: sdk.SafeFile = { safe: id, transaction, signatures: [] };
  for (const signer of signers) {
    file = sdk.addSignature(file, await sdk.signSafeTransaction(safe, signer, id, transaction));
    onSign(file.signatures.length, threshold);
  }
  return sdk.executeSafeTransaction(safe, sender, id, transaction, file.signatures);
}
