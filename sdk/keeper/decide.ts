import type { Sent, Step, World } from "./types";

/** A step that failed: how often in a row, and when it may be tried again (seconds of the machine's clock). */
export interface Failure {
  count: number;
  retry: number;
}

export interface Patience {
  /** Seconds after which a transaction that waits is replaced by one that pays more. */
  stuck: number;
  /** Seconds after which a transaction that the node does not know is sent again. */
  lost: number;
}

export type Decision =
  /** `replaces`: the one that is stuck at this nonce; without it, none is known to the node there. */
  | { do: "send"; step: Step; nonce: number; replaces?: Sent }
  /** The node has lost it, and nobody needs it any more. */
  | { do: "drop"; sent: Sent }
  | { do: "wait"; why: "nothing due" | "on its way" | "foreign" };

/** Longest pause after failures, in seconds. */
const MAX_PAUSE = 6 * 3600;

/** A minute after the first failure, then twice as long each time, up to six hours. */
export function failed(before: Failure | undefined, now: number): Failure {
  const count = (before?.count ?? 0) + 1;
  return { count, retry: now + Math.min(MAX_PAUSE, 60 * 2 ** Math.min(count - 1, 20)) };
}

/** The transaction that is on its way: sent, or about to be, at a nonce that no block has used. */
export function onItsWay(sent: readonly Sent[], { mined }: Pick<World, "mined">): Sent | undefined {
  return sent.find(({ nonce }) => nonce >= mined);
}

/**
 * What to do next, from what the chain says and what was sent before. At most one transaction is on its way at a time, and
 * its nonce is the one that the chain says is next in the very block in which the step is due. A step that an earlier
 * transaction has done is therefore not due any more, and two transactions for one step have the same nonce, of which a
 * chain takes one.
 */
export function decide(
  world: World,
  { sent, failures }: { sent: readonly Sent[]; failures: ReadonlyMap<string, Failure> },
  now: number,
  patience: Patience,
): Decision {
  const ready = world.due.filter(({ key }) => (failures.get(key)?.retry ?? 0) <= now);
  const flight = onItsWay(sent, world);
  if (!flight) {
    if (world.pending > world.mined) return { do: "wait", why: "foreign" };
    const [step] = ready;
    return step ? { do: "send", step, nonce: world.mined } : { do: "wait", why: "nothing due" };
  }
  const waited = now - flight.since;
  const same = ready.find(({ key }) => key === flight.key);
  if (world.pending <= flight.nonce) {
    if (waited < patience.lost) return { do: "wait", why: "on its way" };
    return same ? { do: "send", step: same, nonce: flight.nonce } : { do: "drop", sent: flight };
  }
  // What is not needed any more is not paid more for; it makes room when something else is due.
  const step = same ?? ready[0];
  if (waited < patience.stuck || !step) return { do: "wait", why: "on its way" };
  return { do: "send", step, nonce: flight.nonce, replaces: flight };
}
