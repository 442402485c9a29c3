import { formatTokens } from "@polity/sdk/format";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { merge } from "@polity/sdk/escrow";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { endOf, lockId } from "../parts/locks";

export default signedCommand({
  words: "Merges a lock into another, which keeps the later end",
  options: { fromId: required("The lock that goes"), toId: required("The lock that stays") },
  async run({ network, signer, options }) {
    const [from, to] = [lockId(options.fromId), lockId(options.toId)];
    const { receipt, ...kept } = await merge(requireEscrow(network), signer, { from, to });
    return done(receipt, `lock ${to}: ${formatTokens(kept.amount)} tokens, ${endOf(kept.unlockTime)}`, {
      id: to,
      ...kept,
    });
  },
});
