import { parseUnits } from "@polity/sdk/calls";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { checkPayee } from "@polity/sdk/treasury";
import { missing, text, type Values } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { goRound, ROUND, type SafeCall } from "../parts/safe-round";
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
  const { network } = context;
  const { to = missing("to"), amount = missing("amount"), category, ref } = context.options;
  const { id, budget, token } = await budgetOf(context, "budget", which);
  const data = requireTreasury(network).interface.encodeFunctionData("disburse", [
    id,
    checkPayee(network, accountOf(context, to), budget.token),
    parseUnits(amount, token.unit),
    category === undefined ? budget.category : wordOf("category", category),
    wordOf("ref", ref),
  ]);
  // Budgets whose payments can be disputed are instructed by the same call.
  const { Treasury, DisputedBudgets } = network.addresses;
  return { to: budget.spender === DisputedBudgets ? DisputedBudgets : Treasury!, data };
}
