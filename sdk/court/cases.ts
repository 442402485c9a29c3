import { getAddress, toBeHex } from "ethers";

import type { JurorCourt } from "../../typechain-types/contracts/court/JurorCourt";
import { PolityError } from "../errors";

/** The phases of a case in the order in which the contract numbers them. */
export const CASE_PHASES = [
  ...(["none", "evidence", "sealing", "seating", "committing", "revealing", "tallying"] as const),
  ...(["appeal", "referral", "closing", "decided", "executed"] as const),
] as const;
export type CasePhase = (typeof CASE_PHASES)[number];

/** What a seat has voted: `open` nothing, `committed` in secret, `lost` was shown too early; or the choice. */
export type Ballot = "open" | "committed" | "lost" | bigint;

export interface SeatView {
  seat: number;
  juror: string;
  ballot: Ballot;
}

/** A draw of jurors: a bench of a case. */
export interface DrawView {
  size: number;
  settled: boolean;
  /** For those who rule as the case is ruled in the end, in wei. */
  fee: bigint;
  seats: SeatView[];
}

/** A case as of one block. Times in seconds, worth in base units of the governance token. */
export interface CaseView {
  id: bigint;
  arbitrable: string;
  phase: CasePhase;
  /** When the phase ends by itself, if it does. */
  until?: number;
  created: number;
  value: bigint;
  choices: bigint;
  /** The ruling as of now, and whether a bench has made it; 0 leaves everything as it was. */
  ruling: bigint;
  byBench: boolean;
  /** The block whose hash draws the jurors, once it is chosen. */
  target?: bigint;
  /** One for each draw; the last is the present one. */
  draws: DrawView[];
}

/** What an account has in the court. Tokens in base units, ether in wei, times in seconds. */
export interface JurorView {
  stake: bigint;
  /** What of the stake is at risk. */
  locked: bigint;
  /** What can be withdrawn, and from when on. */
  exit: bigint;
  exitTime: number;
  /** Fees, in wei. */
  credit: bigint;
}

const ADDRESS = (1n << 160n) - 1n;
const [COMMITTED, LOST] = [1n << 255n, 1n << 254n];

/** Reads all cases, from one block, in the order of their ids. @param blockTag The block; default the newest. */
export async function readCases(
  court: JurorCourt,
  blockTag: number | "latest" = "latest",
): Promise<CaseView[]> {
  const block = blockTag === "latest" ? await court.runner!.provider!.getBlockNumber() : blockTag;
  const count = Number(await court.caseCount({ blockTag: block }));
  return Promise.all(Array.from({ length: count }, (_, i) => caseAt(court, BigInt(i + 1), block)));
}

/** Reads the cases that are not carried out, from one block. Of the others it asks for their phase alone. */
export async function readOpenCases(court: JurorCourt, block: number): Promise<CaseView[]> {
  const count = Number(await court.caseCount({ blockTag: block }));
  const ids = Array.from({ length: count }, (_, i) => BigInt(i + 1));
  const phases = await Promise.all(ids.map((id) => court.phaseOf(id, { blockTag: block })));
  const open = ids.filter((_, i) => CASE_PHASES[Number(phases[i])] !== "executed");
  return Promise.all(open.map((id) => caseAt(court, id, block)));
}

/** Reads a case as of the newest block. @throws PolityError for an id that no case has. */
export async function readCase(court: JurorCourt, id: bigint): Promise<CaseView> {
  const block = await court.runner!.provider!.getBlockNumber();
  const count = await court.caseCount({ blockTag: block });
  if (id >= 1n && id <= count) return caseAt(court, id, block);
  throw new PolityError(`there is no case ${id}`, {
    hint: count === 0n ? "none was opened yet" : `cases lists those from 1 to ${count}`,
  });
}

/** Reads what an account has in the court. */
export async function readJuror(court: JurorCourt, account: string): Promise<JurorView> {
  const [{ stake, locked, exit, exitTime }, credit] = await Promise.all([
    court.stakeOf(account),
    court.creditOf(account),
  ]);
  return { stake, locked, exit, exitTime: Number(exitTime), credit };
}

/** The seats that an account has in the present draw of a case. */
export const seatsOf = ({ draws }: CaseView, account: string): SeatView[] =>
  draws.at(-1)?.seats.filter(({ juror }) => juror === account) ?? [];

async function caseAt(court: JurorCourt, id: bigint, block: number): Promise<CaseView> {
  const at = { blockTag: block };
  const [phase, data] = await Promise.all([court.phaseOf(id, at), court.caseOf(id, at)]);
  const [parameters, ...draws] = await Promise.all([
    court.parametersOf(data.terms, at),
    ...Array.from({ length: Number(data.draws) }, (_, draw) => court.drawOf(id, draw, at)),
  ]);
  const name = CASE_PHASES[Number(phase)]!;
  const until = endOf(name, Number(data.time), {
    seating: Number(parameters.seating),
    commit: Number(parameters.commit),
    reveal: Number(parameters.reveal),
  });
  const { arbitrable, value, choices, ruling, byBench, target } = data;
  return {
    ...{ id, arbitrable, phase: name, created: Number(data.created), value, choices, ruling, byBench },
    ...(until !== undefined && { until }),
    ...(target !== 0n && { target }),
    draws: draws.map(([{ size, settled, fee }, seats, ballots]) => ({
      ...{ size: Number(size), settled, fee },
      seats: seats.flatMap((taken, seat) =>
        taken === 0n ? [] : [{ seat, juror: jurorOf(taken), ballot: ballotOf(ballots[seat]!) }],
      ),
    })),
  };
}

const jurorOf = (taken: bigint) => getAddress(toBeHex(taken & ADDRESS, 20));

function ballotOf(ballot: bigint): Ballot {
  if (ballot === 0n) return "open";
  if (ballot === LOST) return "lost";
  return ballot >= COMMITTED ? "committed" : ballot - 1n;
}

function endOf(
  phase: CasePhase,
  time: number,
  { seating, commit, reveal }: Record<"seating" | "commit" | "reveal", number>,
): number | undefined {
  switch (phase) {
    case "evidence":
    case "appeal":
    case "referral":
      return time;
    case "seating":
      return time + seating;
    case "committing":
      return time + seating + commit;
    case "revealing":
      return time + seating + commit + reveal;
    default:
      return undefined;
  }
}
