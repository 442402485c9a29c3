import { solidityPacked, type Signer, type TransactionReceipt } from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import { PolityError } from "../errors";
import { BPS, formatAmount, formatTimestamp } from "../format";
import { send } from "../transaction";
import { SUPPORT, type Support } from "./ballot";
import { weightOf } from "./counting";
import { PROPOSAL_STATES, stageOfState } from "./timeline";

/** Votes for each side, in base units. */
export type Parts = Partial<Record<Support, bigint>>;

export interface VoteParameters {
  proposalId: bigint;
  /** One side for all votes that are left, or some for each side; the rest can be cast later. */
  choice: Support | Parts;
  /** Published with the vote. */
  reason?: string;
}

export interface VoteResult {
  /** Votes cast by this call, in base units. */
  weight: bigint;
  receipt: TransactionReceipt;
}

/** `support` of a vote in parts, as OpenZeppelin's GovernorCountingFractional has it. */
const IN_PARTS = 255;

/**
 * Casts the signer's votes.
 * @throws PolityError when the vote is not open, when there are no votes left or fewer than the parts, and as
 * {@link send} does.
 */
export async function vote(
  governor: NetworkGovernor,
  signer: Signer,
  { proposalId, choice, reason = "" }: VoteParameters,
): Promise<VoteResult> {
  const account = await signer.getAddress();
  const available = await votesLeft(governor, proposalId, account);
  if (typeof choice === "string") {
    const call = reason
      ? governor.castVoteWithReason.populateTransaction(proposalId, SUPPORT[choice], reason)
      : governor.castVote.populateTransaction(proposalId, SUPPORT[choice]);
    return { weight: available, receipt: await send(signer, call) };
  }
  const parts = [choice.against ?? 0n, choice.for ?? 0n, choice.abstain ?? 0n];
  const weight = parts.reduce((sum, part) => sum + part, 0n);
  if (weight === 0n || weight > available) {
    throw new PolityError(
      `the parts are ${formatAmount(weight)} votes, and ${account} has ${formatAmount(available)} to cast`,
      { hint: "give at least one part, and no more than there are" },
    );
  }
  const packed = solidityPacked(["uint128", "uint128", "uint128"], parts);
  const call = governor.castVoteWithReasonAndParams.populateTransaction(proposalId, IN_PARTS, reason, packed);
  return { weight, receipt: await send(signer, call) };
}

/**
 * The votes that an account can still cast on an open vote, in base units.
 * @throws PolityError when the vote is not open, and when there are none.
 */
export async function votesLeft(
  governor: NetworkGovernor,
  proposalId: bigint,
  account: string,
): Promise<bigint> {
  const snapshot = await checkOpen(governor, proposalId);
  const [weight, used, voted] = await Promise.all([
    weightOf(governor, proposalId, account, snapshot),
    governor.usedVotes(proposalId, account),
    governor.hasVoted(proposalId, account),
  ]);
  if (voted && used >= weight) {
    throw new PolityError(`${account} has voted already`, { hint: "a vote cannot be changed" });
  }
  if (weight === 0n) {
    throw new PolityError(`${account} had no votes when the vote began`, {
      hint: "votes count from the second in which the review ends: lock or delegate before",
    });
  }
  return weight - used;
}

/** The second whose votes count. @throws PolityError unless the vote is open. */
export async function checkOpen(governor: NetworkGovernor, proposalId: bigint): Promise<bigint> {
  const [state, snapshot, deadline] = await Promise.all([
    governor.state(proposalId),
    governor.proposalSnapshot(proposalId),
    governor.proposalDeadline(proposalId),
  ]);
  const name = PROPOSAL_STATES[Number(state)]!;
  if (name === "Active") return snapshot;
  throw name === "Pending"
    ? new PolityError(`the proposal is under review until ${formatTimestamp(snapshot)}`, {
        hint: "vote after it",
      })
    : new PolityError(
        `the vote was open until ${formatTimestamp(deadline)}; the proposal is ${stageOfState(name)} now`,
        {
          hint: "nothing can be voted on any more",
        },
      );
}

/**
 * Parts from shares of the votes that are left. When the shares are the whole, every vote is cast: what rounding leaves
 * goes to the largest share.
 * @param shares Basis points for each side, together at most 10,000.
 */
export function partsOf(available: bigint, shares: Partial<Record<Support, number>>): Parts {
  const sides = Object.entries(shares) as [Support, number][];
  const total = sides.reduce((sum, [, share]) => sum + share, 0);
  if (total <= 0 || total > BPS || sides.some(([, share]) => share < 0)) {
    throw new PolityError("the shares must be more than 0 % and at most 100 % together", {
      hint: "write for=60,against=40",
    });
  }
  const parts: Parts = Object.fromEntries(
    sides.map(([side, share]) => [side, (available * BigInt(share)) / BigInt(BPS)]),
  );
  if (total === BPS) {
    const [largest] = sides.reduce((a, b) => (b[1] > a[1] ? b : a));
    const cast = Object.values(parts).reduce((sum, part) => sum + part, 0n);
    parts[largest]! += available - cast;
  }
  return parts;
}
