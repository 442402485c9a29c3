import { formatPercent } from "@polity/sdk/format";
import type { LiveProposal } from "../proposals";
import { Amount, Card, Progress, Tally, VOTES } from "../../../ui";
import type { ProposalFacts } from "./facts";

/** The votes against what the type demands. */
export function Outcome({ proposal: { view }, facts: { outcome } }: Props) {
  const { votes, quorum, state } = view;
  const { cast, electorate, turnoutBps, towardsQuorum, approvalBps, neededBps, approved, quorumReached } =
    outcome;
  if (state === "Pending") {
    return (
      <Card title="Votes">
        <p className="quiet">
          The community reviews the proposal; nobody votes yet. It will need {formatPercent(neededBps)}{" "}
          approval and its quorum.
        </p>
      </Card>
    );
  }
  return (
    <Card title="Votes">
      <Tally votes={votes} quorum={quorum} />
      <Progress
        label="Approval"
        value={BigInt(approvalBps ?? 0)}
        of={10_000n}
        mark={BigInt(neededBps)}
        tone={approved ? (quorumReached ? "good" : "plain") : "bad"}
        told={
          <>
            {approvalBps === undefined ? "nobody took a side; " : `${formatPercent(approvalBps)} of `}
            {formatPercent(neededBps)} needed
          </>
        }
      />
      <Progress
        label="Quorum"
        value={towardsQuorum}
        of={electorate !== undefined && electorate > quorum ? electorate : quorum}
        mark={quorum}
        tone={quorumReached ? "good" : "bad"}
        told={
          <>
            {quorumReached ? "reached" : "not reached"}:{" "}
            <Amount value={towardsQuorum} unit={VOTES} places={0} /> of{" "}
            <Amount value={quorum} unit={VOTES} places={0} />
          </>
        }
      />
      {electorate !== undefined && turnoutBps !== undefined && (
        <p className="quiet small">
          {formatPercent(turnoutBps)} took part: <Amount value={cast} unit={VOTES} places={0} /> of the{" "}
          <Amount value={electorate} unit={VOTES} places={0} /> that can be cast.
        </p>
      )}
    </Card>
  );
}

interface Props {
  proposal: LiveProposal;
  facts: ProposalFacts;
}
