import { requireCredentials } from "@polity/sdk/people";
import { send } from "@polity/sdk/transaction";
import { done } from "../core/answer";
import { signedCommand } from "../core/context";
import { CLASS, classOf } from "../parts/people";
import { tellAccount } from "../parts/treasury";

export default signedCommand({
  words: "Ends a credential of one's own",
  options: { class: CLASS },
  async run(context) {
    const { kind, name } = await classOf(context, context.options.class);
    const call = requireCredentials(context.network).renounce.populateTransaction(kind);
    const said = `${tellAccount(context, context.signer.address)} does not have the credential ${name} any more`;
    return done(await send(context.signer, call), said, {});
  },
});
