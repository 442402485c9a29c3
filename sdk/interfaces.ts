import { Interface } from "ethers";

import { GovernanceToken__factory } from "../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { NetworkGovernor__factory } from "../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { ProtocolRegistry__factory } from "../typechain-types/factories/contracts/protocol/ProtocolRegistry__factory";
import { Rulebook__factory } from "../typechain-types/factories/contracts/governor/Rulebook__factory";
import { TimelockController__factory } from "../typechain-types/factories/@openzeppelin/contracts/governance/TimelockController__factory";
import { Treasury__factory } from "../typechain-types/factories/contracts/treasury/Treasury__factory";
import { VestingFactory__factory } from "../typechain-types/factories/contracts/vesting/VestingFactory__factory";
import { VestingVault__factory } from "../typechain-types/factories/contracts/vesting/VestingVault__factory";
import { VoteEscrow__factory } from "../typechain-types/factories/contracts/escrow/VoteEscrow__factory";

/** What each contract of a network can be called with, emits and reverts with, under the names that NEP files use. */
export const INTERFACES: Readonly<Record<string, Interface>> = {
  VoteEscrow: new Interface(VoteEscrow__factory.abi),
  GovernanceToken: new Interface(GovernanceToken__factory.abi),
  NetworkGovernor: new Interface(NetworkGovernor__factory.abi),
  Rulebook: new Interface(Rulebook__factory.abi),
  ProtocolRegistry: new Interface(ProtocolRegistry__factory.abi),
  TimelockController: new Interface(TimelockController__factory.abi),
  Treasury: new Interface(Treasury__factory.abi),
  VestingFactory: new Interface(VestingFactory__factory.abi),
  VestingVault: new Interface(VestingVault__factory.abi),
};
