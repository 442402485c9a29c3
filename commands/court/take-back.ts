import { readPayment, requireDisputedBudgets } from "@polity/sdk/court";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { paymentId, PAYMENT } from "../parts/court";
import { goRound, ROUND } from "../parts/safe-round";

export default signedCommand({
  words: "Takes a payment of the council back to its budget, as long as nobody disputes it",
  options: { ...ROUND, payment: text(`${PAYMENT}. Left out, the file is there already`) },
  run: (context) => {
    const { payment } = context.options;
    if (payment === undefined) return goRound(context);
    return goRound(context, async () => {
      const budgets = requireDisputedBudgets(context.network);
      const { id } = await readPayment(budgets, paymentId(payment));
      return {
        to: context.network.addresses.DisputedBudgets!,
        data: budgets.interface.encodeFunctionData("cancel", [id]),
      };
    });
  },
});
