import { PolityError } from "@polity/sdk/errors";
import { findRecipe, requireRounds, type Task } from "@polity/sdk/rounds";
import { writeNew } from "../../scripts/lib/text";
import { required } from "../core/command";
import { readingCommand } from "../core/context";
import { scanOf } from "../parts/proposals";
import {
  CONTROLS,
  dueOf,
  ENTRIES,
  entriesOf,
  judgingRecipe,
  readControls,
  ROUND,
  taskText,
  textsOf,
  unreadLines,
} from "../parts/rounds";

/** The first half of a run: everything that comes from the chain and from contributors, and no key. */
export default readingCommand({
  words: "Collects what a run needs: the round's recipe, seed and entries; writes the task for round run",
  options: {
    ...{ round: ROUND, controls: CONTROLS, entries: ENTRIES },
    out: required("Where the task is written"),
  },
  async run(context) {
    const { network, options } = context;
    const rounds = requireRounds(network);
    const { round } = await dueOf(context, options.round);
    if (BigInt(round.seed) === 0n)
      throw new PolityError(`round ${round.id} has no seed yet`, {
        hint: "round tally draws it when it is time",
      });
    const recipe = await findRecipe(rounds, round.recipe, scanOf(context));
    judgingRecipe(recipe);
    const entries = await entriesOf(context, round.id, options.entries);
    const task: Task = {
      ...{ round: `${round.id}`, seed: round.seed, recipe, ...textsOf(entries) },
      controls: readControls(options.controls),
    };
    writeNew(options.out, taskText(task));
    const unread = unreadLines(entries);
    return {
      text: [
        ...unread,
        `${entries.length - unread.length} entries of round ${round.id} are in ${options.out}`,
      ].join("\n"),
      json: { round: round.id, entries: entries.length, unread },
    };
  },
});
