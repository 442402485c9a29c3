import { canonicalJson, contentHash, type Json } from "@polity/sdk/core/content";
import { recipeText, type Control, type JudgeRecipe } from "@polity/sdk/rounds";

/** Texts of known score. */
export const CONTROLS: Control[] = [0, 4, 8, 12, 16].map((score) => ({
  text:
    score === 0
      ? "Nothing was done here, and it says so."
      : `A control about part ${score} of the network. Worth: ${score} half-steps.`,
  score,
}));

/** A recipe of three simulated families. */
export const RECIPE: JudgeRecipe = {
  kind: "judge",
  instructions: "You judge what somebody has contributed to a network.",
  criteria: [
    { name: "value", question: "How much does the network work better by it?", weight: 3 },
    { name: "evidence", question: "How well does the entry show it?", weight: 1 },
  ],
  models: [
    { family: "ash", id: "ash-1", weights: `0x${"11".repeat(32)}` },
    { family: "birch", id: "birch-2", weights: `0x${"22".repeat(32)}` },
    { family: "cedar", id: "cedar-3" },
  ],
  repeats: 1,
  temperature: 0,
  maxCharacters: 4_000,
  controls: contentHash(canonicalJson(CONTROLS as unknown as Json)),
  gates: { minAlpha: 0.6, maxControlError: 2, maxInfluence: 2 },
};
export const RECIPE_TEXT = recipeText(RECIPE);
