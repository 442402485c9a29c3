import type { Measuring } from "../analytics/types";
import { budgetUse, ledgerTable, treasuryAccounts } from "./figures";

export const measuring: Measuring = {
  tables(history, { period }) {
    const { accountTable, categoryTable, monthTable } = treasuryAccounts(history, period);
    const { table: budgets } = budgetUse(history, period);
    return [accountTable, categoryTable, monthTable, budgets, ledgerTable(history, period)];
  },
  tokens: ({ treasury: { movements, budgets } }) =>
    [...movements, ...budgets.values()].map(({ token }) => token),
};
