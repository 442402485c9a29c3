import { formatTokens, parseAmount } from "@polity/sdk/format";
import { PolityError } from "@polity/sdk/errors";
import { didYouMean } from "@polity/sdk/did-you-mean";
import { listService, requireMarket } from "@polity/sdk/market";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { hashOf } from "../parts/work";

export default signedCommand({
  words: "Lists a service with a stake, and makes the till that it is paid into",
  options: {
    kind: required("What it is: one of the network's kinds, such as MODEL"),
    metadata: required("The file that describes it; its hash goes on the chain"),
    uri: text("Where that file can be read"),
    stake: required("What is staked for it, in whole tokens"),
    developers: required("What apps get of what they bring, in basis points: it never changes"),
  },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const market = requireMarket(network);
    const kinds = network.conventions?.market?.kinds ?? [];
    const kind = kinds.indexOf(options.kind);
    if (kind === -1)
      throw new PolityError(
        `there is no kind of services ${options.kind}${didYouMean(options.kind, kinds)}`,
        {
          hint: `there are ${kinds.join(", ") || "none that the deployment's file names"}`,
        },
      );
    if (!/^\d{1,4}$/.test(options.developers))
      throw new PolityError(`"${options.developers}" is no share`, {
        hint: "write basis points, such as 2000 for 20 %",
      });
    const stake = parseAmount(options.stake);
    const { service, till, receipt } = await listService(market, signer, {
      ...{ kind, stake, developerBps: BigInt(options.developers) },
      ...{ metadata: hashOf(options.metadata), uri: options.uri ?? "" },
    });
    return done(
      receipt,
      `${nameOf(signer.address)} has listed service ${service}, with a stake of ${formatTokens(stake)} tokens\nit is paid into ${till}; name who claims next: service authorize`,
      { service, till, stake },
    );
  },
});
