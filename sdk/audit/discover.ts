import { Contract, type Provider } from "ethers";

import type { AnyDomain } from "../core/domain";
import { failureOf, isPassing } from "../provider";
import { explainFailure } from "../reverts";
import { auditingOf } from "./domains";
import { readScopes } from "./scopes";
import type { AuditedContracts } from "./types";

/**
 * A network's contracts from its governor alone. What the governor asks it names itself; others are looked for among the
 * contracts that its rulebook opens calls to and that obey the same timelock. A council that is not in office and the
 * factory of grants are named by nothing: whoever wants them audited names them.
 * @param given At least the governor; what is given is not asked for.
 * @throws PolityError when there is no such governor.
 */
export async function discover(
  domains: readonly AnyDomain[],
  provider: Provider,
  given: AuditedContracts,
  fromBlock: number,
): Promise<AuditedContracts> {
  const known = await auditingOf(domains);
  const follow = async (from: AuditedContracts): Promise<AuditedContracts> => {
    let found = from;
    for (const { leadsTo } of known) {
      if (leadsTo) found = { ...(await leadsTo(found, provider, fromBlock)), ...found };
    }
    return found;
  };
  let found = await follow(given);

  const marks = known.flatMap((each) => Object.entries(each.marks ?? {}));
  const scopes = await readScopes({ domains, provider, contracts: found, fromBlock });
  const named = await Promise.all(
    [...new Set(scopes.map(({ target }) => target))].map(async (target) => {
      const obeys = await answer(provider, target, "TIMELOCK() view returns (address)");
      if (obeys !== found.TimelockController) return [];
      const has = async ([name, view]: (typeof marks)[number]) =>
        view && (await answer(provider, target, view)) !== undefined ? [{ name, target }] : [];
      return (await Promise.all(marks.map(has))).flat();
    }),
  );
  for (const { name, target } of named.flat()) if (!found[name]) found = { ...found, [name]: target };
  // What only a scope names may lead on.
  return follow(found);
}

/** What a view answers, as a text; nothing where the contract has no such view. */
export async function answer(provider: Provider, at: string, view: string): Promise<string | undefined> {
  try {
    const contract = new Contract(at, [`function ${view}`], provider);
    return String(await contract.getFunction(view.split("(", 1)[0]!)());
  } catch (error) {
    if (isPassing(failureOf(error))) throw await explainFailure(error);
    return undefined;
  }
}
