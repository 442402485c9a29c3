import { formatUnits } from "@polity/sdk/calls";
import { wordText } from "@polity/sdk/calls/words";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { formatDate, formatDuration } from "@polity/sdk/format";
import { readBudgets } from "@polity/sdk/treasury";
import { formatTable } from "../../scripts/lib/table";
import { signedCommand } from "../core/context";
import { unitsOf } from "../parts/books";
import { tellAccount } from "../parts/treasury";

export default signedCommand({
  words: "Lists the budgets, with what is left of each",
  options: {},
  async run(context) {
    const list = await readBudgets(requireTreasury(context.network));
    const units = await unitsOf(
      context,
      list.map(({ token }) => token),
    );
    const rows = list.map(({ id, spender, token, category, amount, available, period, end, status }) => [
      id.toString(),
      tellAccount(context, spender),
      BigInt(category) === 0n ? "anything" : wordText(category),
      `${formatUnits(amount, units.get(token)!)} per ${formatDuration(period)}`,
      formatUnits(available, units.get(token)!),
      formatDate(end),
      status,
    ]);
    const head = ["budget", "spender", "category", "granted", "left now", "ends", "status"];
    return {
      text: list.length ? formatTable([head, ...rows]) : "no vote has granted a budget yet",
      json: { budgets: list },
    };
  },
});
