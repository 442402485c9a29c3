import { parseDate, parseDuration } from "@polity/sdk/format";
import { checkSpender } from "@polity/sdk/treasury";
import { flag, required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { NEP_FILE } from "../parts/nep-file";
import { accountOf, AMOUNT, CATEGORY, numberOf, TOKEN, tokenOf, WHO } from "../parts/treasury";
import { amountText, tellContract, treasuryAction, wordArgument } from "../parts/treasury-action";

export default signedCommand({
  words: "Writes the action of a NEP that grants a budget",
  options: {
    ...NEP_FILE,
    spender: text(`${WHO}; default the council`),
    token: text(TOKEN),
    amount: required(`For each period. ${AMOUNT}`),
    period: text('How long a period is, like "30d"; default 30d'),
    periods: text("How many there are; default 12"),
    start: text("When the first begins, YYYY-MM-DD; default with the vote's execution"),
    category: text(`${CATEGORY}; default anything`),
    rollover: flag("What a period leaves may be spent in later ones"),
  },
  async run(context) {
    const { options } = context;
    const token = await tokenOf(context, options.token);
    const { spender = "Council", start, period = "30d", periods = "12" } = options;
    // Bad text is refused here; the NEP keeps the text.
    parseDuration(period);
    return treasuryAction(context, "grantBudget", [
      [
        tellContract(context, checkSpender(context.network, accountOf(context, spender))),
        token.name,
        amountText(options.amount, token.unit),
        start === undefined ? "0" : String(parseDate(start)),
        `duration(${period})`,
        numberOf("periods", periods).toString(),
        String(options.rollover),
        wordArgument("category", options.category),
      ],
    ]);
  },
});
