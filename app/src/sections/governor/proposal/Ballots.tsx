import type { HistoricBallot } from "@polity/sdk/governor/history";
import { visible } from "@polity/sdk/nep/text";
import type { LiveProposal } from "../proposals";
import { Card, Table, Time } from "../../../ui";
import { BallotSides, BallotVotes } from "../BallotSides";
import { DelegateLink } from "../../votes/DelegateLink";
import { WithHistory } from "../../../parts/WithHistory";

/** Who voted, how, with what weight, and why. */
export function Ballots({ proposal: { record, view } }: { proposal: LiveProposal }) {
  if (view.state === "Pending") return null;
  return (
    <Card title="Who voted, and why">
      <WithHistory rows={5}>
        {({ history }) => {
          const past = history.governor.proposals.get(record.id);
          return <BallotTable ballots={past?.ballots ?? []} electorate={past?.electorate} />;
        }}
      </WithHistory>
    </Card>
  );
}

const weightOf = ({ votes }: HistoricBallot) => votes.for + votes.against + votes.abstain;

interface BallotTableProps {
  ballots: readonly HistoricBallot[];
  electorate: bigint | undefined;
}

function BallotTable({ ballots, electorate }: BallotTableProps) {
  const heaviest = [...ballots].sort((a, b) => (weightOf(a) < weightOf(b) ? 1 : -1));
  return (
    <Table
      caption="Ballots, the heaviest first"
      rows={heaviest}
      rowKey={(ballot) => `${ballot.transaction} ${ballot.voter} ${ballots.indexOf(ballot)}`}
      page={20}
      empty="Nobody has voted yet."
      columns={[
        {
          name: "Voter",
          cell: ({ voter, reason }) => (
            <>
              <DelegateLink address={voter} />
              {reason && <q className="reason">{visible(reason)}</q>}
            </>
          ),
        },
        {
          name: "Choice",
          by: ({ votes }) => votes.for - votes.against,
          cell: ({ votes }) => <BallotSides votes={votes} />,
        },
        {
          name: "Votes",
          numeric: true,
          by: weightOf,
          cell: ({ votes }) => <BallotVotes votes={votes} electorate={electorate} />,
        },
        { name: "When", by: ({ time }) => time, cell: ({ time }) => <Time at={time} show="date" /> },
      ]}
    />
  );
}
