import { ZeroAddress } from "ethers";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { appealCase, appealPayment, requireCourt, requireDisputedBudgets } from "@polity/sdk/court";
import { done } from "../core/answer";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { CASE, eitherOf, PAYMENT } from "../parts/court";

export default signedCommand({
  words: "Asks for the next larger bench, or whatever an arbitrator from elsewhere has, at one's own cost",
  options: { id: text(CASE), payment: text(`${PAYMENT}: whoever rules about it`) },
  async run({ network, signer, options, nameOf }) {
    const { id, payment } = eitherOf(options);
    const ether = await readTokenUnit(network, ZeroAddress);
    const who = nameOf(signer.address);
    if (payment !== undefined) {
      const { cost, receipt } = await appealPayment(requireDisputedBudgets(network), signer, payment);
      const what = `${who} pays ${formatUnits(cost, ether)} for an appeal about payment ${payment}`;
      return done(receipt, what, { payment, cost });
    }
    const { cost, size, receipt } = await appealCase(requireCourt(network), signer, id);
    const what = `${who} pays ${formatUnits(cost, ether)} for a bench of ${size} in case ${id}`;
    return done(receipt, what, { case: id, cost, size });
  },
});
