import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

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

/** Seconds between two readings of what takes many requests, at least. */
const SLOWLY = 30;

/**
 * With every new block, sets the clock and reads anew what {@link useChain} has read, and now and then what takes longer;
 * used once, by the shell. What is being read is not begun again.
 */
export function useRefreshByBlock(): void {
  const { hash, time } = useHead() ?? {};
  const client = useQueryClient();
  const last = useRef(0);
  useEffect(() => {
    if (time === undefined) return;
    setChainTime(time);
    const keys = ["chain"];
    if (Date.now() - last.current > SLOWLY * 1000) {
      keys.push("slow", "history");
      last.current = Date.now();
    }
    for (const key of keys) void client.invalidateQueries({ queryKey: [key] }, { cancelRefetch: false });
  }, [hash, time, client]);
}

/**
 * Reads the network's state, and again with every new block; the last answer stays until the next is there.
 * @param key Strings and numbers that tell this reading from all others.
 * @param options `slow` for what takes many requests: it is read again less often.
 */
export function useChain<T>(
  key: readonly (string | number)[],
  read: (network: Network) => Promise<T>,
  { enabled = true, slow = false }: { enabled?: boolean; slow?: boolean } = {},
): UseQueryResult<T> {
  const { network } = useSite();
  const kind = slow ? "slow" : "chain";
  return useQuery({ queryKey: [kind, ...key], queryFn: () => read(network), enabled });
}
