import { BPS } from "../format";
import { readFigure, writeFigure, type FigureKind } from "./impact";
import { formatParameter, parseParameter, type ParameterValue } from "./parameters";
import type { NetworkRules, RuledParameter } from "./rules";
import type { ParameterChange } from "./schema";
import type { Nep } from "./validate";

/** Figures that can be held against changes: what they say is a proportion. */
export const DRIVEN_KINDS = ["multiplier", "percent"] as const satisfies readonly FigureKind[];
type DrivenKind = (typeof DRIVEN_KINDS)[number];

/** A figure that says something else than the changes that drive it. */
export interface Contradiction {
  figure: string;
  kind: DrivenKind;
  /** What the file states; absent where it does not state the figure. */
  stated?: string;
  /** What follows from the changes. */
  implied: string;
  /** The changes that drive the figure: `econ.rewardRate from 2500 to 1250`. */
  because: string[];
}

/** How far a multiplier may be from what follows, of that, in basis points; and a percentage, in percentage points. */
const TOLERANCE = 100n;

/**
 * Where a NEP's figures contradict its own changes. What a parameter drives changes in proportion to it: a multiplier is
 * the ratio of the values, a percentage their change. Of several that drive one figure the ratios are multiplied. A
 * hundredth is the author's to round.
 */
export function contradictionsOf(
  { parameterChanges, economicImpact = {} }: Pick<Nep, "parameterChanges" | "economicImpact">,
  { proposals, registry }: Pick<NetworkRules, "proposals" | "registry">,
): Contradiction[] {
  return (proposals?.figures ?? []).flatMap(({ name, kind, optional }): Contradiction[] => {
    if (!isDriven(kind)) return [];
    const driven = parameterChanges.flatMap((change) => {
      const { key, value } = change;
      const parameter = registry.parameters.find((known) => known.key === key);
      const before = parameter?.drives === name ? valueBefore(parameter, change) : undefined;
      return typeof before === "bigint" && typeof value === "bigint" ? [{ key, before, value }] : [];
    });
    const implied = driven.length > 0 ? impliedBy(kind, driven) : undefined;
    const stated = Object.hasOwn(economicImpact, name) ? economicImpact[name] : undefined;
    // That a figure is missing which every proposal states is another problem.
    if (implied === undefined || (stated === undefined && !optional) || agrees(kind, stated, implied))
      return [];
    return [
      {
        ...{ figure: name, kind, implied: writeFigure(kind, implied) },
        ...(stated !== undefined && { stated }),
        because: driven.map(
          ({ key, before, value }) => `${key} from ${formatParameter(before)} to ${formatParameter(value)}`,
        ),
      },
    ];
  });
}

/** A contradiction as a sentence, without the figure's name. */
export function contradictionWords({ stated, implied, because, kind }: Contradiction): string {
  const unit = kind === "percent" ? " %" : "";
  const says = stated === undefined ? "is not stated" : `says ${stated}${unit}`;
  return `${says}, and what follows from ${because.join(" and ")} is ${implied}${unit}`;
}

type Driven = readonly { before: bigint; value: bigint }[];

/** In the unit of {@link readFigure}; nothing where a ratio has no beginning. */
function impliedBy(kind: DrivenKind, driven: Driven): bigint | undefined {
  const [after, before] = driven.reduce(([a, b], one) => [a * one.value, b * one.before], [1n, 1n]);
  if (before === 0n) return undefined;
  const ratio = divided(BigInt(BPS) * after, before);
  return kind === "multiplier" ? ratio : ratio - BigInt(BPS);
}

/** Rounded to the nearest, halves away from zero. */
function divided(dividend: bigint, divisor: bigint): bigint {
  const [a, b] = divisor < 0n ? [-dividend, -divisor] : [dividend, divisor];
  return (2n * a + (a < 0n ? -b : b)) / (2n * b);
}

function agrees(kind: DrivenKind, stated: string | undefined, implied: bigint): boolean {
  // A figure that may be left out says nothing of what does not change.
  if (stated === undefined) return implied === (kind === "multiplier" ? BigInt(BPS) : 0n);
  let value: bigint;
  try {
    value = readFigure(kind, stated)!;
  } catch {
    // That it cannot be read is another problem, and named as one.
    return true;
  }
  const apart = value < implied ? implied - value : value - implied;
  return kind === "percent" ? apart <= TOLERANCE : apart * BigInt(BPS) <= TOLERANCE * implied;
}

const isDriven = (kind: FigureKind): kind is DrivenKind => DRIVEN_KINDS.some((one) => one === kind);

/** What the chain says; without one, what the file says; without that, what the network began with. */
function valueBefore(
  { kind, now, value }: RuledParameter,
  { was }: ParameterChange,
): ParameterValue | undefined {
  const before = now ?? was ?? value;
  return typeof before === "string" && kind !== "bytes32" ? parseParameter(kind, before) : before;
}
