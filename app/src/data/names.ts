import { linkTo } from "./explorers";
import { useSite } from "./network";
import { visible } from "@polity/sdk/nep/text";

/** What an address is called: a contract of the network, or a name of the site's own list. */
export function useName(address: string): { name?: string; explorer?: string } {
  const { deployment, names, explorer } = useSite();
  const contract = Object.entries(deployment.contracts).find(([, at]) => at === address)?.[0];
  const name = contract ?? (Object.hasOwn(names, address) ? visible(names[address]!) : undefined);
  return {
    ...(name !== undefined && { name }),
    ...(explorer !== undefined && { explorer: linkTo(explorer, "address", address) }),
  };
}
