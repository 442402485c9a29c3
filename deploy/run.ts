import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkConfig } from "../config/schema";
import { parseAddresses, type Addresses } from "../sdk/deployment";
import { DAY } from "../sdk/format";
import { ensureCouncil } from "./council";
import { polityModule } from "./modules/Polity";

/**
 * Deploys a network from its configuration and hands it over to its governor. The council's Safe comes first: a chain
 * that cannot have one is refused before anything is deployed.
 * @param accounts Addresses of the accounts that the configuration names by label.
 * @throws PolityError for what the configuration asks and this version, or the chain, cannot deploy.
 */
export async function deployNetwork(
  hre: HardhatRuntimeEnvironment,
  config: NetworkConfig,
  accounts: Readonly<Record<string, string>>,
): Promise<Addresses> {
  const [deployer] = await hre.ethers.getSigners();
  const { timestamp } = (await hre.ethers.provider.getBlock("latest"))!;
  const resolved = withAddresses(config, accounts, timestamp - (timestamp % DAY));
  const { name, council } = resolved;
  const Council = council && (await ensureCouncil(deployer!, { name, ...council }));

  const deployed = await hre.ignition.deploy(polityModule(resolved), { displayUi: false });
  const entries = await Promise.all(
    Object.entries(deployed).map(async ([name, contract]) => [name, await contract.getAddress()] as const),
  );
  return parseAddresses({ ...Object.fromEntries(entries), ...(Council ? { Council } : {}) });
}

/** The configuration with addresses for labels, and the day of the deployment where a grant does not say its start. */
function withAddresses(
  config: NetworkConfig,
  accounts: Readonly<Record<string, string>>,
  today: number,
): NetworkConfig {
  const addressOf = (label: string) => accounts[label] ?? label;
  const { token, vesting, council } = config;
  const allocation = token.allocation.map((part) => ({ ...part, to: addressOf(part.to) }));
  return {
    ...config,
    token: { ...token, allocation },
    vesting: vesting?.map((grant) => ({
      ...grant,
      beneficiary: addressOf(grant.beneficiary),
      start: grant.start ?? today,
    })),
    council: council && { ...council, members: council.members.map(addressOf) },
  };
}
