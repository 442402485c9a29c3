import { cancel } from "@polity/sdk/governor/cancel";
import { execute } from "@polity/sdk/governor/execute";
import { FINAL } from "@polity/sdk/governor/next";
import type { ProposalRecord } from "@polity/sdk/governor/proposals";
import { queue } from "@polity/sdk/governor/queue";
import { useChain } from "../../../data/chain";
import { useSite } from "../../../data/network";
import { endOf } from "../steps";
import { Card, Countdown, dateWords, Loaded, Time } from "../../../ui";
import { useWallet, WrongNetwork } from "../../../wallet";
import { ActionButton } from "../../../actions/ActionButton";
import type { Action } from "../../../actions/runner";
import { readPossible, type Possible } from "./read";
import { RelayBallots } from "./RelayBallots";
import { VoteForm } from "./VoteForm";

/** What the user can do with a proposal now, and what it waits for. */
export function ProposalActions({ proposal }: { proposal: ProposalRecord }) {
  const { account } = useWallet();
  const query = useChain(["possible", proposal.id.toString(), account ?? ""], (network) =>
    readPossible(network, proposal, account),
  );
  return (
    <Card title="Take part">
      <WrongNetwork />
      <Loaded query={query}>
        {(possible) => (
          <div className="stacked">
            <Now proposal={proposal} possible={possible} />
            <Cancel proposal={proposal} possible={possible} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

interface PartProps {
  proposal: ProposalRecord;
  possible: Possible;
}

function Now({ proposal, possible }: PartProps) {
  const { account, connect } = useWallet();
  const { view, due, vote } = possible;
  switch (view.state) {
    case "Pending":
      return (
        <p>
          The review lasts until <Time at={view.snapshot} />. The votes that count are those of that second:
          lock or delegate before, then vote here.
        </p>
      );
    case "Active":
      return (
        <>
          <p>
            The vote ends in <Countdown to={view.deadline} /> (<Time at={view.deadline} show="minute" />
            ).
          </p>
          {!account ? (
            <p className="buttons">
              <button type="button" className="primary" onClick={connect}>
                Connect a wallet to vote
              </button>
            </p>
          ) : vote?.open ? (
            <VoteForm key={account} proposal={proposal} left={vote.left} part={vote.part} />
          ) : (
            <p className="notice">You cannot vote on it: {vote?.why}.</p>
          )}
          <RelayBallots proposal={proposal} />
        </>
      );
    case "Succeeded":
      return <Queue proposal={proposal} possible={possible} />;
    case "Queued":
      return due ? (
        <Execute proposal={proposal} possible={possible} />
      ) : (
        <p>
          It was approved and is scheduled: its grace period ends in <Countdown to={view.eta} />. Then anyone
          can execute it, until <Time at={view.expiry} show="minute" />.
        </p>
      );
    case "Executed":
      return <p>It is in force. Nothing is left to do.</p>;
    case "Defeated":
      return <p>It did not pass. Whoever still wants it proposes it again.</p>;
    case "Expired":
      return (
        <p>
          It was approved, and nobody {view.eta > 0 ? "executed" : "queued"} it until {dateWords(endOf(view))}
          . It can be proposed again.
        </p>
      );
    case "Canceled":
      return <p>It was stopped for good.</p>;
    case "Uncounted":
      return <p>What counts its votes does not answer: nobody can vote, and nobody knows how it stands.</p>;
  }
}

function Queue({ proposal, possible: { view } }: PartProps) {
  const { network } = useSite();
  const action: Action = {
    title: "Queue the proposal",
    work: async (signer) => {
      const { eta } = await queue(network.governor, signer, proposal);
      return `It is scheduled, and can be executed from ${dateWords(eta)} on.`;
    },
  };
  return (
    <div className="choice">
      <p>
        It has passed. Anyone can schedule it, until <Time at={view.expiry} />: its grace period begins then.
      </p>
      <ActionButton action={action} kind="primary">
        Queue
      </ActionButton>
    </div>
  );
}

function Execute({ proposal, possible: { view } }: PartProps) {
  const { network } = useSite();
  const action: Action = {
    title: "Execute the proposal",
    work: async (signer) => {
      await execute(network.governor, signer, proposal);
      return "It is in force.";
    },
  };
  return (
    <div className="choice">
      <p>
        Its grace period is over. Anyone can execute it, until <Time at={view.expiry} />.
      </p>
      <ActionButton action={action} kind="primary">
        Execute
      </ActionButton>
    </div>
  );
}

function Cancel({ proposal, possible: { view, cancel: right } }: PartProps) {
  const { network } = useSite();
  if (!right || FINAL.includes(view.state)) return null;
  if (!right.open) {
    return (
      <details>
        <summary>Why you cannot cancel it</summary>
        <p className="hint">{right.why}.</p>
      </details>
    );
  }
  const action: Action = {
    title: "Cancel the proposal",
    work: async (signer) => {
      await cancel(network, signer, proposal);
      return "It is cancelled, for good.";
    },
  };
  return (
    <div className="choice">
      <p>You can stop it for good, {right.right}.</p>
      <ActionButton action={action} kind="danger">
        Cancel it
      </ActionButton>
    </div>
  );
}
