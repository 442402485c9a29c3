import type { Signer, TransactionReceipt } from "ethers";

import type { Distributor } from "../../typechain-types/contracts/distribution/Distributor";
import type { Sale } from "../../typechain-types/contracts/distribution/Sale";
import { PolityError } from "../errors";
import { eventOf, send } from "../transaction";
import type { SaleView } from "./sales";

/** Hands `account` what it bought in a sale that has succeeded. Anybody may pay the gas for it. */
export async function claimPurchase(
  sale: Sale,
  signer: Signer,
  saleId: bigint,
  account: string,
): Promise<{ amount: bigint; recipient: string; receipt: TransactionReceipt }> {
  const receipt = await send(signer, sale.claim.populateTransaction(saleId, account));
  const { amount, recipient } = (await eventOf(sale, receipt, "Delivered")) as unknown as {
    amount: bigint;
    recipient: string;
  };
  return { amount, recipient, receipt };
}

/** Sends what the signer paid in a sale that has failed to `to`. */
export async function refundPurchase(
  sale: Sale,
  signer: Signer,
  saleId: bigint,
  to: string,
): Promise<{ amount: bigint; receipt: TransactionReceipt }> {
  const receipt = await send(signer, sale.refund.populateTransaction(saleId, to));
  return { amount: (await eventOf(sale, receipt, "PaymentReturned")).amount as bigint, receipt };
}

export interface SettleResult {
  /** Proceeds that went to the treasury, in base units. */
  collected: bigint;
  /** Tokens that went back to the budget. */
  returned: bigint;
  receipts: TransactionReceipt[];
}

/** What the treasury is due of a sale now. */
export const dueOf = (sale: SaleView): { proceeds: bigint; unsold: bigint } => {
  const isOver = sale.status === "succeeded" || sale.status === "failed";
  const unsold = sale.status === "failed" ? sale.amount : sale.amount - sale.sold;
  return {
    proceeds: sale.raised >= sale.least ? sale.raised - sale.collected : 0n,
    unsold: isOver && !sale.returned ? unsold : 0n,
  };
};

/**
 * Sends the treasury what it is due of a sale. Anybody may pay the gas for it.
 * @param view The sale as it is now.
 * @throws PolityError when nothing is due, and as {@link send} does.
 */
export async function settleSale(sale: Sale, signer: Signer, view: SaleView): Promise<SettleResult> {
  const { proceeds, unsold } = dueOf(view);
  if (proceeds === 0n && unsold === 0n) {
    throw new PolityError(`the treasury has all that it is due of sale ${view.id}`, {
      hint: "come back when more was sold, or when the sale is over",
    });
  }
  const result: SettleResult = { collected: 0n, returned: 0n, receipts: [] };
  if (proceeds > 0n) {
    const receipt = await send(signer, sale.collect.populateTransaction(view.id));
    result.collected = (await eventOf(sale, receipt, "ProceedsCollected")).amount as bigint;
    result.receipts.push(receipt);
  }
  if (unsold > 0n) {
    const receipt = await send(signer, sale.returnUnsold.populateTransaction(view.id));
    result.returned = (await eventOf(sale, receipt, "UnsoldReturned")).amount as bigint;
    result.receipts.push(receipt);
  }
  return result;
}

/** Gives what nobody has claimed of a distribution back to its budget. Anybody may pay the gas for it. */
export async function returnRest(
  distributor: Distributor,
  signer: Signer,
  distributionId: bigint,
): Promise<{ amount: bigint; receipt: TransactionReceipt }> {
  const receipt = await send(signer, distributor.returnRest.populateTransaction(distributionId));
  return { amount: (await eventOf(distributor, receipt, "RestReturned")).amount as bigint, receipt };
}
