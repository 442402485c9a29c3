import { formatUnits } from "@polity/sdk/calls";
import { eventsOf, send } from "@polity/sdk/transaction";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { accountsIn } from "../parts/gateway";
import { SERVICE, serviceIn } from "../parts/market";
import { unitOf, who } from "../parts/work";

/** Channels in one transaction: about 48,000 gas each. */
const BATCH = 100;

export default signedCommand({
  words:
    "Gives apps what is set aside for the payers that they brought, by the channels that a gateway knows",
  options: { service: SERVICE, vouchers: required("The folder of the gateway's vouchers") },
  async run(context) {
    const { signer, options } = context;
    const { market, service, till } = await serviceIn(context, options.service);
    const accounts = await accountsIn(options.vouchers).all();
    const channels = accounts
      .map(({ channel }) => channel)
      .filter(({ receiver }) => receiver === service.till);
    const given: { app: string; token: string; amount: bigint }[] = [];
    const attribute = async (some: typeof channels) => {
      const receipt = await send(signer, till.attribute.populateTransaction(some));
      given.push(...((await eventsOf(market, receipt, "Attributed")) as unknown as typeof given));
      return receipt;
    };
    let receipt = await attribute(channels.slice(0, BATCH));
    for (let i = BATCH; i < channels.length; i += BATCH)
      receipt = await attribute(channels.slice(i, i + BATCH));
    const lines = await Promise.all(
      given.map(
        async ({ app, token, amount }) =>
          `${who(context, app)} has ${formatUnits(amount, await unitOf(context, { token }))} more`,
      ),
    );
    return done(receipt, lines.join("\n") || "nothing was due to an app", {
      service: service.id,
      given: given.map(({ app, token, amount }) => ({ app, token, amount })),
    });
  },
});
