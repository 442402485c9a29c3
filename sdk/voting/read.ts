import { ZeroAddress } from "ethers";

import type { Ballots } from "../../typechain-types/contracts/voting/Ballots";
import { PolityError } from "../errors";
import { getBlock } from "../provider";

/** How votes are given, as the contract numbers it. */
export const BALLOT_KINDS = ["approval", "split"] as const;
export type BallotKind = (typeof BALLOT_KINDS)[number];

/** `waiting` is a ballot without nominations before it opens. */
export type BallotPhase = "nominating" | "waiting" | "open" | "closed";

export interface BallotOption {
  option: number;
  /** Who stands as it; absent for one that was there from the start. */
  nominee?: string;
  /** In the source's units. */
  votes: bigint;
}

/** A ballot as it is now. Times in seconds, votes in the source's units. */
export interface BallotView {
  id: bigint;
  opener: string;
  /** Whose votes count. */
  source: string;
  kind: BallotKind;
  /** The second whose votes count. */
  snapshot: number;
  opens: number;
  closes: number;
  /** The share of all votes that it takes to stand, in basis points; 0 where nobody stands. */
  nomineeBps: number;
  /** How many options win at the most. */
  winners: number;
  quorum: bigint;
  subject: string;
  turnout: bigint;
  options: BallotOption[];
  phase: BallotPhase;
  /** The options that have won, most votes first, once it is closed. */
  won?: number[];
}

/** Reads a ballot as of a block. @throws PolityError when there is none of this number. */
export async function readBallot(
  ballots: Ballots,
  id: bigint,
  blockTag: number | "latest" = "latest",
): Promise<BallotView> {
  const block = await getBlock(ballots.runner!.provider!, blockTag);
  const count = await ballots.ballotCount({ blockTag: block.number });
  if (id < 1n || id > count) {
    throw new PolityError(`there is no ballot ${id}`, {
      hint: count === 0n ? "none was opened yet" : `ballot list shows the ${count} that there are`,
    });
  }
  return ballotAt(ballots, id, block);
}

/** Reads all ballots that were ever opened, as of one block, in the order of their numbers. */
export async function readBallots(
  ballots: Ballots,
  blockTag: number | "latest" = "latest",
): Promise<BallotView[]> {
  const block = await getBlock(ballots.runner!.provider!, blockTag);
  const count = Number(await ballots.ballotCount({ blockTag: block.number }));
  return Promise.all(Array.from({ length: count }, (_, i) => ballotAt(ballots, BigInt(i + 1), block)));
}

async function ballotAt(
  ballots: Ballots,
  id: bigint,
  { number, timestamp }: { number: number; timestamp: number },
): Promise<BallotView> {
  const at = { blockTag: number };
  const [{ terms, opener, snapshot, turnout }, tallies] = await Promise.all([
    ballots.ballotOf(id, at),
    ballots.talliesOf(id, at),
  ]);
  const { source, subject, quorum } = terms;
  const [opens, closes, nomineeBps] = [terms.opens, terms.closes, terms.nomineeBps].map(Number) as [
    number,
    number,
    number,
  ];
  const [nominees, won] = await Promise.all([
    nomineeBps === 0 ? [] : Promise.all(tallies.map((_, option) => ballots.nomineeOf(id, option, at))),
    timestamp < closes ? undefined : ballots.winnersOf(id, at),
  ]);
  const phase =
    timestamp >= closes ? "closed" : timestamp >= opens ? "open" : nomineeBps > 0 ? "nominating" : "waiting";
  return {
    ...{ id, opener, source, snapshot: Number(snapshot), opens, closes, nomineeBps },
    ...{ kind: BALLOT_KINDS[Number(terms.kind)]!, winners: Number(terms.winners) },
    ...{ quorum, subject, turnout, phase },
    options: tallies.map((votes, option) => {
      const nominee = nominees[option] ?? ZeroAddress;
      return { option, votes, ...(nominee !== ZeroAddress && { nominee }) };
    }),
    ...(won && { won: won.map(Number) }),
  };
}
