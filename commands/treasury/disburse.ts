import { parseUnits } from "@polity/sdk/calls";
import { disburseCall, type SafeCall } from "@polity/sdk/council/calls";
import { missing, text, type Values } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { goRound, ROUND } from "../parts/safe-round";
import { accountOf, AMOUNT, BUDGET, budgetOf, CATEGORY, REFERENCE, WHO, wordOf } from "../parts/treasury";

const options = {
  ...ROUND,
  budget: text(`${BUDGET}. Left out, the file is there already`),
  to: text(WHO),
  amount: text(AMOUNT),
  category: text(`${CATEGORY}; default the budget's`),
  ref: text(`${REFERENCE}; default none`),
};

/** A disbursement is built or taken from its file, said in words, and then signed and executed if it is asked for. */
export default signedCommand({
  words: "Pays out of the council's budget: builds, shows, signs and executes the Safe's transaction",
  options,
  run: (context) => {
    const { budget } = context.options;
    return goRound(context, budget === undefined ? undefined : () => build(context, budget));
  },
});

async function build(context: Context<Values<typeof options>>, which: string): Promise<SafeCall> {
  const { to = missing("to"), amount = missing("amount"), category, ref } = context.options;
  const { id, budget, token } = await budgetOf(context, "budget", which);
  const { spender, token: address, category: usual } = budget;
  return disburseCall(
    context.network,
    { id, spender, token: address, category: usual },
    {
      to: accountOf(context, to),
      amount: parseUnits(amount, token.unit),
      category: category === undefined ? undefined : wordOf("category", category),
      ref: wordOf("ref", ref),
    },
  );
}
