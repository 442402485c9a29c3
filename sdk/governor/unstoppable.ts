/**
 * What ends the power of a budget's spender, by what else it does. Where there is a council, it may stop none of them. What
 * only takes can be any type's. What also gives is the default type's alone: a type that is easier to win could hand the
 * money to a stranger, and nobody could stop it. That type can replace the council anyway.
 */
export const ENDS_SPENDERS = {
  endBudget: "only takes",
  lowerBudget: "only takes",
  setBudgetSpender: "gives to the next spender",
} as const;

/** Whether an unstoppable scope may be open to types besides the default one. What is not known is taken to give. */
export function onlyTakes(target: string, name: string): boolean {
  const ends: Record<string, string> = ENDS_SPENDERS;
  return target === "Treasury" && Object.hasOwn(ends, nameOf(name)) && ends[nameOf(name)] === "only takes";
}

/** A function's name, of its name or signature. */
export function nameOf(signature: string): string {
  return signature.split("(", 1)[0]!;
}
