import { BPS } from "../../format";
import type { History } from "../../history/types";
import { addressOf, type AddressKey } from "../../core/address";
import { EXCLUDED_KEY, type VoteSource } from "..";
import { electorateOf, powersOf, votersOf, type VotingPower } from "./power";
import { columnsOf, shareOf, sum, type Cell, type Table } from "../../analytics/table";

/**
 * The Gini coefficient in basis points, rounded down: 0 when all have the same, towards 10,000 when one has all.
 *
 *     G = Σ (2 i − n − 1) x_i / (n Σ x),  x sorted upwards, i from 1 to n
 *
 * It equals Gini's mean difference Σ Σ |x_i − x_j| / (2 n Σ x) (C. Gini, "Variabilità e mutabilità", 1912), in n log n
 * steps instead of n². Undefined for nobody, or nothing to share.
 * @param values In base units, none below 0. Zeros are people too: leave them out if they are not meant.
 */
export function gini(values: readonly bigint[]): number | undefined {
  return giniOf(descending(values));
}

/** Of values that are sorted downwards: what i weighs is added up in sums of sums, the largest counted n times. */
function giniOf(sorted: readonly bigint[]): number | undefined {
  const n = BigInt(sorted.length);
  let [whole, ranked] = [0n, 0n];
  for (const value of sorted) ranked += whole += value;
  return shareOf(2n * ranked - (n + 1n) * whole, n * whole);
}

/**
 * The Nakamoto coefficient: the fewest accounts that together have more than a share (basis points) of the whole, half
 * of it unless another is given (B. Srinivasan, L. Lee, "Quantifying Decentralization", 2017). Undefined when all of
 * them together have not.
 * @param whole Default what the values add up to.
 */
export function nakamoto(
  values: readonly bigint[],
  { thresholdBps = BPS / 2, whole = sum(values) }: { thresholdBps?: number; whole?: bigint } = {},
): number | undefined {
  return fewestOf(descending(values), whole, thresholdBps);
}

function fewestOf(sorted: readonly bigint[], whole: bigint, thresholdBps: number): number | undefined {
  const least = (whole * BigInt(thresholdBps)) / BigInt(BPS);
  let have = 0n;
  for (const [i, value] of sorted.entries()) {
    have += value;
    if (have > least) return i + 1;
  }
  return undefined;
}

/** What the `count` largest have of all, in basis points, rounded down (the concentration ratio CR_n). */
export function topShare(values: readonly bigint[], count: number, whole = sum(values)): number | undefined {
  return shareOf(sum(descending(values).slice(0, count)), whole);
}

/** A point of the Lorenz curve: the poorest `peopleBps` of all accounts have `votesBps` of the whole. */
export interface LorenzPoint {
  peopleBps: number;
  votesBps: number;
}

/**
 * The Lorenz curve in at most `points` steps after the origin (M. O. Lorenz, 1905); the Gini coefficient is twice the
 * area between it and the diagonal, up to the part 1/n. Empty for nobody, or nothing to share.
 */
export function lorenz(values: readonly bigint[], points = 50): LorenzPoint[] {
  const sorted = descending(values).reverse();
  const whole = sum(sorted);
  if (whole === 0n) return [];
  const steps = Math.min(points, sorted.length);
  const result: LorenzPoint[] = [{ peopleBps: 0, votesBps: 0 }];
  let [next, have] = [1, 0n];
  for (const [i, value] of sorted.entries()) {
    have += value;
    if (i + 1 < Math.ceil((next * sorted.length) / steps)) continue;
    next += 1;
    const peopleBps = shareOf(BigInt(i + 1), BigInt(sorted.length))!;
    result.push({ peopleBps, votesBps: shareOf(have, whole)! });
  }
  return result;
}

/** How evenly one thing is spread. */
export interface Spread {
  what: string;
  unit: "votes" | "tokens";
  accounts: number;
  total: bigint;
  giniBps?: number;
  nakamoto?: number;
  top1Bps?: number;
  top10Bps?: number;
}

