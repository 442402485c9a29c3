import type { AnyDomain } from "../core/domain";
import { scopableOf } from "./scope";

/**
 * Whether an unstoppable scope may be open to types besides the default one. What gives is the default type's alone: a type
 * that is easier to win could hand money to a stranger, and nobody could stop it. That type can replace the council anyway.
 * What only decides an open case is the one exception: the council is often a party to it, and it moves no more than the
 * case holds already. What is not known is taken to give.
 */
export function onlyTakes(domains: readonly AnyDomain[], target: string, name: string): boolean {
  const scopable = scopableOf(domains, target);
  return [...(scopable?.onlyTakes ?? []), ...(scopable?.onlyDecides ?? [])].includes(nameOf(name));
}

/** A function's name, of its name or signature. */
export function nameOf(signature: string): string {
  return signature.split("(", 1)[0]!;
}
