import { parseUnits } from "@polity/sdk/calls";
import { PolityError } from "@polity/sdk/errors";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { NEP_FILE } from "../parts/nep-file";
import { AMOUNT, BUDGET, budgetOf, numberOf } from "../parts/treasury";
import { amountText, treasuryAction } from "../parts/treasury-action";

export default signedCommand({
  words: "Writes the action of a NEP that raises or lowers a budget",
  options: {
    ...NEP_FILE,
    id: required(BUDGET),
    amount: text(`For each period; default as it is. ${AMOUNT}`),
    periods: text("How many in all; default as it is"),
  },
  async run(context) {
    const { options } = context;
    const { id, budget, token } = await budgetOf(context, "id", options.id);
    const { amount } = options;
    const units = amount === undefined ? budget.amount : parseUnits(amount, token.unit);
    const periods = options.periods === undefined ? budget.periods : numberOf("periods", options.periods);
    const raises = units >= budget.amount && periods >= budget.periods;
    const lowers = units <= budget.amount && periods <= budget.periods;
    if (raises === lowers) {
      throw new PolityError(raises ? "nothing would change" : "a change raises a budget, or lowers it", {
        hint: raises ? "give --amount or --periods" : "write two actions, one after the other",
      });
    }
    return treasuryAction(context, raises ? "raiseBudget" : "lowerBudget", [
      id.toString(),
      units === budget.amount ? units.toString() : amountText(amount!, token.unit),
      periods.toString(),
    ]);
  },
});
