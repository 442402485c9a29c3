import { recipeHash, SOURCES, type ProgramRecipe } from "@polity/sdk/rounds";

/** What pays presence: an exact function, which anybody computes from the chain. */
export const PARTICIPATION: ProgramRecipe = {
  ...{ kind: "program", name: "participation", version: 1 },
  source: SOURCES["participation-v1"],
  parameters: {},
};

/** Where its text is, from the folder of a network's NEPs. */
export const PARTICIPATION_AT = "contents/participation-1.json";
export const PARTICIPATION_HASH = recipeHash(PARTICIPATION);
