import {
  getAddress,
  type BaseContract,
  type ContractTransaction,
  type Result,
  type Provider,
  type Signer,
  type TransactionReceipt,
} from "ethers";

import { PolityError } from "./errors";
import { explainFailure } from "./reverts";

/** The most gas that one transaction may have (EIP-7825). */
export const MAX_TRANSACTION_GAS = 16_777_216n;

/** What three checkpoints cost that take a slot of their own: a deposit in court has so many that others write too. */
const THREE_POINTS = 3n * 22_100n;

/**
 * Sends a call and waits until it is in a block.
 *
 * The gas limit leaves room above the estimate ({@link withMargin}). What is not used is not paid.
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
    throw await explainFailure(error);
  }
}

/**
 * Tries a call that others are to send, such as the owners of a Safe: nothing happens.
 * @throws PolityError that says in a sentence why it would be refused, as {@link send} does.
 */
export async function tryAs(
  provider: Provider,
  from: string,
  { to, data, value }: Pick<ContractTransaction, "to" | "data" | "value">,
): Promise<void> {
  await provider.call({ from, to, data, ...(value && { value }) }).catch(async (error: unknown) => {
    throw await explainFailure(error);
  });
}

/**
 * A gas limit for what was estimated: 30 % more, and three checkpoints. With a clock of seconds an estimate can be too low: a
 * checkpoint that overwrites the one of the same second in the estimate takes a new slot a second later. What needs more than
 * a transaction may have is for the node to judge: some chains have no such limit.
 */
export function withMargin(gas: bigint): bigint {
  const generous = (gas * 13n) / 10n + THREE_POINTS;
  return gas <= MAX_TRANSACTION_GAS && generous > MAX_TRANSACTION_GAS ? MAX_TRANSACTION_GAS : generous;
}

/**
 * The values of every event of a name that a contract itself emitted in a transaction, in their order. Other contracts of
 * the same transaction, such as a token that is paid with, may emit an event that looks like it.
 */
export async function eventsOf(
  contract: BaseContract,
  { logs }: TransactionReceipt,
  name: string,
): Promise<Result[]> {
  const emitter = getAddress(await contract.getAddress());
  return logs.flatMap((log) => {
    const event = getAddress(log.address) === emitter ? contract.interface.parseLog(log) : null;
    return event?.name === name ? [event.args] : [];
  });
}

/**
 * The values of the one event of a name that a call always emits.
 * @throws PolityError where it is missing: then the contract is not the one that it was taken for.
 */
export async function eventOf(
  contract: BaseContract,
  receipt: TransactionReceipt,
  name: string,
): Promise<Result> {
  const [values] = await eventsOf(contract, receipt, name);
  if (values) return values;
  throw new PolityError(`transaction ${receipt.hash} does not have the event ${name}`, {
    hint: `check that ${receipt.to ?? "its target"} is the contract that you mean`,
  });
}
