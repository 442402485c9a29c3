import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { NEP_FILE } from "../parts/nep-file";
import { BUDGET, budgetOf } from "../parts/treasury";
import { treasuryAction } from "../parts/treasury-action";

export default signedCommand({
  words: "Writes the action of a NEP-EMERG that freezes a budget",
  options: { ...NEP_FILE, id: required(BUDGET) },
  async run(context) {
    const { id } = await budgetOf(context, "id", context.options.id);
    return treasuryAction(context, "freezeBudget", [id.toString()]);
  },
});
