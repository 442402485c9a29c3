import { ethers } from "hardhat";

import { connect, type Network } from "@polity/sdk/deployment";
import type { ProposalRecord } from "@polity/sdk/governor/proposals";
import type { Proposal as Encoded } from "@polity/sdk/nep";
import type { Governance, Proposal } from "./governor";

/** The governor's fixture as the SDK sees a network. It has no escrow, and no registry: its address leads nowhere. */
export async function networkOf({ timelock, token, rulebook, governor }: Governance): Promise<Network> {
  const nowhere = ethers.Wallet.createRandom().address;
  const [TimelockController, GovernanceToken, Rulebook, NetworkGovernor] = await Promise.all(
    [timelock, token, rulebook, governor].map((contract) => contract.getAddress()),
  );
  const addresses = {
    TimelockController: TimelockController!,
    GovernanceToken: GovernanceToken!,
    ProtocolRegistry: nowhere,
    Rulebook: Rulebook!,
    NetworkGovernor: NetworkGovernor!,
  };
  return connect(addresses, ethers.provider);
}

/** A proposal of the fixture as encoding a NEP gives one. */
export function encodedOf({ id, description, calls, hashed }: Proposal): Encoded {
  return {
    ...{ calls, description, descriptionHash: hashed[3], proposalId: id },
    ...{ specHash: ethers.ZeroHash, specURI: "" },
  };
}

/** A proposal of the fixture as its event tells it. */
export function recordOf({ id, description, calls, hashed }: Proposal, proposer: string): ProposalRecord {
  return {
    ...{ id, proposer, calls, description, descriptionHash: hashed[3] },
    ...{ title: description, block: 0, transaction: "" },
  };
}
