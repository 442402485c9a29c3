import type { Signer, TransactionReceipt } from "ethers";

import type { ISafe } from "../../typechain-types/@safe-global/safe-smart-account/contracts/interfaces/ISafe";
import { PolityError } from "../errors";
import { send } from "../transaction";
import { readSafe } from "./read";
import { checkSignatures, packSignatures, type SafeSignature } from "./signatures";
import { hashSafeTransaction, OPERATION, type SafeId, type SafeTransaction } from "./transaction";
import { trySafeTransaction } from "./try";

/**
 * Executes a transaction that enough owners have signed; anybody may. What it calls reverts as a whole or not at all,
 * and the gas limit leaves room above the estimate, as {@link send} has it.
 * @throws PolityError in a sentence when it was executed before, waits for another, lacks signatures, or reverts.
 */
export async function executeSafeTransaction(
  safe: ISafe,
  signer: Signer,
  id: SafeId,
  transaction: SafeTransaction,
  signatures: readonly SafeSignature[],
): Promise<TransactionReceipt> {
  const { nonce, ...state } = await readSafe(safe);
  if (transaction.nonce < nonce) {
    throw new PolityError(`the Safe has used nonce ${transaction.nonce} already: its next is ${nonce}`, {
      hint: "this transaction was executed or replaced; build it anew if it is still wanted",
    });
  }
  if (transaction.nonce > nonce) {
    throw new PolityError(
      `the Safe's next nonce is ${nonce}, and this transaction has ${transaction.nonce}`,
      {
        hint: "execute those before it first",
      },
    );
  }
  if (
    (await safe.getTransactionHash(...fieldsOf(transaction), nonce)) !== hashSafeTransaction(id, transaction)
  ) {
    throw new PolityError(`the Safe at ${id.address} hashes the transaction in another way`, {
      hint: "the file is for another chain or another Safe",
    });
  }
  const packed = packSignatures(checkSignatures(id, transaction, signatures), state);
  // Of what its call refuses, the Safe itself says no more than that it failed.
  if (transaction.operation === OPERATION.call) {
    await trySafeTransaction(safe.runner!.provider!, id.address, transaction);
  }
  return send(signer, safe.execTransaction.populateTransaction(...fieldsOf(transaction), packed));
}

function fieldsOf(t: SafeTransaction) {
  return [
    ...([t.to, t.value, t.data, t.operation] as const),
    ...([t.safeTxGas, t.baseGas, t.gasPrice, t.gasToken, t.refundReceiver] as const),
  ] as const;
}
