import { type EventFragment, type FunctionFragment, Interface } from "ethers";

import { checkDomains } from "./check";
import type { AnyDomain } from "./domain";

export type Interfaces = Readonly<Record<string, Interface>>;

/** An interface that hashes its signatures once: ethers hashes all of them again for each selector and topic it is asked for. */
class HashedInterface extends Interface {
  readonly #functions = new Map<string, FunctionFragment>();
  readonly #events = new Map<string, EventFragment>();

  override getFunction(key: string, values?: unknown[]): FunctionFragment | null {
    if (!/^0x[0-9a-f]{8}$/i.test(key)) return super.getFunction(key, values);
    if (this.#functions.size === 0) {
      this.forEachFunction((fragment) => this.#functions.set(fragment.selector, fragment));
    }
    return this.#functions.get(key.toLowerCase()) ?? null;
  }

  override getEvent(key: string, values?: unknown[]): EventFragment | null {
    if (!/^0x[0-9a-f]{64}$/i.test(key)) return super.getEvent(key, values);
    if (this.#events.size === 0) {
      this.forEachEvent((fragment) => this.#events.set(fragment.topicHash, fragment));
    }
    return this.#events.get(key.toLowerCase()) ?? null;
  }
}

const KNOWN = new WeakMap<readonly AnyDomain[], Interfaces>();

/** What each contract of some domains can be called with, emits and reverts with, by its name. */
export function interfacesOf(domains: readonly AnyDomain[]): Interfaces {
  let interfaces = KNOWN.get(domains);
  if (!interfaces) {
    checkDomains(domains);
    interfaces = Object.fromEntries(
      domains.flatMap(({ contracts }) =>
        Object.entries(contracts).map(([name, { factory }]) => [name, new HashedInterface(factory.abi)]),
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
