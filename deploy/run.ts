import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkConfig } from "../config/schema";
import { PolityError } from "../sdk/errors";
import type { Addresses } from "../sdk/deployment";
import { polityModule } from "./modules/Polity";

/**
 * Deploys a network from its configuration and hands it over to its governor.
 * @param config With all labels resolved to addresses.
 * @throws PolityError for what the configuration asks and this version cannot deploy.
 */
export async function deployNetwork(hre: HardhatRuntimeEnvironment, config: NetworkConfig): Promise<Addresses> {
  if (config.voteSource !== "escrow") {
    throw new PolityError(`the vote source "${config.voteSource}" cannot be deployed yet`, { hint: 'use "escrow"' });
  }
  if (config.vesting?.length) {
    throw new PolityError("vesting cannot be deployed yet", { hint: "leave the section out of the configuration" });
  }
  const deployed = await hre.ignition.deploy(polityModule(config), { displayUi: false });
  const [TimelockController, GovernanceToken, VoteEscrow, ProtocolRegistry, Rulebook, NetworkGovernor] =
    await Promise.all(
      [
        deployed.timelock,
        deployed.token,
        deployed.escrow,
        deployed.registry,
        deployed.rulebook,
        deployed.governor,
      ].map((contract) => contract.getAddress()),
    );
  return {
    TimelockController: TimelockController!,
    GovernanceToken: GovernanceToken!,
    VoteEscrow: VoteEscrow!,
    ProtocolRegistry: ProtocolRegistry!,
    Rulebook: Rulebook!,
    NetworkGovernor: NetworkGovernor!,
  };
}
