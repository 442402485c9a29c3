import type { Section } from "../../shell/section";

/** Tokens that their owners locked for votes. */
export const escrow: Section = {
  exists: ({ escrow }) => escrow !== undefined,
  pages: [
    {
      ...{ route: "/locks", title: "Locks", in: "people", place: 30 },
      load: async () => (await import("./Locks")).Locks,
    },
  ],
  account: [{ place: 20, load: async () => (await import("./account/Escrow")).Escrow }],
  drafts: (name) =>
    name === "lock" || name.startsWith("increase.") ? { what: "A lock", href: "/account" } : undefined,
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};
