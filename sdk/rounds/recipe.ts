import * as z from "zod";

import { canonicalJson, contentHash } from "../core/content";
import { PolityError } from "../errors";
import { problemsOf, strictObject } from "../problems";
import { ROUND_BOUNDS } from "./bounds";
import { MAX_SCORE } from "./scale";

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,99}$/, "must be a name of up to 100 characters");
const hash = z.string().regex(/^0x[0-9a-f]{64}$/, "must be a sha256, 32 bytes in hex");
const text = (max: number) => z.string().min(1, "must not be empty").max(max);
const halfSteps = z.number().min(0).max(MAX_SCORE);

/** What makes the answers of an open model the same for everybody, to the letter. */
const exact = strictObject({ engine: name, version: name, gpu: name });

const judge = strictObject({
  kind: z.literal("judge"),
  /** What every model is told, before the entry. */
  instructions: text(20_000),
  criteria: z
    .array(strictObject({ name, question: text(2_000), weight: z.number().int().min(1).max(100) }))
    .min(1)
    .max(12),
  /** At least three families, so that no one model's taste decides; `weights` names the file of open ones. */
  models: z
    .array(strictObject({ family: name, id: name, weights: hash.optional(), exact: exact.optional() }))
    .min(3)
    .max(15),
  /** How often each model is asked about an entry. */
  repeats: z.number().int().min(1).max(9),
  temperature: z.number().min(0).max(2),
  maxCharacters: z.number().int().min(100).max(ROUND_BOUNDS.characters),
  /** Texts of known score that are judged among the entries: their file is secret until the reveals, its hash is not. */
  controls: hash,
  gates: strictObject({
    /** The least agreement of families about the controls (Krippendorff's α, interval). */
    minAlpha: z.number().min(0).max(1),
    /** The most by which the controls' scores may be off, on average, in half-steps. */
    maxControlError: halfSteps,
    /** The most that one family may move the controls' scores, on average, in half-steps. */
    maxInfluence: halfSteps,
  }),
});

const program = strictObject({
  kind: z.literal("program"),
  /** A function of sdk/rounds/programs, and the sha256 of its source. */
  name,
  version: z.number().int().min(1),
  source: hash,
  parameters: z.record(name, z.union([z.string().max(200), z.number(), z.boolean()])),
});

const schema = z.discriminatedUnion("kind", [judge, program]);

/** How a language model judges entries. */
export type JudgeRecipe = z.output<typeof judge>;
/** An exact function of the chain. */
export type ProgramRecipe = z.output<typeof program>;
export type Recipe = JudgeRecipe | ProgramRecipe;

/**
 * Reads a recipe.
 * @throws PolityError with every problem if it is not a recipe; for a judge with fewer than three families, or with an exact model
 *   that is not.
 */
export function parseRecipe(body: string): Recipe {
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch (cause) {
    throw new PolityError("the recipe is no JSON", { hint: "prompt new writes one to begin with", cause });
  }
  const read = schema.safeParse(input);
  if (!read.success) {
    const problems = problemsOf(read.error).map(({ field, message }) =>
      field ? `${field}: ${message}` : message,
    );
    throw new PolityError(`the recipe does not hold: ${problems.join("; ")}`, {
      hint: "correct it; its hash is of the whole text, so every change needs a new test",
    });
  }
  const recipe = read.data;
  if (recipe.kind === "judge") {
    const vague = recipe.models.find((each) => each.exact && (!each.weights || recipe.temperature > 0));
    if (vague) {
      throw new PolityError(`the recipe calls ${vague.id} exact, without its weights or with a temperature`, {
        hint: "name the sha256 of its weights, and ask at a temperature of 0",
      });
    }
    const families = new Set(recipe.models.map(({ family }) => family));
    if (families.size < 3) {
      throw new PolityError(`the recipe names models of ${families.size} families, and needs 3`, {
        hint: "a text that deceives one model should meet others that it was not written for",
      });
    }
  }
  return recipe;
}

/** A recipe as it is published: canonical JSON, so that everybody has the same bytes. */
export const recipeText = (recipe: Recipe): string => canonicalJson(recipe);

/** What a vote adopts: the sha256 of a recipe's text. */
export const recipeHash = (recipe: Recipe): string => contentHash(recipeText(recipe));
