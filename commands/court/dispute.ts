import { ZeroAddress } from "ethers";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { disputePayment, requireDisputedBudgets } from "@polity/sdk/court";
import { formatTokens } from "@polity/sdk/format";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { numberOf } from "../parts/treasury";

export default signedCommand({
  words: "Disputes a payment that waits, with a bond and the jurors' fee",
  options: { payment: required("The payment; cases shows those that wait") },
  async run({ network, signer, options, nameOf }) {
    const payment = numberOf("payment", options.payment);
    const { caseId, disputeId, bond, cost, receipt } = await disputePayment(
      requireDisputedBudgets(network),
      signer,
      payment,
    );
    const ether = await readTokenUnit(network, ZeroAddress);
    const what =
      `${nameOf(signer.address)} disputes payment ${payment}, with a bond of ${formatTokens(bond)} tokens ` +
      `and ${formatUnits(cost, ether)} for the jurors\n` +
      `it is case ${caseId} of the arbitrator: choice 1 makes the payment, choice 2 returns it to its budget`;
    return done(receipt, what, { payment, dispute: disputeId, case: caseId, bond, cost });
  },
});
