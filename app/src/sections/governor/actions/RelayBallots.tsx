import { parseBallots, type SignedBallot } from "@polity/sdk/governor/ballots";
import type { ProposalRecord } from "@polity/sdk/governor/proposals";
import { checkBallots, relayBallots } from "@polity/sdk/governor/relay";
import { useChain } from "../../../data/chain";
import { useSite } from "../../../data/network";
import { Address, Card, Loaded, Table } from "../../../ui";
import { useActions } from "../../../actions/context";
import { FileInput } from "../../../actions/SignedFile";

/** Hands in ballots on a proposal that their voters have signed. */
export function RelayBallots({ proposal }: { proposal: ProposalRecord }) {
  const id = proposal.id.toString();
  return (
    <details>
      <summary>Hand in signed ballots</summary>
      <BallotsFile wanted={({ proposalId }) => proposalId === id} />
    </details>
  );
}

/** The same for any proposals, as a tool of its own. */
export function RelayAnyBallots() {
  return (
    <Card title="Hand in signed ballots">
      <BallotsFile />
    </Card>
  );
}

function BallotsFile({ wanted = () => true }: { wanted?: (ballot: SignedBallot) => boolean }) {
  return (
    <FileInput
      label="Signed ballots"
      hint="Drop a file here, choose it, or paste its text. You pay the gas, and need no votes."
      read={parseBallots}
    >
      {(ballots, clear) => <Checked ballots={ballots.filter(wanted)} all={ballots.length} onDone={clear} />}
    </FileInput>
  );
}

function Checked({ ballots, all, onDone }: { ballots: SignedBallot[]; all: number; onDone: () => void }) {
  const { network } = useSite();
  const { run } = useActions();
  const key = ballots.map(({ signature }) => signature.slice(2, 20)).join();
  const query = useChain(["ballots", key], ({ governor }) => checkBallots(governor, ballots));
  return (
    <Loaded query={query}>
      {({ good, rejected }) => (
        <>
          <p>
            {good.length} of {all} can be handed in here
            {all > ballots.length && `; ${all - ballots.length} are for other proposals`}.
          </p>
          {rejected.length > 0 && (
            <Table
              caption="Ballots that would not count"
              rows={rejected}
              rowKey={({ ballot }) => ballot.signature}
              empty=""
              columns={[
                { name: "Voter", cell: ({ ballot }) => <Address address={ballot.voter} /> },
                { name: "Would not count", cell: ({ reason }) => reason },
              ]}
            />
          )}
          <p className="buttons">
            <button
              type="button"
              className="primary"
              disabled={good.length === 0}
              onClick={() =>
                run({
                  title: "Hand in ballots",
                  work: async (signer) => {
                    const { counted } = await relayBallots(network.governor, signer, { ballots: good });
                    return counted.length === 1
                      ? "One ballot counts now."
                      : `${counted.length} ballots count now.`;
                  },
                  onDone,
                })
              }
            >
              Hand in {good.length === 1 ? "the ballot" : `${good.length} ballots`}
            </button>
          </p>
        </>
      )}
    </Loaded>
  );
}
