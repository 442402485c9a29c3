import type { Network } from "../network";
import type { NepAction } from "../nep/actions";

/** A council that is replaced. */
export interface Succession {
  /** Safes whose powers end: the one in office, and the one that the deployment names. */
  from: readonly string[];
  /** The next council's Safe. */
  to: string;
  /** When its mandate ends, in seconds. */
  until: number;
}

/** What a domain hands over when a council is replaced. */
export interface Moving {
  /** The calls that give the next council what the former one has of this domain now; none where it has nothing. */
  readonly moves: (network: Network, succession: Succession) => Promise<NepAction[]>;
}

/**
 * Everything that a vote does to replace a council: each domain says what of it the former one has. It is one proposal, so
 * that no power is left behind with those who were voted out.
 */
export async function movePowers(network: Network, succession: Succession): Promise<NepAction[]> {
  const parts = await Promise.all(network.domains.map(async ({ moves }) => (await moves?.())?.moving));
  const known = parts.filter((moving) => moving !== undefined);
  const all = await Promise.all(known.map(({ moves }) => moves(network, succession)));
  return all.flat();
}

/** An action that carries no value. */
export const handOver = (target: string, called: string, ...args: string[]): NepAction => ({
  ...{ target, function: called, args, value: 0n },
});
