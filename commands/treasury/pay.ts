import { checkPayee } from "@polity/sdk/treasury";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { NEP_FILE } from "../parts/nep-file";
import { accountOf, AMOUNT, CATEGORY, REFERENCE, TOKEN, tokenOf, WHO } from "../parts/treasury";
import { amountText, treasuryAction, wordArgument } from "../parts/treasury-action";

export default signedCommand({
  words: "Writes the action of a NEP that pays",
  options: {
    ...NEP_FILE,
    to: required(WHO),
    amount: required(AMOUNT),
    token: text(TOKEN),
    category: text(`${CATEGORY}; default none`),
    ref: text(`${REFERENCE}; default none`),
  },
  async run(context) {
    const { options } = context;
    const token = await tokenOf(context, options.token);
    return treasuryAction(context, "pay", [
      [
        [
          token.name,
          checkPayee(context.network, accountOf(context, options.to), token.address),
          amountText(options.amount, token.unit),
          wordArgument("category", options.category),
          wordArgument("ref", options.ref),
        ],
      ],
    ]);
  },
});
