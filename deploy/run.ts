import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { DEPLOYABLE_VOTE_SOURCES, type NetworkConfig } from "../config/schema";
import { PolityError } from "../sdk/errors";
import type { Addresses } from "../sdk/deployment";
import { polityModule } from "./modules/Polity";

/**
 * Deploys a network from its configuration and hands it over to its governor.
 * @param accounts Addresses of the accounts that the configuration names by label.
 * @throws PolityError for what the configuration asks and this version cannot deploy.
 */
export async function deployNetwork(
  hre: HardhatRuntimeEnvironment,
  config: NetworkConfig,
  accounts: Readonly<Record<string, string>>,
): Promise<Addresses> {
  if (!DEPLOYABLE_VOTE_SOURCES.includes(config.voteSource)) {
    throw new PolityError(`the vote source "${config.voteSource}" cannot be deployed yet`, {
      hint: `use ${DEPLOYABLE_VOTE_SOURCES.join(" or ")}`,
    });
  }
  if (config.vesting?.length) {
    throw new PolityError("vesting cannot be deployed yet", {
      hint: "leave the section out of the configuration",
    });
  }
  const deployed = await hre.ignition.deploy(polityModule(withAddresses(config, accounts)), {
    displayUi: false,
  });
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

function withAddresses(config: NetworkConfig, accounts: Readonly<Record<string, string>>): NetworkConfig {
  const allocation = config.token.allocation.map((share) => ({
    ...share,
    to: accounts[share.to] ?? share.to,
  }));
  return { ...config, token: { ...config.token, allocation } };
}
