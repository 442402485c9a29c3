import type { Signer } from "ethers";

import { settled, type NetworkConfig } from "../config/schema";
import { parseAddresses, type Addresses } from "@polity/sdk/deployment";
import { DAY } from "@polity/sdk/format";
import { artifactsOf, type Compiled } from "./artifacts";
import { chainOf, type Rpc } from "./chain";
import { ensureCouncil, type CouncilSetting } from "./council";
import { carryOut } from "./engine";
import { handOverModule } from "./modules/handOver";
import { KNOWN, type Known } from "./parts";
import { placeStandIns, standInsOf } from "./stand-ins";

type HandOver = ReturnType<typeof handOverModule>;

/** Carries out a module, and returns where its contracts are, by their names. */
export type Runner = (module: HandOver) => Promise<Record<string, string>>;

/** Who deploys, when and how. */
export interface DeployOptions {
  /** Carries out the steps. For public networks see launch.ts, which can go on after any death. */
  run: Runner;
  /** Where the council's Safe is, which it makes if need be. */
  council: (setting: CouncilSetting) => Promise<string>;
  /** The day that grants start on if they do not say it, in seconds. */
  today: number;
}

/**
 * Deploys a network from its configuration and hands it over to its governor. The council's Safe comes first: a chain
 * that cannot have one is refused before anything is deployed.
 * @param accounts Addresses of the accounts that the configuration names by label.
 * @throws PolityError for what the configuration asks and this version, or the chain, cannot deploy.
 */
export async function deploySteps(
  config: NetworkConfig,
  accounts: Readonly<Record<string, string>>,
  { run, council: seat, today }: DeployOptions,
  known: Known = KNOWN,
): Promise<Addresses> {
  const { name, council } = withAddresses(config, accounts, today);
  const Council = council && (await seat({ name, ...council }));
  const contracts = await run(handOverModule(withAddresses(config, accounts, today, Council), known));
  return parseAddresses({ ...contracts, ...(Council ? { Council } : {}) }, known.domains);
}

/** What is used of Hardhat's environment. */
interface HardhatChain extends Compiled {
  readonly network: { readonly provider: Rpc };
  readonly ethers: { getSigners(): Promise<Signer[]> };
}

/** {@link deploySteps} on Hardhat's chain, by default in one go. */
export const deployNetwork = async (
  hre: HardhatChain,
  config: NetworkConfig,
  accounts: Readonly<Record<string, string>>,
  options?: DeployOptions,
  known: Known = KNOWN,
): Promise<Addresses> => deploySteps(config, accounts, options ?? (await inOneGo(hre, config, known)), known);

/** The day of a moment, in seconds: that of its midnight. */
export const dayOf = (timestamp: number) => timestamp - (timestamp % DAY);

/** The addresses of a module's contracts by name, from those of its steps. */
export function namedResults({ results }: HandOver, byStep: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(results).map(([name, { id }]) => [name, byStep[id]!]));
}

/** The configuration with addresses for labels and the council, and a day where a grant does not say its start. */
export function withAddresses(
  config: NetworkConfig,
  accounts: Readonly<Record<string, string>>,
  today: number,
  council?: string,
): NetworkConfig {
  return settled(config, { addressOf: (account) => accounts[account] ?? account, today, council });
}

async function inOneGo(hre: HardhatChain, config: NetworkConfig, { parts }: Known): Promise<DeployOptions> {
  const rpc = hre.network.provider;
  const [[signer], { timestamp }, chainId] = await Promise.all([
    hre.ethers.getSigners(),
    chainOf(rpc).latest(),
    chainOf(rpc).id(),
  ]);
  const deployer = await signer!.getAddress();
  const artifacts = artifactsOf(hre);
  await placeStandIns(rpc, artifacts, standInsOf(chainId, config, parts));
  return {
    today: dayOf(timestamp),
    council: (setting) => ensureCouncil(signer!, setting),
    run: async (module) => {
      const byStep = await carryOut(module, {
        rpc,
        artifacts,
        deployer,
        confirmations: 1,
        startBlock: 0,
        poll: 10,
      });
      return namedResults(module, byStep);
    },
  };
}
