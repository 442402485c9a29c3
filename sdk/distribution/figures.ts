import {
  ALWAYS,
  columnsOf,
  shareOf,
  type Amount,
  type Cell,
  type Period,
  type Table,
} from "../analytics/table";
import type { History } from "../history/types";
import { wordName } from "../treasury/figures";
import type { HistoricDistribution, HistoricSale } from "./history";
import { saleStatusAt } from "./sales";

/** What they have in common: when they were opened, and when they end unless a vote has ended them. In seconds. */
type Span = Pick<HistoricSale, "opened" | "end" | "closed">;

/** Whether it was open at some time of a period. */
const wasOpen = ({ opened, end, closed }: Span, { from, to }: Period): boolean =>
  opened.time < to && Math.min(end, closed?.time ?? end) >= from;

/**
 * Sales that were open in a period, with what had come of each by its end, or by the head of the history.
 * @param token The network's own token; without it what was sold is left out.
 */
export function salesTable({ distribution, head }: History, period: Period = ALWAYS, token?: string): Table {
  const end = Math.min(period.to, head.time + 1);
  return {
    title: "Sales",
    method:
      "Sales that were open in the period, with everything that had come of them by its end. What was raised is the buyers' until the sale has raised its least amount; proceeds are what went to the treasury of it.",
    columns: columnsOf(
      ["Sale", "count"],
      ["Category", "text"],
      ["Opened", "time"],
      ["Ends", "time"],
      ["Stands", "text"],
      ["Offered", "amount"],
      ["Sold", "amount"],
      ["Of it", "bps"],
      ["Buyers", "count"],
      ["Raised", "amount"],
      ["Least amount", "amount"],
      ["Proceeds", "amount"],
      ["Paid back", "amount"],
    ),
    rows: [...distribution.sales.values()]
      .filter((sale) => wasOpen(sale, { ...period, to: end }))
      .map((sale): Cell[] => {
        const { id, category, opened, closed, amount, sold, buyers, raised, least, collected, refunded } =
          sale;
        const paid = (units: bigint): Amount => ({ token: sale.payment, units });
        const status = saleStatusAt({ ...sale, closed: closed !== undefined }, end - 1);
        return [
          ...[id, wordName(category), opened.time, closed?.time ?? sale.end, status],
          ...[ofToken(token, amount), ofToken(token, sold), shareOf(sold, amount), buyers],
          ...[paid(raised), least === 0n ? undefined : paid(least), paid(collected), paid(refunded)],
        ];
      }),
  };
}

/** Distributions that were open in a period, with what had been claimed by its end. @param token As in {@link salesTable}. */
export function distributionsTable(
  { distribution, head }: History,
  period: Period = ALWAYS,
  token?: string,
): Table {
  const end = Math.min(period.to, head.time + 1);
  return {
    title: "Distributions by list",
    method:
      "Distributions that were open in the period, with everything that had been claimed of them by its end. A list is named by its sha256.",
    columns: columnsOf(
      ["Distribution", "count"],
      ["Opened", "time"],
      ["Ends", "time"],
      ["Claims go to", "text"],
      ["Amount", "amount"],
      ["Claimed", "amount"],
      ["Of it", "bps"],
      ["Claims", "count"],
      ["Given back", "amount"],
      ["List", "text"],
    ),
    rows: [...distribution.distributions.values()]
      .filter((each) => wasOpen(each, { ...period, to: end }))
      .map((each: HistoricDistribution): Cell[] => {
        const { id, opened, delivery, amount, claimed, claims, returned, listHash } = each;
        return [
          ...[id, opened.time, each.end, delivery.destination, ofToken(token, amount)],
          ...[ofToken(token, claimed), shareOf(claimed, amount), claims, ofToken(token, returned), listHash],
        ];
      }),
  };
}

const ofToken = (token: string | undefined, units: bigint): Amount | undefined =>
  token === undefined ? undefined : { token, units };
