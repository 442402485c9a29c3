import type { Signer, TransactionReceipt } from "ethers";

import type { JurorCourt } from "../../typechain-types/contracts/court/JurorCourt";
import { PolityError } from "../errors";
import { eventOf, send } from "../transaction";
import { readCase, seatsOf, type CaseView, type SeatView } from "./cases";
import { commitmentOf, deriveSalt, randomSalt, type KeptSalt, type SeatPlace } from "./salt";

/** Where salts are kept that no signature finds again. */
export interface SaltKeeper {
  /** The salt that was kept for a seat, if any. */
  find: (place: SeatPlace) => string | undefined | Promise<string | undefined>;
  /** Keeps new salts. It is called before any vote is sent; where it fails, nothing is sent. */
  keep: (salts: readonly KeptSalt[]) => void | Promise<void>;
}

export interface CommitParameters {
  caseId: bigint;
  /** 0 leaves everything as it was. */
  choice: bigint;
  /** One of the signer's seats; default all of them. */
  seat?: number;
  salts?: SaltKeeper;
}

export interface VotedSeat {
  seat: number;
  /** Whether the salt is in the keeper, and cannot be found again by a signature. */
  kept: boolean;
  receipt: TransactionReceipt;
}

/**
 * Votes in secret for seats of the signer, in place of an earlier vote.
 * @throws PolityError when the signer has no such seat, the choice is none of the case's, a salt would have to be kept and
 * there is no keeper, and as {@link send} does.
 */
export async function commitVote(
  court: JurorCourt,
  signer: Signer,
  { caseId, choice, seat, salts }: CommitParameters,
): Promise<VotedSeat[]> {
  const { account, view, seats, placeOf } = await benchOf(court, signer, { caseId, seat }, "committing");
  if (choice < 0n || choice > view.choices) {
    throw new PolityError(`${choice} is not among the ${view.choices} choices of case ${caseId}`, {
      hint: "choose one of them, or 0 to leave everything as it was",
    });
  }
  const voted: VotedSeat[] = [];
  for (const { place, salt, kept } of await saltsFor(signer, seats.map(placeOf), salts)) {
    const { seat } = place;
    const commitment = commitmentOf(place, account, choice, salt);
    const receipt = await send(signer, court.commit.populateTransaction(caseId, seat, commitment));
    voted.push({ seat, kept, receipt });
  }
  return voted;
}

/** The salts that votes hide behind: those that were kept, those that the wallet finds again, or new ones to keep. */
async function saltsFor(
  signer: Signer,
  places: readonly SeatPlace[],
  keeper: SaltKeeper | undefined,
): Promise<(KeptSalt & { kept: boolean })[]> {
  const salts: (KeptSalt & { kept: boolean })[] = [];
  const fresh: KeptSalt[] = [];
  for (const place of places) {
    const found = await keeper?.find(place);
    // A wallet that has signed differently once is not asked again.
    const derived = found === undefined && fresh.length === 0 ? await deriveSalt(signer, place) : undefined;
    const salt = found ?? derived ?? randomSalt();
    if (salt !== found && salt !== derived) fresh.push({ place, salt });
    salts.push({ place, salt, kept: derived === undefined });
  }
  if (fresh.length === 0) return salts;
  if (!keeper) {
    throw new PolityError("this wallet signs differently each time, so the vote's salt has to be kept", {
      hint: "say where, or vote with a wallet that has a key of its own",
    });
  }
  await keeper.keep(fresh);
  return salts;
}

export interface RevealedSeat {
  seat: number;
  choice: bigint;
  receipt: TransactionReceipt;
}

/**
 * Reveals the votes of the signer's seats. What was voted is found by the salt: nobody has to remember it.
 * @throws PolityError when the signer has no such seat, none of them has a vote to reveal, no choice fits the salt, and as
 * {@link send} does.
 */
export async function revealVote(
  court: JurorCourt,
  signer: Signer,
  { caseId, seat, salts }: Omit<CommitParameters, "choice">,
): Promise<RevealedSeat[]> {
  const { account, view, seats, placeOf } = await benchOf(court, signer, { caseId, seat }, "revealing");
  const secret = seats.filter(({ ballot }) => ballot === "committed");
  if (secret.length === 0) {
    throw new PolityError(`${account} has no vote to reveal in case ${caseId}`, {
      hint: "it is revealed, was shown too early, or was never made",
    });
  }
  const revealed: RevealedSeat[] = [];
  for (const each of secret) {
    const place = placeOf(each);
    const salt = (await salts?.find(place)) ?? (await deriveSalt(signer, place));
    const commitment = await commitmentAt(court, place);
    const choice = salt === undefined ? undefined : choiceOf(place, account, view, salt, commitment);
    if (choice === undefined) {
      throw new PolityError(`the salt of seat ${each.seat} in case ${caseId} is not here`, {
        hint: "give the file that was written when the vote was made, or use the wallet that made it",
      });
    }
    const call = court.reveal.populateTransaction(caseId, each.seat, choice, salt!);
    revealed.push({ seat: each.seat, choice, receipt: await send(signer, call) });
  }
  return revealed;
}

