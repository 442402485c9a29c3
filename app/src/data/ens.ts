import type { Provider } from "ethers";

import { loadNames } from "../../build/names-later";

/** Accounts that are remembered at most. */
const MAX_KNOWN = 2_000;
const known = new WeakMap<Provider, Map<string, Promise<string | undefined>>>();

/** An account's own name in ENS: asked for once a visit, and again where nobody answered. */
export function ensName(provider: Provider, address: string): Promise<string | undefined> {
  const names = known.get(provider) ?? new Map<string, Promise<string | undefined>>();
  known.set(provider, names);
  const before = names.get(address);
  if (before) return before;
  if (names.size >= MAX_KNOWN) names.clear();
  const name = read(provider, address);
  names.set(address, name);
  name.catch(() => names.delete(address));
  return name;
}

async function read(provider: Provider, address: string): Promise<string | undefined> {
  const [{ readEnsName }] = await Promise.all([import("@polity/sdk/ens"), loadNames()]);
  return readEnsName(provider, address);
}
