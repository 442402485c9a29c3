import type { Signer, TransactionReceipt } from "ethers";

import type { Ballots } from "../../typechain-types/contracts/voting/Ballots";
import { IERC5805__factory } from "../../typechain-types/factories/@openzeppelin/contracts/interfaces/IERC5805__factory";
import { BPS, DAY } from "../format";
import { eventOf, send } from "../transaction";
import { COUNCIL_SUBJECT, SATISFACTION, SATISFACTION_SUBJECT } from "./about";
import { BALLOT_KINDS, type BallotKind, type BallotView } from "./read";
import type { Elections } from "./wanted";

/** Terms of a ballot. Times in seconds, shares in basis points, votes in the source's units. */
export interface BallotTerms {
  /** Whose votes count. */
  source: string;
  kind: BallotKind;
  opens: number;
  closes: number;
  options: number;
  winners: number;
  nomineeBps: number;
  quorum: bigint;
  subject: string;
}

/** Blocks take time to come: what must last a while lasts this much longer, in seconds. */
const MARGIN = 3_600;

/** An election of the council. @param least The votes that have to take part. */
export const electionTerms = (
  { seats, nomineeBps, nominating, voting }: Elections,
  { source, now, least }: { source: string; now: number; least: bigint },
): BallotTerms => {
  const opens = now + nominating + MARGIN;
  return {
    ...{ source, kind: "approval", opens, closes: opens + voting, options: 0, winners: seats },
    // Those of a little later may be more.
    ...{ nomineeBps, quorum: least + least / 10n + 1n, subject: COUNCIL_SUBJECT },
  };
};

/** How long members are asked how satisfied they are. */
const ASKED_FOR = 14 * DAY;

/** The question how satisfied the members are. Votes go to one option, or are split: all count once. */
export const satisfactionTerms = (source: string, now: number): BallotTerms => ({
  ...{ source, kind: "split", opens: now + MARGIN, closes: now + MARGIN + ASKED_FOR, nomineeBps: 0 },
  ...{ options: SATISFACTION.length, winners: 1, quorum: 0n, subject: SATISFACTION_SUBJECT },
});

/** Opens a ballot. @throws PolityError as {@link send} does. */
export async function openBallot(
  ballots: Ballots,
  signer: Signer,
  { kind, ...terms }: BallotTerms,
  uri: string,
): Promise<{ id: bigint; receipt: TransactionReceipt }> {
  const encoded = { ...terms, kind: BALLOT_KINDS.indexOf(kind) };
  const receipt = await send(signer, ballots.open.populateTransaction(encoded, uri));
  const { id } = (await eventOf(ballots, receipt, "BallotOpened")) as unknown as { id: bigint };
  return { id, receipt };
}

/** Stands as an option of a ballot. @param uri Where the signer presents itself. @throws PolityError as {@link send} does. */
export async function nominate(
  ballots: Ballots,
  signer: Signer,
  id: bigint,
  uri: string,
): Promise<{ option: number; receipt: TransactionReceipt }> {
  const receipt = await send(signer, ballots.nominate.populateTransaction(id, uri));
  const { option } = (await eventOf(ballots, receipt, "Nominated")) as unknown as { option: bigint };
  return { option: Number(option), receipt };
}

/** What a voter chooses: options, with parts in basis points where votes are split. */
export type BallotChoice = ReadonlyMap<number, number | undefined>;

/** Votes with all votes of the signer, for good. @throws PolityError as {@link send} does. */
export async function castBallot(
  ballots: Ballots,
  signer: Signer,
  id: bigint,
  choice: BallotChoice,
): Promise<{ weight: bigint; receipt: TransactionReceipt }> {
  const chosen = [...choice].sort(([one], [other]) => one - other);
  const options = chosen.map(([option]) => option);
  const parts = chosen.flatMap(([, part]) => part ?? []);
  const receipt = await send(signer, ballots.cast.populateTransaction(id, options, parts));
  const { weight } = (await eventOf(ballots, receipt, "BallotCast")) as unknown as { weight: bigint };
  return { weight, receipt };
}

/** The votes that an account has in a ballot, whether or not it has cast them. */
export const ballotWeight = (
  ballots: Ballots,
  { source, snapshot }: Pick<BallotView, "source" | "snapshot">,
  account: string,
): Promise<bigint> => IERC5805__factory.connect(source, ballots.runner).getPastVotes(account, snapshot);

/** Parts of a whole that are as even as they can be, in basis points. */
export const evenParts = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(BPS / count) + (i < BPS % count ? 1 : 0));
