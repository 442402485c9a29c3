import { notesOf } from "@polity/sdk/conventions";
import { parseDeployment, type Deployment } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { explorerOf } from "./explorers";
import { checkPlace, parseNetworkFile, type NetworkFile } from "./network-file";
import { load, save } from "./storage";

/** Addresses that a user may choose. */
export const CHOSEN = ["rpc", "indexer", "explorer", "relay"] as const;

/** What a user has put in the place of the host's settings. */
export interface Overrides extends Partial<Record<(typeof CHOSEN)[number], string>> {
  deployment?: Deployment;
}

const NAME = "settings";

/** The stored overrides; those that cannot be read any more are left out. */
export function loadOverrides(): Overrides {
  const text = load(NAME);
  if (text === undefined) return {};
  try {
    const { deployment, ...chosen } = JSON.parse(text) as Record<string, unknown>;
    return {
      ...placesOf((name) => chosen[name]),
      ...(deployment !== undefined && { deployment: parseDeployment(JSON.stringify(deployment)) }),
    };
  } catch {
    return {};
  }
}

/** The addresses that are given. @throws PolityError for a text that is not an address. */
export function placesOf(given: (name: string) => unknown): Overrides {
  const places = CHOSEN.flatMap((name) => {
    const text = given(name);
    return typeof text === "string" && text.trim() ? [[name, checkPlace(name, text)]] : [];
  });
  return Object.fromEntries(places) as Overrides;
}

export function saveOverrides(overrides: Overrides): void {
  save(NAME, Object.keys(overrides).length ? JSON.stringify(overrides) : undefined);
}

/**
 * The network that the app shows: the host's, with what the user has overridden. A user who gave both endpoint and
 * addresses needs no host's file.
 * @throws PolityError when there is no network to show, or its file is not one.
 */
export async function loadNetworkFile(overrides: Overrides): Promise<NetworkFile> {
  const { deployment, ...chosen } = overrides;
  const { rpc } = chosen;
  const host = await fetchNetworkFile();
  if (host instanceof PolityError) {
    if (rpc === undefined || deployment === undefined) throw host;
    return {
      ...explorerOf(deployment.chainId),
      ...{ ...chosen, rpc, deployment },
      ...{ names: {}, statements: {}, notes: notesOf(deployment.conventions) },
    };
  }
  // Names, conventions and the indexer belong to the host's network, not to another one.
  const own = deployment === undefined || sameNetwork(deployment, host.deployment);
  const conventions = deployment?.conventions ?? (own ? host.deployment.conventions : undefined);
  return {
    ...explorerOf((deployment ?? host.deployment).chainId),
    ...(own ? host : { names: {}, statements: {} }),
    // The project is the site's, whichever network its visitor looks at.
    ...(host.walletConnect && { walletConnect: host.walletConnect }),
    deployment: { ...(deployment ?? host.deployment), ...(conventions && { conventions }) },
    notes: notesOf(conventions),
    ...{ rpc: host.rpc, ...chosen },
  };
}

const sameNetwork = (a: Deployment, b: Deployment) =>
  a.chainId === b.chainId && a.contracts.NetworkGovernor === b.contracts.NetworkGovernor;

async function fetchNetworkFile(): Promise<NetworkFile | PolityError> {
  const hint = "put network.json beside the page, or name an endpoint and an addresses file in the settings";
  try {
    const response = await fetch("./network.json", { cache: "no-cache" });
    if (!response.ok) return new PolityError("this site names no network", { hint });
    return parseNetworkFile(await response.text(), document.baseURI);
  } catch (error) {
    if (error instanceof PolityError) return error;
    return new PolityError("the site's network.json cannot be read", { hint, cause: error });
  }
}
