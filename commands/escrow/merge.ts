import { requireEscrow } from "@polity/sdk/escrow/require";
import { merge } from "@polity/sdk/escrow";
import { tokens } from "../../scripts/demo/print";
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
    return done(receipt, `lock ${to}: ${tokens(kept.amount)} tokens, ${endOf(kept.unlockTime)}`, {
      id: to,
      ...kept,
    });
  },
});
