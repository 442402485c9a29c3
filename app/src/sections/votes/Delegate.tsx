import { getAddress, isAddress } from "ethers";
import { Link, useParams } from "wouter";

import { addressKey, addressOf } from "@polity/sdk/core/address";
import { delegates } from "@polity/sdk/governor/figures/delegates";
import { proposalsOf } from "@polity/sdk/governor/figures/outcome";
import { delegationsOf } from "@polity/sdk/votes/figures/power";
import { formatPercent } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import type { Past } from "../../data/history";
import { useName } from "../../data/names";
import { hrefOf, nameOf } from "../governor/proposals";
import { Address, Amount, Card, Empty, Page, shortAddress, Stat, Stats, Table, Time, VOTES } from "../../ui";
import { BallotSides, BallotVotes } from "../governor/BallotSides";
import { DelegateLink } from "./DelegateLink";
import { DelegateTo } from "./DelegateTo";
import { StatementCard } from "./StatementCard";
import { WithHistory } from "../../parts/WithHistory";

/** One account's power and record, named by its address in the route. */
export function Delegate() {
  const { address } = useParams<{ address: string }>();
  if (!isAddress(address)) {
    return (
      <Page title="No such account">
        <Empty>The route does not hold a valid address.</Empty>
      </Page>
    );
  }
  return <Known address={getAddress(address)} />;
}

function Known({ address }: { address: string }) {
  const { name } = useName(address);
  return (
    <Page
      title={name ?? shortAddress(address)}
      before={
        <p className="small">
          <Link href="/delegates">Delegates</Link>
        </p>
      }
      lead={<Address address={address} full />}
    >
      <DelegateTo address={address} />
      <StatementCard address={address} />
      <WithHistory rows={10}>{(past) => <Record address={address} past={past} />}</WithHistory>
    </Page>
  );
}

function Record({ address, past: { history, source } }: { address: string; past: Past }) {
  const own = addressKey(address);
  const record = delegates(history, source).records.find(({ key }) => key === own);
  const given = delegationsOf(history, source).filter(({ from, to }) => to === own && from !== own);
  const ballots = proposalsOf(history)
    .flatMap((proposal) =>
      proposal.ballots.filter(({ voter }) => voter === address).map((ballot) => ({ proposal, ballot })),
    )
    .reverse();
  return (
    <>
      <Stats>
        <Stat
          label="Votes"
          note={record?.shareBps === undefined ? undefined : `${formatPercent(record.shareBps)} of all`}
        >
          <Amount value={record?.votes ?? 0n} unit={VOTES} />
        </Stat>
        <Stat label="Of its own" note="whoever they are delegated to">
          <Amount value={record?.own ?? 0n} unit={VOTES} />
        </Stat>
        <Stat label="Delegators">{given.length}</Stat>
        <Stat label="Took part" note={`${record?.voted ?? 0} proposals`}>
          {record?.votedBps === undefined ? "–" : formatPercent(record.votedBps)}
        </Stat>
      </Stats>
      <Card title="How it voted">
        <Table
          caption="Ballots, the newest first"
          rows={ballots}
          rowKey={({ proposal, ballot }) =>
            `${proposal.id} ${ballot.transaction} ${ballots.findIndex((one) => one.ballot === ballot)}`
          }
          empty="It has not voted yet."
          columns={[
            {
              name: "Proposal",
              cell: ({ proposal, ballot: { reason } }) => (
                <>
                  <Link href={hrefOf(proposal)}>{visible(nameOf(proposal))}</Link>
                  {reason && <q className="reason">{visible(reason)}</q>}
                </>
              ),
            },
            {
              name: "Choice",
              cell: ({ ballot: { votes } }) => <BallotSides votes={votes} />,
            },
            {
              name: "Votes",
              numeric: true,
              cell: ({ proposal, ballot: { votes } }) => (
                <BallotVotes votes={votes} electorate={proposal.electorate} />
              ),
            },
            {
              name: "When",
              by: ({ ballot }) => ballot.time,
              cell: ({ ballot }) => <Time at={ballot.time} show="date" />,
            },
          ]}
        />
      </Card>
      <Card title="Who delegates to it">
        <Table
          caption="Delegators, the heaviest first"
          rows={given}
          rowKey={({ from }) => from}
          page={20}
          empty="Nobody else delegates to it."
          columns={[
            { name: "Account", cell: ({ from }) => <DelegateLink address={addressOf(from)} /> },
            {
              name: "Votes",
              numeric: true,
              by: ({ votes }) => votes,
              cell: ({ votes }) => <Amount value={votes} unit={VOTES} />,
            },
          ]}
        />
      </Card>
    </>
  );
}
