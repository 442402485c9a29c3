import type { NepStage } from "../timeline";
import type { HistoricProposal } from "../history";
import type { History } from "../../history/types";
import { say } from "../../language";
import { readClaims } from "../../nep/extract";
import { decidedIn, hasPassed, stageOf, verdictOf, proposalsOf } from "./outcome";
import {
  ALWAYS,
  columnsOf,
  groupBy,
  isWithin,
  type Cell,
  type Period,
  type Table,
} from "../../analytics/table";

/** Stages in the order of a proposal's life, then the ways in which it ends without effect. */
export const STAGES = [
  "REVIEW",
  "VOTING",
  "APPROVED",
  "SCHEDULED",
  "ACTIVE",
  "DEFEATED",
  "EXPIRED",
  "CANCELED",
] as const satisfies NepStage[];
export type Stage = (typeof STAGES)[number];

export interface ProposalsByType {
  /** By type, in alphabetical order: how many stand where. */
  types: { type: string; count: number; stages: Partial<Record<Stage, number>> }[];
  table: Table;
}

/** The proposals made in a period, by type and by where they stand at the head of the history. */
export function proposalsByType(history: History, period: Period = ALWAYS): ProposalsByType {
  const made = proposalsOf(history).filter(({ proposed }) => isWithin(proposed.time, period));
  const types = [...groupBy(made, ({ type }) => type)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, same]) => {
      const stages: Partial<Record<Stage, number>> = {};
      for (const proposal of same) {
        const stage = stageOf(proposal, history.head.time) as Stage;
        stages[stage] = (stages[stage] ?? 0) + 1;
      }
      return { type, count: same.length, stages };
    });
  const table: Table = {
    title: "Proposals by type and outcome",
    method: "Proposals that were made in the period, by where they stand at the end of this history.",
    columns: columnsOf(["Type", "text"], ...STAGES.map((stage) => [STAGE_NAMES[stage], "count"] as const), [
      "All",
      "count",
    ]),
    rows: types.map(({ type, count, stages }) => [type, ...STAGES.map((stage) => stages[stage] ?? 0), count]),
  };
  return { types, table };
}

/** What a stage is called: the contracts spell one of them as Solidity does. */
export const STAGE_NAMES: Readonly<Record<NepStage, string>> = {
  ...{ UNCOUNTED: say("Uncounted"), DRAFT: say("Draft"), REVIEW: say("Review"), VOTING: say("Voting") },
  ...{ APPROVED: say("Approved"), SCHEDULED: say("Scheduled"), ACTIVE: say("Active") },
  ...{ DEFEATED: say("Defeated"), EXPIRED: say("Expired"), CANCELED: say("Cancelled") },
};

/** How long one proposal took, in seconds; all stages but the draft add up to the total. */
export interface Pace {
  proposal: HistoricProposal;
  /** From the day that its file says it was begun; absent without a valid file, or with a later day. */
  draft?: number;
  review: number;
  voting: number;
  /** Until somebody queued it. */
  queueing: number;
  /** The grace period, and until somebody executed it. */
  grace: number;
  /** From the proposal to its effect. */
  total: number;
}

export interface Paces {
  paces: Pace[];
  /** The middle one of each stage; of an even number, the lower of the two in the middle. */
  median?: Omit<Pace, "proposal">;
  table: Table;
}

/** How long the proposals that were executed in a period took from draft to active, stage by stage. */
export function timeToActive(history: History, period: Period = ALWAYS): Paces {
  const paces = proposalsOf(history).flatMap((proposal): Pace[] => {
    const { executed, queued, snapshot, deadline, proposed } = proposal;
    if (!executed || !queued || !isWithin(executed.time, period)) return [];
    return [
      {
        ...{ proposal, draft: draftOf(proposal), review: snapshot - proposed.time },
        ...{ voting: deadline - snapshot, queueing: queued.time - deadline },
        ...{ grace: executed.time - queued.time, total: executed.time - proposed.time },
      },
    ];
  });
  const drafts = paces.flatMap(({ draft }) => (draft === undefined ? [] : [draft]));
  const middle = (of: (pace: Pace) => number) => medianOf(paces.map(of))!;
  const median = paces.length
    ? {
        ...{ draft: medianOf(drafts), review: middle(({ review }) => review) },
        ...{ voting: middle(({ voting }) => voting), queueing: middle(({ queueing }) => queueing) },
        ...{ grace: middle(({ grace }) => grace), total: middle(({ total }) => total) },
      }
    : undefined;
  const line = ({ draft, review, voting, queueing, grace, total }: Omit<Pace, "proposal">): Cell[] => [
    ...[draft, review, voting],
    ...[queueing, grace, total],
  ];
  const table: Table = {
    title: "Time from draft to active",
    method:
      "Draft: from the day that the proposal's file names, which is its author's word. The rest is the chain's. The median is the middle value of each column.",
    columns: columnsOf(
      ...[[say("Proposal"), "title"] as const, [say("Type"), "text"] as const],
      ...["Draft", "Review", "Voting", "Until queued", "Grace", "Proposed to active"].map(
        (name) => [name, "seconds"] as const,
      ),
    ),
    rows: [
      ...paces.map((pace) => [pace.proposal.title, pace.proposal.type, ...line(pace)]),
      ...(median ? [["Median", undefined, ...line(median)]] : []),
    ],
  };
  return { paces, median, table };
}

/** The middle value; of an even number of values the lower one of the two in the middle; undefined of none. */
export function medianOf(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

function draftOf({ description, proposed }: HistoricProposal): number | undefined {
  const begun = readClaims(description)?.created;
  return begun !== undefined && begun <= proposed.time ? proposed.time - begun : undefined;
}

export interface Decisions {
  proposals: (HistoricProposal & { stage: NepStage; passed: boolean })[];
  table: Table;
}

/** The proposals whose vote ended in a period, with their tallies and what became of them; only those of some types, or all. */
export function decisions(history: History, period: Period = ALWAYS, types?: readonly string[]): Decisions {
  const decided = decidedIn(history, period, types).map((proposal) => ({
    ...proposal,
    stage: stageOf(proposal, history.head.time),
    passed: hasPassed(proposal),
  }));
  const table: Table = {
    title: "Decisions",
    method:
      "A proposal passes when for and abstain reach its quorum, more are for than against, and the share of for in both reaches what its type demands.",
    columns: columnsOf(
      ["Vote ended", "time"],
      ["Proposal", "title"],
      ["Type", "text"],
      ["For", "votes"],
      ["Against", "votes"],
      ["Abstain", "votes"],
      ["Approval", "bps"],
      ["Needed", "bps"],
      ["Quorum", "votes"],
      ["Turnout", "bps"],
      ["Voters", "count"],
      ["Result", "text"],
      ["Stands", "text"],
      ["Id", "proposal"],
      ["Proposed in", "hash"],
      ["Executed in", "hash"],
    ),
    rows: decided.map((proposal) => {
      const { deadline, title, type, votes, neededBps, quorum, ballots, id, executed } = proposal;
      const { approvalBps, turnoutBps } = verdictOf(proposal);
      return [
        ...[deadline, title, type, votes.for, votes.against, votes.abstain],
        ...[approvalBps, neededBps, quorum, turnoutBps, new Set(ballots.map(({ voter }) => voter)).size],
        ...[proposal.passed ? say("passed") : say("rejected"), STAGE_NAMES[proposal.stage]],
        ...[id, proposal.proposed.transaction, executed?.transaction],
      ];
    }),
  };
  return { proposals: decided, table };
}
