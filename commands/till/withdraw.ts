import { formatUnits } from "@polity/sdk/calls";
import { send } from "@polity/sdk/transaction";
import { done } from "../core/answer";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { SERVICE, serviceIn } from "../parts/market";
import { accountOf, tokenOf, WHO } from "../parts/treasury";
import { who } from "../parts/work";

export default signedCommand({
  words: "Pays a provider or an app what a till owes it, by anybody's call",
  options: {
    service: SERVICE,
    account: text(`${WHO}; default who signs`),
    token: text("governance (the default), or the token's address"),
  },
  async run(context) {
    const { signer, options } = context;
    const { service, till } = await serviceIn(context, options.service);
    const { address, unit } = await tokenOf(context, options.token);
    const account = options.account === undefined ? signer.address : accountOf(context, options.account);
    const amount = await till.creditOf(address, account);
    const receipt = await send(signer, till.withdraw.populateTransaction(address, account));
    const said = `${who(context, account)} is paid ${formatUnits(amount, unit)} by the till of service ${service.id}`;
    return done(receipt, said, { service: service.id, account, amount });
  },
});
