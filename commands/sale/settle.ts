import { formatCount, formatTokens } from "@polity/sdk/format";
import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { requireSale, settleSale } from "@polity/sdk/distribution";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { SALE, saleOf } from "../parts/distribution";

export default signedCommand({
  words: "Sends the treasury what it is due of a sale: proceeds, and what is unsold when it is over",
  options: { id: required(SALE) },
  async run(context) {
    const { network, signer, options } = context;
    const sale = await saleOf(context, options.id);
    const { collected, returned, receipts } = await settleSale(requireSale(network), signer, sale);
    const unit = await readTokenUnit(network, sale.payment);
    return {
      text: [
        `the treasury got ${formatUnits(collected, unit)} of proceeds and ${formatTokens(returned)} tokens that were not sold`,
        ...receipts.map(({ hash, gasUsed }) => `tx ${hash}, ${formatCount(gasUsed)} gas`),
      ].join("\n"),
      json: { sale: sale.id, collected, returned, transactions: receipts.map(({ hash }) => hash) },
    };
  },
});
