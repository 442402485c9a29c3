import { subjectsOf, type Bundle } from "./bundle";
import { parseRecipe, type JudgeRecipe } from "./recipe";

/** A question that an exact model was asked again, and answered otherwise. */
export interface Departure {
  model: string;
  /** What it was asked about: the place of an entry, or behind all entries that of a control. */
  subject: number;
}

/**
 * Compares two runs of one task where nothing may differ: answers of models whose recipe names engine, version, weights and
 * GPU. Others are a measure, and prove nothing.
 * @returns How many answers have to be the same, and which are not.
 */
export function exactDepartures(
  before: Bundle,
  again: readonly (string | null)[],
): { exact: number; departures: Departure[] } {
  const { recipe: source, seed, entries, controls, answers } = before;
  const recipe = parseRecipe(source) as JudgeRecipe;
  const subjects = subjectsOf(recipe, seed, entries, controls);
  const each = recipe.models.length * recipe.repeats;
  const asked = answers.flatMap((answer, i) => {
    const [subject, model] = [Math.floor(i / each), recipe.models[Math.floor((i % each) / recipe.repeats)]!];
    // What is erased was not asked about.
    if (!model.exact || subjects[subject]!.seen === "") return [];
    return [{ model: model.id, subject, same: answer === again[i] }];
  });
  return {
    exact: asked.length,
    departures: asked.filter(({ same }) => !same).map(({ model, subject }) => ({ model, subject })),
  };
}
