import { formatUnits } from "@polity/sdk/calls";
import { formatCount, formatPercent, parseDate } from "@polity/sdk/format";
import { readHistory } from "@polity/sdk/history";
import { requireWork } from "@polity/sdk/work";
import { categoryFigures } from "@polity/sdk/work/figures";
import { formatTable } from "../../scripts/lib/table";
import { text } from "../core/command";
import { readingCommand } from "../core/context";
import { unitsOf } from "../parts/books";
import { scanOf } from "../parts/proposals";

export default readingCommand({
  words: "Shows by category what was promised, paid, delivered and disputed, and what came of it",
  options: {
    since: text("The first day, YYYY-MM-DD; default the network's first"),
    until: text("The day after the last; default now"),
  },
  async run(context) {
    const { since, until } = context.options;
    requireWork(context.network);
    const history = await readHistory(context.network, scanOf(context));
    const period = {
      from: since === undefined ? 0 : parseDate(since),
      to: until === undefined ? history.head.time + 1 : parseDate(until),
    };
    const figures = categoryFigures(history, period);
    const units = await unitsOf(
      context,
      figures.map(({ token }) => token),
    );
    const rows = figures.map((each) => [
      each.category,
      ...[each.promised, each.paid, each.back].map((amount) => formatUnits(amount, units.get(each.token)!)),
      ...[each.delivered, each.accepted, each.disputed, each.outcomes].map(formatCount),
      each.delivered === 0 ? "" : formatPercent(Math.floor((each.accepted * 10_000) / each.delivered)),
    ]);
    const head = [
      "category",
      "promised",
      "paid",
      "given back",
      "delivered",
      "accepted",
      "disputed",
      "outcomes",
    ];
    return {
      text:
        rows.length > 0
          ? formatTable([[...head, "of what was delivered"], ...rows])
          : "nothing was promised yet",
      json: { period, figures },
    };
  },
});
