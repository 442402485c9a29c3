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

/** What pays usage: half of what the network got of each payer's payments, within two parameters. */
export const REBATE: ProgramRecipe = {
  ...{ kind: "program", name: "usage-rebate", version: 1 },
  source: SOURCES["usage-rebate-v1"],
  parameters: { rebateBps: 5_000, pool: "rewards.usagePool", maxShare: "distribution.maxShareBps" },
};
export const REBATE_AT = "contents/usage-rebate-1.json";
export const REBATE_HASH = recipeHash(REBATE);

/** What pays stakes: a quarter of what the treasury got for usage. With the rebate, it keeps a sixth of what the network got. */
export const REVENUE: ProgramRecipe = {
  ...{ kind: "program", name: "revenue", version: 1 },
  source: SOURCES["revenue-v1"],
  parameters: { shareBps: 2_500 },
};
export const REVENUE_AT = "contents/revenue-1.json";
export const REVENUE_HASH = recipeHash(REVENUE);

/** All that ship with the presets. */
export const RECIPES: readonly ProgramRecipe[] = [PARTICIPATION, REBATE, REVENUE];
