import { change, end, freeze, grant, pay, spender } from "./treasury-actions";
import { disburse } from "./treasury-disburse";
import { budgets, ledger, report } from "./treasury-ledger";

/** The commands of the scope, by name. */
export const commands = {
  ...{ budgets, pay, disburse, ledger, report },
  "budget-grant": grant,
  "budget-change": change,
  "budget-spender": spender,
  "budget-end": end,
  "budget-freeze": freeze,
};
