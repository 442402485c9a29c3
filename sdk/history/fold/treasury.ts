import type { Treasury } from "../../../typechain-types/contracts/treasury/Treasury";
import { book, MOVEMENTS } from "../../treasury/ledger";
import type { EventFolds } from "../event";
import type { Draft } from "../state";
import type { HistoricBudget, Moment } from "../types";

export const foldTreasury: EventFolds<Treasury> = {
  ...Object.fromEntries(MOVEMENTS.map((name) => [name, addMovement(name)])),

  BudgetGranted(draft, { budgetId, proposalId, terms }, moment) {
    const { spender, token, category, amount, start, period, periods, rollover } = terms;
    draft.add(draft.state.budgets, budgetId, {
      ...{ id: budgetId, granted: moment, proposalId, spender, token, category, amount, rollover },
      ...{ start: Number(start), period: Number(period), periods: Number(periods), frozen: false },
    });
  },

  BudgetChanged(draft, { budgetId, amount, periods }) {
    Object.assign(budgetOf(draft, budgetId), { amount, periods: Number(periods) });
  },

  BudgetSpenderSet(draft, { budgetId, spender }) {
    budgetOf(draft, budgetId).spender = spender;
  },

  BudgetFrozen(draft, { budgetId, frozen }) {
    budgetOf(draft, budgetId).frozen = frozen;
  },

  BudgetEnded(draft, { budgetId }, moment) {
    // It can be ended again: the first time counts.
    budgetOf(draft, budgetId).ended ??= moment;
  },
};

function addMovement(name: string) {
  return ({ state }: Draft, args: object, { block, time, transaction }: Moment) => {
    const movement = book(state.balances, name, args);
    state.movements.push({ ...movement, time, blockNumber: block, transactionHash: transaction });
  };
}

function budgetOf(draft: Draft, id: bigint): HistoricBudget {
  return draft.edit(draft.state.budgets, id);
}
