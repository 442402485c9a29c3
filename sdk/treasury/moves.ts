import { handOver, type Moving } from "../council/powers";
import { readBudgets } from "./budgets";

/** The budgets that it spends, also those that are frozen or not begun; what is over, nobody spends. */
export const moving: Moving = {
  async moves({ treasury }, { from, to }) {
    const budgets = treasury ? await readBudgets(treasury) : [];
    return budgets
      .filter(({ spender, status }) => status !== "over" && from.includes(spender))
      .map(({ id }) =>
        handOver("Treasury", "setBudgetSpender(uint256 budgetId, address spender)", String(id), to),
      );
  },
};
