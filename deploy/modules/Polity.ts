import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { id, ZeroHash } from "ethers";

import type { NetworkConfig } from "../../config/schema";
import { governorModule } from "./governor";
import { protocolModule } from "./protocol";
import { timelockModule } from "./timelock";
import { tokenModule } from "./token";
import { votesModule } from "./votes";

/**
 * A whole network from its configuration, in the order of its authority: the timelock owns everything, the governor is
 * the timelock's only proposer, canceller and executor, and the deployer's last act is to give up its administration.
 * Until that act nobody but the deployer has any role; after it, nobody but the governor. Its contracts are called as
 * NEP files call them.
 */
export const polityModule = (config: NetworkConfig) =>
  buildModule("Polity", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const { token } = m.useModule(tokenModule(config));
    const { votes, ...sources } = m.useModule(votesModule(config));
    const { registry } = m.useModule(protocolModule(config));
    const { rulebook, governor } = m.useModule(governorModule(config));

    const granted = ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"].map((role) =>
      m.call(timelock, "grantRole", [id(role), governor], { id: `grant_${role}` }),
    );
    m.call(timelock, "renounceRole", [ZeroHash, m.getAccount(0)], {
      id: "renounce_administration",
      after: [...granted, token, votes, registry, rulebook],
    });

    return {
      TimelockController: timelock,
      GovernanceToken: token,
      ...sources,
      ProtocolRegistry: registry,
      Rulebook: rulebook,
      NetworkGovernor: governor,
    };
  });
