import { handOver, type Moving } from "../council/powers";
import { readBudgets } from "../treasury/budgets";

/** The budgets whose payments can be disputed, and that it instructs. */
export const moving: Moving = {
  async moves({ treasury, disputedBudgets }, { from, to }) {
    if (!treasury || !disputedBudgets) return [];
    const spender = await disputedBudgets.getAddress();
    const budgets = (await readBudgets(treasury)).filter(
      (each) => each.status !== "over" && each.spender === spender,
    );
    const instructors = await Promise.all(budgets.map(({ id }) => disputedBudgets.instructorOf(id)));
    return budgets
      .filter((_, i) => from.includes(instructors[i]!))
      .map(({ id }) =>
        handOver(
          "DisputedBudgets",
          "setInstructor(uint256 budgetId, address instructor)",
          ...[String(id), to],
        ),
      );
  },
};
