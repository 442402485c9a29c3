import { formatPercent } from "@polity/sdk/format";
import type { Outcome as Votes } from "@polity/sdk/governor/proposals";
import { readWeight } from "@polity/sdk/governor/counting";
import type { ProposalView } from "@polity/sdk/governor/timeline";
import type { LiveProposal } from "../proposals";
import { SourceWords } from "../SourceWords";
import { useChain } from "../../../data/chain";
import { useWallet } from "../../../wallet";
import { Address, Amount, Card, isOfShares, Progress, Tally, VOTES, Weight } from "../../../ui";
import type { ProposalFacts } from "./facts";

/** The votes against what the type demands. */
export function Outcome({ proposal: { view }, facts: { outcome } }: Props) {
  const { votes, quorum, state } = view;
  const { cast, electorate, turnoutBps, counting, voters } = outcome;
  if (state === "Pending") {
    return (
      <Card title="Votes">
        <p className="quiet">
          The community reviews the proposal; nobody votes yet.{" "}
          {counting.vetoBps
            ? `It will pass unless ${formatPercent(counting.vetoBps)} of the votes are against it.`
            : `It will need ${formatPercent(outcome.neededBps)} approval and its quorum.`}
        </p>
      </Card>
    );
  }
  return (
    <Card title="Votes">
      <Tally votes={votes} quorum={quorum} electorate={electorate} />
      {counting.vetoBps ? <Veto view={view} outcome={outcome} /> : <Ordinary view={view} outcome={outcome} />}
      {counting.minVoters !== undefined && voters !== undefined && (
        <Progress
          label="Voters"
          value={BigInt(voters)}
          of={BigInt(Math.max(voters, counting.minVoters))}
          mark={BigInt(counting.minVoters)}
          tone={voters < counting.minVoters ? "bad" : "good"}
          told={`${voters} of the ${counting.minVoters} accounts that must vote`}
        />
      )}
      {counting.voteSource !== undefined && (
        <p className="quiet small">
          The votes are those of <Address address={counting.voteSource} />
          <SourceWords source={counting.voteSource} />, which counts them for this type.
        </p>
      )}
      <YourWeight view={view} electorate={electorate} />
      {electorate !== undefined && turnoutBps !== undefined && (
        <p className="quiet small">
          Of all votes that can be cast, {formatPercent(turnoutBps)} took part
          <OfAll cast={cast} electorate={electorate} />.
        </p>
      )}
    </Card>
  );
}

/** What the reader's account could cast on this proposal, by whatever counts its votes. */
function YourWeight({ view, electorate }: { view: ProposalView; electorate: bigint | undefined }) {
  const { account } = useWallet();
  const query = useChain(
    ["weight", String(view.id), account ?? ""],
    async ({ governor }) => readWeight(governor, view, account!, Number(await governor.clock())),
    { enabled: account !== undefined },
  );
  if (account === undefined || query.data === undefined) return null;
  return (
    <p className="quiet small">
      Your weight here: <Weight value={query.data} of={electorate} />.
    </p>
  );
}

/** How many votes that is, unless they are shares. */
const OfAll = ({ cast, electorate }: { cast: bigint; electorate: bigint }) =>
  isOfShares(electorate) ? null : (
    <>
      : <Amount value={cast} unit={VOTES} places={0} /> of{" "}
      <Amount value={electorate} unit={VOTES} places={0} />
    </>
  );

/** Approval and quorum. */
function Ordinary({ view: { quorum }, outcome }: Standing) {
  const { electorate, towardsQuorum, approvalBps, neededBps, approved, quorumReached } = outcome;
  return (
    <>
      <Progress
        label="Approval"
        value={BigInt(approvalBps ?? 0)}
        of={10_000n}
        mark={BigInt(neededBps)}
        tone={approved ? (quorumReached ? "good" : "plain") : "bad"}
        told={
          <>
            {approvalBps === undefined ? "nobody took a side" : `${formatPercent(approvalBps)} are for it`};{" "}
            {formatPercent(neededBps)} are needed
          </>
        }
      />
      <Progress
        label="Quorum"
        value={towardsQuorum}
        of={electorate !== undefined && electorate > (quorum ?? 0n) ? electorate : (quorum ?? towardsQuorum)}
        {...(quorum !== undefined && { mark: quorum })}
        tone={quorumReached ? "good" : "bad"}
        told={
          quorum === undefined ? (
            "nobody knows how many votes are needed"
          ) : (
            <>
              {quorumReached ? "reached" : "not reached"}:{" "}
              <Weight value={towardsQuorum} of={electorate} places={0} />; it takes{" "}
              <Weight value={quorum} of={electorate} places={0} />
            </>
          )
        }
      />
    </>
  );
}

/** The votes against what passes without any, beside those that stop it. */
function Veto({ view: { votes, quorum = 0n }, outcome: { approved, electorate } }: Standing) {
  return (
    <Progress
      label="Veto"
      value={votes.against}
      of={votes.against > quorum ? votes.against : quorum}
      mark={quorum}
      tone={approved ? "plain" : "bad"}
      told={
        <>
          it passes unless <Weight value={quorum} of={electorate} places={0} /> are against it
        </>
      }
    />
  );
}

interface Standing {
  view: ProposalView;
  outcome: Votes;
}

interface Props {
  proposal: LiveProposal;
  facts: ProposalFacts;
}
