import { buildModule } from "@nomicfoundation/ignition-core";

import type { NetworkConfig } from "../../config/schema";
import { encodeDefinition } from "@polity/sdk/nep/parameters";
import type { timelockModule } from "./timelock";

/** The registry with the network's first parameters: version 1.0.0. */
export const registryModule = (config: NetworkConfig, timelocked: ReturnType<typeof timelockModule>) =>
  buildModule("Protocol", (m) => {
    const { TimelockController } = m.useModule(timelocked);
    const ProtocolRegistry = m.contract("ProtocolRegistry", [
      TimelockController,
      config.registry.parameters.map((parameter) => encodeDefinition(parameter)),
    ]);
    return { ProtocolRegistry };
  });
