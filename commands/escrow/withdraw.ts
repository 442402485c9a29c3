import { formatTokens } from "@polity/sdk/format";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { withdraw } from "@polity/sdk/escrow";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { lockId } from "../parts/locks";

export default signedCommand({
  words: "Takes the tokens of a lock back that has ended",
  options: { id: required("The lock") },
  async run({ network, signer, options }) {
    const id = lockId(options.id);
    const { amount, receipt } = await withdraw(requireEscrow(network), signer, { id });
    return done(receipt, `lock ${id} is withdrawn: ${formatTokens(amount)} tokens`, { id, amount });
  },
});
