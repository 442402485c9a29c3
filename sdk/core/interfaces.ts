import { Interface } from "ethers";

import type { AnyDomain } from "./domain";

export type Interfaces = Readonly<Record<string, Interface>>;

const KNOWN = new WeakMap<readonly AnyDomain[], Interfaces>();

/** What each contract of some domains can be called with, emits and reverts with, by its name. */
export function interfacesOf(domains: readonly AnyDomain[]): Interfaces {
  let interfaces = KNOWN.get(domains);
  if (!interfaces) {
    interfaces = Object.fromEntries(
      domains.flatMap(({ contracts }) =>
        Object.entries(contracts).map(([name, { factory }]) => [name, new Interface(factory.abi)]),
      ),
    );
    KNOWN.set(domains, interfaces);
  }
  return interfaces;
}

/** The interface of one contract of some domains. */
export function interfaceOf(domains: readonly AnyDomain[], contract: string): Interface | undefined {
  const interfaces = interfacesOf(domains);
  return Object.hasOwn(interfaces, contract) ? interfaces[contract] : undefined;
}
