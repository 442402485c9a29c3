import type { Domains } from "@polity/sdk/domains";
import { PolityError } from "@polity/sdk/errors";
import type { AnyDeployPart } from "./part";

/** What modules/Polity.ts deploys for every network, before the domains of the list and after them. */
const [BEFORE, AFTER] = [
  ["token", "escrow", "votes", "registry"],
  ["governor"],
] as const satisfies Domains["name"][][];
const HINT = "correct the list in deploy/parts.ts, or what the domain needs";

/**
 * The parts in an order in which each comes after those that it needs; otherwise as they are listed.
 * @throws PolityError for a domain that is registered twice, for needs that form a circle, and for a need that nothing
 * fulfils.
 */
export function ordered(parts: readonly AnyDeployPart[]): AnyDeployPart[] {
  const byName = new Map<string, AnyDeployPart>();
  for (const part of parts) {
    const { name, module } = part;
    if (byName.has(name) || [...BEFORE, ...AFTER].some((given) => given === name))
      throw new PolityError(`the domain ${name} is registered twice`, { hint: HINT });
    const other = [...byName.values()].find((each) => each.module === module);
    if (other) {
      throw new PolityError(`${other.name} and ${name} both deploy by a module called ${module}`, {
        hint: "give each module a name of its own: it identifies the steps of a deployment",
      });
    }
    byName.set(name, part);
  }

  const order = new Set<AnyDeployPart>();
  const visit = (part: AnyDeployPart, path: readonly string[]): void => {
    const way = [...path, part.name];
    if (path.includes(part.name)) {
      const circle = way.slice(way.indexOf(part.name));
      throw new PolityError(`the needs of domains form a circle: ${circle.join(" needs ")}`, { hint: HINT });
    }
    for (const need of part.needs) {
      if (BEFORE.some((given) => given === need)) continue;
      const needed = byName.get(need);
      if (!needed)
        throw new PolityError(`${part.name} needs ${need}, which is not registered`, { hint: HINT });
      visit(needed, way);
    }
    order.add(part);
  };
  for (const part of parts) visit(part, []);
  return [...order];
}
