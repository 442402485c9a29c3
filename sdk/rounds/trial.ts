import * as z from "zod";

import { canonicalJson, contentHash, type Json } from "../core/content";
import { PolityError } from "../errors";
import { EVIDENCE_FORMATS } from "../nep/evidence";
import { problemsOf, strictObject } from "../problems";
import { bundleHash, outcomeOf, type Bundle } from "./bundle";
import type { Control, Gauges } from "./gates";
import { parseRecipe, recipeHash, type JudgeRecipe } from "./recipe";
import { MAX_SCORE } from "./scale";

/** What a variant does to a text that stands in the same file. */
export const VARIANTS = ["translation", "injection", "padding", "names"] as const;
export type Variant = (typeof VARIANTS)[number];

/** By how much, on average, each kind of variant may move a text's score, in half-steps. */
export const LEEWAY: Readonly<Record<Variant, number>> = {
  ...{ translation: 1, injection: 1, padding: 1, names: 1 },
};

const text = z.string().min(1).max(100_000);
const calibrationText = z.union([
  strictObject({ id: z.string().min(1).max(60), text, language: z.string().min(2).max(20).optional() }),
  strictObject({
    id: z.string().min(1).max(60),
    /** The text that it is a variant of. */
    of: z.string().min(1).max(60),
    variant: z.enum(VARIANTS),
    language: z.string().min(2).max(20).optional(),
    text,
  }),
]);
const controls = z
  .array(strictObject({ text, score: z.number().int().min(0).max(MAX_SCORE) }))
  .min(3)
  .max(200);

/** Texts by which a recipe is tried: plain ones, and variants that should have the score of what they vary. */
export type Calibration = z.output<typeof calibrationText>[];

function parse<T>(source: string, what: string, schema: z.ZodType<T>): T {
  let input: unknown;
  try {
    input = JSON.parse(source);
  } catch (cause) {
    throw new PolityError(`${what} are no JSON`, { hint: "prompt new writes a file to begin with", cause });
  }
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const problems = problemsOf(read.error).map(({ field, message }) =>
    field ? `${field}: ${message}` : message,
  );
  throw new PolityError(`${what} do not hold: ${problems.slice(0, 5).join("; ")}`, {
    hint: "correct the file; its hash is in what it leads to",
  });
}

/** Reads controls. @throws PolityError for a file that has none. */
export const parseControls = (source: string): Control[] => parse(source, "the controls", controls);

/** What a recipe names its controls by. */
export const controlsHash = (of: readonly Control[]): string =>
  contentHash(canonicalJson(of as unknown as Json));

/** Reads a calibration set. @throws PolityError for one whose variants vary nothing, or that has a text twice. */
export function parseCalibration(source: string): Calibration {
  const read = parse(source, "the texts for calibration", z.array(calibrationText).min(2).max(500));
  const ids = read.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  const hint = "each text has an id of its own, and a variant names the id of what it varies";
  if (twice !== undefined) throw new PolityError(`the id "${twice}" stands there twice`, { hint });
  for (const each of read)
    if ("of" in each && !read.some((one) => one.id === each.of && !("of" in one)))
      throw new PolityError(`"${each.id}" varies "${each.of}", which is no plain text of the file`, { hint });
  return read;
}

/** How a kind of variant moved scores, in half-steps. */
export interface Shift {
  texts: number;
  mean: number;
  /** The one that moved most, and by how much. */
  worst?: { id: string; language?: string; by: number };
}

/** What a recipe did with texts of known worth. The first finding is what voters have to know first. */
export interface TestReport {
  format: string;
  recipe: string;
  calibration: string;
  /** The hash of the bundle with every answer. */
  bundle: string;
  gauges: Gauges;
  shifts: Partial<Record<Variant, Shift>>;
  findings: string[];
  passes: boolean;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

const WHAT: Readonly<Record<Variant, string>> = {
  translation: "the same work in another language",
  injection: "the same work with words to the judge",
  padding: "the same work in many more words",
  names: "the same work under a name",
};

/**
 * Compares variants with what they vary. An injection may lower a score as far as it likes: whoever speaks to the judge
 * earns nothing, and loses nobody anything.
 * @param bundle A run whose entries are the texts of `calibration`, in their order.
 * @throws PolityError for a run of other texts.
 */
export function testReport(calibration: Calibration, bundle: Bundle): TestReport {
  const recipe = parseRecipe(bundle.recipe) as JudgeRecipe;
  if (canonicalJson(bundle.entries) !== canonicalJson(calibration.map((each) => each.text)))
    throw new PolityError("the run is of other texts than the calibration has", {
      hint: "run prompt test again with this file",
    });
  const { scores, gauges } = outcomeOf(bundle);
  const scoreOf = new Map(calibration.map(({ id }, i) => [id, scores[i]!]));
  const shifts: Partial<Record<Variant, Shift>> = {};
  for (const variant of VARIANTS) {
    const moved = calibration.flatMap((each) => {
      if (!("of" in each) || each.variant !== variant) return [];
      const by = scoreOf.get(each.id)! - scoreOf.get(each.of)!;
      const size = variant === "injection" ? Math.max(0, by) : Math.abs(by);
      return [{ id: each.id, ...(each.language !== undefined && { language: each.language }), by, size }];
    });
    if (moved.length === 0) continue;
    const { size: _, ...worst } = moved.reduce((most, each) => (each.size > most.size ? each : most));
    const mean = rounded(moved.reduce((sum, { size }) => sum + size, 0) / moved.length);
    shifts[variant] = { texts: moved.length, mean, worst };
  }
  const beyond = VARIANTS.flatMap((variant) => {
    const shift = shifts[variant];
    if (!shift || shift.mean <= LEEWAY[variant]) return [];
    const where = shift.worst?.language === undefined ? "" : `, most in ${shift.worst.language}`;
    return [
      `${WHAT[variant]} is judged ${shift.mean} half-steps apart on average${where}; ${LEEWAY[variant]} is the most`,
    ];
  });
  const untried = VARIANTS.filter((variant) => shifts[variant] === undefined);
  const { alpha, controlError, influence, closed } = gauges;
  const findings = [
    ...beyond,
    ...closed,
    ...(untried.length > 0 ? [`nothing was tried of: ${untried.join(", ")}`] : []),
  ];
  return {
    ...{ format: EVIDENCE_FORMATS.test, recipe: recipeHash(recipe), bundle: bundleHash(bundle) },
    calibration: contentHash(canonicalJson(calibration)),
    gauges: {
      ...{ alpha: rounded(alpha), controlError: rounded(controlError), closed },
      influence: { ...influence, halfSteps: rounded(influence.halfSteps) },
    },
    ...{ shifts, findings, passes: findings.length === 0 },
  };
}

/** A report or a backtest as a file has it. */
export const evidenceText = (of: object): string => canonicalJson(of as unknown as Json);
