import type { HistoricProposal } from "@polity/sdk/governor/history";
import { SideBadge, SIDES, Weight } from "../../ui";

type Votes = HistoricProposal["votes"];

const cast = (votes: Votes) => SIDES.filter((side) => votes[side] > 0n);

/** The sides that a ballot took. */
export function BallotSides({ votes }: { votes: Votes }) {
  return (
    <span className="choices">
      {cast(votes).map((side) => (
        <SideBadge key={side} side={side} />
      ))}
    </span>
  );
}

/** The votes that it gave to each of them. */
export function BallotVotes({ votes, electorate }: { votes: Votes; electorate: bigint | undefined }) {
  return (
    <span className="choices">
      {cast(votes).map((side) => (
        <Weight key={side} value={votes[side]} of={electorate} />
      ))}
    </span>
  );
}
