import type { Signer, TransactionReceipt } from "ethers";

import type { DisputedBudgets } from "../../typechain-types/contracts/court/DisputedBudgets";
import { IArbitrator__factory } from "../../typechain-types/factories/contracts/court/IArbitrator__factory";
import { PolityError } from "../errors";
import { DAY } from "../format";
import { findEvents } from "../events";
import { getBlock, isRefused } from "../provider";
import { send } from "../transaction";
import { canBeGivenUp, readPayment, type PaymentView } from "./payments";

/** What an arbitrator says of a dispute, as ERC-792 numbers it. */
export const DISPUTE_STATUSES = ["waiting", "appealable", "solved"] as const;
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/** After so long anybody can end a dispute whose arbitrator says nothing, in seconds: the contract's. */
const SILENCE = 180 * DAY;

/** A dispute about a payment, whoever rules in it. Times in seconds, worth in base units of the governance token. */
export interface DisputeView {
  id: bigint;
  arbitrator: string;
  /** Its id as the arbitrator counts: with the network's own court the case's. */
  arbitratorId: bigint;
  opened: number;
  value: bigint;
  payer: string;
  /** Whether the ruling has arrived. */
  ruled: boolean;
  /** What the arbitrator says; absent where it answers otherwise than ERC-792 asks for. */
  status?: DisputeStatus;
  /** Its ruling as of now. */
  ruling?: bigint;
  /** Until when an appeal can be made, and what it costs in wei. */
  appeal?: { until: number; cost: bigint };
  /** From when on anybody can end it if the arbitrator has not ruled. */
  silentFrom: number;
}

/** Something that was brought forward in a dispute: by whom, and where it is. */
export interface EvidenceView {
  party: string;
  evidence: string;
  block: number;
}

/** Reads a dispute, and asks its arbitrator about it. An arbitrator that reverts leaves out what it was asked for. */
export async function readDispute(budgets: DisputedBudgets, id: bigint): Promise<DisputeView> {
  const { terms, opened, ruled, value, payer, disputeId } = await budgets.disputeOf(id);
  const { arbitrator: address, extraData } = await budgets.arbitratorOf(terms);
  const arbitrator = IArbitrator__factory.connect(address, budgets.runner);
  const [status, ruling] = await Promise.all([
    asked(arbitrator.disputeStatus(disputeId)),
    asked(arbitrator.currentRuling(disputeId)),
  ]);
  const name = status === undefined ? undefined : DISPUTE_STATUSES[Number(status)];
  const [period, cost] =
    name === "appealable"
      ? await Promise.all([
          asked(arbitrator.appealPeriod(disputeId)),
          asked(arbitrator.appealCost(disputeId, extraData)),
        ])
      : [];
  return {
    ...{ id, arbitrator: address, arbitratorId: disputeId, opened: Number(opened), value, payer, ruled },
    ...(name !== undefined && { status: name }),
    ...(ruling !== undefined && { ruling }),
    ...(period && cost !== undefined && { appeal: { until: Number(period.end), cost } }),
    silentFrom: Number(opened) + SILENCE,
  };
}

/**
 * The dispute, and the payment it is about, that an arbitrator has as its own dispute `arbitratorId`; nothing if it has it
 * from elsewhere.
 * @param fromBlock The deployment's first.
 */
export async function findDispute(
  budgets: DisputedBudgets,
  { arbitrator, arbitratorId }: Pick<DisputeView, "arbitrator" | "arbitratorId">,
  fromBlock: number,
): Promise<{ id: bigint; paymentId: bigint } | undefined> {
  const [opened] = await findEvents(budgets, budgets.filters.Dispute(arbitrator, arbitratorId), {
    fromBlock,
  });
  if (!opened) return undefined;
  const id = opened.args.evidenceGroupId;
  const [disputed] = await findEvents(budgets, budgets.filters.PaymentDisputed(undefined, id), { fromBlock });
  return { id, paymentId: disputed!.args.paymentId };
}

