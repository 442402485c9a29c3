import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { id } from "ethers";

import type { NetworkConfig } from "../../config/schema";
import { governorModule } from "./governor";
import { protocolModule } from "./protocol";
import { timelockModule } from "./timelock";
import { tokenModule } from "./token";

/**
 * A whole network from its configuration, in the order of its authority: the timelock owns everything, the governor is
 * the timelock's only proposer, canceller and executor. The deployer still administers the timelock: {@link
 * handOverModule} ends that. Until then nobody but the deployer has any power; after it, nobody but the governor.
 */
export const polityModule = (config: NetworkConfig) =>
  buildModule("Polity", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const { token, escrow } = m.useModule(tokenModule(config));
    const { registry } = m.useModule(protocolModule(config));
    const { rulebook, governor } = m.useModule(governorModule(config));

    for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"]) {
      m.call(timelock, "grantRole", [id(role), governor], { id: `grant_${role}` });
    }

    return { timelock, token, escrow, registry, rulebook, governor };
  });
