import type { History } from "../../history/types";
import { addressKey, type AddressKey } from "../../core/address";
import { powerOf, type Lock } from "../../escrow/read";
import { EXCLUDED_KEY, type VoteSource } from "..";
import type { HistoricAccount } from "../history";
import { byWeight } from "../../analytics/table";

/** What an account has at the head of a history, in base units. */
export interface VotingPower {
  key: AddressKey;
  /** Tokens in its wallet and in its locks, those that have ended included. */
  owned: bigint;
  /** Votes of its own tokens and locks, whoever they are delegated to. */
  own: bigint;
  /** What it can vote with: all that is delegated to it, by itself or by others. */
  votes: bigint;
  /** Others who delegate votes to it. */
  delegators: number;
}

/** Votes that move from one account to another by delegation; by whoever keeps them to itself, `from` is `to`. */
export interface Delegation {
  from: AddressKey;
  to: AddressKey;
  votes: bigint;
}

type LockShape = Pick<Lock, "amount" | "unlockTime">;

const computed = new WeakMap<History, WeakMap<VoteSource, readonly VotingPower[]>>();

/**
 * Every account's power at the head, the most votes first, and those without in the order of the chain; the escrow's own wallet is left out, since what lies there is
 * its lockers'. Votes are the contracts' to the last unit: a delegatee's locks are added up before the one division.
 * Computed once for a history and a source: many figures begin with it.
 */
export function powersOf(history: History, source: VoteSource): readonly VotingPower[] {
  const known = computed.get(history) ?? new WeakMap<VoteSource, readonly VotingPower[]>();
  computed.set(history, known);
  const powers = known.get(source) ?? computePowers(history, source);
  known.set(source, powers);
  return powers;
}

function computePowers({ votes: { accounts }, head }: History, source: VoteSource): VotingPower[] {
  const power = (locks: readonly LockShape[]) => lockPower(locks, source, head.time);
  const received = new Map<AddressKey, { held: bigint; locks: LockShape[]; from: Set<AddressKey> }>();
  const give = (from: AddressKey, to: AddressKey, held: bigint, locks: readonly LockShape[]) => {
    const at = received.get(to) ?? { held: 0n, locks: [], from: new Set() };
    at.held += held;
    at.locks.push(...locks);
    if (from !== to) at.from.add(from);
    received.set(to, at);
  };
  const holders = holdersOf(accounts.values(), source);
  for (const { key, held, locks, delegatee } of holders) {
    if (source.held && held > 0n && delegatee.held) give(key, delegatee.held, held, []);
    if (delegatee.locked && power(locks) > 0n) give(key, delegatee.locked, 0n, locks);
  }
  const [voting, others]: [VotingPower[], VotingPower[]] = [[], []];
  const add = (key: AddressKey, held: bigint, locks: readonly LockShape[]) => {
    const given = received.get(key);
    received.delete(key);
    const votes = given ? given.held + power(given.locks) : 0n;
    (votes > 0n ? voting : others).push({
      key,
      owned: locks.reduce((all, { amount }) => all + amount, held),
      own: source.held ? held + power(locks) : power(locks),
      votes,
      delegators: given?.from.size ?? 0,
    });
  };
  for (const { key, held, locks } of holders) add(key, held, locks);
  // Who is given votes and never had anything.
  for (const key of [...received.keys()]) add(key, 0n, []);
  voting.sort(
    byWeight(
      ({ votes }) => votes,
      ({ key }) => key,
    ),
  );
  return [...voting, ...others];
}

/** Every delegation that moves votes, also to oneself, the heaviest first. */
export function delegationsOf({ votes: { accounts }, head }: History, source: VoteSource): Delegation[] {
  const all: Delegation[] = [];
  for (const { key: from, held, locks, delegatee } of holdersOf(accounts.values(), source)) {
    const [ofHeld, ofLocked] = [source.held ? held : 0n, lockPower(locks, source, head.time)];
    const add = (to: AddressKey | undefined, votes: bigint) => {
      if (to && votes > 0n) all.push({ from, to, votes });
    };
    if (delegatee.held === delegatee.locked) add(delegatee.held, ofHeld + ofLocked);
    else {
      add(delegatee.held, ofHeld);
      add(delegatee.locked, ofLocked);
    }
  }
  return all.sort(
    byWeight(
      ({ votes }) => votes,
      ({ from, to }) => from + to,
    ),
  );
}

/** All votes that exist at the head, cast or not: tokens where they vote while held, else the power of all locks. */
export function totalVotes({ votes: { accounts, totals }, head }: History, source: VoteSource): bigint {
  if (source.held) return totals.at(-1)?.supply ?? 0n;
  const locks = [...accounts.values()].flatMap((account) => account.locks);
  return lockPower(locks, source, head.time);
}

/** What quorums are a share of: all votes but those of accounts that cannot vote, as the governor counts them. */
export function electorateOf(history: History, source: VoteSource): bigint {
  const excluded = powersOf(history, source).find(({ key }) => key === EXCLUDED_KEY)?.votes ?? 0n;
  return totalVotes(history, source) - excluded;
}

/** Accounts that can vote: those with votes, without the one that stands for votes that nobody may cast. */
export function votersOf(history: History, source: VoteSource): VotingPower[] {
  return powersOf(history, source).filter(({ key, votes }) => votes > 0n && key !== EXCLUDED_KEY);
}

/** The power of locks at a time; none where locks do not count. */
export function lockPower(locks: readonly LockShape[], { escrow }: VoteSource, time: number): bigint {
  return escrow && locks.length > 0 ? powerOf(locks, escrow.maxWeeks, time) : 0n;
}

function holdersOf(accounts: Iterable<HistoricAccount>, { escrow }: VoteSource): HistoricAccount[] {
  const own = escrow && addressKey(escrow.address);
  return [...accounts].filter(({ key }) => key !== own);
}
