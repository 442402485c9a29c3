import { formatDuration } from "@polity/sdk/format";
import { issuing, requireCredentials } from "@polity/sdk/people";
import { signedCommand } from "../core/context";
import { act, ACTING } from "../parts/acting";
import { ACCOUNT, CLASS, classOf } from "../parts/people";
import { accountOf, tellAccount } from "../parts/treasury";

export default signedCommand({
  words: "Lets a credential last for a whole term from now on, as its issuer",
  options: { class: CLASS, account: ACCOUNT, ...ACTING },
  async run(context) {
    const { options, network } = context;
    const { kind, name, issuer, term } = await classOf(context, options.class);
    const account = accountOf(context, options.account);
    return act(context, {
      ...{ who: issuer, what: `issues credentials ${name}` },
      call: await issuing.renew(requireCredentials(network), kind, account),
      said: `the credential ${name} of ${tellAccount(context, account)} lasts ${formatDuration(term)} from now on`,
    });
  },
});
