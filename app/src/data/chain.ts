import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { Network } from "@polity/sdk/deployment";
import { setChainTime } from "./clock";
import { useSite } from "./network";
import { Paced, refreshSlow, refreshState } from "./refresh";

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

/**
 * With every new block, sets the clock and reads anew what {@link useChain} has read, and now and then what takes longer;
 * used once, by the shell. A block is never passed over: it may be the last for a long time.
 */
export function useRefreshByBlock(): void {
  const { hash, time } = useHead() ?? {};
  const client = useQueryClient();
  const [slowly] = useState(() => new Paced(() => refreshSlow(client)));
  useEffect(() => {
    if (time === undefined) return;
    setChainTime(time);
    refreshState(client);
    slowly.ask();
  }, [hash, time, client, slowly]);
  useEffect(() => slowly.stop, [slowly]);
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
