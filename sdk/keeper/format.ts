import { explain } from "../errors";
import { formatCount, formatTimestamp } from "../format";
import type { KeeperEvent } from "./types";

type Verbs = Readonly<Record<string, string>>;

/**
 * An event as a line for persons. Names are the proposers' own: print it through `visible`.
 * @param verbs What kinds of steps are called; default by their own names.
 */
export function formatKeeperEvent(event: KeeperEvent, verbs: Verbs = {}): string {
  return `${formatTimestamp(event.time)}  ${sentence(event, verbs)}`;
}

function sentence(event: KeeperEvent, verbs: Verbs): string {
  switch (event.event) {
    case "started":
      return `started as ${event.account} on chain ${event.chainId}`;
    case "lost":
      return `the chain does not answer: ${event.reason}`;
    case "back":
      return `the chain answers again, after ${event.after} s`;
    case "waits":
      return `waits: ${event.reason}`;
    case "failed":
      return `${event.name}  ${verbs[event.kind] ?? event.kind}  would fail: ${explain(event.error)}; next try ${formatTimestamp(event.retry)}`;
    case "stopped":
      return event.pending.length === 0
        ? "stopped, nothing is pending"
        : `stopped; pending: ${event.pending.map(({ nonce, name, hashes }) => `nonce ${nonce}, ${name}, tx ${hashes.at(-1) ?? "unknown"}`).join("; ")}`;
    default: {
      const { name, kind, nonce, hash, gas } = event;
      const parts = [hash && `tx ${hash}`, `nonce ${nonce}`, gas !== undefined && `${formatCount(gas)} gas`];
      return `${name}  ${verbs[kind] ?? kind}  ${WORDS[event.event]}  ${parts.filter(Boolean).join(", ")}`;
    }
  }
}

const WORDS = {
  sent: "sent",
  replaced: "sent again with a higher fee",
  done: "done",
  reverted: "reverted",
  elsewhere: "reverted: somebody else was faster",
  undone: "undone by a reorganisation",
  dropped: "gone: the node has lost it, or its nonce was used elsewhere",
} as const;

/** An event for a machine: one JSON object, amounts as texts. */
export function keeperEventJson(event: KeeperEvent): string {
  return JSON.stringify(event, (key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : key === "error" ? explain(value) : value,
  );
}
