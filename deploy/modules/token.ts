import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { TIMELOCK, type NetworkConfig } from "../../config/schema";
import { PolityError } from "../../sdk/errors";
import { timelockModule } from "./timelock";

/** The token, minted to whom the configuration names, and the escrow that turns it into votes. */
export const tokenModule = (config: NetworkConfig) =>
  buildModule("Token", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const { token: settings, escrow: lock } = config;
    if (!lock)
      throw new PolityError("the configuration has no escrow", {
        hint: "votes come from it: add the section",
      });

    const token = m.contract("GovernanceToken", [
      settings.name,
      settings.symbol,
      timelock,
      settings.allocation.map(({ to, amount }) => ({ account: to === TIMELOCK ? timelock : to, amount })),
      settings.hardCap,
      settings.yearlyInflationBps,
    ]);
    const escrow = m.contract("VoteEscrow", [
      token,
      `Vote-escrowed ${settings.name}`,
      `ve${settings.symbol}`,
      lock.maxWeeks,
      lock.minAmount,
    ]);
    return { token, escrow };
  });
