import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";

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
