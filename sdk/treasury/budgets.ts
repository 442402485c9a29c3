import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";
import { getBlock } from "../provider";

/** A budget as it is now. Amounts in base units of its token, times in seconds. */
export interface BudgetView {
  id: bigint;
  spender: string;
  /** The zero address is ether. */
  token: string;
  category: string;
  /** For each period. */
  amount: bigint;
  period: number;
  periods: number;
  start: number;
  /** When the last period ends. */
  end: number;
  rollover: boolean;
  /** `pending` before its start, `over` after its end or when a vote has ended it. */
  status: "pending" | "active" | "frozen" | "over";
  /** What the spender may disburse now; the cap and the balance may allow less. */
  available: bigint;
  /** The proposal that granted it; 0n if none is known. */
  proposalId: bigint;
}

/**
 * Reads all budgets that were ever granted, from one block, in the order of their ids.
 * @param blockTag The block; default the newest.
 */
export async function readBudgets(
  treasury: Treasury,
  blockTag: number | "latest" = "latest",
): Promise<BudgetView[]> {
  const block = await getBlock(treasury.runner!.provider!, blockTag);
  const at = { blockTag: block.number };
  const count = await treasury.budgetCount(at);
  const ids = Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1));
  return Promise.all(
    ids.map(async (id) => {
      const [budget, available] = await Promise.all([
        treasury.budget(id, at),
        treasury.budgetAvailable(id, at),
      ]);
      const { spender, token, category, amount, rollover, proposalId, frozen, ended } = budget;
      const [start, period, periods] = [Number(budget.start), Number(budget.period), Number(budget.periods)];
      const end = start + period * periods;
      const status = ended || block.timestamp >= end ? "over" : frozen ? "frozen" : "active";
      return {
        ...{
          id,
          spender,
          token,
          category,
          amount,
          period,
          periods,
          start,
          end,
          rollover,
          available,
          proposalId,
        },
        status: status === "active" && block.timestamp < start ? "pending" : status,
      };
    }),
  );
}
