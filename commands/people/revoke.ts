import { issuing, requireCredentials } from "@polity/sdk/people";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { act, ACTING } from "../parts/acting";
import { ACCOUNT, CLASS, classOf } from "../parts/people";
import { accountOf, tellAccount, wordOf } from "../parts/treasury";

export default signedCommand({
  words: "Ends a credential, as its issuer where the class lets it; votes can end every one",
  options: {
    ...{ class: CLASS, account: ACCOUNT },
    reason: text("Why: 31 characters or the hash of a text. It stays public; default none"),
    ...ACTING,
  },
  async run(context) {
    const { options, network } = context;
    const { kind, name, issuer } = await classOf(context, options.class);
    const account = accountOf(context, options.account);
    return act(context, {
      ...{ who: issuer, what: `issues credentials ${name}` },
      call: await issuing.revoke(
        requireCredentials(network),
        kind,
        account,
        wordOf("reason", options.reason),
      ),
      said: `${tellAccount(context, account)} does not have the credential ${name} any more`,
    });
  },
});
