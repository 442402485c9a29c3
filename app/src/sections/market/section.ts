import type { Section } from "../../shell/section";

/** The list of services, and one's own channels to them. */
export const market: Section = {
  exists: ({ market }) => market !== undefined,
  pages: [
    {
      ...{ route: "/market", title: "Market", place: 33, figures: ["market"] },
      load: async () => (await import("./MarketPage")).MarketPage,
    },
    {
      ...{ route: "/usage", title: "Usage", place: 34 },
      load: async () => (await import("./UsagePage")).UsagePage,
    },
  ],
};
