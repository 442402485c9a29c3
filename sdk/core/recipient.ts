import type { Network } from "../network";
import type { DomainContract } from "./domain";
import { EXCLUDED } from "./excluded";
import { contractName } from "./names";

/** What is asked of a network to know who is who in it. */
export type Known = Pick<Network, "addresses" | "domains">;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A contract of the network by its address, with its name. */
export function contractAt(
  { addresses, domains }: Known,
  account: string,
): (DomainContract & { name: string }) | undefined {
  const name = contractName(addresses, account);
  const domain = name === account ? undefined : domains.find((one) => Object.hasOwn(one.contracts, name));
  return domain && { ...domain.contracts[name]!, name };
}

/** Why nobody can use what this account gets, whoever it is among the network's contracts: nobody has its key. */
export const whyNobodys = (account: string): string | undefined =>
  same(account, EXCLUDED) ? "it is the address that nobody has the key of" : undefined;

/**
 * Why tokens or ether that an account gets would be lost: the account is a contract of the network that can never pay them
 * out, the token's own contract, or an address that nobody has the key of. Everybody else gets no answer.
 */
export function whyLost(network: Known, account: string, token?: string): string | undefined {
  const contract = contractAt(network, account);
  if (contract && contract.usedBy === undefined)
    return `it is the network's ${contract.name}, which can never pay it out`;
  if (token !== undefined && same(account, token)) return "it is the token's own contract";
  return whyNobodys(account);
}
