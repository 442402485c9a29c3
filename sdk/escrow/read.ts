import type { Interface } from "ethers";

import type { IVoteEscrow, VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PERMANENT, WEEK } from "./time";

/** A lock: `amount` in base units, `unlockTime` in seconds ({@link PERMANENT}: none). */
export interface Lock {
  /** 0 to 15. */
  id: number;
  amount: bigint;
  unlockTime: number;
}

/** An account in the escrow, all of it read from one block. Amounts and votes in base units. */
export interface EscrowAccount {
  account: string;
  /** The chain's time, in seconds. */
  now: number;
  maxWeeks: number;
  minAmount: bigint;
  /** Whether locks begin permanent, and end by their decay alone. */
  permanentOnly: boolean;
  /** In the order of their ids, ended ones included. */
  locks: Lock[];
  /** What all its locks hold. */
  locked: bigint;
  /** Of its own locks now, whoever it is delegated to. */
  power: bigint;
  /** Whom its power counts for; the zero address for nobody. */
  delegatee: string;
  /** What it can vote with now: its own power unless delegated away, and what is delegated to it. */
  votes: bigint;
  /** Of all locks of everybody now. */
  totalPower: bigint;
}

/** Votes to come if nothing is done until then: own power, votes with delegations, and the total, at each time. */
export interface Forecast {
  time: number;
  power: bigint;
  votes: bigint;
  totalPower: bigint;
}

/** Reads an account's locks and votes. */
export async function readAccount(escrow: VoteEscrow, account: string): Promise<EscrowAccount> {
  const [clock, maxWeeks, minAmount, permanentOnly, views, delegatee, votes, totalPower] = (await together(
    escrow,
    [
      ["clock"],
      ["MAX_WEEKS"],
      ["MIN_AMOUNT"],
      ["PERMANENT_ONLY"],
      ["locksOf", account],
      ["delegates", account],
      ["getVotes", account],
      ["totalSupply"],
    ],
  )) as [bigint, bigint, bigint, boolean, IVoteEscrow.LockViewStructOutput[], string, bigint, bigint];
  const locks = views.map(({ id, amount, unlockTime }) => ({
    id: Number(id),
    amount,
    unlockTime: Number(unlockTime),
  }));
  const [now, weeks] = [Number(clock), Number(maxWeeks)];
  return {
    ...{ account, now, maxWeeks: weeks, minAmount, permanentOnly, locks, delegatee, votes, totalPower },
    locked: locks.reduce((sum, { amount }) => sum + amount, 0n),
    power: powerOf(locks, weeks, now),
  };
}

/**
 * The votes of an account at each of `times` (seconds, after its `now`).
 * Reverts with VoteEscrow_PastLookup for a time that has passed.
 */
export async function readForecast(
  escrow: VoteEscrow,
  { account, locks, maxWeeks }: Pick<EscrowAccount, "account" | "locks" | "maxWeeks">,
  times: readonly number[],
): Promise<Forecast[]> {
  const answers = (await together(
    escrow,
    times.flatMap((time) => [
      ["projectedVotes", account, time] as const,
      ["projectedTotalSupply", time] as const,
    ]),
  )) as bigint[];
  return times.map((time, i) => ({
    time,
    power: powerOf(locks, maxWeeks, time),
    votes: answers[2 * i]!,
    totalPower: answers[2 * i + 1]!,
  }));
}

/** The power of all locks at `time` (seconds): as it was, or as it will be if nothing is done until then. */
export async function readTotalPower(escrow: VoteEscrow, time: number): Promise<bigint> {
  return time < Number(await escrow.clock())
    ? escrow.getPastTotalSupply(time)
    : escrow.projectedTotalSupply(time);
}

/**
 * The power of locks at `time` (seconds), in base units: the escrow's own arithmetic, exact until its one division.
 * It holds for any time from now on, until something is done to the locks.
 */
export function powerOf(
  locks: readonly Pick<Lock, "amount" | "unlockTime">[],
  maxWeeks: number,
  time: number,
): bigint {
  const maxTime = maxWeeks * WEEK;
  const weight = ({ amount, unlockTime }: Pick<Lock, "amount" | "unlockTime">) =>
    amount * BigInt(unlockTime === PERMANENT ? maxTime : Math.max(0, unlockTime - time));
  return locks.reduce((sum, lock) => sum + weight(lock), 0n) / BigInt(maxTime);
}

// ----------------------------------------------------------------------------------------------------------- Helpers

/** What several views answer, asked in one call, so that all is of the same block and second. */
async function together(
  escrow: VoteEscrow,
  reads: readonly (readonly [view: string, ...args: unknown[]])[],
): Promise<unknown[]> {
  const abi = escrow.interface as Interface;
  const calls = reads.map(([view, ...args]) => abi.encodeFunctionData(view, args));
  const answers = await escrow.multicall.staticCall(calls);
  return answers.map((answer, i) => abi.decodeFunctionResult(reads[i]![0], answer)[0] as unknown);
}
