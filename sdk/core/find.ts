import type { AnyDomain, DomainContract } from "./domain";

/** The domain that a contract belongs to, by its name. */
export function domainOf(domains: readonly AnyDomain[], contract: string): AnyDomain | undefined {
  return domains.find(({ contracts }) => Object.hasOwn(contracts, contract));
}

/** What a contract's domain says of it, by its name. */
export function contractOf(domains: readonly AnyDomain[], contract: string): DomainContract | undefined {
  return domainOf(domains, contract)?.contracts[contract];
}

/** Every contract of some domains, with its name. */
export function contractsOf(domains: readonly AnyDomain[]): [name: string, contract: DomainContract][] {
  return domains.flatMap(({ contracts }) => Object.entries(contracts));
}
