import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";

import type { Network } from "../../../sdk/deployment";
import { setChainTime } from "./clock";
import { useSite } from "./network";

/** Milliseconds between looks for a new block: local chains answer at once, others have rate limits. */
const POLL = { local: 2_000, other: 6_000 };
const LOCAL_CHAIN = 31_337;

export interface Head {
  block: number;
  hash: string;
  /** The chain's clock, in seconds. */
  time: number;
}

/** The newest block. */
export function useHead(): Head | undefined {
  const { provider, deployment } = useSite();
  return useQuery({
    queryKey: ["head"],
    queryFn: async (): Promise<Head> => {
      const block = await provider.getBlock("latest");
      if (!block?.hash) throw new Error("the endpoint knows no newest block");
      return { block: block.number, hash: block.hash, time: block.timestamp };
    },
    refetchInterval: deployment.chainId === LOCAL_CHAIN ? POLL.local : POLL.other,
  }).data;
}

/** With every new block, sets the clock and reads anew what {@link useChain} has read; used once, by the shell. */
export function useRefreshByBlock(): void {
  const { hash, time } = useHead() ?? {};
  const client = useQueryClient();
  useEffect(() => {
    if (time === undefined) return;
    setChainTime(time);
    void client.invalidateQueries({ queryKey: ["chain"] });
  }, [hash, time, client]);
}

/**
 * Reads the network's state, and again with every new block; the last answer stays until the next is there.
 * @param key Strings and numbers that tell this reading from all others.
 */
export function useChain<T>(
  key: readonly (string | number)[],
  read: (network: Network) => Promise<T>,
  { enabled = true }: { enabled?: boolean } = {},
): UseQueryResult<T> {
  const { network } = useSite();
  return useQuery({ queryKey: ["chain", ...key], queryFn: () => read(network), enabled });
}
