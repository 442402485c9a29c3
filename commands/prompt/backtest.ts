import { PolityError } from "@polity/sdk/errors";
import {
  backtestOf,
  bundleText,
  evidenceText,
  judgeAll,
  readRounds,
  readShares,
  requireRounds,
  type Bundle,
} from "@polity/sdk/rounds";
import { writeNew } from "../../scripts/lib/text";
import { required, text } from "../core/command";
import { readingCommand } from "../core/context";
import { evidenceLines } from "../parts/evidence";
import {
  CONTROLS,
  ENDPOINT,
  ENTRIES,
  entriesOf,
  judgeOf,
  judgingRecipe,
  parallelOf,
  readControls,
  readRecipe,
  RECIPE,
  textsOf,
  unreadLines,
} from "../parts/rounds";
import { numberOf } from "../parts/treasury";

export default readingCommand({
  words: "Says what the last round would have paid each by a recipe, beside what it did; writes the file",
  options: {
    ...{ recipe: RECIPE, controls: CONTROLS, ...ENDPOINT, entries: ENTRIES },
    round: text("The round; default the last one that is tallied and has entries"),
    out: required("Where the backtest is written, like neps/contents/equity-2-backtest.json"),
    bundle: text("Where every answer is kept, for whoever wants to look; default nowhere"),
  },
  async run(context) {
    const { network, options } = context;
    const rounds = requireRounds(network);
    const source = readRecipe(options.recipe);
    judgingRecipe(source);
    const wanted = options.round === undefined ? undefined : numberOf("round", options.round);
    const round = (await readRounds(rounds))
      .reverse()
      .find(
        ({ id, status, count }) =>
          status === "tallied" && count > 0 && (wanted === undefined || id === wanted),
      );
    if (!round)
      throw new PolityError(
        wanted === undefined
          ? "no round with entries is tallied yet"
          : `round ${wanted} has no entries that are tallied`,
        { hint: "the first recipe of a program needs no backtest" },
      );
    const entries = await entriesOf(context, round.id, options.entries);
    const shares = await readShares(rounds, round);
    const task = {
      ...{ round: `${round.id}`, seed: round.seed, recipe: source, ...textsOf(entries) },
      controls: readControls(options.controls),
    };
    const bundle: Bundle = await judgeAll(task, judgeOf(options), parallelOf(options));
    if (options.bundle !== undefined) writeNew(options.bundle, bundleText(bundle));
    const backtest = backtestOf(
      {
        ...{ id: round.id, recipe: round.recipe, pot: round.pot, capBps: round.capBps },
        entries: entries.map(({ beneficiary, index }) => ({ beneficiary, score: shares[index]!.score })),
      },
      bundle,
    );
    const written = evidenceText(backtest);
    writeNew(options.out, written);
    return {
      text: [
        ...unreadLines(entries),
        ...evidenceLines({ backtest: written }, context.nameOf),
        `the backtest is in ${options.out}`,
      ].join("\n"),
      json: backtest,
    };
  },
});