/** What was brought forward in a dispute, in its order. @param fromBlock The deployment's first. */
export async function readEvidence(
  budgets: DisputedBudgets,
  id: bigint,
  fromBlock: number,
): Promise<EvidenceView[]> {
  const found = await findEvents(budgets, budgets.filters.Evidence(undefined, id), { fromBlock });
  return found.map(({ args, blockNumber }) => ({
    ...{ party: args.party, evidence: args.evidence, block: blockNumber },
  }));
}

/**
 * Brings forward evidence about a disputed payment.
 * @param evidence Where the file is, 512 bytes at the most.
 * @throws PolityError when the payment is not disputed, and as {@link send} does.
 */
export async function submitEvidence(
  budgets: DisputedBudgets,
  signer: Signer,
  paymentId: bigint,
  evidence: string,
): Promise<TransactionReceipt> {
  const { disputeId } = disputed(await readPayment(budgets, paymentId));
  return send(signer, budgets.submitEvidence.populateTransaction(disputeId, evidence));
}

/** Appeals against the present ruling about a payment, at the signer's own cost. @returns The cost, in wei. */
export async function appealPayment(
  budgets: DisputedBudgets,
  signer: Signer,
  paymentId: bigint,
): Promise<{ cost: bigint; receipt: TransactionReceipt }> {
  const { disputeId } = disputed(await readPayment(budgets, paymentId));
  const { appeal } = await readDispute(budgets, disputeId);
  if (!appeal) {
    throw new PolityError(`no appeal can be made about payment ${paymentId} now`, {
      hint: "show says what its arbitrator does",
    });
  }
  const call = budgets.appealRuling.populateTransaction(disputeId, { value: appeal.cost });
  return { cost: appeal.cost, receipt: await send(signer, call) };
}

/** What {@link finishPayment} does. */
export type Finishing = "made" | "returned" | "silenced" | "given up";

/**
 * Brings a payment to its end: makes it when it is ripe, returns it when it was refused, ends a dispute whose arbitrator was
 * silent for 180 days, and gives up what the payee has refused for as long.
 * @returns What was done, and the transactions, in their order.
 * @throws PolityError as {@link send} does, also where it is too early.
 */
export async function finishPayment(
  budgets: DisputedBudgets,
  signer: Signer,
  paymentId: bigint,
): Promise<{ done: Finishing[]; receipts: TransactionReceipt[] }> {
  const done: Finishing[] = [];
  const receipts: TransactionReceipt[] = [];
  const step = async (what: Finishing, call: Parameters<typeof send>[1]) => {
    receipts.push(await send(signer, call));
    done.push(what);
  };
  const payment = await readPayment(budgets, paymentId);
  const { timestamp } = await getBlock(budgets.runner!.provider!, "latest");
  if (payment.status === "disputed") {
    const { silentFrom } = await readDispute(budgets, payment.disputeId);
    if (timestamp >= silentFrom)
      await step("silenced", budgets.endSilence.populateTransaction(payment.disputeId));
  }
  if (canBeGivenUp(payment, timestamp) && !(await wouldPass(budgets, signer, paymentId)))
    await step("given up", budgets.giveUp.populateTransaction(paymentId));
  else
    await step(
      payment.status === "refused" ? "returned" : "made",
      budgets.finish.populateTransaction(paymentId),
    );
  return { done, receipts };
}

/** The payment, of which there is a dispute. @throws PolityError otherwise. */
function disputed(payment: PaymentView): PaymentView {
  if (payment.disputeId !== 0n) return payment;
  throw new PolityError(`payment ${payment.id} is not disputed`, {
    hint: "dispute begins that, as long as it waits",
  });
}

async function wouldPass(budgets: DisputedBudgets, signer: Signer, paymentId: bigint): Promise<boolean> {
  const tried = budgets.connect(signer).finish.staticCall(paymentId);
  return (await asked(tried.then(() => true))) ?? false;
}

/** The answer, or nothing where the contract reverts or answers something else. */
async function asked<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}
