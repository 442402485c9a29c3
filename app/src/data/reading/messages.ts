import type { Addresses } from "@polity/sdk/deployment";
import type { ScanProgress } from "@polity/sdk/events";
import type { Changes } from "./changes";
import type { History } from "@polity/sdk/history";

/** Which network's history is read, and where. */
export interface Whereabouts {
  addresses: Addresses;
  chainId: number;
  /** Where the network begins. */
  fromBlock: number;
  /** Absolute addresses of the RPC endpoint, and of an indexer. */
  rpc: string;
  indexer?: string;
}

/** What the page asks of the reader. It waits for the answer to a reading before it asks for the next. */
export type Order = { type: "read"; whereabouts: Whereabouts } | { type: "retry" };

/** What the reader tells the page. A history comes as what has changed since the one before, in small parts. */
export type Report =
  | { type: "ready" }
  | { type: "progress"; progress: ScanProgress }
  /** The endpoint does not answer, or nothing but `words`, and is asked again after `seconds`. */
  | { type: "lost"; seconds: number; words?: string }
  | { type: "changes"; changes: Changes }
  | ({ type: "read" } & Pick<History, "head" | "since">)
  | { type: "failed"; message: string; hint?: string };

/** One end of the line between page and reader: a worker, the worker's own scope, or a port. */
export interface Line<Out, In> {
  postMessage(message: Out): void;
  onmessage: ((event: MessageEvent<In>) => void) | null;
}
