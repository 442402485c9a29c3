import type { Section } from "../../shell/section";

/** What the network asks its members: elections, priorities, what they think of a proposal. */
export const voting: Section = {
  exists: ({ ballots }) => ballots !== undefined,
  pages: [
    {
      ...{ route: "/ballots", title: "Ballots", in: "proposals", place: 30, figures: ["voting"] },
      load: async () => (await import("./BallotsPage")).BallotsPage,
    },
  ],
  proposal: [{ place: 10, load: async () => (await import("./Advice")).Advice }],
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};
