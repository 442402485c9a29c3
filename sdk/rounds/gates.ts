import { krippendorffAlpha, movesOf, scoreOf, type ByFamily } from "./aggregate";
import { medianOf } from "./scale";
import type { JudgeRecipe } from "./recipe";

/** A text of known score that is judged among the entries; `score` in half-steps. */
export interface Control {
  text: string;
  score: number;
}

/** What a run's controls say of it. */
export interface Gauges {
  alpha: number;
  /** The mean distance of the controls' scores from what they should be, in half-steps. */
  controlError: number;
  /** The family that moves the controls' scores most, and by how much on average, in half-steps. */
  influence: { family: string; halfSteps: number };
  /** Which gates it does not pass, as sentences; none is what a run needs. */
  closed: string[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);

/** Judges a run by its controls alone: what contributors write can close no gate. */
export function gaugesOf(
  controls: readonly Control[],
  judged: readonly ByFamily[],
  recipe: JudgeRecipe,
): Gauges {
  const { minAlpha, maxControlError, maxInfluence } = recipe.gates;
  const alpha = krippendorffAlpha(
    judged.map((families) => [...families.values()].map((scores) => medianOf(scores))),
  );
  const controlError = mean(controls.map(({ score }, i) => Math.abs(score - scoreOf(judged[i]!))));
  const families = [...new Set(recipe.models.map(({ family }) => family))];
  const influence = families
    .map((family) => ({ family, halfSteps: mean(judged.map((each) => movesOf(each).get(family) ?? 0)) }))
    .reduce((most, each) => (each.halfSteps > most.halfSteps ? each : most));
  const closed = [
    ...(alpha < minAlpha
      ? [`the families agree about the controls by ${alpha.toFixed(2)}, and ${minAlpha} is the least`]
      : []),
    ...(controlError > maxControlError
      ? [`the controls are off by ${controlError.toFixed(2)} half-steps, and ${maxControlError} is the most`]
      : []),
    ...(influence.halfSteps > maxInfluence
      ? [
          `${influence.family} moves the controls by ${influence.halfSteps.toFixed(2)} half-steps, and ${maxInfluence} is the most`,
        ]
      : []),
  ];
  return { alpha, controlError, influence, closed };
}
