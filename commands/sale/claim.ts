import { formatTokens } from "@polity/sdk/format";
import { claimPurchase, requireSale } from "@polity/sdk/distribution";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { SALE, saleOf } from "../parts/distribution";

export default signedCommand({
  words: "Hands a buyer what it bought in a sale that has succeeded",
  options: {
    id: required(SALE),
    account: text("Whose purchase it is; anybody may pay for anybody's; default who signs"),
  },
  async run(context) {
    const { network, signer, options, addressOf, nameOf } = context;
    const { id } = await saleOf(context, options.id);
    const account = options.account === undefined ? signer.address : addressOf(options.account);
    const { amount, recipient, receipt } = await claimPurchase(requireSale(network), signer, id, account);
    const where = recipient === account ? "" : `, in the vault ${recipient}`;
    return done(receipt, `${nameOf(account)} got ${formatTokens(amount)} tokens of sale ${id}${where}`, {
      ...{ sale: id, account, recipient, amount },
    });
  },
});
