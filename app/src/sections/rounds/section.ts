import type { Section } from "../../shell/section";

/** Rounds that share out pots: entries, what models saw of them, scores, flags and claims. */
export const rounds: Section = {
  exists: ({ rounds }) => rounds !== undefined,
  pages: [
    {
      ...{ route: "/rounds", title: "Rounds", place: 36.5, figures: ["rounds"] },
      load: async () => (await import("./RoundsPage")).RoundsPage,
    },
  ],
  evidence: [{ place: 10, load: async () => (await import("./Evidence")).Evidence }],
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};
