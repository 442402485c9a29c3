import type { Section } from "../../shell/section";

/** How far the network has come from its founders to its community. */
export const phases: Section = {
  pages: [
    {
      ...{ route: "/phases", title: "Phases", place: 42 },
      load: async () => (await import("./Phases")).Phases,
    },
  ],
};
