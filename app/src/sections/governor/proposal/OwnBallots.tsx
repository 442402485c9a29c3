import type { HistoricBallot } from "@polity/sdk/governor/history";
import { SIDES, weightWords } from "../../../ui";
import { useWallet } from "../../../wallet";
import type { LiveProposal } from "../proposals";
import { usePastOf } from "./past";

/** How the owner of the wallet has voted, once the history is read. */
export function OwnBallots({ proposal }: { proposal: LiveProposal }) {
  const { account } = useWallet();
  const past = usePastOf(proposal);
  const ballots = past?.ballots.filter(({ voter }) => voter === account) ?? [];
  const words = ballotsWords(ballots, past?.electorate);
  return words === undefined ? null : <p className="notice good">{words}</p>;
}

const VERBS = { for: "voted for", against: "voted against", abstain: "abstained" } as const;

/** "You voted for, with 1,200 votes." Ballots in parts are added up. */
export function ballotsWords(
  ballots: readonly Pick<HistoricBallot, "votes">[],
  electorate?: bigint,
): string | undefined {
  const sums = SIDES.map(
    (side) => [side, ballots.reduce((sum, { votes }) => sum + votes[side], 0n)] as const,
  );
  const cast = sums.filter(([, votes]) => votes > 0n);
  if (cast.length === 0) return undefined;
  const comma = cast.length === 1 ? "," : "";
  const parts = cast.map(([side, votes]) => {
    return `${VERBS[side]}${comma} with ${weightWords(votes, electorate)}`;
  });
  return `You ${parts.join(", and ")}.`;
}
