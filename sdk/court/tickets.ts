import { AbiCoder, keccak256 } from "ethers";

import type { JurorCourt } from "../../typechain-types/contracts/court/JurorCourt";
import { findEvents } from "../events";
import { BPS } from "../format";

/** A ticket of a juror in a draw, with the seat that it would take: the ticket's hash in front of the juror. */
export interface DrawnTicket {
  juror: string;
  index: bigint;
  seat: bigint;
}

const coder = AbiCoder.defaultAbiCoder();
const ADDRESS_BITS = 160n;

/** The seat that a juror has by a ticket, as the contract computes it. */
export function seatOf(seed: string, juror: string, index: bigint): bigint {
  const hash = BigInt(keccak256(coder.encode(["bytes32", "address", "uint256"], [seed, juror, index])));
  return ((hash >> ADDRESS_BITS) << ADDRESS_BITS) | BigInt(juror);
}

/**
 * The tickets that belong on the bench of a case's present draw and have no seat yet, the lowest first: those whose jurors
 * have a slice free for them.
 */
export async function missingTickets(
  court: JurorCourt,
  caseId: bigint,
  at: { fromBlock: number; block: number },
): Promise<DrawnTicket[]> {
  const block = { blockTag: at.block };
  const data = await court.caseOf(caseId, block);
  const [[draw, seats], parameters, unit, changes] = await Promise.all([
    court.drawOf(caseId, data.draws - 1n, block),
    court.parametersOf(data.terms, block),
    court.UNIT(block),
    findEvents(court, court.filters.StakeChanged(), { fromBlock: at.fromBlock, toBlock: at.block }),
  ]);
  const slice = (unit * parameters.sliceBps) / BigInt(BPS);
  const taken = new Set(seats.filter((seat) => seat !== 0n));
  const jurors = [...new Set(changes.map(({ args }) => args.juror))];
  const free = new Map<string, bigint>();
  const tickets = await Promise.all(
    jurors.map(async (juror) => {
      const [count, { stake, locked }] = await Promise.all([
        court.ticketsOf(caseId, juror, block),
        court.stakeOf(juror, block),
      ]);
      const own = [...taken].filter((seat) => (seat & ((1n << ADDRESS_BITS) - 1n)) === BigInt(juror)).length;
      free.set(juror, (stake - locked) / slice + BigInt(own));
      return Array.from({ length: Number(count) }, (_, index) => ({
        ...{ juror, index: BigInt(index) },
        seat: seatOf(draw.seed, juror, BigInt(index)),
      }));
    }),
  );
  const bench: DrawnTicket[] = [];
  for (const ticket of tickets.flat().sort((a, b) => (a.seat < b.seat ? -1 : 1))) {
    if (bench.length === Number(draw.size)) break;
    const left = free.get(ticket.juror)!;
    if (left === 0n) continue;
    free.set(ticket.juror, left - 1n);
    bench.push(ticket);
  }
  return bench.filter(({ seat }) => !taken.has(seat));
}
