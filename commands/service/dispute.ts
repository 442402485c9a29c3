import { ZeroAddress } from "ethers";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { formatTokens, parseAmount } from "@polity/sdk/format";
import { disputePayment, requireMarket } from "@polity/sdk/market";
import { done } from "../core/answer";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { CHANNEL, channelIn } from "../parts/market";

export default signedCommand({
  words: "Disputes what one has paid a service in the network's token, for the arbitrator's fee",
  options: {
    ...CHANNEL,
    amount: text("How much of it, in whole tokens; default all that was claimed and not disputed"),
  },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const market = requireMarket(network);
    const { id, channel, state, service } = await channelIn(context);
    const left = state.claimed - (await market.disputedOf(id));
    const amount = options.amount === undefined ? left : parseAmount(options.amount);
    const { disputeId, caseId, cost, receipt } = await disputePayment(
      market,
      signer,
      service.id,
      channel,
      amount,
    );
    const ether = await readTokenUnit(network, ZeroAddress);
    return done(
      receipt,
      `${nameOf(signer.address)} disputes ${formatTokens(amount)} tokens paid to service ${service.id}, as dispute ${disputeId}, for ${formatUnits(cost, ether)} to whoever rules\n` +
        `it is case ${caseId} there: choice 1 leaves the provider what it was paid, choice 2 gives it back`,
      { service: service.id, dispute: disputeId, case: caseId, amount, cost },
    );
  },
});
