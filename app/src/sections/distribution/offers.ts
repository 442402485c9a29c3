import { dueOf } from "@polity/sdk/distribution/settle";
import { deliversAtOnce, type PurchaseView, type SaleView } from "@polity/sdk/distribution/sales";

/** What can be done in a sale now: by the account that bought, or by anybody. */
export interface Offers {
  buy: boolean;
  /** What the account bought and does not have yet, in base units. */
  claim: bigint;
  /** What the account paid and can take back, in base units of the payment token. */
  refund: bigint;
  /** Whether the treasury is due something of a sale that is over. */
  settle: boolean;
}

const NOTHING: PurchaseView = { bought: 0n, paid: 0n, claimed: false };

export function offersOf(sale: SaleView, { bought, paid, claimed }: PurchaseView = NOTHING): Offers {
  const { status } = sale;
  const isOver = status === "succeeded" || status === "failed";
  const { proceeds, unsold } = dueOf(sale);
  return {
    buy: status === "open",
    claim: status === "succeeded" && !deliversAtOnce(sale) && !claimed ? bought : 0n,
    refund: status === "failed" ? paid : 0n,
    settle: isOver && (proceeds > 0n || unsold > 0n),
  };
}
