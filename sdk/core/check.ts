import { PolityError } from "../errors";
import type { AnyDomain } from "./domain";

const CHECKED = new WeakSet<readonly AnyDomain[]>();

/**
 * Holds the domains of a list apart. What two of them call the same, one would silently take from the other.
 * @throws PolityError for a domain that is registered twice, and for a contract or a property of the network that two
 * domains have, with the names of both.
 */
export function checkDomains(domains: readonly AnyDomain[]): void {
  if (CHECKED.has(domains)) return;
  const [contracts, properties] = [new Map<string, string>(), new Map<string, string>()];
  const names = new Set<string>();
  const claim = (owners: Map<string, string>, what: string, key: string, name: string) => {
    const other = owners.get(key);
    if (other !== undefined) refuse(`the domains ${other} and ${name} both have ${what} ${key}`);
    owners.set(key, name);
  };
  for (const { name, contracts: own } of domains) {
    if (names.has(name)) refuse(`the domain ${name} is registered twice`);
    names.add(name);
    for (const [contract, { as }] of Object.entries(own)) {
      claim(contracts, "a contract", contract, name);
      if (as !== undefined) claim(properties, "a property", as, name);
    }
  }
  CHECKED.add(domains);
}

function refuse(problem: string): never {
  throw new PolityError(problem, { hint: "correct the list of domains" });
}
