import { requireEscrow } from "@polity/sdk/escrow/require";
import { lock } from "@polity/sdk/escrow";
import { formatTokens, parseAmount } from "@polity/sdk/format";
import { done } from "../core/answer";
import { flag, required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { APPROVE, endOf, TOKENS, unlockTimeOf, UNTIL } from "../parts/locks";

export default signedCommand({
  words: "Locks tokens",
  options: {
    amount: required(TOKENS),
    weeks: text("For at least this many weeks: it ends as a week begins (Thursday, 00:00 UTC)"),
    until: text(UNTIL),
    permanent: flag("No end: one locked token, one vote. Where all locks are so, the default"),
    account: text("For another account, which has to allow it first"),
    approve: flag(APPROVE),
  },
  async run(context) {
    const { network, signer, options, addressOf, nameOf } = context;
    const { until, account: owner } = options;
    const amount = parseAmount(options.amount);
    const { id, unlockTime, approval, receipt } = await lock(requireEscrow(network), signer, {
      amount,
      unlockTime: await unlockTimeOf(context, options),
      account: owner && addressOf(owner),
      payment: options.approve ? "approve" : "permit",
    });
    const whose = owner ? ` of ${nameOf(addressOf(owner))}` : "";
    return done(receipt, `lock ${id}${whose}: ${formatTokens(amount)} tokens, ${endOf(unlockTime, until)}`, {
      id,
      amount,
      unlockTime,
      approval: approval?.hash,
    });
  },
});
