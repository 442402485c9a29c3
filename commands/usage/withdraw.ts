import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { getBlock } from "@polity/sdk/provider";
import { send } from "@polity/sdk/transaction";
import { done } from "../core/answer";
import { signedCommand } from "../core/context";
import { CHANNEL, channelIn, settlementIn } from "../parts/market";

export default signedCommand({
  words: "Takes back what was not used: asks first, and takes it when the channel's time is over",
  options: CHANNEL,
  async run(context) {
    const { host, signer } = context;
    const [{ id, channel, state, service }, settlement] = await Promise.all([
      channelIn(context),
      settlementIn(context),
    ]);
    const { timestamp } = await getBlock(host.provider, "latest");
    const { balance, claimed, withdrawing, withdrawingSince } = state;
    if (withdrawing === 0n) {
      const receipt = await send(signer, settlement.initiateWithdraw(channel, balance - claimed));
      const from = timestamp + channel.withdrawDelay;
      const text = `${formatTokens(balance - claimed)} tokens come back from ${formatTimestamp(from)} on, less what service ${service.id} claims until then`;
      return done(receipt, text, { channel: id, withdrawing: balance - claimed });
    }
    const receipt = await send(signer, settlement.finalizeWithdraw(channel));
    const { balance: left } = await settlement.stateOf(id);
    return done(
      receipt,
      `${formatTokens(balance - left)} tokens are back (asked for on ${formatTimestamp(withdrawingSince)})`,
      {
        ...{ channel: id, back: balance - left },
      },
    );
  },
});
