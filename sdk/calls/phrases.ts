import { contractName } from "../core/names";
import type { Network } from "../network";
import { formatUnits, readTokenUnit } from "./token";

/** The name of an account among the network's contracts, or its address. */
export const who = ({ addresses }: Network, account: string) => contractName(addresses, account);

/** An amount of the governance token, with its symbol. */
export async function governanceTokens(network: Network, units: bigint): Promise<string> {
  return formatUnits(units, await readTokenUnit(network, network.addresses.GovernanceToken));
}

/** What a delegation does to the votes of `what`. */
export function delegation(network: Network, to: string, what: string): string {
  if (BigInt(to) === 0n) return `takes the votes of ${what} from everybody: they do not count`;
  return `gives the votes of ${what} to ${who(network, to)}; the tokens stay where they are`;
}

/** What a delegation does that somebody signed and somebody else sends. */
export function relayedDelegation(network: Network, to: string, what: string): string {
  const whom = BigInt(to) === 0n ? "nobody" : who(network, to);
  return `hands in a signed delegation: the votes of its signer's ${what} go to ${whom}`;
}
