import type { HistoricProposal } from "../history";
import { addressKey } from "../../core/address";
import type { History } from "../../history/types";
import type { VoteSource } from "../../votes";
import { decidedIn, verdictOf } from "./outcome";
import { votersOf } from "../../votes/figures/power";
import {
  ALWAYS,
  columnsOf,
  groupBy,
  monthOf,
  shareOf,
  sum,
  type Period,
  type Table,
} from "../../analytics/table";

/** Who took part in one vote. Votes in base units, shares in basis points. */
export interface ProposalTurnout {
  proposal: HistoricProposal;
  cast: bigint;
  electorate: bigint;
  /** Share of the electorate's votes that were cast. */
  turnoutBps?: number;
  voters: number;
}

/** The votes that ended in one calendar month (UTC). */
export interface MonthTurnout {
  month: string;
  proposals: number;
  cast: bigint;
  electorate: bigint;
  /** Votes cast as a share of all that could be cast: a large electorate weighs more. */
  turnoutBps?: number;
  /** Different accounts that voted at least once. */
  voters: number;
  /** Of the accounts that have votes at the head, the share that took part in the month. */
  headsBps?: number;
}

/** The votes on proposals of one type. */
export interface TypeTurnout {
  type: string;
  proposals: number;
  cast: bigint;
  electorate: bigint;
  turnoutBps?: number;
  voters: number;
}

export interface Participation {
  proposals: ProposalTurnout[];
  months: MonthTurnout[];
  /** In alphabetical order. */
  types: TypeTurnout[];
  /** Over all of them, in basis points. */
  turnoutBps?: number;
  /** Different accounts that voted. */
  voters: number;
  /** Accounts that have votes at the head. */
  heads: number;
  byProposal: Table;
  byMonth: Table;
  byType: Table;
}

/** Those that the network's own votes decided. */
const own = (proposals: readonly ProposalTurnout[]) =>
  proposals.filter(({ proposal: { rules } }) => rules.voteSource === undefined);

/**
 * Participation in the votes that ended in a period. By share: votes cast for, against or abstain, of the votes that
 * could be cast at the proposal's snapshot (turnout as the Governor standard's `getPastTotalSupply` bounds it, without
 * votes that nobody may cast). By heads: accounts that voted, of those that have votes at the head of the history, since
 * a chain does not say how many had some at an earlier time. Shares are rounded down, and
 * undefined when the whole is zero.
 * Votes of another source than the network's own are no part of a sum over types: they are other units.
 * @param only Types of proposals that count; default all.
 */
export function participation(
  history: History,
  source: VoteSource,
  period: Period = ALWAYS,
  only?: readonly string[],
): Participation {
  const decided = decidedIn(history, period, only);
  const proposals = decided.map((proposal): ProposalTurnout => {
    const { cast, turnoutBps } = verdictOf(proposal);
    const electorate = proposal.electorate ?? 0n;
    return { proposal, cast, electorate, turnoutBps, voters: votersIn([proposal]).size };
  });
  const able = new Set(votersOf(history, source).map(({ key }) => key));
  const months = [...groupBy(proposals, ({ proposal }) => monthOf(proposal.deadline))].map(
    ([month, inMonth]): MonthTurnout => {
      const voters = votersIn(inMonth.map(({ proposal }) => proposal));
      const still = [...voters].filter((voter) => able.has(voter)).length;
      return {
        ...{ month, proposals: inMonth.length, ...added(own(inMonth)) },
        voters: voters.size,
        headsBps: shareOf(BigInt(still), BigInt(able.size)),
      };
    },
  );
  const types = [...groupBy(proposals, ({ proposal }) => proposal.type)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, ofType]): TypeTurnout => {
      const { size: voters } = votersIn(ofType.map(({ proposal }) => proposal));
      return { type, proposals: ofType.length, ...added(ofType), voters };
    });
  return {
    ...{ proposals, months, types, turnoutBps: added(own(proposals)).turnoutBps },
    voters: votersIn(decided).size,
    heads: able.size,
    byProposal: proposalTable(proposals),
    byMonth: monthTable(months),
    byType: typeTable(types),
  };
}

function added(votes: readonly ProposalTurnout[]) {
  const cast = sum(votes.map((vote) => vote.cast));
  const electorate = sum(votes.map((vote) => vote.electorate));
  return { cast, electorate, turnoutBps: shareOf(cast, electorate) };
}

const votersIn = (proposals: readonly HistoricProposal[]) =>
  new Set(proposals.flatMap(({ ballots }) => ballots.map(({ voter }) => addressKey(voter))));

const proposalTable = (proposals: readonly ProposalTurnout[]): Table => ({
  title: "Participation by proposal",
  method:
    "Votes cast are for, against and abstain; votes that could be cast are all that existed when the review ended, without those that nobody may cast. Shares are rounded down.",
  columns: columnsOf(
    ["Vote ended", "time"],
    ["Proposal", "title"],
    ["Type", "text"],
    ["Votes cast", "votes"],
    ["Votes that could be cast", "votes"],
    ["Turnout", "bps"],
    ["Quorum", "votes"],
    ["Voters", "count"],
  ),
  rows: proposals.map(
    ({ proposal: { deadline, title, type, quorum }, cast, electorate, turnoutBps, voters }) => [
      ...[deadline, title, type, cast, electorate],
      ...[turnoutBps, quorum, voters],
    ],
  ),
});

const monthTable = (months: readonly MonthTurnout[]): Table => ({
  title: "Participation by month",
  method:
    "A vote belongs to the month (UTC) in which it ended. Turnout by share is all votes cast of all that could be cast; by heads it is the accounts that voted of those that have votes at the end of this history.",
  columns: columnsOf(
    ["Month", "text"],
    ["Proposals", "count"],
    ["Votes cast", "votes"],
    ["Votes that could be cast", "votes"],
    ["Turnout by share", "bps"],
    ["Voters", "count"],
    ["Turnout by heads", "bps"],
  ),
  rows: months.map(({ month, proposals, cast, electorate, turnoutBps, voters, headsBps }) => [
    ...[month, proposals, cast, electorate],
    ...[turnoutBps, voters, headsBps],
  ]),
});

const typeTable = (types: readonly TypeTurnout[]): Table => ({
  title: "Participation by type",
  method:
    "Of the votes that ended in the period, those on proposals of one type together: all votes cast of all that could be cast. Shares are rounded down.",
  columns: columnsOf(
    ["Type", "text"],
    ["Proposals", "count"],
    ["Votes cast", "votes"],
    ["Votes that could be cast", "votes"],
    ["Turnout", "bps"],
    ["Voters", "count"],
  ),
  rows: types.map(({ type, proposals, cast, electorate, turnoutBps, voters }) => [
    ...[type, proposals, cast],
    ...[electorate, turnoutBps, voters],
  ]),
});
