import { ZeroAddress } from "ethers";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { disputePayment, readDispute, requireDisputedBudgets } from "@polity/sdk/court";
import { formatTokens } from "@polity/sdk/format";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { PAYMENT, paymentId } from "../parts/court";
import { tellAccount } from "../parts/treasury";

export default signedCommand({
  words: "Disputes a payment that waits, with a bond and the arbitrator's fee",
  options: { payment: required(PAYMENT) },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const budgets = requireDisputedBudgets(network);
    const payment = paymentId(options.payment);
    const { caseId, disputeId, bond, cost, receipt } = await disputePayment(budgets, signer, payment);
    const ether = await readTokenUnit(network, ZeroAddress);
    const { arbitrator } = await readDispute(budgets, disputeId);
    const what =
      `${nameOf(signer.address)} disputes payment ${payment}, with a bond of ${formatTokens(bond)} tokens ` +
      `and ${formatUnits(cost, ether)} for whoever rules\n` +
      `it is case ${caseId} of ${tellAccount(context, arbitrator)}: choice 1 makes the payment, choice 2 returns it to its budget`;
    return done(receipt, what, { payment, dispute: disputeId, case: caseId, bond, cost });
  },
});
