import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { id } from "ethers";

import type { NetworkConfig } from "../../config/schema";
import { governorModule } from "./governor";
import { protocolModule } from "./protocol";
import { timelockModule } from "./timelock";
import { tokenModule } from "./token";
import { fundTreasury, treasuryModule } from "./treasury";
import { createGrants, vestingModule } from "./vesting";
import { votesModule } from "./votes";

/**
 * A whole network from its configuration, in the order of its authority: the timelock owns everything, the governor is
 * the timelock's only proposer, canceller and executor. What the deployer was entrusted with, for the treasury and for
 * grants, is passed on. The deployer still administers the timelock: {@link handOverModule} ends that. Until then nobody
 * but the deployer has any role; after it, nobody but the governor. Contracts are called as NEP files call them.
 */
export const polityModule = (config: NetworkConfig) =>
  buildModule("Polity", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const { token } = m.useModule(tokenModule(config));
    const { votes: _, ...sources } = m.useModule(votesModule(config));
    const { registry } = m.useModule(protocolModule(config));
    const { rulebook, governor } = m.useModule(governorModule(config));
    const optional = {
      ...(config.treasury ? m.useModule(treasuryModule(config)) : {}),
      ...(config.vesting?.length ? m.useModule(vestingModule(config)) : {}),
    };
    const { treasury, factory } = optional;

    const granted = ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"].map((role) =>
      m.call(timelock, "grantRole", [id(role), governor], { id: `grant_${role}` }),
    );
    if (treasury) {
      fundTreasury(m, config, { token, treasury });
      // The timelock vouches for the governor: only then may anybody name it.
      m.call(treasury, "adoptGovernor", [governor], { after: granted });
    }
    if (factory) createGrants(m, config, { token, factory });

    return {
      TimelockController: timelock,
      GovernanceToken: token,
      ...sources,
      ProtocolRegistry: registry,
      Rulebook: rulebook,
      NetworkGovernor: governor,
      ...(treasury ? { Treasury: treasury } : {}),
      ...(factory ? { VestingFactory: factory } : {}),
    };
  });
