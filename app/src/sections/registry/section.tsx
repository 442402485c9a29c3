import { Link } from "wouter";

import { useChain } from "../../data/chain";
import { Figure } from "../../parts/Figure";
import type { Section } from "../../shell/section";
import { Time } from "../../ui";

/** The parameters that nodes read. */
export const registry: Section = {
  pages: [
    {
      ...{ route: "/protocol", title: "Protocol", place: 20, figures: ["registry"] },
      load: async () => (await import("./Protocol")).Protocol,
    },
  ],
  overview: { figures: [{ place: 10, Show: Version }] },
  activity: ({ registry: { versions } }) =>
    versions.map(({ block, time, transaction, semver }) => ({
      ...{ block, time, transaction },
      say: () => (
        <>
          The network runs version <Link href="/protocol">{semver}</Link>
        </>
      ),
    })),
};

function Version() {
  const query = useChain(["version"], async ({ registry }) => {
    const [semver, [, { activatedAt }]] = await Promise.all([registry.semver(), registry.currentVersion()]);
    return { semver, since: Number(activatedAt) };
  });
  return (
    <Figure
      label="Version"
      query={query}
      note={({ since }) => (
        <>
          since <Time at={since} show="date" />
        </>
      )}
    >
      {({ semver }) => <Link href="/protocol">{semver}</Link>}
    </Figure>
  );
}
