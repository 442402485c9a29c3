import type { Ballots } from "../../typechain-types/contracts/voting/Ballots";
import { findEvents } from "../events";

/** A ballot's opening, as its event has it. */
interface Opening {
  blockNumber: number;
  index: number;
}

const isBefore = (one: Opening, other: Opening): boolean =>
  one.blockNumber < other.blockNumber || (one.blockNumber === other.blockNumber && one.index < other.index);

/**
 * Tells which votes were the network's own as a ballot was opened, and are not any more: those that a vote has replaced by
 * others since, as a move to another escrow does. Votes that nobody has replaced are never former ones, whatever the
 * governor counts: ballots that a move has left behind elect nobody.
 * @param fromBlock The block of the ballots' contract, or an earlier one.
 */
export async function readFormerVotes(
  ballots: Ballots,
  fromBlock: number,
): Promise<(opened: Opening) => string | undefined> {
  const told = await findEvents(ballots, ballots.filters.VotesSet(), { fromBlock });
  return (opened) => {
    const then = told.filter((one) => isBefore(one, opened));
    return then.length < told.length ? then.at(-1)?.args.votes : undefined;
  };
}

/** Whether a ballot counts votes that were the network's own as it was opened, and that a move has replaced since. */
export async function countsFormerVotes(
  ballots: Ballots,
  { id, source }: { id: bigint; source: string },
  fromBlock: number,
): Promise<boolean> {
  const [formerOf, [opened]] = await Promise.all([
    readFormerVotes(ballots, fromBlock),
    findEvents(ballots, ballots.filters.BallotOpened(id), { fromBlock }),
  ]);
  return opened !== undefined && formerOf(opened) === source;
}
