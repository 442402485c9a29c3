import { BPS } from "../../format";
import type { HistoricProposal } from "../history";
import type { NepStage } from "../timeline";
import type { History } from "../../history/types";
import { shareOf, type Period, isWithin } from "../../analytics/table";

/** How a vote stands by the proposal's own rules. Votes in base units, shares in basis points, rounded down. */
export interface Verdict {
  /** for, against and abstain: all that took part. */
  cast: bigint;
  /** for and abstain: what a quorum counts. */
  towardsQuorum: bigint;
  /** What was cast as a share of the electorate; undefined before the review has ended. */
  turnoutBps?: number;
  /** Share of for in for and against; undefined before anybody took a side. */
  approvalBps?: number;
  quorumReached: boolean;
  approved: boolean;
}

/** Judges the votes with the governor's arithmetic: more for than against, their share, and the quorum. */
export function verdictOf({
  votes,
  quorum,
  electorate,
  neededBps,
}: Pick<HistoricProposal, "votes" | "quorum" | "electorate" | "neededBps">): Verdict {
  const { for: inFavour, against, abstain } = votes;
  const [sides, towardsQuorum] = [inFavour + against, inFavour + abstain];
  const cast = sides + abstain;
  return {
    ...{ cast, towardsQuorum },
    turnoutBps: electorate === undefined ? undefined : shareOf(cast, electorate),
    approvalBps: shareOf(inFavour, sides),
    quorumReached: quorum !== undefined && towardsQuorum >= quorum,
    approved: inFavour > against && inFavour * BigInt(BPS) >= BigInt(neededBps) * sides,
  };
}

/** Where a proposal stands at the head of its history (`now`, seconds), as the governor's `state` says. */
export function stageOf(proposal: HistoricProposal, now: number): NepStage {
  const { executed, canceled, queued, snapshot, deadline, rules } = proposal;
  if (executed) return "ACTIVE";
  if (canceled) return "CANCELED";
  if (now <= snapshot) return "REVIEW";
  if (now <= deadline) return "VOTING";
  if (queued) return now > queued.eta + rules.window ? "EXPIRED" : "SCHEDULED";
  const { quorumReached, approved } = verdictOf(proposal);
  if (!quorumReached || !approved) return "DEFEATED";
  return now > deadline + rules.window ? "EXPIRED" : "APPROVED";
}

/** Whether the vote was held to its end: it has passed, and nobody canceled the proposal before. */
export function isDecided({ deadline, canceled }: HistoricProposal, now: number): boolean {
  return now > deadline && (canceled === undefined || canceled.time > deadline);
}

/** Whether the voters accepted it: what has been queued had passed. */
export function hasPassed(proposal: HistoricProposal): boolean {
  if (proposal.queued) return true;
  const { quorumReached, approved } = verdictOf(proposal);
  return quorumReached && approved;
}

/** All proposals, in the order in which they were made. */
export const proposalsOf = ({ governor }: Pick<History, "governor">): HistoricProposal[] => [
  ...governor.proposals.values(),
];

/**
 * Proposals whose vote ended in the period and before the head of the history, in the order of their ends.
 * @param types Only those of these; default all.
 */
export function decidedIn(history: History, period: Period, types?: readonly string[]): HistoricProposal[] {
  return proposalsOf(history)
    .filter(({ type }) => types?.includes(type) ?? true)
    .filter((proposal) => isDecided(proposal, history.head.time) && isWithin(proposal.deadline, period))
    .sort((a, b) => a.deadline - b.deadline);
}
