import { ZeroAddress } from "ethers";
import { Link } from "wouter";

import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { Figure } from "../../parts/Figure";
import type { Section } from "../../shell/section";
import { Address, Time } from "../../ui";

/** Who may stop proposals and propose emergencies, and until when. */
export const council: Section = {
  pages: [
    {
      ...{ route: "/council", title: "Council", in: "people", place: 40, figures: ["council"] },
      load: async () => (await import("./Council")).Council,
    },
    {
      ...{ route: "/council/desk", title: "Council desk", in: "people", place: 41 },
      load: async () => (await import("./desk/DeskPage")).DeskPage,
    },
    {
      ...{ route: "/council/desk/:link", title: "Council desk" },
      load: async () => (await import("./desk/DeskPage")).DeskPage,
    },
    {
      ...{ route: "/powers", title: "Powers", place: 28 },
      load: async () => (await import("./Powers")).Powers,
    },
  ],
  overview: { figures: [{ place: 50, Show: Mandate }] },
  activity: ({ governor: { guardians } }) =>
    guardians.map(({ guardian, until, ...moment }) => ({
      ...moment,
      say: () =>
        BigInt(guardian) === 0n ? (
          <>The guardian’s mandate ended</>
        ) : (
          <>
            <Address address={guardian} /> became guardian until <Time at={until} show="date" />
          </>
        ),
    })),
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};

function Mandate() {
  const now = useNow(60);
  const query = useChain(["mandate"], async ({ governor, council }) => {
    const [{ account, until }, owners, threshold] = await Promise.all([
      governor.guardian(),
      council?.getOwners(),
      council?.getThreshold(),
    ]);
    return {
      ...(account !== ZeroAddress && { until: Number(until) }),
      ...(owners && { seats: `Council, ${Number(threshold)} of ${owners.length}` }),
    };
  });
  const isInOffice = (until: number | undefined): until is number => until !== undefined && until >= now;
  return (
    <Figure
      label="Guardian"
      query={query}
      note={({ until, seats }) =>
        isInOffice(until) ? (
          <>
            until <Time at={until} show="date" />
          </>
        ) : (
          (seats ?? "no council")
        )
      }
    >
      {({ until, seats }) => (
        <Link href="/council">{isInOffice(until) ? (seats ?? "in office") : "nobody"}</Link>
      )}
    </Figure>
  );
}
