import type { Section } from "../../shell/section";

/** What the network sells, and what it hands out by lists. */
export const distribution: Section = {
  exists: ({ sale, distributor }) => sale !== undefined || distributor !== undefined,
  pages: [
    {
      ...{ route: "/sales", title: "Sales and claims", place: 35, figures: ["distribution"] },
      load: async () => (await import("./Distribution")).Distribution,
    },
  ],
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};
