import { MAX_SCORE } from "./scale";
import type { JudgeRecipe } from "./recipe";

/** What came of one question to one model. */
export type Outcome = "scored" | "no answer" | "not as asked" | "quote not found" | "speaks to the judge";

/** A judgement: a score in half-steps, which is 0 for every outcome but "scored". */
export interface Judgement {
  score: number;
  outcome: Outcome;
}

/** Entries that speak to whoever judges them: only that entry loses by it. */
const SPEAKS_TO_THE_JUDGE =
  /(?:ignore|disregard|forget|override)[^.\n]{0,40}(?:instruction|prompt|rubric|above|previous)|(?:you are|act as)[^.\n]{0,20}(?:the judge|an? (?:ai|assistant|evaluator|grader))|(?:give|award|assign|return|output)[^.\n]{0,40}(?:maximum|highest|full|perfect|20|top)[^.\n]{0,20}(?:score|mark|point|half)|<\/?(?:system|entry|assistant|im_start|im_end)\b|\[\/?INST\]/i;

/** Whether a text tries to instruct a model. What deceives all models alike is found by people: that is what flags are for. */
export const speaksToTheJudge = (text: string): boolean => SPEAKS_TO_THE_JUDGE.test(text);

const plain = (text: string): string => text.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();

/**
 * Reads a model's answer: half-steps for each criterion, each with a quote that occurs in the text that the model saw. An
 * answer is data: it is compared and counted, and never part of another question.
 */
export function readAnswer(answer: string | undefined, seen: string, recipe: JudgeRecipe): Judgement {
  if (speaksToTheJudge(seen)) return { score: 0, outcome: "speaks to the judge" };
  if (answer === undefined || answer.trim() === "") return { score: 0, outcome: "no answer" };
  const found = /\{[\s\S]*\}/.exec(answer)?.[0];
  let read: unknown;
  try {
    read = JSON.parse(found ?? "");
  } catch {
    return { score: 0, outcome: "not as asked" };
  }
  const scores = (read as { scores?: unknown } | null)?.scores;
  if (typeof scores !== "object" || scores === null) return { score: 0, outcome: "not as asked" };
  const given = new Map<string, unknown>(Object.entries(scores));
  const text = plain(seen);
  let [sum, weights] = [0, 0];
  for (const { name, weight } of recipe.criteria) {
    const each = given.get(name) as { halfSteps?: unknown; quote?: unknown } | null | undefined;
    const { halfSteps, quote } = each ?? {};
    const fits = Number.isInteger(halfSteps) && Number(halfSteps) >= 0 && Number(halfSteps) <= MAX_SCORE;
    if (!fits || typeof quote !== "string") return { score: 0, outcome: "not as asked" };
    const quoted = plain(quote);
    // Nothing needs no evidence.
    if (Number(halfSteps) > 0 && (quoted.length < 3 || !text.includes(quoted)))
      return { score: 0, outcome: "quote not found" };
    sum += Number(halfSteps) * weight;
    weights += weight;
  }
  return { score: Math.round(sum / weights), outcome: "scored" };
}
