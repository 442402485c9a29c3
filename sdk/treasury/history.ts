import { counted, differs } from "../history/complete";
import type { Historical, Moment, SliceDraft } from "../history/types";
import type { contracts } from "./contracts";
import { book, type Movement } from "./ledger";

export interface HistoricBudget {
  id: bigint;
  granted: Moment;
  proposalId: bigint;
  spender: string;
  /** The zero address is ether. */
  token: string;
  category: string;
  /** For each period, as it is now. */
  amount: bigint;
  start: number;
  period: number;
  periods: number;
  rollover: boolean;
  frozen: boolean;
  ended?: Moment;
}

export interface TreasuryHistory {
  movements: Movement[];
  budgets: Map<bigint, HistoricBudget>;
  /** What the movements add up to, by token. */
  balances: Map<string, bigint>;
}
type Draft = SliceDraft<TreasuryHistory>;

export const history: Historical<typeof contracts, TreasuryHistory> = {
  version: 1,
  initial: () => ({ movements: [], budgets: new Map(), balances: new Map() }),
  fold: {
    Treasury: {
      Deposited: movementOf("Deposited"),
      Paid: movementOf("Paid"),
      Disbursed: movementOf("Disbursed"),
      RecurringPaid: movementOf("RecurringPaid"),
      Refunded: movementOf("Refunded"),
      Reconciled: movementOf("Reconciled"),

      BudgetGranted({ state, add }, { budgetId, proposalId, terms }, moment) {
        const { spender, token, category, amount, start, period, periods, rollover } = terms;
        add(state.budgets, budgetId, {
          ...{ id: budgetId, granted: moment, proposalId, spender, token, category, amount, rollover },
          ...{ start: Number(start), period: Number(period), periods: Number(periods), frozen: false },
        });
      },

      BudgetChanged({ state, edit }, { budgetId, amount, periods }) {
        Object.assign(edit(state.budgets, budgetId), { amount, periods: Number(periods) });
      },

      BudgetSpenderSet({ state, edit }, { budgetId, spender }) {
        edit(state.budgets, budgetId).spender = spender;
      },

      BudgetFrozen({ state, edit }, { budgetId, frozen }) {
        edit(state.budgets, budgetId).frozen = frozen;
      },

      BudgetEnded({ state, edit }, { budgetId }, moment) {
        // It can be ended again: the first time counts.
        edit(state.budgets, budgetId).ended ??= moment;
      },

      // Only the state as it is now is shown of these: it is read from the chain.
      CapRaiseAnnounced: null,
      CapSet: null,
      GovernorSet: null,
      RecoveredERC1155: null,
      RecoveredERC721: null,
      RecurringCancelled: null,
      RecurringScheduled: null,
    },
  },

  async findMissing({ treasury }, { budgets }, at) {
    const count = await counted(treasury?.budgetCount(at));
    return differs(count, budgets.size) ? `${count} budgets, and events of ${budgets.size}` : undefined;
  },
};

function movementOf(name: string) {
  return ({ state }: Draft, args: object, { block, time, transaction }: Moment) => {
    const movement = book(state.balances, name, args);
    state.movements.push({ ...movement, time, blockNumber: block, transactionHash: transaction });
  };
}