export interface Denounced {
  juror: string;
  choice: bigint;
  /** What the signer can withdraw for it, in base units. */
  reward: bigint;
  receipt: TransactionReceipt;
}

/**
 * Shows that a vote was known before votes are revealed: its juror loses the slice, half of it to the signer. What was voted
 * is found by the salt.
 * @throws PolityError when the seat has no secret vote or this is not its salt, and as {@link send} does.
 */
export async function denounceVote(
  court: JurorCourt,
  signer: Signer,
  { caseId, seat, salt }: { caseId: bigint; seat: number; salt: string },
): Promise<Denounced> {
  const view = await caseIn(court, caseId, "committing");
  const found = view.draws.at(-1)!.seats.find((each) => each.seat === seat);
  const place = (await placesOf(court, view))({ seat });
  const commitment = found?.ballot === "committed" ? await commitmentAt(court, place) : undefined;
  const choice = commitment === undefined ? undefined : choiceOf(place, found!.juror, view, salt, commitment);
  if (choice === undefined) {
    throw new PolityError(`seat ${seat} of case ${caseId} has no vote with this salt`, {
      hint: "a vote is shown to be known by the salt that hides it, before votes are revealed",
    });
  }
  const receipt = await send(signer, court.denounce.populateTransaction(caseId, seat, choice, salt));
  const { reward } = (await eventOf(court, receipt, "Denounced")) as unknown as { reward: bigint };
  return { juror: found!.juror, choice, reward, receipt };
}

const COMMITTED = 1n << 255n;

/** What was voted, if the vote hides behind this salt. */
function choiceOf(
  place: SeatPlace,
  juror: string,
  { choices }: CaseView,
  salt: string,
  commitment: bigint,
): bigint | undefined {
  for (let choice = 0n; choice <= choices; choice++)
    if ((BigInt(commitmentOf(place, juror, choice, salt)) | COMMITTED) === commitment) return choice;
  return undefined;
}

async function commitmentAt(court: JurorCourt, { caseId, draw, seat }: SeatPlace): Promise<bigint> {
  const [, , ballots] = await court.drawOf(caseId, draw);
  return ballots[seat]!;
}

/** The signer's seats on the present bench of a case that is in a phase. */
async function benchOf(
  court: JurorCourt,
  signer: Signer,
  { caseId, seat }: { caseId: bigint; seat: number | undefined },
  phase: "committing" | "revealing",
): Promise<{ account: string; view: CaseView; seats: SeatView[]; placeOf: (seat: SeatView) => SeatPlace }> {
  const [account, view] = await Promise.all([signer.getAddress(), caseIn(court, caseId, phase)]);
  const own = seatsOf(view, account);
  const seats = seat === undefined ? own : own.filter((each) => each.seat === seat);
  if (seats.length === 0) {
    throw new PolityError(`${account} is not on the bench of case ${caseId}`, {
      hint:
        own.length === 0
          ? "vote with an account that was drawn"
          : `its seats are ${own.map((each) => each.seat).join(", ")}`,
    });
  }
  return { account, view, seats, placeOf: await placesOf(court, view) };
}

/** A case that is in a phase. */
async function caseIn(
  court: JurorCourt,
  caseId: bigint,
  phase: "committing" | "revealing",
): Promise<CaseView> {
  const view = await readCase(court, caseId);
  if (view.phase === phase) return view;
  throw new PolityError(
    `case ${caseId} ${phase === "committing" ? "takes no votes now" : "has no votes to reveal now"}`,
    { hint: "show says what can be done with it now, and until when" },
  );
}

/** What a vote of a seat in the present draw of a case is bound to. */
async function placesOf(
  court: JurorCourt,
  { id, draws }: CaseView,
): Promise<(seat: Pick<SeatView, "seat">) => SeatPlace> {
  const [address, { chainId }] = await Promise.all([
    court.getAddress(),
    court.runner!.provider!.getNetwork(),
  ]);
  const place = { chainId, court: address, caseId: id, draw: BigInt(draws.length - 1) };
  return ({ seat }) => ({ ...place, seat });
}
