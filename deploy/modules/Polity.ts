import { buildModule } from "@nomicfoundation/ignition-core";
import { id } from "ethers";

import type { NetworkConfig } from "../../config/schema";
import { KNOWN, type Known } from "../parts";
import { governorModule } from "./governor";
import { ordered } from "./order";
import { together, type Contracts, type Given, type Module } from "./part";
import { registryModule } from "./registry";
import { timelockModule } from "./timelock";
import { tokenModule } from "./token";
import { votesModule } from "./votes";

/**
 * A whole network from its configuration, in the order of its authority: the timelock owns everything, the governor is
 * the timelock's only proposer, canceller and executor. The contracts of domains come before the rulebook, whose scopes
 * name them; what domains finish comes after the governor has its roles. The deployer still administers the timelock:
 * {@link handOverModule} ends that. Until then only the deployer has roles; from then on only the governor has them.
 */
export function polityModule(config: NetworkConfig, { parts, domains }: Known = KNOWN) {
  const order = ordered(parts);
  const entrusted = order.reduce((sum, part) => sum + (part.entrusts?.(config) ?? 0n), 0n);
  const timelock = timelockModule(config);
  const token = tokenModule(config, timelock, entrusted);
  const votes = votesModule(config, token);
  const registry = registryModule(config, timelock);

  const made = new Map<string, Module>(
    Object.entries({ escrow: votes, votes, registry } satisfies Record<Given, Module>),
  );
  for (const part of order) {
    const before = [timelock, token, ...part.needs.map((need) => made.get(need)!)];
    made.set(
      part.name,
      buildModule(part.module, (m) => part.contracts(m, config, together(m, before)) as Contracts),
    );
  }
  const before = [timelock, token, ...made.values()];
  const governor = governorModule(config, before, domains);

  return buildModule("Polity", (m) => {
    const have = together(m, [...before, governor]);
    const { TimelockController, NetworkGovernor } = have;
    const roles = ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"].map((role) =>
      m.call(TimelockController!, "grantRole", [id(role), NetworkGovernor!], { id: `grant_${role}` }),
    );
    for (const part of order) part.finish?.(m, config, have, roles);
    return have;
  });
}
