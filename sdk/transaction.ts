import type { ContractTransaction, Signer, TransactionReceipt } from "ethers";

import { explainFailure } from "./reverts";

/** The most gas that one transaction may have (EIP-7825). */
export const MAX_TRANSACTION_GAS = 16_777_216n;

/**
 * Sends a call and waits until it is in a block.
 *
 * The gas limit is the estimate and 30 % more. With a clock of seconds an estimate can be too low: a checkpoint that
 * overwrites the one of the same second in the estimate takes a new slot a second later. What is not used is not paid.
 * @param call What a contract's `method.populateTransaction(…)` returns.
 * @param onSent Called with the transaction's hash once the node has it.
 * @throws PolityError that says in a sentence what the contract, the wallet or the node refused.
 */
export async function send(
  signer: Signer,
  call: ContractTransaction | Promise<ContractTransaction>,
  onSent?: (hash: string) => void,
): Promise<TransactionReceipt> {
  try {
    const transaction = await call;
    const gas = await signer.estimateGas(transaction);
    const response = await signer.sendTransaction({ ...transaction, gasLimit: withMargin(gas) });
    onSent?.(response.hash);
    return (await response.wait())!;
  } catch (error) {
    throw explainFailure(error);
  }
}

/** What needs more than a transaction may have is for the node to judge: some chains have no such limit. */
export function withMargin(gas: bigint): bigint {
  const generous = (gas * 13n) / 10n;
  return gas <= MAX_TRANSACTION_GAS && generous > MAX_TRANSACTION_GAS ? MAX_TRANSACTION_GAS : generous;
}
