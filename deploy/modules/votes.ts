import { buildModule } from "@nomicfoundation/ignition-core";

import type { NetworkConfig } from "../../config/schema";
import type { Contracts } from "./part";
import type { tokenModule } from "./token";

/** What the governor counts. */
export const countedOf = ({ CombinedVotes, SuccessiveVotes, VoteEscrow, GovernanceToken }: Contracts) =>
  CombinedVotes ?? SuccessiveVotes ?? VoteEscrow ?? GovernanceToken!;

/** What the governor counts besides the token, or in its place: none where the token votes alone. */
export const votesModule = (config: NetworkConfig, minted: ReturnType<typeof tokenModule>) =>
  buildModule("Votes", (m): Contracts => {
    const { GovernanceToken } = m.useModule(minted);
    const { escrow: lock, voteSource } = config;
    const { name, symbol } = config.token;
    // The schema has seen to it that there is an escrow unless the token votes alone.
    if (!lock) return {};

    const VoteEscrow = m.contract("VoteEscrow", [
      GovernanceToken,
      `Vote-escrowed ${name}`,
      `ve${symbol}`,
      lock.maxWeeks,
      lock.minAmount,
      lock.locks === "permanent",
    ]);
    if (voteSource === "escrow") return { VoteEscrow };

    const CombinedVotes = m.contract("CombinedVotes", [GovernanceToken, VoteEscrow]);
    return { VoteEscrow, CombinedVotes };
  });
