import type { Signer, TransactionReceipt } from "ethers";

import type { DisputedBudgets } from "../../typechain-types/contracts/court/DisputedBudgets";
import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { PolityError } from "../errors";
import { DAY } from "../format";
import { eventOf, send } from "../transaction";
import { allow } from "./allow";

/** What stands for a payment, as the contract numbers it. */
export const PAYMENT_STATUSES = [
  ...(["none", "waiting", "disputed", "upheld", "refused", "paid", "returned"] as const),
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** How long a payee can refuse a payment before anybody can return it, in seconds: the contract's. */
export const REFUSAL = 180 * DAY;

/** A payment that waits, or did. Amounts in base units of its token, the bond in those of the governance token. */
export interface PaymentView {
  id: bigint;
  budgetId: bigint;
  payee: string;
  token: string;
  amount: bigint;
  ref: string;
  status: PaymentStatus;
  /** Until when it waits, or when it was ruled about, in seconds: it can be finished from then on. */
  until: number;
  disputer: string;
  bond: bigint;
  /** The id of its dispute, of those of the budgets; 0 for none. */
  disputeId: bigint;
}

/** Reads all payments that ever waited, from one block. @param blockTag The block; default the newest. */
export async function readPayments(
  budgets: DisputedBudgets,
  blockTag: number | "latest" = "latest",
): Promise<PaymentView[]> {
  const block = blockTag === "latest" ? await budgets.runner!.provider!.getBlockNumber() : blockTag;
  const count = Number(await budgets.paymentCount({ blockTag: block }));
  return Promise.all(Array.from({ length: count }, (_, i) => paymentAt(budgets, BigInt(i + 1), block)));
}

/** Reads a payment as of the newest block. @throws PolityError for an id that no payment has. */
export async function readPayment(budgets: DisputedBudgets, id: bigint): Promise<PaymentView> {
  const block = await budgets.runner!.provider!.getBlockNumber();
  const count = await budgets.paymentCount({ blockTag: block });
  if (id >= 1n && id <= count) return paymentAt(budgets, id, block);
  throw new PolityError(`there is no payment ${id}`, {
    hint: count === 0n ? "none waited yet" : `cases lists those that wait, of ${count} there were`,
  });
}

/** Whether a payment can be brought to its end at a time, in seconds. */
export const isRipe = ({ status, until }: PaymentView, time: number): boolean =>
  status === "upheld" || status === "refused" || (status === "waiting" && time >= until);

/** Whether a payment that its payee refuses can be returned at a time, in seconds. */
export const canBeGivenUp = ({ status, until }: PaymentView, time: number): boolean =>
  (status === "upheld" || status === "waiting") && time >= until + REFUSAL;

/**
 * Disputes a payment that waits: gives the bond and the arbitrator's fee.
 * @throws PolityError when there is no such payment or the balance is too low, and as {@link send} does.
 */
export async function disputePayment(
  budgets: DisputedBudgets,
  signer: Signer,
  paymentId: bigint,
): Promise<{ disputeId: bigint; caseId: bigint; bond: bigint; cost: bigint; receipt: TransactionReceipt }> {
  const { status, token, amount } = await readPayment(budgets, paymentId);
  const [{ bond }, own, spender, worth] = await Promise.all([
    budgets.terms(),
    budgets.TOKEN(),
    budgets.getAddress(),
    budgets.worthOf(token, amount),
  ]);
  const cost = await budgets.disputeCost(worth);
  if (status === "waiting") await allow(IERC20__factory.connect(own, budgets.runner), signer, spender, bond);
  const receipt = await send(signer, budgets.dispute.populateTransaction(paymentId, { value: cost }));
  const { disputeId } = (await eventOf(budgets, receipt, "PaymentDisputed")) as unknown as {
    disputeId: bigint;
  };
  const { disputeId: caseId } = await budgets.disputeOf(disputeId);
  return { disputeId, caseId, bond, cost, receipt };
}

/** Reads a payment that there is, as of a block. */
export async function paymentAt(budgets: DisputedBudgets, id: bigint, block: number): Promise<PaymentView> {
  const payment = await budgets.paymentOf(id, { blockTag: block });
  const { budgetId, payee, token, amount, ref, status, until, disputer, bond, disputeId } = payment;
  return {
    ...{ id, budgetId, payee, token, amount, ref, disputer, bond, disputeId },
    status: PAYMENT_STATUSES[Number(status)]!,
    until: Number(until),
  };
}
