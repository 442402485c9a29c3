import { useChain } from "../../../data/chain";
import { useSite } from "../../../data/network";
import { readHolder } from "./read";

/** What an account has: read once for all parts of its page. */
export function useHolder(account: string) {
  const { provider } = useSite();
  return useChain(["holder", account], (network) => readHolder(network, provider, account));
}
