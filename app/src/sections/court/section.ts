import type { Section } from "../../shell/section";

/** Disputes: cases, their jurors, and payments that wait. */
export const court: Section = {
  exists: ({ court, disputedBudgets }) => court !== undefined || disputedBudgets !== undefined,
  pages: [
    {
      ...{ route: "/court", title: "Court", place: 38, figures: ["court"] },
      load: async () => (await import("./Court")).Court,
    },
  ],
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};
