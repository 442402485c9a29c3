import { textOf } from "../events/decode";
import { counted, differs } from "../history/complete";
import type { Historical, Moment } from "../history/types";
import type { contracts } from "./contracts";
import type { BallotTerms } from "./open";
import { BALLOT_KINDS } from "./read";

/** A ballot as it was opened; `options` are those that were there from the start. */
export interface HistoricPoll extends BallotTerms {
  id: bigint;
  opener: string;
  /** Whether it counts the votes that were the network's own as it was opened. */
  own: boolean;
  /** Where its text is, as its opener wrote it: nothing in it is checked. */
  uri: string;
  opened: Moment;
}

/** Who stood in a ballot. */
export interface HistoricNominee {
  poll: bigint;
  option: number;
  nominee: string;
  /** Where they present themselves: nothing in it is checked. */
  uri: string;
}

/** A vote in a ballot: all of `weight` for each option, or in parts of basis points. */
export interface PollVote {
  poll: bigint;
  voter: string;
  weight: bigint;
  options: number[];
  parts: number[];
}

export interface VotingHistory {
  /** What has counted the network's own votes, as it has told ballots, the present one last. */
  sources: string[];
  polls: Map<bigint, HistoricPoll>;
  nominees: HistoricNominee[];
  votes: PollVote[];
}

export const history: Historical<typeof contracts, VotingHistory> = {
  version: 4,
  initial: () => ({ sources: [], polls: new Map(), nominees: [], votes: [] }),
  fold: {
    Ballots: {
      BallotOpened({ state, add }, { id, opener, terms, uri }, opened) {
        const { source, kind, opens, closes, options, winners, nomineeBps, quorum, subject } = terms;
        const text = textOf(uri);
        add(state.polls, id, {
          own: source === state.sources.at(-1),
          ...{ id, opener, source, kind: BALLOT_KINDS[Number(kind)]!, quorum, subject, uri: text, opened },
          ...{ opens: Number(opens), closes: Number(closes), options: Number(options) },
          ...{ winners: Number(winners), nomineeBps: Number(nomineeBps) },
        });
      },
      Nominated({ state }, { id, option, nominee, uri }) {
        state.nominees.push({ poll: id, option: Number(option), nominee, uri: textOf(uri) });
      },
      BallotCast({ state }, { id, voter, weight, options, parts }) {
        state.votes.push({
          ...{ poll: id, voter, weight },
          ...{ options: options.map(Number), parts: parts.map(Number) },
        });
      },
      VotesSet({ state }, { votes }) {
        state.sources.push(votes);
      },
      // Who may open ballots without votes is read from the contract.
      OpenerAdmitted: null,
    },
  },
  untimed: { Ballots: { Nominated: () => true, BallotCast: () => true } },

  async findMissing({ ballots }, { polls }, at) {
    const count = await counted(ballots?.ballotCount(at));
    return differs(count, polls.size) ? `${count} ballots, and events of ${polls.size}` : undefined;
  },
};
