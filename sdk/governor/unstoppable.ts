import type { AnyDomain } from "../core/domain";
import { scopableOf } from "./scope";

/**
 * Whether an unstoppable scope may be open to types besides the default one. What gives is the default type's alone: a type
 * that is easier to win could hand money to a stranger, and nobody could stop it. That type can replace the council anyway.
 * What is not known is taken to give.
 */
export function onlyTakes(domains: readonly AnyDomain[], target: string, name: string): boolean {
  return scopableOf(domains, target)?.onlyTakes?.includes(nameOf(name)) ?? false;
}

/** A function's name, of its name or signature. */
export function nameOf(signature: string): string {
  return signature.split("(", 1)[0]!;
}
