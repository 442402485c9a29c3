import { encodeBytes32String, ZeroHash } from "ethers";

import type { AnyDomain, Scopable } from "../core/domain";
import { contractOf, contractsOf } from "../core/find";
import { interfaceOf } from "../core/interfaces";
import { PolityError } from "../errors";
import { encodeCode } from "./rules";

/** A call that the configuration opens to types besides the default one. */
export interface ScopeSetting {
  /** Contract that is called. */
  target: string;
  /** Its function: a name, if it has one of that name only, or a signature. */
  function: string;
  /** For a function whose first argument is a namespace: which one. */
  namespace?: string;
  /** Codes of the types. */
  types: readonly string[];
  /** Whether the guardian cannot cancel a proposal made of such calls alone. */
  unstoppable?: boolean;
  /** Whether native value may go with the call. */
  allowValue?: boolean;
}

/** How the rulebook recognises a call; the numbers of `IRulebook.Match`. */
export const MATCH = { Selector: 0, SelectorAndWord: 1, PlainTransfer: 2 } as const;

/** What a scope's function is called for a plain transfer of value: no function can have this name. */
export const PLAIN_TRANSFER = "receive";

/** What scopes may open of a contract; nothing of one that obeys the default type alone. */
export function scopableOf(domains: readonly AnyDomain[], contract: string): Scopable | undefined {
  return contractOf(domains, contract)?.scopable;
}

/** The contracts that scopes may name; those with power over rules and roles obey the default type alone. */
export function scopableContracts(domains: readonly AnyDomain[]): string[] {
  return contractsOf(domains).flatMap(([name, { scopable }]) => (scopable ? [name] : []));
}

/**
 * A scope as the rulebook takes it, all but the target's address.
 * @throws PolityError for a contract or function that there is not.
 */
export function encodeScope(scope: ScopeSetting, domains: readonly AnyDomain[]) {
  const { target, function: name, namespace, types, unstoppable = false, allowValue = false } = scope;
  const common = { allowsValue: allowValue, unstoppable, codes: types.map(encodeCode) };
  if (name === PLAIN_TRANSFER)
    return { how: MATCH.PlainTransfer, selector: "0x00000000", word: ZeroHash, ...common };
  const fragment = scopableOf(domains, target) ? interfaceOf(domains, target)?.getFunction(name) : null;
  if (!fragment) {
    throw new PolityError(`${target} has no function ${name} that could be scoped`, {
      hint: `scopes may name functions of ${scopableContracts(domains).join(", ")}`,
    });
  }
  return {
    how: namespace === undefined ? MATCH.Selector : MATCH.SelectorAndWord,
    selector: fragment.selector,
    word: namespace === undefined ? ZeroHash : encodeBytes32String(namespace),
    ...common,
  };
}
