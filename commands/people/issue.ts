import { formatDuration } from "@polity/sdk/format";
import { issuing, requireCredentials } from "@polity/sdk/people";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { act, ACTING } from "../parts/acting";
import { ACCOUNT, CLASS, classOf } from "../parts/people";
import { accountOf, tellAccount, wordOf } from "../parts/treasury";

export default signedCommand({
  words: "Issues a credential, as its issuer",
  options: {
    ...{ class: CLASS, account: ACCOUNT },
    evidence: text(
      "What it rests on: 31 characters or the hash of a text, like an attestation's. It stays public; default none",
    ),
    ...ACTING,
  },
  async run(context) {
    const { options, network } = context;
    const { kind, name, issuer, term } = await classOf(context, options.class);
    const account = accountOf(context, options.account);
    const evidence = wordOf("evidence", options.evidence);
    return act(context, {
      ...{ who: issuer, what: `issues credentials ${name}` },
      call: await issuing.issue(requireCredentials(network), kind, account, evidence),
      said: `${tellAccount(context, account)} has the credential ${name} for ${formatDuration(term)}`,
    });
  },
});
