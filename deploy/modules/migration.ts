import { buildModule } from "@nomicfoundation/ignition-core";
import type { ArgumentType } from "@nomicfoundation/ignition-core";

import type { Addresses } from "@polity/sdk/deployment";
import type { LockKind } from "@polity/sdk/escrow";
import { PARTS } from "../parts";
import type { AnyDeployPart, Contracts } from "./part";
import { countedOf } from "./votes";

/** What a network moves to. Whatever is not named here stays. */
export interface MigrationPlan {
  /** Where the network is now. */
  from: Addresses;
  /** The governor's name, which wallets show to voters. */
  governor: string;
  /** The rulebook, as the governor has it now. */
  rulebook: string;
  /** What the governor counts now. */
  votes: string;
  /** What the locks of now give: the escrow, or the votes of several escrows. */
  locks: string | undefined;
  /** A new escrow, if there is to be one. Amounts in base units. */
  escrow?: { name: string; symbol: string; maxWeeks: number; minAmount: bigint; locks: LockKind } | undefined;
}

/**
 * The contracts that a network moves to. None of them has a power: that a vote gives them. With a new escrow, locks of
 * the former one count as long as they last, and domains deploy anew what is bound to an escrow.
 */
export const migrationModule = (
  { from, governor, rulebook, votes, locks, escrow }: MigrationPlan,
  parts: readonly AnyDeployPart[] = PARTS,
) =>
  buildModule("Migration", (m): Contracts => {
    const { GovernanceToken: token, TimelockController: timelock } = from;
    const end = (source: ArgumentType) =>
      m.contract("NetworkGovernor", [governor, source, token, timelock, rulebook]);
    if (!escrow || locks === undefined) return { NetworkGovernor: end(votes) };

    const { name, symbol, maxWeeks, minAmount, locks: kind } = escrow;
    const terms = [token, name, symbol, maxWeeks, minAmount, kind === "permanent"];
    const VoteEscrow = m.contract("VoteEscrow", terms);
    const SuccessiveVotes = m.contract("SuccessiveVotes", [VoteEscrow, locks]);
    const CombinedVotes = from.CombinedVotes && m.contract("CombinedVotes", [token, SuccessiveVotes]);
    const have: Contracts = { VoteEscrow, SuccessiveVotes, ...(CombinedVotes && { CombinedVotes }) };
    const moved = parts.map((part) => part.moved?.(m, from, have));
    return Object.assign({ ...have, NetworkGovernor: end(countedOf(have)) }, ...moved) as Contracts;
  });
