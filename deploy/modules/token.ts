import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { TIMELOCK, type NetworkConfig } from "../../config/schema";
import { timelockModule } from "./timelock";

/** The token, minted to whom the configuration names. */
export const tokenModule = (config: NetworkConfig) =>
  buildModule("Token", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const { token: settings } = config;
    const token = m.contract("GovernanceToken", [
      settings.name,
      settings.symbol,
      timelock,
      settings.allocation.map(({ to, amount }) => ({ account: to === TIMELOCK ? timelock : to, amount })),
      settings.hardCap,
      settings.yearlyInflationBps,
    ]);
    return { token };
  });
