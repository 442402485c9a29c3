import type { Addresses } from "../network";

/** Contracts that can count a network's votes, by name. */
type Counting = Pick<Addresses, "CombinedVotes" | "SuccessiveVotes" | "VoteEscrow" | "GovernanceToken">;

/** Where what counts a network's own votes is: tokens held and locked together, the locks of two escrows, locks, or tokens. */
export const votesAddress = ({
  CombinedVotes,
  SuccessiveVotes,
  VoteEscrow,
  GovernanceToken,
}: Counting): string => CombinedVotes ?? SuccessiveVotes ?? VoteEscrow ?? GovernanceToken;
