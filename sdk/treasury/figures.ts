import { wordText } from "../calls/words";
import { say } from "../language";
import type { History } from "../history/types";
import type { HistoricBudget } from "./history";
import type { Movement, MovementKind } from "./ledger";
import {
  ALWAYS,
  columnsOf,
  groupBy,
  isWithin,
  monthOf,
  shareOf,
  sum,
  type Amount,
  type Cell,
  type Period,
  type Table,
} from "../analytics/table";

/** Which way money went: a refund takes spending back, a difference is what was booked without a cause. */
export type Flow = "income" | "spending" | "difference";

export function flowOf({ kind, amount }: Movement): Flow {
  if (kind === "difference") return "difference";
  return kind === "refund" || amount < 0n ? "spending" : "income";
}

const KINDS: Readonly<Record<MovementKind, string>> = {
  ...{ deposit: say("deposit"), payment: say("payment"), disbursement: say("disbursement") },
  ...{ recurring: say("recurring"), refund: say("refund"), difference: say("difference") },
};

/** The name of a category or reference, a word of 32 bytes; `none` for an empty one. */
export const wordName = (word: string): string => (/^0x0*$/.test(word) ? "none" : wordText(word));

/** What the treasury's books say just before `time` (seconds), by token, in base units. */
export function balancesAt(movements: readonly Movement[], time: number): Map<string, bigint> {
  const balances = new Map<string, bigint>();
  for (const { token, amount, ...movement } of movements) {
    if (movement.time < time) balances.set(token, (balances.get(token) ?? 0n) + amount);
  }
  return balances;
}

/** Sums of one token: `income + spending + differences` is what it changed. Spending is not above 0. */
export interface Flows {
  token: string;
  income: bigint;
  spending: bigint;
  differences: bigint;
}

export interface TreasuryAccounts {
  /** For each token that was ever in the books: opening + income + spending + differences = closing. */
  accounts: (Flows & { opening: bigint; closing: bigint })[];
  byCategory: (Flows & { category: string })[];
  byMonth: (Flows & { month: string; category: string })[];
  accountTable: Table;
  categoryTable: Table;
  monthTable: Table;
}

/** What the treasury had, got and spent in a period, from its movements alone. */
export function treasuryAccounts(history: History, period: Period = ALWAYS): TreasuryAccounts {
  const { movements } = history.treasury;
  const within = movements.filter(({ time }) => isWithin(time, period));
  const [opening, closing] = [balancesAt(movements, period.from), balancesAt(movements, period.to)];
  const accounts = [...closing.keys()].map((token) => ({
    ...{ token, opening: opening.get(token) ?? 0n },
    ...flowsOf(within.filter((movement) => movement.token === token)),
    closing: closing.get(token)!,
  }));
  const byCategory = [...groupBy(within, ({ token, category }) => token + category)].map(([, same]) => ({
    ...{ token: same[0]!.token, category: wordName(same[0]!.category) },
    ...flowsOf(same),
  }));
  const months = groupBy(within, ({ time, token, category }) => monthOf(time) + token + category);
  const byMonth = [...months].map(([, same]) => ({
    ...{ month: monthOf(same[0]!.time), token: same[0]!.token, category: wordName(same[0]!.category) },
    ...flowsOf(same),
  }));
  return {
    ...{ accounts, byCategory, byMonth, accountTable: accountTable(accounts) },
    ...{ categoryTable: categoryTable(byCategory), monthTable: monthTable(byMonth) },
  };
}

function flowsOf(movements: readonly Movement[]) {
  const of = (flow: Flow) =>
    sum(movements.filter((movement) => flowOf(movement) === flow).map(({ amount }) => amount));
  return { income: of("income"), spending: of("spending"), differences: of("difference") };
}

const FLOWS = [
  ["Income", "amount"],
  ["Spending", "amount"],
  ["Differences", "amount"],
] as const;
const SIGNS =
  "From the treasury's events. Spending is what was paid less what was given back; differences are what was found and booked without a deposit or payment.";

const flowCells = ({ token, income, spending, differences }: Flows): Amount[] =>
  [income, spending, differences].map((units) => ({ token, units }));

const accountTable = (accounts: TreasuryAccounts["accounts"]): Table => ({
  title: "Treasury",
  method: SIGNS,
  columns: columnsOf(["Opening", "amount"], ...FLOWS, ["Closing", "amount"]),
  rows: accounts.map((account) => [
    { token: account.token, units: account.opening },
    ...flowCells(account),
    { token: account.token, units: account.closing },
  ]),
});

const categoryTable = (flows: TreasuryAccounts["byCategory"]): Table => ({
  title: "Income and spending by category",
  method: SIGNS,
  columns: columnsOf(["Category", "text"], ...FLOWS),
  rows: flows.map((flow) => [flow.category, ...flowCells(flow)]),
});

