import { inProportion, type Share } from "./shares";

/** A proposal of the epoch that reached its quorum. */
export interface QuorateProposal {
  /** Who voted on it, in whatever way, in lower case. */
  voters: ReadonlySet<string>;
  /**
   * For each account its own units at the snapshot, whomever it has delegated them to, and who could vote with them: itself
   * or its delegate. Never what others have delegated to it.
   */
  owners: ReadonlyMap<string, { units: bigint; delegate: string }>;
}

/** Less than this part of the epoch's proposals earns nothing. */
export const LEAST_PRESENCE_BPS = 6_000n;
const BPS = 10_000n;

/**
 * `participation-v1`: an account's weight is its own units, on average over the epoch's quorate proposals, times the part of
 * these in which it, or its delegate at the snapshot, voted. Any side counts alike: it pays presence. An epoch without
 * quorate proposals pays nothing. Splitting an account changes nothing, since the weight is linear in its units.
 */
export function participation(proposals: readonly QuorateProposal[], pot: bigint, capBps: number): Share[] {
  const count = BigInt(proposals.length);
  if (count === 0n) return [];
  const units = new Map<string, bigint>();
  const present = new Map<string, bigint>();
  for (const { voters, owners } of proposals) {
    for (const [account, { units: own, delegate }] of owners) {
      const key = account.toLowerCase();
      units.set(key, (units.get(key) ?? 0n) + own);
      if (voters.has(delegate.toLowerCase())) present.set(key, (present.get(key) ?? 0n) + 1n);
    }
  }
  const weights = new Map(
    [...units].flatMap(([account, sum]) => {
      const votes = present.get(account) ?? 0n;
      return votes * BPS < count * LEAST_PRESENCE_BPS ? [] : [[account, sum * votes] as const];
    }),
  );
  return inProportion(weights, pot, capBps);
}
