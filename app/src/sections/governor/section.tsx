import { Link } from "wouter";

import { proposalsOf } from "@polity/sdk/governor/figures/outcome";
import { participation } from "@polity/sdk/governor/figures/participation";
import { formatPercent } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import { useHistory } from "../../data/history";
import { Figure } from "../../parts/Figure";
import type { Section } from "../../shell/section";
import { Card, countWords, Empty, Loaded } from "../../ui";
import { linesOf, type Happened } from "./lines";
import { ProposalList } from "./ProposalList";
import { hrefOf, isLive, nameOf, useProposals } from "./proposals";

/** Proposals, and the votes on them. */
export const governor: Section = {
  pages: [
    {
      ...{ route: "/proposals", title: "Proposals", in: "proposals", place: 10, figures: ["governor"] },
      load: async () => (await import("./Proposals")).Proposals,
    },
    {
      ...{ route: "/proposals/:id", title: "Proposal", in: "proposals" },
      load: async () => (await import("./Proposal")).Proposal,
    },
    {
      ...{ route: "/propose", title: "Propose", in: "proposals" },
      load: async () => (await import("./propose/ProposePage")).ProposePage,
    },
    {
      ...{ route: "/rules", title: "Rules", place: 21 },
      load: async () => (await import("./Rules")).Rules,
    },
  ],
  overview: {
    figures: [{ place: 30, Show: Turnout }],
    cards: [{ place: 10, Show: OpenProposals }],
  },
  activity: (history) =>
    proposalsOf(history)
      .flatMap(linesOf)
      .map(({ moment, ...happened }) => ({ ...moment, say: () => <Sentence happened={happened} /> })),
  tools: [{ place: 20, load: async () => (await import("./actions/RelayBallots")).RelayAnyBallots }],
  drafts: (name) => {
    if (name === "propose" || name === "propose.form") return { what: "A proposal", href: "/propose" };
    const [, id] = /^vote\.(\d+)$/.exec(name) ?? [];
    return id === undefined ? undefined : { what: "A vote", href: `/proposals/${id}` };
  },
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};

/** Participation in all votes that are over, as the analytics and the report say it. */
function Turnout() {
  const { data: past, error } = useHistory();
  const data = past && participation(past.history, past.source);
  return (
    <Figure
      label="Participation"
      query={{ data, error }}
      note={({ proposals }) =>
        proposals.length > 0
          ? `of all that could be cast, in ${countWords(proposals.length, "decision")}`
          : "nothing is decided yet"
      }
    >
      {({ turnoutBps }) => (turnoutBps === undefined ? "–" : formatPercent(turnoutBps))}
    </Figure>
  );
}

function OpenProposals() {
  const query = useProposals();
  return (
    <Card
      title="Open proposals"
      aside={<Link href="/proposals">All proposals{query.data && ` (${query.data.length})`}</Link>}
    >
      <Loaded query={query} rows={6}>
        {(all) => {
          const live = all.filter(isLive);
          return live.length > 0 ? (
            <ProposalList proposals={live} />
          ) : (
            <Empty>Nothing is open. The last decisions are among all proposals.</Empty>
          );
        }}
      </Loaded>
    </Card>
  );
}

const DONE = {
  proposed: "was proposed",
  queued: "was approved and queued",
  executed: "became active",
  canceled: "was cancelled",
};

function Sentence({ happened: { what, proposal, voters } }: { happened: Omit<Happened, "moment"> }) {
  const link = <Link href={hrefOf(proposal)}>{visible(nameOf(proposal))}</Link>;
  if (what !== "voted") {
    return (
      <>
        {link} {DONE[what]}
      </>
    );
  }
  return (
    <>
      {countWords(voters, "account")} voted on {link}
    </>
  );
}
