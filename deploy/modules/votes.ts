import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { NamedArtifactContractDeploymentFuture } from "@nomicfoundation/ignition-core";

import type { NetworkConfig } from "../../config/schema";
import { tokenModule } from "./token";

type Contracts = Record<string, NamedArtifactContractDeploymentFuture<string>>;

/**
 * What the governor counts as `votes`: the token itself, locks of it, or both together. Besides, the contracts that this
 * takes, by name: none when the token votes alone.
 */
export const votesModule = (config: NetworkConfig) =>
  buildModule("Votes", (m): Contracts & { votes: Contracts[string] } => {
    const { token } = m.useModule(tokenModule(config));
    const { escrow: lock, voteSource } = config;
    const { name, symbol } = config.token;
    // The schema has seen to it that there is an escrow unless the token votes alone.
    if (!lock) return { votes: token };

    const VoteEscrow = m.contract("VoteEscrow", [
      token,
      `Vote-escrowed ${name}`,
      `ve${symbol}`,
      lock.maxWeeks,
      lock.minAmount,
    ]);
    if (voteSource === "escrow") return { votes: VoteEscrow, VoteEscrow };

    const CombinedVotes = m.contract("CombinedVotes", [token, VoteEscrow]);
    return { votes: CombinedVotes, VoteEscrow, CombinedVotes };
  });
