import { ZeroAddress } from "ethers";

import { formatDate } from "@polity/sdk/format";
import type { Network } from "@polity/sdk/network";
import { readBallots } from "@polity/sdk/voting/read";
import { findBallotTexts, toldOf, type ToldBallot } from "@polity/sdk/voting/told";
import { dueAt } from "@polity/sdk/voting/wanted";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { Card, Empty, Loaded, Page } from "../../ui";
import { useWallet } from "../../wallet";
import { OneBallot } from "./OneBallot";
import { weightIn } from "./asks";

/** What the network asks: who shall be the council, what comes first, what people think. */
export function BallotsPage() {
  const { ballots } = useSite().network;
  return (
    <Page lead="What the network asks its members. A ballot decides nothing: a proposal does, or whoever reads it.">
      {ballots ? <All ballots={ballots} /> : <Empty>This network holds no ballots.</Empty>}
    </Page>
  );
}

/** A ballot, and what the reader's account can do in it. */
interface Asked {
  ballot: ToldBallot;
  /** Votes that the account can cast in it; 0 once it has. */
  votes: bigint;
}

function All({ ballots }: { ballots: NonNullable<Network["ballots"]> }) {
  const { account } = useWallet();
  const { deployment } = useSite();
  const query = useChain(["ballots", account ?? ""], async (network) => {
    const [views, uris, { account: guardian, until }] = await Promise.all([
      readBallots(ballots),
      findBallotTexts(ballots, { fromBlock: deployment.block }),
      network.governor.guardian(),
    ]);
    const read = views.map(async (view): Promise<Asked> => {
      const ballot = toldOf(view, uris);
      if (!account || view.phase !== "open" || (await ballots.hasCast(view.id, account)))
        return { ballot, votes: 0n };
      return { ballot, votes: await weightIn(ballots, view, account) };
    });
    return {
      all: (await Promise.all(read)).reverse(),
      mandate: guardian === ZeroAddress ? 0 : Number(until),
    };
  });
  return (
    <Loaded query={query} rows={6}>
      {({ all, mandate }) => (
        <>
          <NextElection mandate={mandate} />
          {all.length === 0 ? (
            <Card title="Ballots">
              <Empty>Nobody has opened a ballot yet.</Empty>
            </Card>
          ) : (
            all.map(({ ballot, votes }) => (
              <OneBallot key={ballot.id.toString()} ballots={ballots} ballot={ballot} votes={votes} />
            ))
          )}
        </>
      )}
    </Loaded>
  );
}

/** When the council is elected next; nothing in a network that elects none. */
function NextElection({ mandate }: { mandate: number }) {
  const { deployment } = useSite();
  const now = useNow();
  const elections = deployment.conventions?.elections;
  if (!elections) return null;
  const due = dueAt(mandate >= now ? mandate : 0, elections);
  return (
    <Card title="The next council">
      <p>
        {due <= now
          ? "An election is due: whoever has the votes opens its ballot."
          : `The next election is due on ${formatDate(due)}.`}{" "}
        <span className="quiet">
          {elections.seats} seats, of whom {elections.threshold} sign. A vote puts the winners into office,
          and the council in office cannot stop it.
        </span>
      </p>
    </Card>
  );
}
