import type { Section } from "../../shell/section";

/** How far the network has come from its founders to its community. */
export const phases: Section = {
  exists: ({ phases }) => phases !== undefined,
  pages: [
    {
      ...{ route: "/phases", title: "Phases", place: 25 },
      load: async () => (await import("./Phases")).Phases,
    },
  ],
};
