import { buildModule } from "@nomicfoundation/ignition-core";

import type { NetworkConfig } from "../../config/schema";

/** The timelock. Its deployer administers it until {@link handOverModule} gives that up. */
export const timelockModule = (config: NetworkConfig) =>
  buildModule("Timelock", (m) => ({
    TimelockController: m.contract("TimelockController", [config.timelock.minDelay, [], [], m.getAccount(0)]),
  }));
