import type { Section } from "../../shell/section";

/** What programs promise: the board of jobs, one's own, and those to review. */
export const work: Section = {
  exists: ({ work }) => work !== undefined,
  pages: [
    {
      ...{ route: "/work", title: "Work", place: 36, figures: ["work"] },
      load: async () => (await import("./WorkPage")).WorkPage,
    },
  ],
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};
