import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { TIMELOCK, TREASURY, type NetworkConfig } from "../../config/schema";
import { timelockModule } from "./timelock";

/** What the treasury and the vesting vaults get: minted to the deployer, who passes it on before it gives up its role. */
export function entrusted({ token: { allocation }, vesting = [] }: NetworkConfig) {
  const sum = (shares: readonly { amount: bigint }[]) =>
    shares.reduce((total, { amount }) => total + amount, 0n);
  return { treasury: sum(allocation.filter(({ to }) => to === TREASURY)), vesting: sum(vesting) };
}

/** The token, minted to whom the configuration names. */
export const tokenModule = (config: NetworkConfig) =>
  buildModule("Token", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const { token: settings } = config;
    const owned = settings.allocation.filter(({ to }) => to !== TREASURY);
    const { treasury, vesting } = entrusted(config);
    const passedOn = treasury + vesting;
    const token = m.contract("GovernanceToken", [
      settings.name,
      settings.symbol,
      timelock,
      [
        ...owned.map(({ to, amount }) => ({ account: to === TIMELOCK ? timelock : to, amount })),
        ...(passedOn > 0n ? [{ account: m.getAccount(0), amount: passedOn }] : []),
      ],
      settings.hardCap,
      settings.yearlyInflationBps,
    ]);
    return { token };
  });
