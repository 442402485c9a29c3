import { canonicalJson, contentHash, type Json } from "../core/content";
import { PolityError } from "../errors";
import { scoreOf, type ByFamily } from "./aggregate";
import { readAnswer, type Judgement } from "./answer";
import { blind, pseudonymOf } from "./blind";
import { gaugesOf, type Control, type Gauges } from "./gates";
import { questionOf } from "./judge";
import { normalise } from "./normalise";
import { parseRecipe, type JudgeRecipe } from "./recipe";

/** Everything from which a run's scores follow. Answers stand in the order of entries, then controls, models and repeats. */
export interface Bundle {
  format: "polity-run-v1";
  round: string;
  seed: string;
  recipe: string;
  /** The texts as contributors gave them; `null` for one that is erased, which scores 0. */
  entries: (string | null)[];
  /** The salt of each text, with which anybody can see that it is the one that was submitted. */
  salts?: (string | null)[];
  controls: Control[];
  answers: (string | null)[];
}

/** A text that models were asked about. */
export interface Subject {
  pseudonym: string;
  /** What they saw; empty for one that is erased. */
  seen: string;
}

/** What a bundle comes to. */
export interface Outcome {
  scores: number[];
  gauges: Gauges;
  /** The judgements of each entry, one for each model and repeat, for people to look at. */
  judgements: Judgement[][];
  subjects: Subject[];
}

/** What models see of entries and controls: normalised and blinded. */
export function subjectsOf(
  recipe: JudgeRecipe,
  seed: string,
  entries: readonly (string | null)[],
  controls: readonly Control[],
): Subject[] {
  return [...entries, ...controls.map(({ text }) => text)].map((source, index) => ({
    pseudonym: pseudonymOf(seed, index),
    seen: source === null ? "" : blind(normalise(source, recipe.maxCharacters).text),
  }));
}

/** The questions about one text, in the order in which a bundle has the answers. */
export const questionsAbout = (recipe: JudgeRecipe, { pseudonym, seen }: Subject) =>
  recipe.models.flatMap(({ id, family }) =>
    Array.from({ length: recipe.repeats }, () => ({ family, ...questionOf(recipe, id, pseudonym, seen) })),
  );

/**
 * Computes scores and gates from what models answered: the part of a run that anybody can repeat exactly.
 * @throws PolityError for a bundle that is not whole, or whose controls are not those of the recipe.
 */
export function outcomeOf(bundle: Bundle): Outcome {
  const recipe = parseRecipe(bundle.recipe);
  if (recipe.kind !== "judge") throw new PolityError("the recipe computes, and judges nothing");
  if (contentHash(canonicalJson(bundle.controls as unknown as Json)) !== recipe.controls) {
    throw new PolityError("the controls are not those of the recipe", {
      hint: "a run is judged by the controls whose hash the vote adopted",
    });
  }
  const subjects = subjectsOf(recipe, bundle.seed, bundle.entries, bundle.controls);
  const each = recipe.models.length * recipe.repeats;
  if (bundle.answers.length !== subjects.length * each) {
    throw new PolityError(
      `the bundle has ${bundle.answers.length} answers, and ${subjects.length * each} questions were to be asked`,
    );
  }
  const judgements = subjects.map(({ seen }, i) =>
    bundle.answers
      .slice(i * each, (i + 1) * each)
      .map((answer) => readAnswer(answer ?? undefined, seen, recipe)),
  );
  const families = judgements.map((of) => byFamily(recipe, of));
  const count = bundle.entries.length;
  return {
    scores: families.slice(0, count).map(scoreOf),
    gauges: gaugesOf(bundle.controls, families.slice(count), recipe),
    ...{ judgements: judgements.slice(0, count), subjects: subjects.slice(0, count) },
  };
}

function byFamily(recipe: JudgeRecipe, judgements: readonly Judgement[]): ByFamily {
  const families = new Map<string, number[]>();
  judgements.forEach(({ score }, i) => {
    const { family } = recipe.models[Math.floor(i / recipe.repeats)]!;
    families.set(family, [...(families.get(family) ?? []), score]);
  });
  return families;
}

const isText = (each: unknown): boolean => each === null || typeof each === "string";

/** Whether something that was read has the form of a bundle; what it says is another matter. */
export function isBundle(read: unknown): read is Bundle {
  const { format, round, seed, recipe, entries, salts, controls, answers } = Object(read) as Partial<
    Record<keyof Bundle, unknown>
  >;
  return (
    format === "polity-run-v1" &&
    [round, seed, recipe].every((each) => typeof each === "string") &&
    [entries, answers, salts ?? []].every((each) => Array.isArray(each) && each.every(isText)) &&
    Array.isArray(controls) &&
    controls.every((each) => {
      const { text, score } = Object(each) as Partial<Control>;
      return typeof text === "string" && typeof score === "number";
    })
  );
}

/** A bundle as it is published: canonical JSON. */
export const bundleText = (bundle: Bundle): string => canonicalJson(bundle as unknown as Json);
/** The hash that a runner reveals. */
export const bundleHash = (bundle: Bundle): string => contentHash(bundleText(bundle));

/** The scores as a run reveals them: a byte each, and nothing if a gate is closed. */
export const scoresOf = ({ scores, gauges }: Outcome): Uint8Array =>
  Uint8Array.from(gauges.closed.length > 0 ? [] : scores);

/**
 * Compares a run that was revealed with its bundle.
 * @param text The bundle as it was fetched; its hash has to be compared with the chain's before.
 * @returns One sentence, and whether the run follows from its transcripts.
 */
export function verifyRun(
  text: string,
  revealed: Uint8Array,
  round: { id: string; seed: string; recipe: string; count: number },
): { holds: boolean; sentence: string } {
  const says = (sentence: string) => ({ holds: false, sentence });
  let bundle: Bundle;
  try {
    bundle = JSON.parse(text) as Bundle;
  } catch {
    return says("The bundle is no JSON.");
  }
  if (!isBundle(bundle)) return says("The bundle is not what a run publishes.");
  if (bundle.round !== round.id || bundle.seed !== round.seed)
    return says("The bundle is of another round or seed.");
  if (contentHash(bundle.recipe) !== round.recipe)
    return says("The bundle has another recipe than the round.");
  if (bundle.entries.length !== round.count)
    return says(`The bundle has ${bundle.entries.length} entries, and the round ${round.count}.`);
  let outcome: Outcome;
  try {
    outcome = outcomeOf(bundle);
  } catch (error) {
    return says(`The bundle does not hold: ${(error as Error).message}.`);
  }
  const computed = scoresOf(outcome);
  const wrong = [...computed].findIndex((score, i) => score !== revealed[i]);
  if (computed.length !== revealed.length || wrong >= 0) {
    return says(
      computed.length === 0
        ? `The run should have been empty: ${outcome.gauges.closed.join("; ")}.`
        : revealed.length === 0
          ? "The run is empty, and its gates were open."
          : `Entry ${wrong} has ${revealed[wrong]} half-steps, and its transcripts come to ${computed[wrong]}.`,
    );
  }
  return {
    holds: true,
    sentence:
      computed.length === 0
        ? `The run is empty because a gate was closed: ${outcome.gauges.closed.join("; ")}.`
        : `All ${computed.length} scores follow from the transcripts, and every gate was open.`,
  };
}
