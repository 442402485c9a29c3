import type { ContractRunner } from "ethers";

import {
  GovernanceToken__factory,
  NetworkGovernor__factory,
  ProtocolRegistry__factory,
  Rulebook__factory,
  TimelockController__factory,
  VoteEscrow__factory,
} from "../typechain-types";

/** Where a network's contracts are, under the names that NEP files use. */
export interface Addresses {
  TimelockController: string;
  GovernanceToken: string;
  VoteEscrow: string;
  ProtocolRegistry: string;
  Rulebook: string;
  NetworkGovernor: string;
}

/** A network's contracts, typed. */
export type Network = ReturnType<typeof connect>;

/** Binds a network's contracts to whoever reads (a provider) or sends (a signer). */
export function connect(addresses: Addresses, runner: ContractRunner) {
  return {
    addresses,
    timelock: TimelockController__factory.connect(addresses.TimelockController, runner),
    token: GovernanceToken__factory.connect(addresses.GovernanceToken, runner),
    escrow: VoteEscrow__factory.connect(addresses.VoteEscrow, runner),
    registry: ProtocolRegistry__factory.connect(addresses.ProtocolRegistry, runner),
    rulebook: Rulebook__factory.connect(addresses.Rulebook, runner),
    governor: NetworkGovernor__factory.connect(addresses.NetworkGovernor, runner),
  };
}
