import { send } from "@polity/sdk/transaction";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { SERVICE, serviceIn } from "../parts/market";
import { accountOf, WHO } from "../parts/treasury";

export default signedCommand({
  words: "Names who claims for a service, for good: what they claim was paid for it",
  options: { service: SERVICE, account: required(WHO) },
  async run(context) {
    const { signer, options, nameOf } = context;
    const { market, service } = await serviceIn(context, options.service);
    const account = accountOf(context, options.account);
    const receipt = await send(signer, market.addAuthorizer.populateTransaction(service.id, account));
    return done(receipt, `${nameOf(account)} claims for service ${service.id}`, {
      service: service.id,
      account,
    });
  },
});
