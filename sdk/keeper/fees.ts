import type { Fee, Market } from "./types";

/** The least by which nodes want a replacement to pay more is 10 %; this is an eighth. */
const raised = (wei: bigint) => wei + wei / 8n + 1n;
const least = (a: bigint, b: bigint) => (a < b ? a : b);
const most = (a: bigint, b: bigint) => (a > b ? a : b);

/**
 * What to offer per gas: what the chain asks for with room for six full blocks, more than a transaction that is replaced,
 * and never more than the limit.
 * @param limit Wei per gas.
 * @param replaced The fee of the transaction at the same nonce.
 * @returns Nothing when the limit is too low for it.
 */
export function feeFor(
  { gasPrice, baseFee, tip = 0n }: Market,
  limit: bigint,
  replaced?: Fee,
): Fee | undefined {
  if (baseFee === undefined) {
    const floor = replaced ? raised(priceOf(replaced)) : 0n;
    const price = most(gasPrice, floor);
    return price > limit ? undefined : { gasPrice: price };
  }
  const floor = replaced ? raised(priceOf(replaced)) : 0n;
  if (baseFee > limit || floor > limit) return undefined;
  const maxFeePerGas = least(most(2n * baseFee + tip, floor), limit);
  const wanted = replaced ? most(tip, raised(tipOf(replaced))) : tip;
  return { maxFeePerGas, maxPriorityFeePerGas: least(wanted, maxFeePerGas) };
}

const priceOf = (fee: Fee) => ("gasPrice" in fee ? fee.gasPrice : fee.maxFeePerGas);
const tipOf = (fee: Fee) => ("gasPrice" in fee ? fee.gasPrice : fee.maxPriorityFeePerGas);
