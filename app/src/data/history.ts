import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import type { ScanProgress } from "@polity/sdk/events";
import type { History } from "@polity/sdk/history";
import { readVoteSource, type VoteSource } from "@polity/sdk/votes";
import { connection, useSite, type Site } from "./network";
import { HistoryReader } from "./reading/reader";

// How far the first reading is: a store of its own, since it changes far more often than the history.
let progress: ScanProgress | undefined;
const listeners = new Set<() => void>();

function tellProgress(value: ScanProgress): void {
  progress = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let reader: HistoryReader | undefined;

/** The page's one reader: a page shows one network for as long as it lives. */
function readerOf({ deployment, rpc, indexer }: Site): HistoryReader {
  const { contracts: addresses, chainId, block: fromBlock } = deployment;
  return (reader ??= new HistoryReader({
    whereabouts: { addresses, chainId, fromBlock, rpc, ...(indexer !== undefined && { indexer }) },
    ...{ connection, onProgress: tellProgress },
  }));
}

/** All that happened in the network, and what it counts as votes. */
export interface Past {
  history: History;
  source: VoteSource;
}

/** The network's history: read once, kept in the browser, and gone on with as blocks come. */
export function useHistory(): UseQueryResult<Past> {
  const site = useSite();
  return useQuery({
    queryKey: ["history"],
    queryFn: async (): Promise<Past> => {
      const [history, source] = await Promise.all([readerOf(site).read(), readVoteSource(site.network)]);
      return { history, source };
    },
    // Large, and compared by nobody.
    structuralSharing: false,
  });
}

/** How far the reading of the history is; nothing before it has begun. */
export const useHistoryProgress = () => useSyncExternalStore(subscribe, () => progress);
