/** The highest score: ten steps, each of two half-steps. */
export const MAX_SCORE = 20;
const BPS = 10_000n;

/** floor(1.5^(score/2) · 10^6) by whole numbers, as `ScoreScale` has it: the largest w with w² ≤ 1.5^score · 10^12. */
function computed(score: number): bigint {
  const square = (3n ** BigInt(score) * 10n ** 12n) / 2n ** BigInt(score);
  let [low, high] = [0n, 1n << 27n];
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle * middle <= square) low = middle;
    else high = middle - 1n;
  }
  return low;
}

/** What each score weighs, in millionths of a weight of 1. A score of 0 weighs nothing. */
export const WEIGHTS: readonly bigint[] = [
  0n,
  ...Array.from({ length: MAX_SCORE }, (_, i) => computed(i + 1)),
];

/** What a score weighs; nothing for what is no score from 1 to 20. */
export const weightOf = (score: number): bigint => WEIGHTS[score] ?? 0n;

/** The median of some scores, in half-steps; of an even number the lower middle. What is above 20 counts as 0. */
export function medianOf(scores: readonly number[]): number {
  const sorted = scores.map((each) => (each > MAX_SCORE ? 0 : each)).sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}

/** The medians of runs, entry by entry. */
export const mediansOf = (runs: readonly (readonly number[])[]): number[] =>
  (runs[0] ?? []).map((_, i) => medianOf(runs.map((run) => run[i]!)));

/**
 * What each entry earns, in base units, as the contract computes it.
 * @param capBps The most that one share may be of the pot, in basis points.
 */
export function sharesOf(scores: readonly number[], pot: bigint, capBps: number): bigint[] {
  const weights = scores.map(weightOf);
  const total = weights.reduce((sum, each) => sum + each, 0n);
  const cap = (pot * BigInt(capBps)) / BPS;
  return weights.map((weight) => {
    if (weight === 0n) return 0n;
    const share = (pot * weight) / total;
    return share < cap ? share : cap;
  });
}
