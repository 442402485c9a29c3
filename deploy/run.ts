import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { DEPLOYABLE_VOTE_SOURCES, type NetworkConfig } from "../config/schema";
import { PolityError } from "../sdk/errors";
import type { Addresses } from "../sdk/deployment";
import { handOverModule } from "./modules/handOver";

type HandOver = ReturnType<typeof handOverModule>;

/** Carries out a module, and tells where its contracts are. */
export type Runner = (
  module: HandOver,
) => Promise<Record<keyof HandOver["results"], { getAddress(): Promise<string> }>>;

/**
 * Deploys a network from its configuration and hands it over to its governor.
 * @param accounts Addresses of the accounts that the configuration names by label.
 * @param run How; by default in one go. For public networks see launch.ts, which can go on after any death.
 * @throws PolityError for what the configuration asks and this version cannot deploy.
 */
export async function deployNetwork(
  hre: HardhatRuntimeEnvironment,
  config: NetworkConfig,
  accounts: Readonly<Record<string, string>>,
  run: Runner = (module) => hre.ignition.deploy(module, { displayUi: false }),
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
  const deployed = await run(handOverModule(withAddresses(config, accounts)));
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
