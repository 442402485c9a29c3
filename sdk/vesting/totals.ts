import type { Network } from "../network";
import { findEvents } from "../events";
import { vaultAt } from "./read";

/** What all vaults of a network hold together, in base units. */
export interface VestingTotals {
  vaults: number;
  /** In the vaults, vested or not, and in the locks that they made. */
  held: bigint;
}

/**
 * Adds up a network's vaults, as of one block.
 * @param options `fromBlock` is the deployment's block, or an earlier one.
 * @returns Nothing for a network without vesting.
 */
export async function readVestingTotals(
  { vesting, token }: Network,
  { fromBlock, block }: { fromBlock: number; block: number },
): Promise<VestingTotals | undefined> {
  if (!vesting) return undefined;
  const created = await findEvents(vesting, vesting.filters.VaultCreated(), { fromBlock, toBlock: block });
  const at = { blockTag: block };
  const held = await Promise.all(
    created.map(async ({ args: { vault } }) => {
      const [balance, locked] = await Promise.all([
        token.balanceOf(vault, at),
        vaultAt(vault, vesting.runner).locked(at),
      ]);
      return balance + locked;
    }),
  );
  return { vaults: created.length, held: held.reduce((sum, each) => sum + each, 0n) };
}
