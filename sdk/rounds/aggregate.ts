import { medianOf } from "./scale";

/** A family's scores of one entry, one for each answer. */
export type ByFamily = ReadonlyMap<string, readonly number[]>;

/** An entry's score: the median over families of the median of each family's answers, in half-steps. */
export const scoreOf = (families: ByFamily): number =>
  medianOf([...families.values()].map((scores) => medianOf(scores)));

/** By how much the score moves when a family is left out, in half-steps, for each family. */
export function movesOf(families: ByFamily): Map<string, number> {
  const score = scoreOf(families);
  return new Map(
    [...families.keys()].map((left) => {
      const others = new Map([...families].filter(([family]) => family !== left));
      return [left, Math.abs(score - scoreOf(others))];
    }),
  );
}

/**
 * Krippendorff's α for intervals: 1 when raters agree, 0 when they agree as chance would.
 * @param units The ratings of each unit; one with a single rating says nothing.
 * @returns 1 if all ratings are equal: nobody disagrees about anything.
 * @see K. Krippendorff, Content Analysis (2004), chapter 11
 */
export function krippendorffAlpha(units: readonly (readonly number[])[]): number {
  const paired = units.filter((ratings) => ratings.length > 1);
  const values = paired.flat();
  const squares = (ratings: readonly number[]): number => {
    // Σ over ordered pairs of (a − b)² is 2·(n·Σa² − (Σa)²).
    const sum = ratings.reduce((all, each) => all + each, 0);
    return 2 * (ratings.length * ratings.reduce((all, each) => all + each * each, 0) - sum * sum);
  };
  const expected = squares(values) / (values.length * (values.length - 1));
  if (!(expected > 0)) return 1;
  const observed =
    paired.reduce((all, ratings) => all + squares(ratings) / (ratings.length - 1), 0) / values.length;
  return 1 - observed / expected;
}
