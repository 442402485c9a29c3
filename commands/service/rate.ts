import { PolityError } from "@polity/sdk/errors";
import { eventsOf, send } from "@polity/sdk/transaction";
import { requireMarket } from "@polity/sdk/market";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { CHANNEL, channelIn } from "../parts/market";
import { unitOf } from "../parts/work";
import { formatUnits } from "@polity/sdk/calls";

export default signedCommand({
  words: "Rates a service for what one has paid through a channel since the last time",
  options: { ...CHANNEL, stars: required("1 to 5"), uri: text("Where the words are, if there are any") },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    if (!/^[1-5]$/.test(options.stars))
      throw new PolityError(`"${options.stars}" stars are no rating`, { hint: "give 1 to 5" });
    const market = requireMarket(network);
    const { channel, service } = await channelIn(context);
    const call = market.rate.populateTransaction(
      service.id,
      channel,
      BigInt(options.stars),
      options.uri ?? "",
    );
    const receipt = await send(signer, call);
    const [{ weight }] = (await eventsOf(market, receipt, "Rated")) as unknown as [{ weight: bigint }];
    const unit = await unitOf(context, { token: channel.token });
    return done(
      receipt,
      `${nameOf(signer.address)} gives service ${service.id} ${options.stars} stars, with the weight of ${formatUnits(weight, unit)} that the network got`,
      { service: service.id, stars: Number(options.stars), weight },
    );
  },
});
