import type { Ballots } from "../../typechain-types/contracts/voting/Ballots";
import { PolityError } from "../errors";
import { BPS, formatDuration, formatPercent, formatTimestamp } from "../format";
import type { Network } from "../network";
import { readElectorate } from "../votes";
import { COUNCIL_SUBJECT } from "./about";
import { formatVotes } from "./ballot";
import { countsFormerVotes } from "./own";
import { readBallot, readBallots, type BallotView } from "./read";
import type { Elections } from "./wanted";

/** A council as an election decided it. */
export interface Elected {
  ballot: BallotView;
  /** Addresses of the winners, most votes first. */
  winners: string[];
}

/** What elections are read from. Where `block` is known, those before a move to another escrow are known, too. */
export type Electing = Pick<Network, "votes" | "block"> & { ballots: Ballots };

/**
 * Why a ballot is no election of this network's council, in sentences; none where it is. That it is over and has winners is
 * not asked.
 */
export async function electionProblems(
  ballot: BallotView,
  wanted: Elections,
  { ballots, votes, block }: Electing,
): Promise<string[]> {
  const own = await votes.getAddress();
  const { source, subject, kind, options, nomineeBps, winners, quorum, snapshot, opens, closes } = ballot;
  const problems = [
    ...(subject === COUNCIL_SUBJECT ? [] : ["it is not about the council"]),
    ...(kind === "approval" ? [] : ["its votes are split, not given to everybody whom a voter approves"]),
    ...(options.every(({ nominee }) => nominee !== undefined) ? [] : ["it has options that are no people"]),
    ...(nomineeBps === wanted.nomineeBps
      ? []
      : [
          `whoever stands needs ${formatPercent(nomineeBps)} of the votes, and not ${formatPercent(wanted.nomineeBps)}`,
        ]),
    ...(winners === wanted.seats ? [] : [`it has ${winners} seats, and not ${wanted.seats}`]),
    ...(opens - snapshot >= wanted.nominating
      ? []
      : [`nominations were taken for less than ${formatDuration(wanted.nominating)}`]),
    ...(closes - opens >= wanted.voting
      ? []
      : [`votes were taken for less than ${formatDuration(wanted.voting)}`]),
  ];
  // The events are asked last: only of a ballot that would be an election of the network that it was before a move.
  const isOwn =
    source === own ||
    (problems.length === 0 && block !== undefined && (await countsFormerVotes(ballots, ballot, block)));
  // A stranger's source could answer anything.
  if (!isOwn) return [...problems, `it counts the votes of ${source}, not the network's own`];
  const counted = votes.attach(source) as Network["votes"];
  const least = await leastTurnout({ votes: counted }, snapshot, wanted);
  return quorum >= least ? problems : [...problems, `its quorum is below ${formatVotes(least)}`];
}

/** The votes that have to take part in an election whose votes are those of `time`, in base units. */
export async function leastTurnout(
  { votes }: Pick<Network, "votes">,
  time: number,
  { quorumBps }: Pick<Elections, "quorumBps">,
): Promise<bigint> {
  return ((await readElectorate({ votes }, time)) * BigInt(quorumBps)) / BigInt(BPS);
}

/** Whom a ballot has elected, if it is closed and enough won for them to sign. */
export function electedIn(
  ballot: BallotView,
  { threshold }: Pick<Elections, "threshold">,
): Elected | undefined {
  const winners = (ballot.won ?? []).flatMap((option) => ballot.options[option]?.nominee ?? []);
  return winners.length >= threshold ? { ballot, winners } : undefined;
}

/** Every election of a network that has decided somebody, the newest first. */
export async function readElections(
  network: Electing,
  wanted: Elections,
  blockTag: number | "latest" = "latest",
): Promise<Elected[]> {
  const all = (await readBallots(network.ballots, blockTag)).filter(
    ({ subject }) => subject === COUNCIL_SUBJECT,
  );
  const found = await Promise.all(
    all.map(async (ballot) => {
      const elected = electedIn(ballot, wanted);
      if (!elected) return [];
      return (await electionProblems(ballot, wanted, network)).length > 0 ? [] : [elected];
    }),
  );
  return found.flat().reverse();
}

/** Whether the same people are in two lists. */
export const samePeople = (one: readonly string[], other: readonly string[]): boolean =>
  [...one].sort().join() === [...other].sort().join();

/**
 * Whom a ballot has elected into the council.
 * @throws PolityError with every reason why it is no election that a vote could carry out: another one of this network, one
 * that is not over, or that has too few winners; and for one that is not the newest.
 */
export async function electionOf(network: Electing, wanted: Elections, id: bigint): Promise<Elected> {
  const ballot = await readBallot(network.ballots, id);
  const problems = await electionProblems(ballot, wanted, network);
  if (problems.length > 0) {
    throw new PolityError(`ballot ${id} is no election of the council: ${problems.join("; ")}`, {
      hint: "open one with ballot open --election, which has the terms that the network has agreed on",
    });
  }
  const { phase, closes, turnout, quorum, won = [] } = ballot;
  if (phase !== "closed") {
    throw new PolityError(`ballot ${id} has no result before ${formatTimestamp(closes)}`, {
      hint: "wait until it closes",
    });
  }
  const elected = electedIn(ballot, wanted);
  if (!elected) {
    const why =
      turnout < quorum
        ? `${formatVotes(turnout)} took part, and ${formatVotes(quorum)} had to`
        : `${won.length} won, and ${wanted.threshold} have to sign`;
    throw new PolityError(`ballot ${id} has elected nobody: ${why}`, { hint: "hold another election" });
  }
  const [newest] = await readElections(network, wanted);
  if (newest && newest.ballot.id > id) {
    throw new PolityError(`ballot ${newest.ballot.id} is a newer election than ballot ${id}`, {
      hint: `carry out ballot ${newest.ballot.id}`,
    });
  }
  return elected;
}
