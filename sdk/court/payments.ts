import type { Signer, TransactionReceipt } from "ethers";

import type { DisputedBudgets } from "../../typechain-types/contracts/court/DisputedBudgets";
import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { PolityError } from "../errors";
import { eventOf, send } from "../transaction";
import { allow } from "./allow";

/** What stands for a payment, as the contract numbers it. */
export const PAYMENT_STATUSES = [
  ...(["none", "waiting", "disputed", "upheld", "refused", "paid", "returned"] as const),
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** A payment that waits, or did. Amounts in base units of its token, the bond in those of the governance token. */
export interface PaymentView {
  id: bigint;
  budgetId: bigint;
  payee: string;
  token: string;
  amount: bigint;
  ref: string;
  status: PaymentStatus;
  /** Until when it waits, in seconds. */
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

/**
 * Disputes a payment that waits: gives the bond and the arbitrator's fee.
 * @throws PolityError when there is no such payment or the balance is too low, and as {@link send} does.
 */
export async function disputePayment(
  budgets: DisputedBudgets,
  signer: Signer,
  paymentId: bigint,
): Promise<{ disputeId: bigint; caseId: bigint; bond: bigint; cost: bigint; receipt: TransactionReceipt }> {
  const [count, block] = await Promise.all([
    budgets.paymentCount(),
    budgets.runner!.provider!.getBlockNumber(),
  ]);
  if (paymentId < 1n || paymentId > count) {
    throw new PolityError(`there is no payment ${paymentId}`, {
      hint: count === 0n ? "none waited yet" : `cases lists those that wait, of ${count} there were`,
    });
  }
  const { status, token, amount } = await paymentAt(budgets, paymentId, block);
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

async function paymentAt(budgets: DisputedBudgets, id: bigint, block: number): Promise<PaymentView> {
  const payment = await budgets.paymentOf(id, { blockTag: block });
  const { budgetId, payee, token, amount, ref, status, until, disputer, bond, disputeId } = payment;
  return {
    ...{ id, budgetId, payee, token, amount, ref, disputer, bond, disputeId },
    status: PAYMENT_STATUSES[Number(status)]!,
    until: Number(until),
  };
}
