import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { claimOf, requireWork } from "@polity/sdk/work";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { accountOf, tellAccount } from "../parts/treasury";

export default signedCommand({
  words: "Sends an account what is its own: bonds of disputes, and payments that it could not take",
  options: { account: text("Whose; default who signs") },
  async run(context) {
    const { network, signer, options } = context;
    const account = accountOf(context, options.account ?? signer.address);
    const sent = await claimOf(requireWork(network), signer, account);
    const lines = await Promise.all(
      sent.map(async ({ token, amount, receipt }) => {
        const unit = await readTokenUnit(network, token);
        return `${tellAccount(context, account)} gets ${formatUnits(amount, unit)}: tx ${receipt.hash}`;
      }),
    );
    return {
      text: lines.join("\n"),
      json: {
        account,
        sent: sent.map(({ token, amount, receipt }) => ({ token, amount, transaction: receipt.hash })),
      },
    };
  },
});
