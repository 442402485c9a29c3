import type { Section } from "../../shell/section";

/** Grants whose tokens vote before they are claimed. */
export const vesting: Section = {
  exists: ({ vesting }) => vesting !== undefined,
  account: [{ place: 40, load: async () => (await import("./Vesting")).Vesting }],
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};
