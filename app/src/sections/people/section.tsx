import type { Section } from "../../shell/section";
import { Address } from "../../ui";

/** Who says what of whom, and what people have earned. */
export const people: Section = {
  exists: ({ credentials }) => credentials !== undefined,
  pages: [
    {
      ...{ route: "/people", title: "Credentials", in: "people", place: 50, figures: ["people"] },
      load: async () => (await import("./People")).People,
    },
  ],
  activity: ({ people: { awards, classes, credentials } }) => [
    ...[...credentials.values()].map(({ issued, account, kind }) => ({
      ...issued,
      say: () => (
        <>
          <Address address={account} /> got the credential {classes.get(kind)?.name}
        </>
      ),
    })),
    ...awards.map(({ account, points, awarder: _, week: __, ref: ___, ...moment }) => ({
      ...moment,
      say: () => (
        <>
          <Address address={account} /> {points > 0n ? "earned reputation" : "lost reputation by a vote"}
        </>
      ),
    })),
  ],
  account: [{ place: 60, load: async () => (await import("./OfAccount")).OfAccount }],
};
