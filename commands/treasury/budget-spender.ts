import { checkSpender } from "@polity/sdk/treasury";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { NEP_FILE } from "../parts/nep-file";
import { accountOf, BUDGET, budgetOf, WHO } from "../parts/treasury";
import { tellContract, treasuryAction } from "../parts/treasury-action";

export default signedCommand({
  words: "Writes the action of a NEP that gives a budget to another spender",
  options: { ...NEP_FILE, id: required(BUDGET), spender: required(WHO) },
  async run(context) {
    const { options } = context;
    const { id } = await budgetOf(context, "id", options.id);
    const to = accountOf(context, options.spender);
    return treasuryAction(context, "setBudgetSpender", [
      id.toString(),
      tellContract(context, checkSpender(context.network, to)),
    ]);
  },
});
