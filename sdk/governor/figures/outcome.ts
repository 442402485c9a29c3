import { BPS } from "../../format";
import type { Counting } from "../counting";
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
  /** Whether enough votes and accounts took part; always, where a proposal passes unless it is vetoed. */
  quorumReached: boolean;
  approved: boolean;
}

/** What a verdict is made of. */
type Judged = Pick<HistoricProposal, "votes" | "quorum" | "electorate" | "neededBps"> & {
  rules: Pick<Counting, "vetoBps" | "minVoters">;
  /** How many accounts have voted; read where the rules ask for a number of them. */
  voters?: number | undefined;
};

/** What a historic proposal has of it: its voters are those of its ballots. */
const judged = (proposal: HistoricProposal): Judged => ({
  ...proposal,
  voters: new Set(proposal.ballots.map(({ voter }) => voter)).size,
});

/** Judges the votes of a proposal in a history as {@link judge} does. */
export const verdictOf = (proposal: HistoricProposal): Verdict => judge(judged(proposal));

/** Judges the votes with the governor's arithmetic: more for than against, their share, the quorum and the voters; or the veto. */
export function judge({ votes, quorum, electorate, neededBps, rules, voters = 0 }: Judged): Verdict {
  const { for: inFavour, against, abstain } = votes;
  const [sides, towardsQuorum] = [inFavour + against, inFavour + abstain];
  const cast = sides + abstain;
  return {
    ...{ cast, towardsQuorum },
    turnoutBps: electorate === undefined ? undefined : shareOf(cast, electorate),
    approvalBps: shareOf(inFavour, sides),
    ...(rules.vetoBps
      ? { quorumReached: true, approved: quorum !== undefined && against < quorum }
      : {
          quorumReached: quorum !== undefined && towardsQuorum >= quorum && voters >= (rules.minVoters ?? 0),
          approved: inFavour > against && inFavour * BigInt(BPS) >= BigInt(neededBps) * sides,
        }),
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
