import {
  ALWAYS,
  columnsOf,
  isWithin,
  shareOf,
  sum,
  type Cell,
  type Period,
  type Table,
} from "../analytics/table";
import type { History } from "../history/types";
import { BPS, DAY } from "../format";
import { aboutText, SATISFACTION, SATISFACTION_SUBJECT, SATISFIED } from "./about";
import type { HistoricPoll, PollVote } from "./history";
import { parseBallotText } from "./text";

const YEAR = 365 * DAY;

/** A ballot with what was cast in it. Votes in the source's units. */
export interface PollResult {
  poll: HistoricPoll;
  /** By option, as the contract adds them up. */
  tallies: bigint[];
  turnout: bigint;
  voters: number;
  /** The options that have won, most votes first, once it is closed. */
  won?: number[];
}

/** Every ballot up to the head of a history, in the order of their numbers. */
export function pollResults({ voting, head }: History): PollResult[] {
  const cast = new Map<bigint, PollVote[]>();
  for (const vote of voting.votes) cast.set(vote.poll, [...(cast.get(vote.poll) ?? []), vote]);
  return [...voting.polls.values()].map((poll) => {
    const votes = cast.get(poll.id) ?? [];
    const standing = voting.nominees.filter((each) => each.poll === poll.id).length;
    const tallies = Array.from({ length: poll.options + standing }, () => 0n);
    for (const { weight, options, parts } of votes)
      options.forEach((option, i) => (tallies[option]! += (weight * BigInt(parts[i] ?? BPS)) / BigInt(BPS)));
    const turnout = sum(votes.map(({ weight }) => weight));
    const isClosed = head.time >= poll.closes;
    return {
      ...{ poll, tallies, turnout, voters: votes.length },
      ...(isClosed && { won: turnout < poll.quorum ? [] : winnersOf(tallies, poll.winners) }),
    };
  });
}

/** Most votes first, of equal ones the lower number; nobody wins without a vote. */
const winnersOf = (tallies: readonly bigint[], seats: number): number[] =>
  tallies
    .map((votes, option) => ({ votes, option }))
    .filter(({ votes }) => votes > 0n)
    .sort((one, other) =>
      one.votes === other.votes ? one.option - other.option : one.votes > other.votes ? -1 : 1,
    )
    .slice(0, seats)
    .map(({ option }) => option);

/** What an option is called: who stands as it, its words, or its number. */
function optionName({ voting }: History, { id, subject, uri }: HistoricPoll, option: number): string {
  const nominee = voting.nominees.find((each) => each.poll === id && each.option === option)?.nominee;
  const words = subject === SATISFACTION_SUBJECT ? SATISFACTION : parseBallotText(uri)?.options;
  return nominee ?? words?.[option] ?? `option ${option}`;
}

const isIn = ({ opened, closes }: HistoricPoll, { from, to }: Period): boolean =>
  opened.time < to && closes >= from;

/** Ballots that were there in a period, who took part, and what won. */
export function ballotsTable(history: History, period: Period = ALWAYS): Table {
  return {
    title: "Ballots",
    method:
      "Ballots that were opened before the end of the period and closed after its beginning. They decide nothing by themselves. Votes are those of whoever took part, in the unit of what the ballot counts; a ballot has no winner before it closes, or below its quorum.",
    columns: columnsOf(
      ["Ballot", "count"],
      ["About", "text"],
      ["Opened by", "account"],
      ["Opened", "time"],
      ["Closes", "time"],
      ["Voters", "count"],
      ["Votes", "votes"],
      ["Won", "text"],
    ),
    rows: pollResults(history)
      .filter(({ poll }) => isIn(poll, period))
      .map(({ poll, voters, turnout, won }): Cell[] => [
        poll.id,
        aboutOf(history, poll),
        ...[poll.opener, poll.opened.time, poll.closes, voters, turnout],
        won && (won.map((option) => optionName(history, poll, option)).join(", ") || "nobody"),
      ]),
  };
}

/** Every option of these ballots with its share of what was cast. */
export function ballotOptionsTable(history: History, period: Period = ALWAYS): Table {
  return {
    title: "Options of ballots",
    method:
      "This adds up the votes of each option in the ballots above, and says their share of the votes that took part. Options without votes are left out. Where voters approve several options, the shares add up to more than the whole.",
    columns: columnsOf(["Ballot", "count"], ["Option", "text"], ["Votes", "votes"], ["Of those cast", "bps"]),
    rows: pollResults(history)
      .filter(({ poll }) => isIn(poll, period))
      .flatMap(({ poll, tallies, turnout }) =>
        tallies.flatMap((votes, option): Cell[][] =>
          votes === 0n ? [] : [[poll.id, optionName(history, poll, option), votes, shareOf(votes, turnout)]],
        ),
      ),
  };
}

const aboutOf = ({ governor }: History, { subject, uri }: HistoricPoll): string =>
  parseBallotText(uri)?.question ?? aboutText(subject, governor.proposals.get(BigInt(subject))?.title);

/**
 * Of the ballots on satisfaction that closed in the year before `until` and counted the network's own votes, the one in
 * which most votes took part, and the share of these for one of the two satisfied options, in basis points. Anybody with
 * some votes can open such a ballot: the smaller one does not speak for the members. Accounts are free, so votes are
 * counted and not voters.
 * @param until In seconds.
 */
export function satisfaction(
  history: History,
  until: number,
): { poll: HistoricPoll; figure: number } | undefined {
  const year = { from: until - YEAR, to: until };
  const asked = pollResults(history).filter(
    ({ poll, won, turnout }) =>
      won !== undefined && turnout > 0n && isSatisfactionPoll(poll) && isWithin(poll.closes, year),
  );
  const [first, ...others] = asked;
  if (!first) return undefined;
  const { poll, tallies } = others.reduce((most, one) => (one.turnout > most.turnout ? one : most), first);
  return { poll, figure: shareOf(sum(tallies.slice(SATISFIED)), sum(tallies)) ?? 0 };
}

/** Whether a ballot asks how satisfied members are, as every such ballot does, by the network's own votes. */
export const isSatisfactionPoll = ({ subject, kind, options, nomineeBps, own }: HistoricPoll): boolean =>
  subject === SATISFACTION_SUBJECT &&
  kind === "split" &&
  options === SATISFACTION.length &&
  nomineeBps === 0 &&
  own;
