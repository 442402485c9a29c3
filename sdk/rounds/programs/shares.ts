import { getAddress } from "ethers";

/** What an account earns of a pot, in base units. */
export interface Share {
  account: string;
  amount: bigint;
}

/**
 * A pot in proportion to weights, each share rounded down and up to the cap; in the order of the addresses, so that every
 * runner makes the same list. What nobody gets goes back to the budget.
 */
export function inProportion(weights: ReadonlyMap<string, bigint>, pot: bigint, capBps: number): Share[] {
  const total = [...weights.values()].reduce((sum, each) => sum + each, 0n);
  if (total === 0n) return [];
  const cap = (pot * BigInt(capBps)) / 10_000n;
  return [...weights]
    .map(([account, weight]) => ({ account: getAddress(account), amount: (pot * weight) / total }))
    .map(({ account, amount }) => ({ account, amount: amount < cap ? amount : cap }))
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (BigInt(a.account) < BigInt(b.account) ? -1 : 1));
}
