import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkConfig } from "../config/schema";
import { PolityError } from "../sdk/errors";
import { parseAddresses, type Addresses } from "../sdk/deployment";
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
  if (config.vesting?.length) {
    throw new PolityError("vesting cannot be deployed yet", {
      hint: "leave the section out of the configuration",
    });
  }
  const deployed = await hre.ignition.deploy(polityModule(withAddresses(config, accounts)), {
    displayUi: false,
  });
  const entries = Object.entries(deployed).map(async ([name, contract]) => [
    name,
    await contract.getAddress(),
  ]);
  return parseAddresses(Object.fromEntries((await Promise.all(entries)) as [string, string][]));
}

function withAddresses(config: NetworkConfig, accounts: Readonly<Record<string, string>>): NetworkConfig {
  const allocation = config.token.allocation.map((share) => ({
    ...share,
    to: accounts[share.to] ?? share.to,
  }));
  return { ...config, token: { ...config.token, allocation } };
}
