import { requireCredentials, trimLapsed } from "@polity/sdk/people";
import { signedCommand } from "../core/context";
import { CLASS, classOf } from "../parts/people";
import { tellAccount } from "../parts/treasury";

export default signedCommand({
  words: "Takes credentials that have lapsed out of the count of their class; anybody may",
  options: { class: CLASS },
  async run(context) {
    const { kind, name } = await classOf(context, context.options.class);
    const credentials = requireCredentials(context.network);
    const { accounts, receipts } = await trimLapsed(
      credentials,
      context.signer,
      kind,
      context.deployment.block,
    );
    const who = accounts.map((account) => tellAccount(context, account)).join(", ");
    return {
      text: [
        `${accounts.length} that had lapsed ${accounts.length === 1 ? "is" : "are"} counted no more in ${name}: ${who}`,
        ...receipts.map(({ hash }) => `tx ${hash}`),
      ].join("\n"),
      json: { class: name, accounts, transactions: receipts.map(({ hash }) => hash) },
    };
  },
});
