import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import type { SafeCall } from "@polity/sdk/council/calls";
import { requireCouncil } from "@polity/sdk/council/require";
import type { SafeFile } from "@polity/sdk/safe/file";
import { readSafe, type SafeState } from "@polity/sdk/safe/read";
import { safeService } from "@polity/sdk/safe/service";
import { freeNonce } from "@polity/sdk/safe/standing";
import { buildSafeTransaction, type SafeId } from "@polity/sdk/safe/transaction";
import { useChain } from "../../../data/chain";
import { useSite, type Site } from "../../../data/network";
import * as storage from "../../../data/storage";
import { Shelf, together } from "./shelf";

/** The council's Safe on the chain of the page. */
export const safeIdOf = ({ network, deployment }: Pick<Site, "network" | "deployment">): SafeId => ({
  chainId: deployment.chainId,
  address: network.addresses.Council!,
});

let shelf: Shelf | undefined;

/** The page's one shelf: another network's begins with the page loaded anew. */
export const shelfOf = ({ network, deployment }: Pick<Site, "network" | "deployment">): Shelf =>
  (shelf ??= new Shelf(storage, network, deployment));

export interface Desk {
  state: SafeState;
  /** All that is known: in the order of their nonces. */
  files: readonly SafeFile[];
  /** Why something of the service is left out, or why it does not answer. */
  troubles: readonly string[];
  shelf: Shelf;
  /** A call as a transaction with the next free nonce. */
  build: (call: SafeCall, nonce?: number) => SafeFile;
}

/** What lies on the desk now: what this browser keeps, and what the service has where the site names one. */
export function useDesk(): { data: Desk | undefined; error: unknown; refetch: () => unknown } {
  const site = useSite();
  const kept = shelfOf(site);
  const own = useSyncExternalStore(kept.subscribe, kept.get);
  const query = useChain(["desk"], (network) => readSafe(requireCouncil(network)));
  const { safeService: url } = site;
  const nonce = query.data?.nonce;
  const served = useQuery({
    queryKey: ["slow", "desk", nonce ?? 0],
    queryFn: () => safeService(url!).pending(safeIdOf(site), nonce!),
    enabled: url !== undefined && nonce !== undefined,
  });
  if (!query.data) return { data: undefined, error: query.error, refetch: query.refetch };
  const state = query.data;
  const files = together(own, served.data?.files ?? []);
  const data: Desk = {
    ...{ state, files, shelf: kept },
    troubles: [...(served.data?.refused ?? []), ...(served.error ? [served.error.message] : [])],
    build: (call, at = freeNonce(state, files)) => ({
      ...{ safe: safeIdOf(site), signatures: [] },
      transaction: buildSafeTransaction(call, at),
    }),
  };
  return { data, error: undefined, refetch: query.refetch };
}
