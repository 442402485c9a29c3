import type { PolityError } from "@polity/sdk/errors";

/** Something that the wallet will be asked for, as it is shown before. */
export interface Step {
  kind: "transaction" | "signature";
  /** What it does, one sentence a line, read from exactly what the wallet will be given. */
  words: readonly string[];
  /** Of a transaction: estimated units of gas, and what they cost now, in wei. */
  gas?: bigint;
  cost?: bigint;
}

/** A step that is over. */
export interface DoneStep extends Step {
  hash?: string;
}

/** Why the wallet cannot be asked now: it shows another account, is on another chain, or is not connected. */
export type Away = "account" | "chain" | "disconnected";

/** What is known of a transaction that no block has yet. */
export type Waiting = "waiting" | "unreachable" | "unknown";

interface Common {
  done: readonly DoneStep[];
  away?: Away;
}

/** Where an action stands. Only one who is `reviewing` can make the wallet open. */
export type Flow =
  /** The chain is asked what would happen. */
  | (Common & { at: "checking" })
  /** A person reads what will happen; after a refusal by the wallet, once more. */
  | (Common & { at: "reviewing"; step: Step; refusal?: PolityError })
  /** The wallet is open. */
  | (Common & { at: "asking"; step: Step })
  | (Common & { at: "pending"; step: Step; hash: string; waiting: Waiting })
  | (Common & { at: "succeeded"; result: string })
  /** `hash` when it is on chain and did not do what it should. */
  | (Common & { at: "failed"; error: PolityError; hash?: string })
  | (Common & { at: "stopped" });

export type FlowEvent =
  | { is: "step"; step: Step }
  | { is: "consent" }
  | { is: "declined"; error: PolityError }
  | { is: "signed" }
  | { is: "sent"; hash: string }
  | { is: "waits"; waiting: Waiting }
  | { is: "mined"; hash: string }
  | { is: "finished"; result: string }
  | { is: "failed"; error: PolityError; hash?: string }
  | { is: "stop" }
  | { is: "wallet"; away?: Away };

export const begin: Flow = { at: "checking", done: [] };

/** Whether nothing more can come of it. */
export const isOver = ({ at }: Flow): boolean => at === "succeeded" || at === "failed" || at === "stopped";

/** What an event makes of a flow; an event that does not fit where the flow stands changes nothing. */
export function advanceFlow(flow: Flow, event: FlowEvent): Flow {
  const { done, away } = flow;
  const common = { done, ...(away && { away }) };
  if (isOver(flow)) return flow;
  switch (event.is) {
    case "step":
      return flow.at === "checking" ? { ...common, at: "reviewing", step: event.step } : flow;
    case "consent":
      return flow.at === "reviewing" && !away ? { ...common, at: "asking", step: flow.step } : flow;
    case "declined":
      return flow.at === "asking"
        ? { ...common, at: "reviewing", step: flow.step, refusal: event.error }
        : flow;
    case "signed":
      return flow.at === "asking" ? { ...common, at: "checking", done: [...done, flow.step] } : flow;
    case "sent":
      return flow.at === "asking"
        ? { ...common, at: "pending", step: flow.step, hash: event.hash, waiting: "waiting" }
        : flow;
    case "waits":
      return flow.at === "pending" ? { ...flow, waiting: event.waiting } : flow;
    case "mined":
      return flow.at === "pending"
        ? { ...common, at: "checking", done: [...done, { ...flow.step, hash: event.hash }] }
        : flow;
    case "finished":
      return flow.at === "checking" ? { ...common, at: "succeeded", result: event.result } : flow;
    case "failed": {
      const hash = event.hash ?? (flow.at === "pending" ? flow.hash : undefined);
      return { ...common, at: "failed", error: event.error, ...(hash !== undefined && { hash }) };
    }
    case "stop":
      // What is sent cannot be called back: it is followed to its end.
      return flow.at === "pending" || flow.at === "asking" ? flow : { ...common, at: "stopped" };
    case "wallet":
      return withAway(flow, event.away);
  }
}

function withAway(flow: Flow, away: Away | undefined): Flow {
  if (flow.away === away) return flow;
  const { away: _, ...rest } = flow;
  return away ? { ...rest, away } : rest;
}
