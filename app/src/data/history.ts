import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import type { ScanProgress } from "../../../sdk/events";
import { chainSource, indexerSource, memoryCache, readHistory, type History } from "../../../sdk/history";
import { indexedDbCache } from "../../../sdk/history/indexeddb";
import { readVoteSource, type VoteSource } from "../../../sdk/votes";
import { useSite } from "./network";

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

const cache = memoryCache(indexedDbCache());

/** All that happened in the network, and what it counts as votes. */
export interface Past {
  history: History;
  source: VoteSource;
}

/** The network's history: read once, kept in the browser, and gone on with as blocks come. */
export function useHistory(): UseQueryResult<Past> {
  const { network, deployment, provider, indexer } = useSite();
  return useQuery({
    queryKey: ["history"],
    queryFn: async (): Promise<Past> => {
      const { block: fromBlock, chainId } = deployment;
      const chain = chainSource(provider);
      const [history, source] = await Promise.all([
        readHistory(network, {
          ...{ fromBlock, cache, onProgress: tellProgress },
          source: indexer === undefined ? chain : indexerSource(indexer, chain, { chainId }),
        }),
        readVoteSource(network),
      ]);
      return { history, source };
    },
    // Large, and compared by nobody.
    structuralSharing: false,
  });
}

/** How far the reading of the history is; nothing before it has begun. */
export const useHistoryProgress = () => useSyncExternalStore(subscribe, () => progress);
