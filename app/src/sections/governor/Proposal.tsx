import { lazy, Suspense, useRef, useState, type ComponentProps } from "react";
import { useParams } from "wouter";

import { formatCount } from "@polity/sdk/format";
import { useNow } from "../../data/clock";
import { inOrder, lazily, useSections } from "../../shell/section";
import { nameOf, useProposals, type LiveProposal } from "./proposals";
import {
  Address,
  Badge,
  Card,
  Copy,
  Empty,
  ErrorState,
  Facts,
  Loading,
  Page,
  StageBadge,
  Time,
} from "../../ui";
import { Ballots } from "./proposal/Ballots";
import { Changes } from "./proposal/Changes";
import { Documents } from "./proposal/Documents";
import { Outcome } from "./proposal/Outcome";
import { Text } from "./proposal/Text";
import { Timeline } from "./proposal/Timeline";
import { VoteBar } from "./proposal/VoteBar";
import { useProposalFacts, type ProposalFacts } from "./proposal/facts";
import { OwnBallots } from "./proposal/OwnBallots";
import { momentsOf, usePastOf } from "./proposal/past";
import { verdictWords } from "./proposal/verdict";

const Lazy = lazy(async () => ({ default: (await import("./actions/ProposalActions")).ProposalActions }));

/** What the user can do with a proposal now: it comes when it is first asked for. */
function ProposalActions(props: ComponentProps<typeof Lazy>) {
  return (
    <Suspense fallback={<Loading rows={4} />}>
      <Lazy {...props} />
    </Suspense>
  );
}

/** One proposal, named by its id in the route. */
export function Proposal() {
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useProposals();
  const found = data?.find(({ record }) => record.id.toString() === id);
  if (found) return <Found proposal={found} />;
  return (
    <Page title={data ? "No such proposal" : "Proposal"}>
      {data ? (
        <Empty>This network has no proposal {id}.</Empty>
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Loading rows={12} />
      )}
    </Page>
  );
}

function Found({ proposal }: { proposal: LiveProposal }) {
  const { data: facts, error, refetch } = useProposalFacts(proposal);
  const { record, view } = proposal;
  return (
    <Page
      title={nameOf(record)}
      before={
        <p className="badges">
          <StageBadge stage={view.stage} />
          <Badge>{`NEP-${view.type}`}</Badge>
        </p>
      }
      lead={
        <>
          Proposed by <Address address={record.proposer} />
        </>
      }
    >
      {facts ? (
        <Body proposal={proposal} facts={facts} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Loading rows={12} />
      )}
    </Page>
  );
}

function Body({ proposal, facts }: { proposal: LiveProposal; facts: ProposalFacts }) {
  const { record, view } = proposal;
  const takePart = useRef<HTMLDivElement>(null);
  const sections = useSections();
  const [others] = useState(() => lazily(inOrder(sections, ({ proposal: parts }) => parts)));
  const moments = { proposed: facts.proposed, ...momentsOf(usePastOf(proposal)) };
  const now = useNow(30);
  return (
    <>
      <p className="verdict">{verdictWords(view, facts.outcome, moments, now)}</p>
      {/* The vote comes first for whoever reads from the top; where there is room, it stands beside the rest. */}
      <div className="with-side">
        <div className="stack beside">
          <div ref={takePart} tabIndex={-1} className="take-part">
            <OwnBallots proposal={proposal} />
            <ProposalActions proposal={record} />
          </div>
          <Outcome proposal={proposal} facts={facts} />
        </div>
        <Timeline proposal={proposal} facts={facts} />
        <div className="stack main">
          <Changes proposal={proposal} facts={facts} />
          <Documents proposal={proposal} text={facts.text} />
          <Text record={record} text={facts.text} contradictions={facts.contradictions} />
          <Ballots proposal={proposal} />
          <Suspense>
            {others.map((Show, i) => (
              <Show key={i} id={record.id} />
            ))}
          </Suspense>
          <Card title="Record">
            <Facts
              rows={[
                [
                  "Id",
                  <span key="id" className="long-id">
                    {record.id.toString()} <Copy text={record.id.toString()} what="the id" />
                  </span>,
                ],
                ["Proposed", <Time key="time" at={facts.proposed} show="minute" />],
                ["In block", formatCount(record.block)],
              ]}
            />
          </Card>
        </div>
      </div>
      <VoteBar view={view} to={takePart} />
    </>
  );
}
