import { parseUnits } from "../../sdk/calls";
import { requireTreasury } from "../../sdk/deployment";
import type { Command, Context } from "./command";
import { goRound, type SafeCall } from "./council-sign";
import { accountOf, budgetOf, wordOf } from "./treasury-options";

/** Builds a disbursement or takes it from its file, says what it does, and then signs and executes it if it is asked to. */
export const disburse: Command = (context) =>
  goRound(context, context.text("budget") === undefined ? undefined : () => build(context));

async function build(context: Context): Promise<SafeCall> {
  const { network, needed, text } = context;
  const { id, budget, token } = await budgetOf(context, "budget");
  const data = requireTreasury(network).interface.encodeFunctionData("disburse", [
    id,
    accountOf(context, needed("to")),
    parseUnits(needed("amount"), token.unit),
    text("category") === undefined ? budget.category : wordOf(context, "category"),
    wordOf(context, "ref"),
  ]);
  return { to: network.addresses.Treasury!, data };
}
