import { requireDisputedBudgets, submitEvidence } from "@polity/sdk/court";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { PAYMENT, paymentId } from "../parts/court";

export default signedCommand({
  words: "Brings forward evidence about a disputed payment, until it is ruled about",
  options: {
    payment: required(PAYMENT),
    at: required("Where the file is, like ipfs://…: jurors read it there; 512 bytes at the most"),
  },
  async run({ network, signer, options, nameOf }) {
    const payment = paymentId(options.payment);
    const receipt = await submitEvidence(requireDisputedBudgets(network), signer, payment, options.at);
    const what = `${nameOf(signer.address)} brings forward evidence about payment ${payment}: ${options.at}`;
    return done(receipt, what, { payment, evidence: options.at });
  },
});
