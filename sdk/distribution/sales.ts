import type { ISale, Sale } from "../../typechain-types/contracts/distribution/Sale";
import { getBlock } from "../provider";
import { priceAt } from "./price";
import { decodeSaleTerms, type SaleTerms } from "./terms";

export const SALE_STATUSES = ["pending", "open", "succeeded", "failed"] as const;
/** Where a sale stands. One that has raised its least amount may still be open. */
export type SaleStatus = (typeof SALE_STATUSES)[number];

/** A sale as of one block. Amounts in base units, times in seconds. */
export interface SaleView extends SaleTerms {
  id: bigint;
  status: SaleStatus;
  /** When it ends, if nothing ends it before. */
  end: number;
  /** Of one token at the block's time, in base units of the payment token. */
  price: bigint;
  sold: bigint;
  raised: bigint;
  /** Whether a vote has ended it early. */
  closed: boolean;
  /** Whether what is unsold went back to the treasury. */
  returned: boolean;
  /** What of the proceeds the treasury has. */
  collected: bigint;
}

/** What an account has bought in a sale. */
export interface PurchaseView {
  bought: bigint;
  /** What it can still take back if the sale fails. */
  paid: bigint;
  claimed: boolean;
}

/**
 * Reads all sales that were ever opened, from one block, in the order of their ids.
 * @param blockTag The block; default the newest.
 */
export async function readSales(sale: Sale, blockTag: number | "latest" = "latest"): Promise<SaleView[]> {
  const block = await getBlock(sale.runner!.provider!, blockTag);
  const at = { blockTag: block.number };
  const ids = Array.from({ length: Number(await sale.saleCount(at)) }, (_, i) => BigInt(i + 1));
  return Promise.all(ids.map(async (id) => viewOf(id, await sale.sale(id, at), block.timestamp)));
}

/** Reads one sale, as of the newest block. @throws PolityError, as explained, for an id that no sale has. */
export async function readSale(sale: Sale, id: bigint): Promise<SaleView> {
  const block = await getBlock(sale.runner!.provider!, "latest");
  return viewOf(id, await sale.sale(id, { blockTag: block.number }), block.timestamp);
}

/** Reads what an account has bought. */
export async function readPurchase(sale: Sale, id: bigint, account: string): Promise<PurchaseView> {
  const { bought, paid, claimed } = await sale.purchaseOf(id, account);
  return { bought, paid, claimed };
}

function viewOf(id: bigint, state: ISale.StateStructOutput, now: number): SaleView {
  const { sold, raised, closed, returned, collected } = state;
  const terms = decodeSaleTerms(state.terms);
  const { start, duration } = terms;
  const view = { ...terms, id, end: start + duration, sold, raised, closed, returned, collected };
  return { ...view, status: saleStatusAt(view, now), price: priceAt(view, now) };
}

/** The status of a sale at a time, if nothing is bought until then. */
export function saleStatusAt(
  sale: Pick<SaleView, "start" | "end" | "sold" | "amount" | "closed" | "raised" | "least">,
  time: number,
): SaleStatus {
  const isOver = sale.closed || time >= sale.end || sale.sold === sale.amount;
  if (!isOver) return time < sale.start ? "pending" : "open";
  return sale.raised < sale.least ? "failed" : "succeeded";
}

/** Whether tokens are handed over with the purchase, so that nothing is left to claim. */
export const deliversAtOnce = ({ least }: Pick<SaleTerms, "least">): boolean => least === 0n;
