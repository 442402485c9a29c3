// What persons could cast by quadratic votes, from a preset's own quorums: tsx tools/people/reach.ts aitbc
import { parseConfig, presets, type PresetName } from "../../config";
import { BPS, formatPercent } from "@polity/sdk/format";

/** The inverse of the normal distribution (Acklam's approximation, to 1.2e-9), between 0 and 1. */
export function normalAt(p: number): number {
  const a = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239]; // prettier-ignore
  const b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572]; // prettier-ignore
  const c = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783]; // prettier-ignore
  const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
  const poly = (of: readonly number[], x: number) => of.reduce((sum, one) => sum * x + one, 0);
  const tail = (q: number) => poly(c, q) / poly([...d, 1], q);
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)));
  if (p > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  return (q * poly(a, q * q)) / poly([...b, 1], q * q);
}

/** Who has what of all that persons have: log-normal, from equal (0) to a few who have nearly all (2). They sum to 1. */
export function holdings(persons: number, spread: number): number[] {
  const raw = Array.from({ length: persons }, (_, i) => Math.exp(spread * normalAt((i + 0.5) / persons)));
  const all = raw.reduce((sum, one) => sum + one, 0);
  return raw.map((one) => one / all);
}

/**
 * What persons reach of the total of quadratic votes, the root of their number times all stake, if a part of them votes.
 * @param share Of all stake, what persons hold together.
 * @param turnout The part of them that votes, whatever each of them has.
 */
export function reached(persons: number, share: number, spread: number, turnout = 1): number {
  const roots = holdings(persons, spread).reduce((sum, one) => sum + Math.sqrt(one * share), 0);
  return (turnout * roots) / Math.sqrt(persons);
}

/** The least share of all stake that so many persons, with equal parts, must hold to meet a quorum if a part of them votes. */
export const leastShare = (quorumBps: number, turnout: number): number => (quorumBps / BPS / turnout) ** 2;

const percent = (part: number) => `${(100 * part).toFixed(1)} %`;

function main(name: string): void {
  const preset = presets[name as PresetName] as (typeof presets)[PresetName] | undefined;
  const types = Object.entries(preset ? parseConfig(preset).governor.types : {});
  const quadratic = types.filter(([, { source }]) => source === "quadratic");
  if (quadratic.length === 0)
    throw new Error(`${name} has no type with quadratic votes; aitbc and ai1net have`);
  for (const [code, { quorumBps, minVoters = 0 }] of quadratic) {
    console.log(`${name}, NEP-${code}: a quorum of ${formatPercent(quorumBps)}, and ${minVoters} persons`);
    for (const persons of [minVoters, 100, 1000])
      for (const share of [0.001, 0.01, 0.05, 0.2]) {
        const cells = [0, 1, 2].map((spread) => {
          const [all, third] = [1, 0.3].map((turnout) => reached(persons, share, spread, turnout));
          const met = (part: number, turnout: number) =>
            part * BPS >= quorumBps - 1e-6 && persons * turnout >= minVoters ? "" : ", not met";
          return `${percent(all!)}${met(all!, 1)} (30 % vote: ${percent(third!)}${met(third!, 0.3)})`;
        });
        console.log(
          `  ${persons} persons with ${percent(share)} of the stake, equal to unequal: ${cells.join("; ")}`,
        );
      }
    console.log(
      `  so with equal parts persons need ${(100 * leastShare(quorumBps, 1)).toFixed(2)} % of the stake if all vote, ${(100 * leastShare(quorumBps, 0.3)).toFixed(2)} % if 30 % do`,
    );
  }
}

if (require.main === module) {
  const [name = "aitbc"] = process.argv.slice(2);
  try {
    main(name);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
