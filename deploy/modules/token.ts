import { buildModule } from "@nomicfoundation/ignition-core";

import { TIMELOCK, TREASURY, type NetworkConfig } from "../../config/schema";
import type { timelockModule } from "./timelock";

/**
 * The token, minted to whom the configuration names.
 * @param entrusted What the deployer is minted, in base units: it passes that on before it gives up its role.
 */
export const tokenModule = (
  config: NetworkConfig,
  timelocked: ReturnType<typeof timelockModule>,
  entrusted: bigint,
) =>
  buildModule("Token", (m) => {
    const { TimelockController: timelock } = m.useModule(timelocked);
    const { token: settings } = config;
    const owned = settings.allocation.filter(({ to }) => to !== TREASURY);
    const contract = settings.checkpoints === "packed" ? "PackedGovernanceToken" : "GovernanceToken";
    const parameters = [
      settings.name,
      settings.symbol,
      timelock,
      [
        ...owned.map(({ to, amount }) => ({ account: to === TIMELOCK ? timelock : to, amount })),
        ...(entrusted > 0n ? [{ account: m.getAccount(0), amount: entrusted }] : []),
      ],
      settings.hardCap,
      settings.yearlyInflationBps,
    ];
    // It is the network's token whatever its code: one name in the plan, the journal and the addresses.
    const GovernanceToken = m.contract(contract, parameters, { id: "GovernanceToken" });
    return { GovernanceToken };
  });
