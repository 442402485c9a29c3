import { Link } from "wouter";
import { ZeroAddress } from "ethers";

import { participation } from "../../../../sdk/analytics/participation";
import type { Network } from "../../../../sdk/deployment";
import { formatPercent } from "../../../../sdk/format";
import { readElectorate } from "../../../../sdk/votes";
import { activityOf } from "../../data/activity";
import { useChain } from "../../data/chain";
import { useHistory } from "../../data/history";
import { useSite } from "../../data/network";
import { isLive, useProposals, type LiveProposal } from "../../sections/governor/proposals";
import { useTokenUnit } from "../../data/units";
import {
  Amount,
  Card,
  countWords,
  Empty,
  Loaded,
  Page,
  shareWords,
  Stat,
  Stats,
  Time,
  VOTES,
} from "../../ui";
import { useNow } from "../../data/clock";
import { ActivityList } from "./ActivityList";
import { WithHistory } from "../../parts/WithHistory";
import { ProposalList } from "../../sections/governor/Proposals";

interface Glance {
  version: string;
  since: number;
  supply: bigint;
  locked?: bigint;
  votes: bigint;
  treasury?: bigint;
  guardian?: { account: string; until: number };
  council?: { members: number; threshold: number };
}

async function readGlance(network: Network): Promise<Glance> {
  const { registry, token, escrow, treasury, governor, council } = network;
  const head = (await governor.runner!.provider!.getBlock("latest"))!;
  const at = { blockTag: head.number };
  const [semver, [, version], supply, locked, power, money, guardian, owners, threshold] = await Promise.all([
    registry.semver(at),
    registry.currentVersion(at),
    token.totalSupply(at),
    escrow && token.balanceOf(escrow, at),
    readElectorate(network, head.timestamp - 1, head.number),
    treasury && token.balanceOf(treasury, at),
    governor.guardian(at),
    council?.getOwners(at),
    council?.getThreshold(at),
  ]);
  return {
    ...{ version: semver, since: Number(version.activatedAt), supply, votes: power },
    ...(locked !== undefined && { locked }),
    ...(money !== undefined && { treasury: money }),
    ...(guardian.account !== ZeroAddress && {
      guardian: { account: guardian.account, until: Number(guardian.until) },
    }),
    ...(owners && { council: { members: owners.length, threshold: Number(threshold) } }),
  };
}

/** The network at a glance. The figures need no events: they are there even while, or where, none can be read. */
export function Overview() {
  const { deployment } = useSite();
  const glance = useChain(["glance"], readGlance);
  const proposals = useProposals();
  return (
    <Page title={deployment.name}>
      <Loaded query={glance} rows={4}>
        {(glance) => <Figures glance={glance} />}
      </Loaded>
      <Card
        title="Open proposals"
        aside={<Link href="/proposals">All proposals{proposals.data && ` (${proposals.data.length})`}</Link>}
      >
        <Loaded query={proposals} rows={6}>
          {(proposals) => <Open proposals={proposals.filter(isLive)} />}
        </Loaded>
      </Card>
      <Card title="Lately">
        <WithHistory rows={8}>
          {({ history }) => <ActivityList activity={activityOf(history, 12)} />}
        </WithHistory>
      </Card>
    </Page>
  );
}

function Open({ proposals }: { proposals: LiveProposal[] }) {
  return proposals.length > 0 ? (
    <ProposalList proposals={proposals} />
  ) : (
    <Empty>Nothing is open. The last decisions are among all proposals.</Empty>
  );
}

function Figures({ glance }: { glance: Glance }) {
  const unit = useTokenUnit();
  const { version, since, supply, locked, votes, treasury } = glance;
  return (
    <Stats>
      <Stat
        label="Version"
        note={
          <>
            since <Time at={since} show="date" />
          </>
        }
      >
        <Link href="/protocol">{version}</Link>
      </Stat>
      <Stat
        label="Votes that can be cast"
        note={
          locked === undefined ? (
            <>
              of <Amount value={supply} unit={unit} places={0} />
            </>
          ) : (
            <>
              {shareWords(locked, supply)} of <Amount value={supply} unit={unit} places={0} /> are locked
            </>
          )
        }
      >
        <Amount value={votes} unit={VOTES} places={0} />
      </Stat>
      <Turnout />
      {treasury !== undefined && (
        <Stat label="Treasury" note={<Link href="/treasury">budgets and ledger</Link>}>
          <Amount value={treasury} unit={unit} places={0} />
        </Stat>
      )}
      <Mandate glance={glance} />
    </Stats>
  );
}

/** Participation in all votes that are over, as the analytics and the report say it. */
function Turnout() {
  const { data: past, error } = useHistory();
  if (!past) {
    return (
      <Stat label="Participation" note={error ? "the history cannot be read" : "reading the history"}>
        …
      </Stat>
    );
  }
  const { proposals, turnoutBps } = participation(past.history, past.source);
  return (
    <Stat
      label="Participation"
      note={
        proposals.length > 0
          ? `of all that could be cast, in ${countWords(proposals.length, "decision")}`
          : "nothing is decided yet"
      }
    >
      {turnoutBps === undefined ? "–" : formatPercent(turnoutBps)}
    </Stat>
  );
}

function Mandate({ glance: { guardian, council } }: { glance: Glance }) {
  const now = useNow(60);
  const inOffice = guardian !== undefined && guardian.until >= now;
  const seats = council && `Council, ${council.threshold} of ${council.members}`;
  return (
    <Stat
      label="Guardian"
      note={
        inOffice ? (
          <>
            until <Time at={guardian.until} show="date" />
          </>
        ) : (
          (seats ?? "no council")
        )
      }
    >
      <Link href="/council">{inOffice ? (seats ?? "in office") : "nobody"}</Link>
    </Stat>
  );
}
