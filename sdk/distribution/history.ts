import { counted, differs } from "../history/complete";
import type { Historical, Moment } from "../history/types";
import type { contracts } from "./contracts";
import { decodeDistributionTerms, decodeSaleTerms, type DistributionTerms, type SaleTerms } from "./terms";

export interface HistoricSale extends SaleTerms {
  id: bigint;
  opened: Moment;
  /** As planned, in seconds. */
  end: number;
  sold: bigint;
  raised: bigint;
  purchases: number;
  buyers: number;
  /** What went to the treasury of the proceeds, and what buyers took back of a sale that failed. */
  collected: bigint;
  refunded: bigint;
  /** What went back to the budget. */
  returned: bigint;
  /** By a vote. */
  closed?: Moment;
}

/** All that an account has bought in a sale. */
export interface HistoricPurchase {
  saleId: bigint;
  buyer: string;
  bought: bigint;
  paid: bigint;
}

export interface HistoricDistribution extends DistributionTerms {
  id: bigint;
  opened: Moment;
  /** In seconds; a vote may end it early. */
  end: number;
  claimed: bigint;
  claims: number;
  /** What went back to the budget. */
  returned: bigint;
  closed?: Moment;
}

export interface DistributionHistory {
  sales: Map<bigint, HistoricSale>;
  /** By {@link purchaseKey}. */
  purchases: Map<string, HistoricPurchase>;
  distributions: Map<bigint, HistoricDistribution>;
}

export const purchaseKey = (saleId: bigint, buyer: string): string => `${saleId}:${buyer}`;

export const history: Historical<typeof contracts, DistributionHistory> = {
  version: 1,
  initial: () => ({ sales: new Map(), purchases: new Map(), distributions: new Map() }),
  fold: {
    Sale: {
      SaleOpened({ state, add }, { saleId, terms: struct }, opened) {
        const terms = decodeSaleTerms(struct);
        add(state.sales, saleId, {
          ...{ ...terms, id: saleId, opened, end: terms.start + terms.duration },
          ...{ sold: 0n, raised: 0n, purchases: 0, buyers: 0 },
          ...{ collected: 0n, refunded: 0n, returned: 0n },
        });
      },
      SaleClosed({ state, edit }, { saleId }, moment) {
        // It can be closed again: the first time counts.
        edit(state.sales, saleId).closed ??= moment;
      },
      Bought({ state, add, edit }, { saleId, buyer, amount, cost }) {
        const sale = edit(state.sales, saleId);
        sale.sold += amount;
        sale.raised += cost;
        sale.purchases++;
        const key = purchaseKey(saleId, buyer);
        if (state.purchases.has(key)) {
          const purchase = edit(state.purchases, key);
          purchase.bought += amount;
          purchase.paid += cost;
        } else {
          sale.buyers++;
          add(state.purchases, key, { saleId, buyer, bought: amount, paid: cost });
        }
      },
      PaymentReturned({ state, edit }, { saleId, cost }) {
        edit(state.sales, saleId).refunded += cost;
      },
      ProceedsCollected({ state, edit }, { saleId, cost }) {
        edit(state.sales, saleId).collected += cost;
      },
      UnsoldReturned({ state, edit }, { saleId, amount }) {
        edit(state.sales, saleId).returned += amount;
      },
      // It follows a purchase, or the end of a sale.
      Delivered: null,
    },

    Distributor: {
      DistributionOpened({ state, add }, { distributionId, terms: struct, end }, opened) {
        add(state.distributions, distributionId, {
          ...{ ...decodeDistributionTerms(struct), id: distributionId, opened, end: Number(end) },
          ...{ claimed: 0n, claims: 0, returned: 0n },
        });
      },
      DistributionClosed({ state, edit }, { distributionId }, moment) {
        const distribution = edit(state.distributions, distributionId);
        if (moment.time < distribution.end) distribution.end = moment.time;
        distribution.closed ??= moment;
      },
      Claimed({ state, edit }, { distributionId, amount }) {
        const distribution = edit(state.distributions, distributionId);
        distribution.claimed += amount;
        distribution.claims++;
      },
      RestReturned({ state, edit }, { distributionId, amount }) {
        edit(state.distributions, distributionId).returned += amount;
      },
    },
  },
  untimed: {
    Sale: { Bought: () => true, PaymentReturned: () => true },
    Distributor: { Claimed: () => true },
  },

  async findMissing({ sale, distributor }, { sales, distributions }, at) {
    const [ofSales, ofDistributions] = await Promise.all([
      counted(sale?.saleCount(at)),
      counted(distributor?.distributionCount(at)),
    ]);
    if (differs(ofSales, sales.size)) return `${ofSales} sales, and events of ${sales.size}`;
    return differs(ofDistributions, distributions.size)
      ? `${ofDistributions} distributions, and events of ${distributions.size}`
      : undefined;
  },
};
