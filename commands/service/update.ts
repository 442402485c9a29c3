import { send } from "@polity/sdk/transaction";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { SERVICE, serviceIn } from "../parts/market";
import { hashOf } from "../parts/work";

export default signedCommand({
  words: "Describes a service by another file: certificates of the earlier one are shown as outdated",
  options: {
    service: SERVICE,
    metadata: required("The file that describes it; its hash goes on the chain"),
    uri: text("Where that file can be read"),
  },
  async run(context) {
    const { signer, options } = context;
    const { market, service } = await serviceIn(context, options.service);
    const metadata = hashOf(options.metadata);
    const receipt = await send(
      signer,
      market.update.populateTransaction(service.id, metadata, options.uri ?? ""),
    );
    return done(receipt, `service ${service.id} is described by ${metadata}`, {
      service: service.id,
      metadata,
    });
  },
});
