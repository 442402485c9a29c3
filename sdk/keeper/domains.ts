import type { AnyDomain } from "../core/domain";
import type { Keeping } from "./types";

/** What each of some domains has for a keeper to do, in their order. */
export async function keepingsOf(domains: readonly AnyDomain[]): Promise<Keeping[]> {
  const loaded = domains.map(async ({ keeper }) => (keeper ? [(await keeper()).keeping] : []));
  return (await Promise.all(loaded)).flat();
}

/** What the steps of some domains are called to a person. */
export async function verbsOf(domains: readonly AnyDomain[]): Promise<Readonly<Record<string, string>>> {
  return Object.assign({}, ...(await keepingsOf(domains)).map(({ verbs }) => verbs)) as Record<
    string,
    string
  >;
}
