import type { HistoricProposal } from "@polity/sdk/governor/history";
import { Amount, SideBadge, SIDES, VOTES } from "../../ui";

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
export function BallotVotes({ votes }: { votes: Votes }) {
  return (
    <span className="choices">
      {cast(votes).map((side) => (
        <Amount key={side} value={votes[side]} unit={VOTES} />
      ))}
    </span>
  );
}
