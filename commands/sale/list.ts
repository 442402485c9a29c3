import { formatUnits } from "@polity/sdk/calls";
import { readSales, requireSale } from "@polity/sdk/distribution";
import { formatDate, formatTokens } from "@polity/sdk/format";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { unitsOf } from "../parts/books";

export default readingCommand({
  words: "Lists the sales, with what each has sold and raised",
  options: {},
  async run(context) {
    const sales = await readSales(requireSale(context.network));
    const units = await unitsOf(
      context,
      sales.map(({ payment }) => payment),
    );
    const rows = sales.map(({ id, status, payment, price, endPrice, sold, amount, raised, least, end }) => {
      const unit = units.get(payment)!;
      const falls = endPrice < price && status !== "succeeded" ? ` → ${formatUnits(endPrice, unit)}` : "";
      return [
        id.toString(),
        status,
        `${formatUnits(price, unit)}${falls}`,
        `${formatTokens(sold)} of ${formatTokens(amount)}`,
        `${formatUnits(raised, unit)}${least > 0n ? ` of at least ${formatUnits(least, unit)}` : ""}`,
        formatDate(end),
      ];
    });
    const head = ["sale", "status", "price", "sold", "raised", "ends"];
    return {
      text: rows.length ? formatTable([head, ...rows]) : "no vote has opened a sale yet",
      json: { sales },
    };
  },
});
