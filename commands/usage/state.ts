import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { appOf } from "@polity/sdk/usage";
import { signedCommand } from "../core/context";
import { CHANNEL, channelIn } from "../parts/market";

export default signedCommand({
  words: "Shows what is in one's channel to a service, what was claimed of it, and what is on its way back",
  options: CHANNEL,
  async run(context) {
    const { id, channel, state, service } = await channelIn(context);
    const { balance, claimed, withdrawing, withdrawingSince } = state;
    const back = withdrawing === 0n ? undefined : withdrawingSince + channel.withdrawDelay;
    return {
      text: [
        `channel ${id} to service ${service.id}`,
        `claimed of it    ${formatTokens(claimed)} tokens`,
        `left in it       ${formatTokens(balance - claimed)} tokens; of these vouchers may cover some`,
        ...(back === undefined
          ? []
          : [`on its way back  ${formatTokens(withdrawing)} tokens, from ${formatTimestamp(back)} on`]),
        `brought by       ${appOf(channel.salt) ?? "nobody"}`,
      ].join("\n"),
      json: { channel: { id, ...channel }, service: service.id, ...state },
    };
  },
});
