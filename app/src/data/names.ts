import { useEffect, useState } from "react";

import { linkTo } from "./explorers";
import { useSite } from "./network";
import { visible } from "@polity/sdk/nep/text";

/** Chains with ENS: mainnet, Sepolia, Holesky. */
const NAMED = [1, 11_155_111, 17_000];

/**
 * What an address is called: a contract of the network, a name of the site's own list, or the account's own in ENS. It stands
 * beside the address and never in its place, and not at all in what is signed.
 */
export function useName(address: string): { name?: string; explorer?: string } {
  const { deployment, names, explorer, provider } = useSite();
  const contract = Object.entries(deployment.contracts).find(([, at]) => at === address)?.[0];
  const known = contract ?? (Object.hasOwn(names, address) ? visible(names[address]!) : undefined);
  const asks = known === undefined && NAMED.includes(deployment.chainId);
  const [own, setOwn] = useState<{ address: string; name: string | undefined }>();
  useEffect(() => {
    if (!asks) return undefined;
    let isOver = false;
    const take = (name?: string) => {
      if (!isOver) setOwn({ address, name });
    };
    const read = import("./ens").then(({ ensName }) => ensName(provider, address));
    void read.then(take, () => {
      take();
    });
    return () => {
      isOver = true;
    };
  }, [asks, address, provider]);
  const name = known ?? (own?.address === address ? own.name : undefined);
  return {
    ...(name !== undefined && { name }),
    ...(explorer !== undefined && { explorer: linkTo(explorer, "address", address) }),
  };
}
