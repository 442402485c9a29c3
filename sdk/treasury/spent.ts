import type { Provider } from "ethers";

import { Treasury__factory } from "../../typechain-types/factories/contracts/treasury/Treasury__factory";
import { readBudgets, type BudgetView } from "./budgets";

/** The budgets of the treasury at an address that an account spends, but for those that are over. */
export async function budgetsSpentBy(at: string, spender: string, provider: Provider): Promise<BudgetView[]> {
  const budgets = await readBudgets(Treasury__factory.connect(at, provider));
  return budgets.filter((each) => each.spender === spender && each.status !== "over");
}
