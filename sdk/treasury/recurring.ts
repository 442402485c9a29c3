import type { Signer, TransactionReceipt } from "ethers";

import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";
import { eventOf, send } from "../transaction";

/** A recurring payment as it is now. Amounts in base units of its token, times in seconds. */
export interface RecurringView {
  id: bigint;
  payee: string;
  /** The zero address is ether. */
  token: string;
  category: string;
  /** Of each instalment. */
  amount: bigint;
  period: number;
  /** Instalments that are still to come; 0 once all are paid or a vote has canceled the rest. */
  left: number;
  /** When the next one falls due, perhaps in the past; without a meaning when none is left. */
  due: number;
  /** The proposal that scheduled it; 0n if none is known. */
  proposalId: bigint;
}

/**
 * Reads all recurring payments that were ever scheduled, in the order of their ids.
 * @param blockTag The block as of which to read; default the newest when it begins.
 */
export async function readRecurring(treasury: Treasury, blockTag?: number): Promise<RecurringView[]> {
  const at = { blockTag: blockTag ?? (await treasury.runner!.provider!.getBlockNumber()) };
  const count = Number(await treasury.recurringCount(at));
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const id = BigInt(i + 1);
      const { payee, token, category, amount, period, left, due, proposalId } = await treasury.recurring(
        id,
        at,
      );
      const [every, rest, next] = [period, left, due].map(Number);
      return { id, payee, token, category, amount, period: every!, left: rest!, due: next!, proposalId };
    }),
  );
}

/** The instalments that are due, one of each payment: the next of the same is due once this one is paid. */
export function dueInstalments(recurring: readonly RecurringView[], time: number): RecurringView[] {
  return recurring.filter(({ left, due }) => left > 0 && due <= time);
}

export interface InstalmentResult {
  receipt: TransactionReceipt;
  /** What the payee got, in base units of the payment's token. */
  amount: bigint;
  payee: string;
}

/**
 * Pays the next instalment of a recurring payment to its payee. Anybody may pay the gas for it.
 * @throws PolityError when none is due, and as {@link send} does.
 */
export async function payInstalment(
  treasury: Treasury,
  signer: Signer,
  id: bigint,
): Promise<InstalmentResult> {
  const receipt = await send(signer, treasury.payRecurring.populateTransaction([id]));
  const { amount, payee } = (await eventOf(treasury, receipt, "RecurringPaid")) as unknown as {
    amount: bigint;
    payee: string;
  };
  return { receipt, amount, payee };
}
