import { useQuery } from "@tanstack/react-query";
import { createContext, use, useSyncExternalStore, type ReactNode } from "react";

import { connectDeployment, type Network } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { patiently } from "@polity/sdk/provider";
import { Connection, type ConnectionState } from "./connection";
import type { NetworkFile } from "./network-file";
import { closeRelay } from "./policy";
import { shownPatience, SteadyProvider } from "./provider";
import { loadNetworkFile, loadOverrides, type Overrides } from "./settings";

/** The network that is shown, and how it is read. */
export interface Site extends NetworkFile {
  network: Network;
  provider: SteadyProvider;
}

const SiteContext = createContext<Site | undefined>(undefined);
/** Whether the endpoint answers: one for the page. */
export const connection = new Connection();

/** The network and its provider. Only beneath a {@link NetworkProvider} that has found them. */
export function useSite(): Site {
  const site = use(SiteContext);
  if (!site) throw new Error("used where there is no network yet");
  return site;
}

/** Whether the endpoint answers. */
export function useConnection(): ConnectionState & { retry: () => void } {
  return { ...useSyncExternalStore(connection.subscribe, connection.get), retry: connection.retry };
}

/**
 * Finds the network that the settings name and gives it to the pages; `children` learn whether it is there. Other
 * settings take effect when the page is loaded anew: no answer of one network can then be taken for the other's.
 */
export function NetworkProvider({ children }: { children: (state: SiteState) => ReactNode }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["site"],
    queryFn: () => openSite(loadOverrides()),
    structuralSharing: false,
  });
  const state: SiteState = data
    ? { status: "ready" }
    : error
      ? { status: "failed", error, retry: () => void refetch() }
      : { status: "loading" };
  return <SiteContext value={data}>{children(state)}</SiteContext>;
}

/** Whether there is a network to show. */
export type SiteState =
  { status: "loading" } | { status: "ready" } | { status: "failed"; error: Error; retry: () => void };

async function openSite(overrides: Overrides): Promise<Site> {
  const file = await loadNetworkFile(overrides);
  // The development server's own page has no policy, and a socket of its own.
  if (!file.walletConnect && import.meta.env.PROD) closeRelay();
  // Without the network there is nothing to show: what fails for now is tried for as long as the page is open.
  return patiently(() => connectSite(file), { ...shownPatience(connection), attempts: Infinity });
}

async function connectSite(file: NetworkFile): Promise<Site> {
  const { deployment, rpc } = file;
  const provider = new SteadyProvider(rpc, deployment.chainId, connection);
  try {
    const actual = Number(await provider.send("eth_chainId", []));
    if (actual !== deployment.chainId) {
      throw new PolityError(
        `${deployment.name} is deployed to chain ${deployment.chainId}, and the RPC endpoint is of chain ${actual}`,
        { hint: "name another endpoint, or another addresses file, in the settings" },
      );
    }
    return { ...file, provider, network: await connectDeployment(deployment, provider) };
  } catch (error) {
    provider.destroy();
    throw error;
  }
}
