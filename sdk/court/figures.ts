import {
  ALWAYS,
  columnsOf,
  shareOf,
  sum,
  type Amount,
  type Cell,
  type Period,
  type Table,
} from "../analytics/table";
import type { History } from "../history/types";
import { say } from "../language";
import { gini, nakamoto, topShare } from "../votes/figures/concentration";
import { drawsOf, type HistoricCase } from "./history";

/** What is worth more than any bench decides about, and so is not known. */
export const UNKNOWN_WORTH = 2n ** 96n - 1n;

const wasOpen = ({ opened, decided }: HistoricCase, { from, to }: Period): boolean =>
  opened.time < to && (decided === undefined || decided.time >= from);

const ofToken = (token: string | undefined, units: bigint): Amount | undefined =>
  token === undefined ? undefined : { token, units };

/** Cases that were open in a period, how far each went, and how long it took. @param token The governance token. */
export function casesTable(history: History, period: Period = ALWAYS, token?: string): Table {
  return {
    title: "Cases of the court",
    method:
      "Cases that were open in the period. A worth that no vote has said is left out, and so is the time of what is not decided. Benches are in the order in which they were drawn.",
    columns: columnsOf(
      ["Case", "count"],
      ["Of", "account"],
      ["Worth", "amount"],
      ["Opened", "time"],
      ["Benches", "text"],
      ["Ruling", "count"],
      ["Ruled by", "text"],
      ["Decided", "time"],
      ["Took", "seconds"],
    ),
    rows: [...history.court.cases.values()]
      .filter((each) => wasOpen(each, period))
      .map((each): Cell[] => {
        const { id, arbitrable, value, opened, decided, ruling } = each;
        const sizes = drawsOf(history.court, each.id).map(({ size }) => size);
        return [
          ...[id, arbitrable, value === UNKNOWN_WORTH ? undefined : ofToken(token, value), opened.time],
          ...[sizes.join(" → ") || say("none"), ruling, ruledBy(each), decided?.time],
          decided && decided.time - opened.time,
        ];
      }),
  };
}

function ruledBy({ decided, byVote, ruling, referred }: HistoricCase): string {
  if (byVote) return "a vote";
  if (decided) return ruling === undefined ? say("nobody") : "a bench";
  return referred ? "open, before the voters" : say("open");
}

/**
 * How the benches of cases in a period voted, and how many of their seats agreed with the final ruling.
 * @param token The governance token.
 */
export function benchesTable(history: History, period: Period = ALWAYS, token?: string): Table {
  return {
    title: "Benches of the court",
    method:
      "Draws of jurors in cases that were open in the period. A seat is coherent if it voted as the case was ruled in the end; where a vote or nobody has ruled, if it voted at all. That is known when a draw is shared out.",
    columns: columnsOf(
      ["Case", "count"],
      ["Seats", "count"],
      ["Seated", "count"],
      ["Voted", "count"],
      ["Ruling", "count"],
      ["Coherent", "count"],
      ["Of those seated", "bps"],
      ["Shared", "amount"],
      ["Burned", "amount"],
    ),
    rows: [...history.court.cases.values()]
      .filter((each) => wasOpen(each, period))
      .flatMap(({ id }) => drawsOf(history.court, id))
      .map(({ caseId, size, seats, ruling, settled }): Cell[] => [
        ...[caseId, size, seats.length, seats.filter(({ voted }) => voted !== undefined).length, ruling],
        settled?.coherent,
        settled && shareOf(BigInt(settled.coherent), BigInt(seats.length)),
        settled && ofToken(token, settled.shared),
        settled && ofToken(token, settled.burned),
      ]),
  };
}

/** How evenly the stake of jurors is spread: whoever has half of it has the benches. @param token The governance token. */
export function jurorsTable({ court }: History, token?: string): Table {
  const stakes = [...court.jurors.values()].map(({ stake }) => stake).filter((stake) => stake > 0n);
  const total = sum(stakes);
  return {
    title: "Concentration of jurors",
    method:
      "Accounts that stake, at the head of the history. The Nakamoto coefficient is the fewest accounts that have more than half together; whoever has that has the benches. Several accounts can be one person's.",
    columns: columnsOf(
      ["Jurors", "count"],
      ["Stake", "amount"],
      ["The largest", "bps"],
      ["The five largest", "bps"],
      ["Gini", "bps"],
      ["Nakamoto", "count"],
    ),
    rows:
      stakes.length === 0
        ? []
        : [
            [
              ...[stakes.length, ofToken(token, total), topShare(stakes, 1), topShare(stakes, 5)],
              ...[gini(stakes), nakamoto(stakes)],
            ],
          ],
  };
}
