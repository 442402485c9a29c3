import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { NamedArtifactContractDeploymentFuture } from "@nomicfoundation/ignition-core";

import { DEFAULT_TYPE, type NetworkConfig } from "../../config/schema";
import { encodeScope } from "@polity/sdk/governor/scope";
import { encodeType } from "@polity/sdk/governor/rules";
import { protocolModule } from "./protocol";
import { timelockModule } from "./timelock";
import { tokenModule } from "./token";
import { treasuryModule } from "./treasury";
import { vestingModule } from "./vesting";
import { votesModule } from "./votes";

/** The rulebook with the network's types and scopes, and the governor. */
export const governorModule = (config: NetworkConfig) =>
  buildModule("Governor", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const { token } = m.useModule(tokenModule(config));
    const { votes } = m.useModule(votesModule(config));
    const { registry } = m.useModule(protocolModule(config));

    // The default type comes first in the book.
    const { [DEFAULT_TYPE]: strictest, ...others } = config.governor.types;
    const types = Object.entries({ [DEFAULT_TYPE]: strictest!, ...others });
    const targets: Record<string, NamedArtifactContractDeploymentFuture<string>> = {
      GovernanceToken: token,
      ProtocolRegistry: registry,
      ...(config.treasury ? { Treasury: m.useModule(treasuryModule(config)).treasury } : {}),
      ...(config.vesting?.length ? { VestingFactory: m.useModule(vestingModule(config)).factory } : {}),
    };
    const rulebook = m.contract("Rulebook", [
      timelock,
      types.map(([code, rules]) => encodeType(code, rules)),
      config.governor.scopes.map((scope) => ({
        ...encodeScope(scope),
        target: targets[scope.target]!,
      })),
    ]);
    const governor = m.contract("NetworkGovernor", [config.governor.name, votes, token, timelock, rulebook]);
    return { rulebook, governor };
  });
