import { BPS } from "../format";
import { isWithin, sum } from "../analytics/table";
import { tokenOf } from "../analytics/targets";
import type { Measuring, Standing } from "../analytics/types";
import { anchoredReports } from "./anchors";
import { balancesAt, budgetUse, flowOf, ledgerTable, treasuryAccounts, wordName } from "./figures";
import { worthOf } from "./money";

export const measuring: Measuring = {
  tables(history, { period }) {
    const { accountTable, categoryTable, monthTable } = treasuryAccounts(history, period);
    const { table: budgets } = budgetUse(history, period);
    const { table: anchors } = anchoredReports(history);
    return [accountTable, categoryTable, monthTable, budgets, ledgerTable(history, period), anchors];
  },
  tokens: ({ treasury: { movements, budgets } }) =>
    [...movements, ...budgets.values()].map(({ token }) => token),
  aims: {
    treasuryGrowth(history, target, asked) {
      const { period, money } = asked;
      const token = tokenOf(target, asked);
      if (token === undefined && !money) return UNPRICED;
      const [before, after] = [period.from, period.to].map((time) =>
        token === undefined
          ? worthOf(history, time, money!)
          : (balancesAt(history.treasury.movements, time).get(token) ?? 0n),
      );
      if (before === 0n) return { missing: "The treasury had nothing at the beginning." };
      return { figure: ((after! - before!) * BigInt(BPS)) / before! };
    },
    paid(history, target, asked) {
      const { period, money } = asked;
      const token = tokenOf(target, asked);
      const { categories } = target;
      const payments = history.treasury.movements.filter(
        (movement) =>
          isWithin(movement.time, period) &&
          flowOf(movement) === "spending" &&
          (token === undefined || movement.token === token) &&
          (categories?.includes(wordName(movement.category)) ?? true),
      );
      if (token !== undefined) return { figure: -sum(payments.map(({ amount }) => amount)) };
      if (!money) return UNPRICED;
      const held = payments.map((payment) => ({ ...payment, units: payment.amount }));
      return { figure: -sum(money.worth(held)) };
    },
  },
};

export const UNPRICED: Standing = { missing: "It is counted in money: name a file of prices (--prices)." };
