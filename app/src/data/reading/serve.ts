import { connect } from "@polity/sdk/deployment";
import { explain, PolityError } from "@polity/sdk/errors";
import type { ScanProgress } from "@polity/sdk/events";
import { chainSource, indexerSource, memoryCache, readHistory, type History } from "@polity/sdk/history";
import { indexedDbCache } from "@polity/sdk/history/indexeddb";
import { Connection } from "../connection";
import { ABOVE_PATIENCE, SteadyProvider } from "../provider";
import { changesBetween } from "./changes";
import type { Line, Order, Report, Whereabouts } from "./messages";

/** Reads a history, and tells how far it is. */
export type Read = (
  whereabouts: Whereabouts,
  onProgress: (progress: ScanProgress) => void,
) => Promise<History>;

/**
 * Reads histories for the page at the other end of a line.
 * @param reading Makes the reading of a connection; default from the chain, kept in the browser.
 */
export function serveHistory(
  line: Line<Report, Order>,
  reading: (connection: Connection) => Read = fromChain,
): void {
  const connection = new Connection();
  const read = reading(connection);
  let sent: History | undefined;

  connection.subscribe(() => {
    const state = connection.get();
    if (state.status === "lost") {
      const { nextTry, words } = state;
      const seconds = Math.max(0, nextTry - Date.now()) / 1000;
      line.postMessage({ type: "lost", seconds, ...(words !== undefined && { words }) });
    }
  });
  const answer = async (whereabouts: Whereabouts) => {
    const history = await read(whereabouts, (progress) => line.postMessage({ type: "progress", progress }));
    for (const changes of changesBetween(sent, history)) line.postMessage({ type: "changes", changes });
    sent = history;
    line.postMessage({ type: "read", head: history.head, since: history.since });
  };
  line.onmessage = ({ data }) => {
    if (data.type === "retry") connection.retry();
    else answer(data.whereabouts).catch((error: unknown) => line.postMessage(failure(error)));
  };
  line.postMessage({ type: "ready" });
}

function failure(error: unknown): Report {
  const hint = error instanceof PolityError ? error.hint : undefined;
  const message = error instanceof Error ? error.message : explain(error);
  return { type: "failed", message, ...(hint !== undefined && { hint }) };
}

function fromChain(connection: Connection): Read {
  const cache = memoryCache(indexedDbCache());
  let provider: SteadyProvider | undefined;
  return ({ addresses, chainId, fromBlock, rpc, indexer }, onProgress) => {
    provider ??= new SteadyProvider(rpc, chainId, connection);
    const chain = chainSource(provider);
    return readHistory(connect(addresses, provider), {
      ...{ fromBlock, cache, onProgress },
      retry: ABOVE_PATIENCE,
      source: indexer === undefined ? chain : indexerSource(indexer, chain, { chainId }),
    });
  };
}
