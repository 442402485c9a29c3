import type { Held, Money } from "../analytics/money";
import { columnsOf, isWithin, sum, type Cell, type Period, type Table } from "../analytics/table";
import type { History } from "../history/types";
import { balancesAt, flowOf, type Flow } from "./figures";

/** What the treasury had just before a time (seconds), at the prices of that day, in money. */
export const worthOf = (history: History, time: number, money: Money): bigint =>
  sum(money.worth(heldAt(history, time)));

const heldAt = ({ treasury: { movements } }: History, time: number): Held[] =>
  [...balancesAt(movements, time)].map(([token, units]) => ({ token, units, time: time - 1 }));

/**
 * The treasury in money: what it had at both ends at the prices of these days, and what moved at the prices of its own
 * day. What is left between is the change of prices.
 * @throws ValidationError with every price that is missing.
 */
export function treasuryInMoney(history: History, period: Period, money: Money): Table {
  const within = history.treasury.movements.filter(({ time }) => isWithin(time, period));
  const moved = (token: string, flow: Flow): Held[] =>
    within
      .filter((movement) => movement.token === token && flowOf(movement) === flow)
      .map(({ amount: units, time }) => ({ token, units, time }));
  const [opening, closing] = [heldAt(history, period.from), heldAt(history, period.to)];
  // All that is missing is named at once.
  money.worth([
    ...[...opening, ...closing],
    ...within.map(({ token, amount: units, time }) => ({ token, units, time })),
  ]);
  const lines = closing.map((end) => {
    const { token } = end;
    const [first, last] = [opening.filter((one) => one.token === token), [end]].map((held) =>
      sum(money.worth(held)),
    );
    const flows = (["income", "spending", "difference"] as const).map((flow) =>
      sum(money.worth(moved(token, flow))),
    );
    return { token, sums: [first!, ...flows, last! - first! - sum(flows), last!] };
  });
  const row = (token: Cell, sums: readonly bigint[]): Cell[] => [
    token,
    ...sums.map((units) => ({ token: money.currency, units })),
  ];
  const all = COLUMNS.map((_, i) => sum(lines.map(({ sums }) => sums[i]!)));
  return {
    title: "The treasury in money",
    method:
      "At the prices that the reporter gave, which no chain says: the balances at the prices of the day before the period and of its last day, each movement at that of its own day. Change of prices is what is left between.",
    columns: columnsOf(["Token", "account"], ...COLUMNS.map((name) => [name, "amount"] as const)),
    rows: [
      ...lines.map(({ token, sums }) => row(token, sums)),
      ...(lines.length > 1 ? [row("All", all)] : []),
    ],
  };
}

const COLUMNS = ["Opening", "Income", "Spending", "Differences", "Change of prices", "Closing"];
