import { requireEscrow } from "@polity/sdk/escrow/require";
import { increase } from "@polity/sdk/escrow";
import { formatTokens, parseAmount } from "@polity/sdk/format";
import { done } from "../core/answer";
import { flag, required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { APPROVE, lockId, TOKENS } from "../parts/locks";

export default signedCommand({
  words: "Adds tokens to a lock",
  options: {
    id: required("The lock"),
    amount: required(TOKENS),
    account: text("Whose lock it is; default who signs"),
    approve: flag(APPROVE),
  },
  async run({ network, signer, options, addressOf }) {
    const id = lockId(options.id);
    const { amount, approval, receipt } = await increase(requireEscrow(network), signer, {
      id,
      amount: parseAmount(options.amount),
      account: options.account && addressOf(options.account),
      payment: options.approve ? "approve" : "permit",
    });
    return done(receipt, `lock ${id}: ${formatTokens(amount)} tokens`, {
      id,
      amount,
      approval: approval?.hash,
    });
  },
});