const monthTable = (flows: TreasuryAccounts["byMonth"]): Table => ({
  title: "Income and spending by month and category",
  method: `${SIGNS} Months are calendar months in UTC.`,
  columns: columnsOf(["Month", "text"], ["Category", "text"], ...FLOWS),
  rows: flows.map((flow) => [flow.month, flow.category, ...flowCells(flow)]),
});

/** A budget beside what was paid out of it, up to the end of a period. Amounts in base units of its token. */
export interface BudgetUse {
  budget: HistoricBudget;
  /** Its periods that had begun, the last of them perhaps not over. */
  begun: number;
  /** What those periods allow together. */
  granted: bigint;
  /** Paid out of it up to the end, and in the period alone; refunds are taken off. */
  spent: bigint;
  spentWithin: bigint;
  /** `spent` of `granted` in basis points, rounded down. */
  usedBps?: number;
}

/**
 * Budgets against what was spent, for every budget that was granted before the period ended. A period counts as a whole
 * once it has begun; the amount is the budget's present one, which a vote may have changed on the way.
 * @param until Seconds: the end of what is counted, default the head of the history.
 */
export function budgetUse(
  { treasury, head }: History,
  period: Period = ALWAYS,
): { uses: BudgetUse[]; table: Table } {
  const { budgets, movements } = treasury;
  const end = Math.min(period.to, head.time + 1);
  const uses = [...budgets.values()]
    .filter(({ granted }) => granted.time < end)
    .map((budget): BudgetUse => {
      const begun = periodsBegun(budget, end);
      const granted = budget.amount * BigInt(begun);
      const own = movements.filter(({ budgetId, time }) => budgetId === budget.id && time < end);
      const spent = -sum(own.map(({ amount }) => amount));
      const within = own.filter(({ time }) => isWithin(time, period));
      return {
        ...{ budget, begun, granted, spent, spentWithin: -sum(within.map(({ amount }) => amount)) },
        usedBps: shareOf(spent, granted),
      };
    });
  return { uses, table: budgetTable(uses, end) };
}

/** Periods of a budget that began before `end` (seconds), while no vote had ended it. */
function periodsBegun({ start, period, periods, ended }: HistoricBudget, end: number): number {
  const last = Math.min(end, ended?.time ?? end);
  return last <= start ? 0 : Math.min(periods, Math.ceil((last - start) / period));
}

const budgetTable = (uses: readonly BudgetUse[], end: number): Table => ({
  title: "Budgets against actual spending",
  method:
    "Granted is the budget's amount times its periods that had begun; spent is what was paid out of it less what came back, since it was granted.",
  columns: columnsOf(
    ["Budget", "count"],
    ["Category", "text"],
    ["Spender", "account"],
    ["For each period", "amount"],
    ["Period", "seconds"],
    ["Periods begun", "count"],
    ["Granted", "amount"],
    ["Spent", "amount"],
    ["Used", "bps"],
    ["Spent in this report's period", "amount"],
    ["Stands", "text"],
  ),
  rows: uses.map(({ budget, begun, granted, spent, spentWithin, usedBps }) => {
    const { id, category, spender, token, amount, period } = budget;
    const of = (units: bigint): Amount => ({ token, units });
    return [
      ...[id, wordName(category), spender, of(amount), period, begun],
      ...[of(granted), of(spent), usedBps, of(spentWithin), standing(budget, end)],
    ];
  }),
});

function standing({ ended, frozen, start, period, periods }: HistoricBudget, end: number): string {
  if ((ended && ended.time < end) || end > start + period * periods) return "over";
  if (frozen) return "frozen";
  return end <= start ? "not begun" : "open";
}

/** The ledger of a period: every movement with the balance of its token after it. */
export function ledgerTable(
  { treasury }: { readonly treasury: Pick<History["treasury"], "movements"> },
  period: Period = ALWAYS,
): Table {
  return {
    title: "Ledger",
    method: "Every movement of the treasury, in the order of the chain, with every digit.",
    columns: columnsOf(
      ["Time", "time"],
      ["Kind", "text"],
      ["Amount", "amount"],
      ["Balance", "amount"],
      ["With", "account"],
      ["Category", "text"],
      ["Reference", "text"],
      ["Proposal", "proposal"],
      ["Budget", "count"],
      ["Transaction", "hash"],
    ),
    rows: treasury.movements
      .filter(({ time }) => isWithin(time, period))
      .map((movement): Cell[] => {
        const { time, kind, token, amount, balance, counterparty, category, reference } = movement;
        return [
          ...[time, KINDS[kind], { token, units: amount }, { token, units: balance }, counterparty],
          ...[wordName(category), wordName(reference), movement.proposalId || undefined],
          ...[movement.budgetId, movement.transactionHash],
        ];
      }),
  };
}
