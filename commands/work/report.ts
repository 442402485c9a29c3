import { formatUnits } from "@polity/sdk/calls";
import { formatCount, formatPercent, parseDate } from "@polity/sdk/format";
import { readHistory, type History } from "@polity/sdk/history";
import { requireWork } from "@polity/sdk/work";
import type { Period } from "@polity/sdk/analytics/table";
import { visible } from "@polity/sdk/nep/text";
import { readPrograms } from "@polity/sdk/work/read";
import { categoryFigures } from "@polity/sdk/work/figures";
import { isAward, MOST_POINTS, parseAward, scoreFigures, type ScoreFigures } from "@polity/sdk/work/scores";
import { formatTable } from "../../scripts/lib/table";
import { text } from "../core/command";
import { readingCommand, type Context } from "../core/context";
import { unitsOf } from "../parts/books";
import { scanOf } from "../parts/proposals";
import { filesIn } from "../parts/work";

export default readingCommand({
  words: "Shows by category what was promised, paid, delivered and disputed, and what came of it",
  options: {
    since: text("The first day, YYYY-MM-DD; default the network's first"),
    until: text("The day after the last; default now"),
    awards: text("A folder with the files of awards that were scored: adds up their scores by criterion"),
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
    const { awards } = context.options;
    const scores = awards === undefined ? undefined : await scoresIn(context, history, period, awards);
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
      text: [
        rows.length > 0
          ? formatTable([[...head, "of what was delivered"], ...rows])
          : "nothing was promised yet",
        ...(scores === undefined ? [] : [scoresText(scores)]),
      ].join("\n\n"),
      json: { period, figures, ...(scores && { scores }) },
    };
  },
});

/** The scores of what was awarded in a period, of those awards whose files are there. */
async function scoresIn(
  { network }: Context,
  { work }: History,
  { from, to }: Period,
  folder: string,
): Promise<{ awards: number; scored: number; figures: ScoreFigures[] }> {
  const files = filesIn(folder);
  const programs = await readPrograms(requireWork(network).work);
  const awards = [...work.tasks.values()].filter(
    ({ kind, promised }) => kind === "grant" && promised.time >= from && promised.time < to,
  );
  const scored = awards.flatMap(({ terms, program: id }) => {
    const file = files.get(terms);
    if (file === undefined || !isAward(file.text)) return [];
    const { category, criteria } = programs[Number(id) - 1]!;
    return [{ category, scores: parseAward(file.text, file.name, { terms, criteria }).scores }];
  });
  return { awards: awards.length, scored: scored.length, figures: scoreFigures(scored) };
}

const scoresText = ({ awards, scored, figures }: Awaited<ReturnType<typeof scoresIn>>): string =>
  [
    `scores, 0 to ${MOST_POINTS}, of ${scored} of ${awards} awards; the others have none, or no file in the folder`,
    ...(figures.length === 0
      ? []
      : [
          formatTable([
            ["category", "criterion", "awards", "mean", "least", "most"],
            ...figures.map(({ category, criterion, awards: count, points, least, most }) => [
              ...[category, visible(criterion), formatCount(count), (points / count).toFixed(1)],
              ...[String(least), String(most)],
            ]),
          ]),
        ]),
  ].join("\n");
