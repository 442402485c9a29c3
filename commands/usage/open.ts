import { formatTokens, parseAmount, parseDuration } from "@polity/sdk/format";
import { newChannel, topUp } from "@polity/sdk/market";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { CHANNEL, saltIn, serviceIn, settlementIn } from "../parts/market";
import { tokenOf } from "../parts/treasury";

export default signedCommand({
  words: "Puts money into a channel to a service; a gateway asks for as much by itself when one pays",
  options: { ...CHANNEL, amount: required("In whole tokens") },
  async run(context) {
    const { host, network, signer, options, deployment, nameOf } = context;
    const [{ market, service }, settlement, { address: token }] = await Promise.all([
      serviceIn(context, options.service),
      settlementIn(context),
      tokenOf(context, options.token),
    ]);
    const { address } = signer;
    const sought = {
      ...{ payer: address, token, salt: saltIn(context) },
      withdrawDelay: parseDuration(options.withdrawDelay ?? "1d"),
    };
    const channel = await newChannel(market, service.id, sought, deployment.block);
    const permits = token === network.addresses.GovernanceToken;
    const amount = parseAmount(options.amount);
    const receipt = await topUp(signer, host.provider, settlement, channel, amount, { permits });
    const id = settlement.idOf(channel);
    const { balance, claimed } = await settlement.stateOf(id);
    return done(
      receipt,
      `${nameOf(address)} has ${formatTokens(balance - claimed)} tokens in a channel to service ${service.id}\nchannel ${id}`,
      { service: service.id, channel: id, balance, claimed },
    );
  },
});
