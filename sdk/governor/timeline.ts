import type { NetworkGovernor } from "../../typechain-types";
import { isRefused } from "../provider";
import { decodeCode } from "./rules";

/** The standard states of a Governor, in the order of their numbers. */
export const PROPOSAL_STATES = [
  "Pending",
  "Active",
  "Canceled",
  "Defeated",
  "Succeeded",
  "Queued",
  "Expired",
  "Executed",
] as const;
/** One of the standard's, or unknown, because what counts its votes fails. */
export type ProposalState = (typeof PROPOSAL_STATES)[number] | "Uncounted";

/** States in which something can still come of a proposal. */
export const LIVE_STATES: readonly ProposalState[] = ["Pending", "Active", "Succeeded", "Queued"];

/** Where a NEP stands, in the network's own words. */
export type NepStage =
  | "UNCOUNTED"
  | "DRAFT"
  | "REVIEW"
  | "VOTING"
  | "APPROVED"
  | "SCHEDULED"
  | "ACTIVE"
  | "DEFEATED"
  | "EXPIRED"
  | "CANCELED";

const STAGES: Record<ProposalState, NepStage> = {
  Pending: "REVIEW",
  Active: "VOTING",
  Canceled: "CANCELED",
  Defeated: "DEFEATED",
  Succeeded: "APPROVED",
  Queued: "SCHEDULED",
  Expired: "EXPIRED",
  Executed: "ACTIVE",
  Uncounted: "UNCOUNTED",
};

/** What a state is called to people; programs keep the standard's word. */
export const stageOfState = (state: ProposalState): NepStage => STAGES[state];

/** A proposal as it stands on the chain. Times in seconds, votes in base units. */
export interface ProposalView {
  id: bigint;
  state: ProposalState;
  stage: NepStage;
  /** `TRAIN`, `GOV`, … */
  type: string;
  proposer: string;
  /** End of the review: the votes that count are those of this second. */
  snapshot: number;
  /** End of the vote, with its extension if there was one. */
  deadline: number;
  /** Grace period that the title asked for, or the type's shortest. */
  grace: number;
  /** When it can be executed; 0 before it is queued. */
  eta: number;
  /** Until when it can be queued if it passes, and once it is queued, until when it can be executed. */
  expiry: number;
  votes: { for: bigint; against: bigint; abstain: bigint };
  /** Votes that must take part, or where it passes without, those against it that stop it; absent if nobody can tell. */
  quorum?: bigint;
}

/** Reads a proposal, all from one block. Reverts with `GovernorNonexistentProposal` for an unknown id. */
export async function readProposal(
  governor: NetworkGovernor,
  id: bigint,
  blockTag: number | "latest" = "latest",
): Promise<ProposalView> {
  const at = { blockTag };
  const [state, typed, proposer, snapshot, deadline, eta, expiry, votes, quorum] = await Promise.all([
    told(governor.state(id, at)),
    governor.proposalType(id, at),
    governor.proposalProposer(id, at),
    governor.proposalSnapshot(id, at),
    governor.proposalDeadline(id, at),
    governor.proposalEta(id, at),
    governor.proposalExpiry(id, at),
    governor.proposalVotes(id, at),
    told(governor.quorum(id, at)),
  ]);
  // A proposal without a type does not exist, and then the governor says so.
  if (state === undefined && BigInt(typed.code) === 0n) await governor.state(id, at);
  const name = state === undefined ? "Uncounted" : PROPOSAL_STATES[Number(state)]!;
  return {
    id,
    state: name,
    stage: stageOfState(name),
    type: decodeCode(typed.code),
    proposer,
    snapshot: Number(snapshot),
    deadline: Number(deadline),
    grace: Number(typed.grace),
    eta: Number(eta),
    expiry: Number(expiry),
    votes: { for: votes.forVotes, against: votes.againstVotes, abstain: votes.abstainVotes },
    ...(quorum !== undefined && { quorum }),
  };
}

/** An answer that asks what counts the votes; none if that fails. */
async function told<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}
