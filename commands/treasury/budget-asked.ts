import { COUNCIL, GOVERNANCE_TOKEN } from "../../config";
import { networkOf } from "../../scripts/lib/network-file";
import { PolityError } from "@polity/sdk/errors";
import { formatAmount, TOKEN_DECIMALS } from "@polity/sdk/format";
import { didYouMean } from "@polity/sdk/did-you-mean";
import { checkSpender } from "@polity/sdk/treasury";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { NEP_FILE } from "../parts/nep-file";
import { PRESET } from "../parts/preset";
import { accountOf, tokenOf, tokenText } from "../parts/treasury";
import { tellContract, treasuryAction, wordArgument } from "../parts/treasury-action";

export default signedCommand({
  words: "Writes the action of a NEP that grants a budget which the configuration asks for",
  options: {
    ...NEP_FILE,
    ...PRESET,
    name: required("What the configuration calls the budget"),
  },
  async run(context) {
    const { preset, name } = context.options;
    const { config } = networkOf(preset);
    const budgets = config.treasury?.budgets ?? [];
    const asked = budgets.find((budget) => budget.name === name);
    if (!asked) {
      const names = budgets.map((budget) => budget.name);
      throw new PolityError(`${config.name} asks for no budget "${name}"${didYouMean(name, names)}`, {
        hint: names.length > 0 ? `it asks for ${names.join(", ")}` : "write it into treasury.budgets",
      });
    }
    const token = await tokenOf(
      context,
      asked.token === GOVERNANCE_TOKEN ? asked.token : tokenText(asked.token),
    );
    const spender = accountOf(context, asked.spender === COUNCIL ? "Council" : asked.spender);
    return treasuryAction(context, "grantBudget", [
      [
        tellContract(context, checkSpender(context.network, spender)),
        token.name,
        token.unit.decimals === TOKEN_DECIMALS ? `tokens(${formatAmount(asked.amount)})` : `${asked.amount}`,
        String(asked.start ?? 0),
        String(asked.period),
        String(asked.periods),
        String(asked.rollover),
        wordArgument("name", asked.category),
      ],
    ]);
  },
});
