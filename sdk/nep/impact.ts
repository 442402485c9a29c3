import {
  BPS,
  formatDecimal,
  formatMultiplier,
  formatPercent,
  parseDecimal,
  parseMultiplier,
  parsePercent,
} from "../format";
import { PolityError } from "../errors";
import { visible } from "./text";

/**
 * How a figure reads. A multiplier is 1 where nothing changes and a percentage 0; a number is the value itself, and a text
 * is what no number says.
 */
export const FIGURE_KINDS = ["multiplier", "percent", "number", "text"] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

/** A figure that a network wants its proposals to state. */
export interface Figure {
  /** What a NEP file calls it: `training_reward_multiplier`. */
  name: string;
  kind: FigureKind;
  /** What people read beside it. */
  description: string;
  /** A proposal may leave it out. */
  optional: boolean;
}

/** What a NEP claims of its effects: figures as they were written, by name. */
export type EconomicImpact = Readonly<Record<string, string>>;

/** `a-z`, then `a-z 0-9 _`. */
export const FIGURE_NAME = /^[a-z][a-z0-9_]{0,59}$/;
/** Longest text of a figure, in characters. */
export const MAX_FIGURE = 200;
/** Decimals of a number. */
const DECIMALS = 6;

const UINT32_MAX = 2 ** 32 - 1;
const INT32_MAX = 2 ** 31 - 1;

const refuse = (message: string, hint: string): never => {
  throw new PolityError(message, { hint });
};

/** What may be written, by kind. */
export const FIGURE_ALLOWED: Readonly<Record<FigureKind, string>> = {
  multiplier: "must be a multiplier above 0 with at most 4 decimals, like 2.0",
  percent: "must be a percentage of at least -100 with at most 2 decimals, like -2.5",
  number: `must be a number from 0 with at most ${DECIMALS} decimals, like 12`,
  text: `must be a text of at most ${MAX_FIGURE} characters`,
};

/**
 * The value of a figure as an integer, to compare with others of its kind: multipliers and percentages in basis points,
 * numbers in millionths. A text has none.
 * @throws PolityError for what the kind does not allow.
 */
export function readFigure(kind: FigureKind, text: string): bigint | undefined {
  switch (kind) {
    case "multiplier": {
      const bps = parseMultiplier(text);
      if (bps <= 0 || bps > UINT32_MAX)
        refuse(`"${text}" is out of range`, "write a number above 0, at most 429496.7295");
      return BigInt(bps);
    }
    case "percent": {
      const bps = parsePercent(text);
      if (bps < -BPS || bps > INT32_MAX) refuse(`"${text}" is out of range`, "write -100 to 21474836.47");
      return BigInt(bps);
    }
    case "number": {
      const units = parseDecimal(text, DECIMALS);
      return units < 0n ? refuse(`"${text}" is negative`, "write a number from 0") : units;
    }
    case "text":
      return undefined;
  }
}

/** What a figure says where nothing changes; numbers and texts say something in any case. */
export const UNCHANGED: Readonly<Partial<Record<FigureKind, string>>> = { multiplier: "1.0", percent: "0" };

/** A figure as its file writes it: inverse of {@link readFigure}. */
export function writeFigure(kind: Exclude<FigureKind, "text">, value: bigint): string {
  if (kind === "multiplier") return formatMultiplier(value);
  return formatDecimal(value, kind === "percent" ? 2 : DECIMALS);
}

/** A figure as people read it: `× 2.0`, `7.8 %`. What is not of its kind stays as it was written. */
export function showFigure(kind: FigureKind | undefined, text: string): string {
  try {
    const value = kind && readFigure(kind, text);
    if (kind === "multiplier") return `× ${formatMultiplier(value!)}`;
    if (kind === "percent") return formatPercent(value!);
  } catch {
    // Words of whoever proposed it.
  }
  return visible(text);
}

/** What is claimed, in the order of the network's figures and then of the file: what people read, and the figure. */
export function impactLines(
  impact: EconomicImpact,
  figures: readonly Figure[] = [],
): { name: string; label: string; kind: FigureKind | undefined; value: string }[] {
  const known = new Map(figures.map((figure) => [figure.name, figure]));
  const names = [...new Set([...known.keys(), ...Object.keys(impact)])].filter((name) =>
    Object.hasOwn(impact, name),
  );
  return names.map((name) => ({
    name,
    label: known.get(name)?.description ?? labelOf(name),
    kind: known.get(name)?.kind,
    value: showFigure(known.get(name)?.kind, impact[name]!),
  }));
}

/** `Net earnings change percent`, for a figure that the network does not name. */
function labelOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
