import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { refundPurchase, requireSale } from "@polity/sdk/distribution";
import { checkPayee } from "@polity/sdk/treasury";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { SALE, saleOf } from "../parts/distribution";
import { accountOf, WHO } from "../parts/treasury";

export default signedCommand({
  words: "Takes back what the signer paid in a sale that has failed",
  options: { id: required(SALE), to: text(`${WHO}: who gets it; default who signs`) },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const { id, payment } = await saleOf(context, options.id);
    const to =
      options.to === undefined
        ? signer.address
        : checkPayee(network, accountOf(context, options.to), payment);
    const { amount, receipt } = await refundPurchase(requireSale(network), signer, id, to);
    const sum = formatUnits(amount, await readTokenUnit(network, payment));
    return done(receipt, `${nameOf(to)} got back ${sum} of sale ${id}`, { sale: id, to, amount });
  },
});
