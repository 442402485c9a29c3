import type { HistoricProposal } from "../history";
import type { History } from "../../history/types";
import type { Support } from "../ballot";
import { addressKey, addressOf, type AddressKey } from "../../core/address";
import { EXCLUDED_KEY, type VoteSource } from "../../votes";
import { decidedIn, hasPassed } from "./outcome";
import { electorateOf, powersOf, type VotingPower } from "../../votes/figures/power";
import { ALWAYS, columnsOf, shareOf, type Period, type Table } from "../../analytics/table";

/** An account with votes, or that voted, and what it did with them. Shares in basis points, rounded down. */
export interface DelegateRecord extends VotingPower {
  shareBps?: number;
  /** Ballots cast; who votes in parts casts several on one proposal. */
  ballots: number;
  /** Proposals voted on, and their share of all that were decided. */
  voted: number;
  votedBps?: number;
  /** Of the proposals on which it took a side, those that ended as it wanted; abstaining takes none. */
  agreed: number;
  sided: number;
  agreedBps?: number;
}

export interface Delegates {
  records: DelegateRecord[];
  /** Proposals that were decided. */
  proposals: number;
  table: Table;
}

/**
 * Delegates with their power at the head of a history and their record in the votes that ended in a period; the most
 * votes first. An account's side is where more of its votes went; with as many for as against it has none.
 * @param limit How many; default all.
 */
export function delegates(
  history: History,
  source: VoteSource,
  { period = ALWAYS, limit }: { period?: Period; limit?: number } = {},
): Delegates {
  const decided = decidedIn(history, period);
  const tallies = new Map<AddressKey, Tally>();
  for (const proposal of decided) addProposal(tallies, proposal);

  const electorate = electorateOf(history, source);
  const able = powersOf(history, source).filter(
    ({ key, votes }) => key !== EXCLUDED_KEY && (votes > 0n || tallies.has(key)),
  );
  const known = new Set(able.map(({ key }) => key));
  const gone = [...tallies.keys()].filter((key) => key !== EXCLUDED_KEY && !known.has(key));
  const records = [...able, ...gone.map((key) => ({ key, owned: 0n, own: 0n, votes: 0n, delegators: 0 }))]
    .map((power): DelegateRecord => {
      const tally = tallies.get(power.key) ?? { ballots: 0, voted: 0, agreed: 0, sided: 0 };
      return {
        ...{ ...power, ...tally, shareBps: shareOf(power.votes, electorate) },
        votedBps: shareOf(BigInt(tally.voted), BigInt(decided.length)),
        agreedBps: shareOf(BigInt(tally.agreed), BigInt(tally.sided)),
      };
    })
    .slice(0, limit);
  return { records, proposals: decided.length, table: tableOf(records) };
}

type Tally = Pick<DelegateRecord, "ballots" | "voted" | "agreed" | "sided">;

function addProposal(tallies: Map<AddressKey, Tally>, proposal: HistoricProposal): void {
  const passed = hasPassed(proposal);
  const cast = new Map<AddressKey, Record<Support, bigint>>();
  for (const { voter: address, votes } of proposal.ballots) {
    const voter = addressKey(address);
    const tally = tallies.get(voter) ?? { ballots: 0, voted: 0, agreed: 0, sided: 0 };
    tallies.set(voter, { ...tally, ballots: tally.ballots + 1 });
    const before = cast.get(voter) ?? { for: 0n, against: 0n, abstain: 0n };
    cast.set(voter, {
      for: before.for + votes.for,
      against: before.against + votes.against,
      abstain: before.abstain + votes.abstain,
    });
  }
  for (const [voter, votes] of cast) {
    const tally = tallies.get(voter)!;
    tally.voted += 1;
    if (votes.for === votes.against) continue;
    tally.sided += 1;
    if (votes.for > votes.against === passed) tally.agreed += 1;
  }
}

const tableOf = (records: readonly DelegateRecord[]): Table => ({
  title: "Delegates and their record",
  method:
    "Votes at the end of this history. Taken part: decided proposals with a ballot of the account. With the outcome: of those on which it took a side, the share that ended so.",
  columns: columnsOf(
    ["Account", "account"],
    ["Votes", "votes"],
    ["Share", "bps"],
    ["Delegators", "count"],
    ["Ballots", "count"],
    ["Proposals", "count"],
    ["Taken part", "bps"],
    ["With the outcome", "bps"],
  ),
  rows: records.map(({ key, votes, shareBps, delegators, ballots, voted, votedBps, agreedBps }) => [
    ...[addressOf(key), votes, shareBps, delegators],
    ...[ballots, voted, votedBps, agreedBps],
  ]),
});