export interface Concentration {
  /** Votes after delegation, then votes of one's own, then tokens. */
  spreads: Spread[];
  /** Those of votes after delegation. */
  lorenz: LorenzPoint[];
  /** The accounts with the most votes, and what share of the electorate they have. */
  top: (VotingPower & { shareBps?: number })[];
  table: Table;
  topTable: Table;
}

/** How many of the largest are shown. */
const TOP = 10;

/**
 * How concentrated power is at the head of a history: of votes that can be cast, of votes by who owns what gives them,
 * and of tokens, in wallets and locks. Only accounts with more than nothing of it count. Left out is what is delegated
 * where nobody may vote, such as a treasury's tokens. {@link gini}, {@link nakamoto} and {@link topShare} say how.
 */
export function concentration(history: History, source: VoteSource): Concentration {
  const voters = votersOf(history, source);
  const able = powersOf(history, source).filter(({ key }) => canVote(history, key));
  const votes = voters.map((power) => power.votes);
  const spreads = [
    spreadOf("Votes that can be cast", "votes", votes),
    spreadOf("Votes by owner, before delegation", "votes", able.map(({ own }) => own)), // prettier-ignore
    spreadOf("Tokens owned, in wallets and locks", "tokens", able.map(({ owned }) => owned)), // prettier-ignore
  ];
  const electorate = electorateOf(history, source);
  const top = voters.slice(0, TOP).map((power) => ({ ...power, shareBps: shareOf(power.votes, electorate) }));
  return { spreads, lorenz: lorenz(votes), top, table: spreadTable(spreads), topTable: topTable(top) };
}

/** Whether the account's own tokens may vote. */
function canVote({ votes }: History, key: AddressKey): boolean {
  const { held, locked } = votes.accounts.get(key)?.delegatee ?? {};
  return ![key, held, locked].includes(EXCLUDED_KEY);
}

function spreadOf(what: string, unit: Spread["unit"], all: readonly bigint[]): Spread {
  const sorted = descending(all.filter((value) => value > 0n));
  const total = sum(sorted);
  return {
    ...{ what, unit, accounts: sorted.length, total },
    giniBps: giniOf(sorted),
    nakamoto: fewestOf(sorted, total, BPS / 2),
    top1Bps: shareOf(sum(sorted.slice(0, 1)), total),
    top10Bps: shareOf(sum(sorted.slice(0, TOP)), total),
  };
}

/** Sorted downwards: by the numbers next to them, which are quick to compare, and exactly where those are the same. */
function descending(values: readonly bigint[]): bigint[] {
  const pairs = values.map((value) => ({ value, near: Number(value) }));
  pairs.sort((a, b) => b.near - a.near || (a.value > b.value ? -1 : a.value < b.value ? 1 : 0));
  return pairs.map(({ value }) => value);
}

const spreadTable = (spreads: readonly Spread[]): Table => ({
  title: "Concentration of power",
  method:
    "At the end of this history, among accounts that have some. Gini: 0 % when all have the same, towards 100 % when one has all. Nakamoto coefficient: the fewest accounts that together have more than half.",
  columns: columnsOf(
    ["Of what", "text"],
    ["Accounts", "count"],
    ["Total", "mixed"],
    ["Gini coefficient", "bps"],
    ["Nakamoto coefficient", "count"],
    ["Largest account", "bps"],
    ["Ten largest accounts", "bps"],
  ),
  rows: spreads.map(({ what, unit, accounts, total, ...spread }): Cell[] => [
    ...[what, accounts, { unit, value: total }, spread.giniBps],
    ...[spread.nakamoto, spread.top1Bps, spread.top10Bps],
  ]),
});

const topTable = (top: Concentration["top"]): Table => ({
  title: "Accounts with the most votes",
  method:
    "Votes at the end of this history, as a share of all that can be cast. Own: what its tokens and locks give, whoever they are delegated to.",
  columns: columnsOf(
    ["Account", "account"],
    ["Votes", "votes"],
    ["Share", "bps"],
    ["Own", "votes"],
    ["Delegators", "count"],
  ),
  rows: top.map(({ key, votes, shareBps, own, delegators }) => [
    ...[addressOf(key), votes, shareBps],
    ...[own, delegators],
  ]),
});
