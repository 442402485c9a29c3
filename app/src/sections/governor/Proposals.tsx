import { useState } from "react";
import { Link } from "wouter";

import { visible } from "../../../../sdk/nep/text";
import { nextStep } from "../../../../sdk/governor/next";
import { useNow } from "../../data/clock";
import { endOf } from "./steps";
import { hrefOf, isLive, nameOf, useProposals, type LiveProposal } from "./proposals";
import {
  Address,
  Badge,
  Card,
  Countdown,
  Empty,
  Loaded,
  MiniTally,
  Page,
  STAGE_WORDS,
  StageBadge,
  Time,
} from "../../ui";

/** All proposals, to be searched by title, type and stage. */
export function Proposals() {
  const query = useProposals();
  return (
    <Page
      title="Proposals"
      lead="Everything that was ever proposed to this network, the newest first."
      aside={
        <Link href="/propose" className="button">
          Propose
        </Link>
      }
    >
      <Loaded query={query} rows={10}>
        {(all) => <Search all={all} />}
      </Loaded>
    </Page>
  );
}

function Search({ all }: { all: LiveProposal[] }) {
  const [words, setWords] = useState("");
  const [stage, setStage] = useState("");
  const [type, setType] = useState("");
  const stages = [...new Set(all.map(({ view }) => view.stage))];
  const types = [...new Set(all.map(({ view }) => view.type))].sort();
  const found = all.filter(
    (one) =>
      (stage === "" || (stage === "live" ? isLive(one) : one.view.stage === stage)) &&
      (type === "" || one.view.type === type) &&
      matches(one, words),
  );
  if (all.length === 0) return <Empty>Nothing has been proposed yet.</Empty>;
  return (
    <>
      <div className="filters" role="search">
        <label>
          Search
          <input type="search" value={words} onChange={(event) => setWords(event.target.value)} />
        </label>
        <label>
          Stage
          <select value={stage} onChange={(event) => setStage(event.target.value)}>
            <option value="">all</option>
            <option value="live">still open</option>
            {stages.map((name) => (
              <option key={name} value={name}>
                {STAGE_WORDS[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Type
          <select value={type} onChange={(event) => setType(event.target.value)}>
            <option value="">all</option>
            {types.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <p className="quiet" role="status">
          {found.length} of {all.length}
        </p>
      </div>
      {found.length === 0 ? (
        <Empty>No proposal is like that.</Empty>
      ) : (
        <Card>
          <ProposalList proposals={found} />
        </Card>
      )}
    </>
  );
}

/** Whether every word stands in the title, the type or the beginning of the id. */
function matches({ record, view }: LiveProposal, words: string): boolean {
  const text = `${nameOf(record)} ${view.type} ${record.id} ${record.proposer}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Proposals as rows that say where each stands. */
export function ProposalList({ proposals }: { proposals: readonly LiveProposal[] }) {
  return (
    <ul className="proposals">
      {proposals.map((one) => (
        <li key={one.record.id.toString()}>
          <div className="proposal-head">
            <StageBadge stage={one.view.stage} />
            <Badge>{one.view.type}</Badge>
            <Link href={hrefOf(one.record)} className="proposal-title">
              {visible(nameOf(one.record))}
            </Link>
          </div>
          <div className="proposal-foot">
            <span className="quiet">
              <NextStep proposal={one} />
            </span>
            <span className="quiet proposer">
              by <Address address={one.record.proposer} />
            </span>
            <MiniTally votes={one.view.votes} quorum={one.view.quorum} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** What a proposal waits for, with a countdown; when it ended, for one that is over. */
export function NextStep({ proposal: { view } }: { proposal: LiveProposal }) {
  const now = useNow(5);
  switch (view.state) {
    case "Defeated":
      return (
        <>
          defeated <Time at={view.deadline} show="relative" />
        </>
      );
    case "Expired":
      return (
        <>
          expired <Time at={endOf(view)} show="relative" />
        </>
      );
    case "Executed":
      return (
        <>
          approved <Time at={view.deadline} show="relative" />
        </>
      );
    case "Canceled":
      return <>canceled</>;
    default: {
      const { what, at } = nextStep(view, now);
      return at === undefined ? (
        <>{what}</>
      ) : (
        <>
          {what}{" "}
          {what.endsWith("until") ? (
            <Time at={at} show="date" />
          ) : (
            <>
              in <Countdown to={at} over="a moment" />
            </>
          )}
        </>
      );
    }
  }
}
