import type { Provider } from "ethers";

import { Treasury__factory } from "../../typechain-types/factories/contracts/treasury/Treasury__factory";
import type { AuditedContracts } from "../audit/types";
import { readBudgets } from "./budgets";

/** Who may spend from the treasury, by budget that is not over; nobody where there is no treasury. */
export async function readSpenders({ Treasury: at }: AuditedContracts, provider: Provider) {
  const budgets = at ? await readBudgets(Treasury__factory.connect(at, provider)) : [];
  return budgets.filter(({ status }) => status !== "over").map(({ id, spender }) => ({ id, spender }));
}
