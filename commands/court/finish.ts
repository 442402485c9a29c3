import { finishPayment, requireDisputedBudgets } from "@polity/sdk/court";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { PAYMENT, paymentId } from "../parts/court";

const WORDS = {
  made: "it is made",
  returned: "it goes back to its budget",
  silenced: "its arbitrator was silent for 180 days: it is left as it was",
  "given up": "its payee has refused it for 180 days: it goes back to its budget",
} as const;

export default signedCommand({
  words: "Has a payment made that nobody disputed or that was upheld, or returned to its budget",
  options: { payment: required(PAYMENT) },
  async run({ network, signer, options }) {
    const payment = paymentId(options.payment);
    const { done, receipts } = await finishPayment(requireDisputedBudgets(network), signer, payment);
    return {
      text: [`payment ${payment}:`, ...done.map((what, i) => `${WORDS[what]}: tx ${receipts[i]!.hash}`)].join(
        "\n",
      ),
      json: { payment, done, transactions: receipts.map(({ hash }) => hash) },
    };
  },
});
