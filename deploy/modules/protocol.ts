import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import type { NetworkConfig } from "../../config/schema";
import { encodeDefinition } from "@polity/sdk/nep/parameters";
import { timelockModule } from "./timelock";

/** The registry with the network's first parameters: version 1.0.0. */
export const protocolModule = (config: NetworkConfig) =>
  buildModule("Protocol", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const registry = m.contract("ProtocolRegistry", [
      timelock,
      config.registry.parameters.map((parameter) => encodeDefinition(parameter)),
    ]);
    return { registry };
  });
