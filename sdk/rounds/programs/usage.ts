import { PolityError } from "../../errors";
import { inProportion, type Share } from "./shares";

/** What somebody paid for a service through a channel, as a sweep has split it. In base units of one token. */
export interface Payment {
  payer: string;
  paid: bigint;
  /** What the network got of it: the treasury's share, and what was burned. */
  network: bigint;
}

/** The most of the network's share that is given back: whoever pays himself loses the other half at least. */
export const MAX_REBATE_BPS = 5_000;

/**
 * `usage-rebate-v1`: the pot in proportion to what the network got of each account's payments, and never more than `rebateBps`
 * of that. Who the payer and the provider are does not matter, since two addresses may be one person: what a payment cost is
 * the network's share, and no more than half of it comes back.
 * @throws PolityError for a rate above {@link MAX_REBATE_BPS}.
 */
export function usageRebate(
  payments: readonly Payment[],
  pot: bigint,
  capBps: number,
  rebateBps: number,
): Share[] {
  if (!Number.isInteger(rebateBps) || rebateBps < 1 || rebateBps > MAX_REBATE_BPS)
    throw new PolityError(`the recipe gives back ${rebateBps} basis points of the network's share`, {
      hint: `rebateBps is a whole number from 1 to ${MAX_REBATE_BPS}: with more, paying oneself could pay`,
    });
  const cost = new Map<string, bigint>();
  for (const { payer, network } of payments)
    cost.set(payer.toLowerCase(), (cost.get(payer.toLowerCase()) ?? 0n) + network);
  return inProportion(cost, pot, capBps)
    .map(({ account, amount }) => {
      const most = (cost.get(account.toLowerCase())! * BigInt(rebateBps)) / 10_000n;
      return { account, amount: amount < most ? amount : most };
    })
    .filter(({ amount }) => amount > 0n);
}
