import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { getBlock } from "@polity/sdk/provider";
import { send } from "@polity/sdk/transaction";
import { done } from "../core/answer";
import { signedCommand } from "../core/context";
import { SERVICE, serviceIn } from "../parts/market";

export default signedCommand({
  words: "Leaves the market with a service: asks first, and takes the stake when it is free",
  options: { service: SERVICE },
  async run(context) {
    const { host, signer, options } = context;
    const { market, service } = await serviceIn(context, options.service);
    const { timestamp } = await getBlock(host.provider, "latest");
    const { id, exitAt, stake } = service;
    if (exitAt === undefined || exitAt > timestamp) {
      const receipt = await send(signer, market.requestExit.populateTransaction(id));
      const { exitAt: free } = await market.serviceOf(id);
      const text = `service ${id} leaves; its stake of ${formatTokens(stake)} tokens is free on ${formatTimestamp(free)}, when no dispute is open`;
      return done(receipt, text, { service: id, exitAt: Number(free) });
    }
    const receipt = await send(signer, market.exit.populateTransaction(id));
    return done(receipt, `service ${id} is gone, with ${formatTokens(stake)} tokens`, { service: id, stake });
  },
});
