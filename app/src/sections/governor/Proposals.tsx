import { useState } from "react";
import { Link } from "wouter";

import { visible } from "@polity/sdk/nep/text";
import { useSite } from "../../data/network";
import { isLive, nameOf, useProposals, type LiveProposal } from "./proposals";
import { ProposalList } from "./ProposalList";
import { Card, Empty, Loaded, Page, STAGE_WORDS } from "../../ui";

/** All proposals, to be searched by title, type and stage. */
export function Proposals() {
  const query = useProposals();
  const name = useSite().deployment.conventions?.proposals.name;
  return (
    <Page
      lead={`Everything that was ever proposed to this network, the newest first.${name === undefined ? "" : ` The network's name for a proposal is ${visible(name)}, NEP for short.`}`}
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
