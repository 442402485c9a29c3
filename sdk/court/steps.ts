import type { Signer, TransactionReceipt } from "ethers";

import type { JurorCourt } from "../../typechain-types/contracts/court/JurorCourt";
import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { PolityError } from "../errors";
import { eventsOf, send } from "../transaction";
import { allow } from "./allow";
import { readCase } from "./cases";
import { missingTickets, type DrawnTicket } from "./tickets";

export interface Sealed {
  /** The block whose hash will draw the jurors; left out once its hash is taken. */
  target?: bigint;
  receipt: TransactionReceipt;
}

/** Chooses the block that draws a case's jurors, or takes its hash. */
export async function sealCase(court: JurorCourt, signer: Signer, caseId: bigint): Promise<Sealed> {
  const receipt = await send(signer, court.seal.populateTransaction(caseId));
  const [chosen] = (await eventsOf(court, receipt, "TargetSet")) as unknown as { target: bigint }[];
  return { receipt, ...(chosen && { target: chosen.target }) };
}

/**
 * Offers every ticket that belongs on a case's bench and has no seat yet.
 * @param fromBlock The first block that may have stake: the deployment's.
 * @throws PolityError when all have their seats, and as {@link send} does.
 */
export async function seatJurors(
  court: JurorCourt,
  signer: Signer,
  caseId: bigint,
  fromBlock: number,
): Promise<{ tickets: DrawnTicket[]; receipt: TransactionReceipt }> {
  const [{ phase }, block] = await Promise.all([
    readCase(court, caseId),
    court.runner!.provider!.getBlockNumber(),
  ]);
  const tickets = phase === "seating" ? await missingTickets(court, caseId, { fromBlock, block }) : [];
  if (phase === "seating" && tickets.length === 0) {
    throw new PolityError(`every ticket that belongs on the bench of case ${caseId} has its seat`, {
      hint: "wait until votes are taken",
    });
  }
  return { tickets, receipt: await send(signer, court.seat.populateTransaction(caseId, tickets)) };
}

/**
 * Takes a case on after its votes or its last period: counts, ends it, has its ruling carried out and shares out what its
 * draws lost and earned; as much of it as can be done now.
 * @returns What was done, and the transactions, in their order.
 * @throws PolityError when there is nothing to do now, and as {@link send} does.
 */
export async function closeCase(
  court: JurorCourt,
  signer: Signer,
  caseId: bigint,
): Promise<{ done: ("closed" | "executed" | "settled")[]; receipts: TransactionReceipt[] }> {
  const done: ("closed" | "executed" | "settled")[] = [];
  const receipts: TransactionReceipt[] = [];
  const step = async (what: (typeof done)[number], call: Parameters<typeof send>[1]) => {
    receipts.push(await send(signer, call));
    done.push(what);
  };
  let { phase, draws } = await readCase(court, caseId);
  const isOver = () => phase === "decided" || phase === "executed";
  if (!isOver()) {
    await step("closed", court.close.populateTransaction(caseId));
    ({ phase, draws } = await readCase(court, caseId));
    if (!isOver()) return { done, receipts };
  }
  // Jurors do not wait for an arbitrable that cannot carry the ruling out.
  for (const [draw, { settled }] of draws.entries())
    if (!settled) await step("settled", court.settle.populateTransaction(caseId, draw));
  if (phase === "decided") await step("executed", court.execute.populateTransaction(caseId));
  if (done.length > 0) return { done, receipts };
  throw new PolityError(`case ${caseId} is closed, carried out and shared out`, {
    hint: "nothing is left to do about it",
  });
}

/** Asks for the next larger bench, at the signer's own cost. @returns What it cost, in wei. */
export async function appealCase(
  court: JurorCourt,
  signer: Signer,
  caseId: bigint,
): Promise<{ cost: bigint; size: number; receipt: TransactionReceipt }> {
  const { phase, draws } = await readCase(court, caseId);
  // Where there is no appeal, the cost is 2^256 − 1: the court says why before anybody's balance does.
  const value = phase === "appeal" && draws.at(-1)!.size < 15 ? await court.appealCost(caseId, "0x") : 0n;
  const receipt = await send(signer, court.appeal.populateTransaction(caseId, "0x", { value }));
  const [opened] = (await eventsOf(court, receipt, "DrawOpened")) as unknown as { size: bigint }[];
  return { cost: value, size: Number(opened!.size), receipt };
}

/** Asks for a vote after the largest bench, with a bond of one unit. @returns The bond, in base units. */
export async function referCase(
  court: JurorCourt,
  signer: Signer,
  caseId: bigint,
): Promise<{ bond: bigint; receipt: TransactionReceipt }> {
  const [token, bond, spender, { phase, draws }] = await Promise.all([
    court.TOKEN(),
    court.UNIT(),
    court.getAddress(),
    readCase(court, caseId),
  ]);
  if (phase === "appeal" && draws.at(-1)!.size === 15)
    await allow(IERC20__factory.connect(token, court.runner), signer, spender, bond);
  return { bond, receipt: await send(signer, court.refer.populateTransaction(caseId)) };
}
