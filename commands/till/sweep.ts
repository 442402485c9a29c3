import { formatUnits } from "@polity/sdk/calls";
import { requireFeeTill } from "@polity/sdk/market";
import { eventsOf, send } from "@polity/sdk/transaction";
import { done } from "../core/answer";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { serviceIn } from "../parts/market";
import { tokenOf } from "../parts/treasury";

export default signedCommand({
  words: "Splits what has come into a till: a service's, or the network's till of fees",
  options: {
    service: text("The number of the service; left out, the network's till of fees"),
    token: text("governance (the default), a token's address, or ETH for the till of fees"),
  },
  async run(context) {
    const { network, signer, options } = context;
    const { address, unit } = await tokenOf(context, options.token);
    const amounts = (of: Record<string, bigint>) => (name: string) => formatUnits(of[name]!, unit);
    if (options.service === undefined) {
      const till = requireFeeTill(network);
      const receipt = await send(signer, till.sweep.populateTransaction(address));
      const [swept] = (await eventsOf(till, receipt, "Swept")) as unknown as [Record<string, bigint>];
      const of = amounts(swept);
      const said = `of ${of("amount")} the treasury keeps ${of("kept")}; ${of("shared")} are for those who contribute`;
      const { amount, kept, shared } = swept;
      return done(receipt, said, { amount, kept, shared });
    }
    const { market, service, till } = await serviceIn(context, options.service);
    const receipt = await send(signer, till.sweep.populateTransaction(address));
    const [swept] = (await eventsOf(market, receipt, "Swept")) as unknown as [
      Record<"amount" | "network" | "burned" | "developers", bigint>,
    ];
    const { amount, network: share, burned, developers } = swept;
    const provider = amount - share - developers;
    const of = amounts({ amount, network: share, burned, developers, provider });
    return done(
      receipt,
      `of ${of("amount")} that service ${service.id} was paid ${of("network")} are the network's, of which ${of("burned")} are burned; ${of("developers")} are for apps, ${of("provider")} for the provider`,
      { service: service.id, amount, network: share, burned, developers, provider },
    );
  },
});
