import { formatTokens, parseAmount, parseDuration } from "@polity/sdk/format";
import { PolityError } from "@polity/sdk/errors";
import { readAuthorizers } from "@polity/sdk/market";
import { send } from "@polity/sdk/transaction";
import { signDeposit } from "@polity/sdk/usage";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { CHANNEL, saltIn, serviceIn, settlementIn } from "../parts/market";
import { tokenOf } from "../parts/treasury";

export default signedCommand({
  words: "Puts money into a channel to a service; a gateway asks for as much by itself when one pays",
  options: { ...CHANNEL, amount: required("In whole tokens") },
  async run(context) {
    const { host, signer, options, deployment, nameOf } = context;
    const [{ market, service }, settlement, { address: token }] = await Promise.all([
      serviceIn(context, options.service),
      settlementIn(context),
      tokenOf(context, options.token),
    ]);
    const [receiverAuthorizer] = await readAuthorizers(market, service.id, deployment.block);
    if (receiverAuthorizer === undefined)
      throw new PolityError(`nobody claims for service ${service.id}`, {
        hint: "its provider names somebody first",
      });
    const { address } = signer;
    const channel = {
      ...{ payer: address, payerAuthorizer: address, receiver: service.till, receiverAuthorizer, token },
      ...{ withdrawDelay: parseDuration(options.withdrawDelay ?? "1d"), salt: saltIn(context) },
    };
    const amount = parseAmount(options.amount);
    const collection = await signDeposit(signer, host.provider, settlement.where, channel, amount);
    const receipt = await send(signer, settlement.deposit(channel, amount, collection));
    const id = settlement.idOf(channel);
    const { balance, claimed } = await settlement.stateOf(id);
    return done(
      receipt,
      `${nameOf(address)} has ${formatTokens(balance - claimed)} tokens in a channel to service ${service.id}\nchannel ${id}`,
      { service: service.id, channel: id, balance, claimed },
    );
  },
});
