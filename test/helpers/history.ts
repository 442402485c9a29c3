import { getAddress, toBeHex, ZeroAddress, ZeroHash, zeroPadValue } from "ethers";

import { EXCLUDED_KEY, type TypeRules, type VoteSource } from "@polity/sdk";
import { addressKey, type AddressKey } from "@polity/sdk/core/address";
import { history as court } from "@polity/sdk/court/history";
import type { HistoricBallot, HistoricProposal } from "@polity/sdk/governor/history";
import type { History, Moment } from "@polity/sdk/history/types";
import type { HistoricVersion, RegistryHistory } from "@polity/sdk/registry/history";
import type { Movement } from "@polity/sdk/treasury";
import type { HistoricBudget } from "@polity/sdk/treasury/history";
import type { HistoricAccount, VotesHistory } from "@polity/sdk/votes/history";
import { PERMANENT, WEEK } from "@polity/sdk/escrow";

// Histories by hand, and at random, for figures that need no chain.

export const ONE = 10n ** 18n;
/** 2026-01-01 */
export const START = 1_767_225_600;
export const DAY = 86_400;
export const ESCROW = addressOf(0xe5c);
export const LOCKS: VoteSource = { held: false, escrow: { address: ESCROW, maxWeeks: 208 } };
export const TOKENS: VoteSource = { held: true };
export const BOTH: VoteSource = { held: true, escrow: { address: ESCROW, maxWeeks: 208 } };

/** The n-th address. */
export function addressOf(n: number): string {
  return getAddress(toBeHex(n, 20));
}

/** The n-th address in lower case. */
export const keyOf = (n: number): AddressKey => addressKey(addressOf(n));

export const moment = (time: number): Moment => ({
  ...{ block: time - START, time },
  transaction: zeroPadValue(toBeHex(time), 32),
});

export function account(n: number, parts: Partial<HistoricAccount> = {}): [AddressKey, HistoricAccount] {
  const key = keyOf(n);
  return [key, { key, held: 0n, locks: [], delegatee: {}, ...parts }];
}

/** What a test says of a history; nothing else has happened. */
interface Told extends Partial<
  Pick<History, "head" | "since"> & VotesHistory & Pick<RegistryHistory, "versions" | "parameters">
> {
  proposals?: HistoricProposal[];
  guardians?: History["governor"]["guardians"];
  movements?: Movement[];
  budgets?: HistoricBudget[];
  voting?: Partial<History["voting"]>;
  work?: Partial<History["work"]>;
  rounds?: Partial<History["rounds"]>;
  court?: Partial<History["court"]>;
}

export function history(told: Told = {}): History {
  const { proposals = [], guardians = [], movements = [], budgets = [] } = told;
  const { versions = [], parameters = [], accounts = new Map(), totals = [] } = told;
  return {
    head: told.head ?? { block: 1_000, hash: ZeroHash, time: START + 365 * DAY },
    since: told.since ?? { block: 0, time: START },
    governor: { proposals: byId(proposals), guardians, rules: new Map() },
    registry: { versions, parameters, kinds: new Map() },
    treasury: { movements, budgets: byId(budgets), balances: new Map() },
    votes: { accounts, totals },
    vesting: { vaults: [] },
    people: { classes: new Map(), credentials: new Map(), awards: [], awarders: new Map() },
    work: {
      ...{ programs: new Map(), applications: new Map(), tasks: new Map(), jobs: new Map(), outcomes: [] },
      ...told.work,
    },
    court: { ...court.initial(), ...told.court },
    distribution: { sales: new Map(), purchases: new Map(), distributions: new Map() },
    voting: { sources: [], polls: new Map(), nominees: [], votes: [], ...told.voting },
    phases: { steps: [] },
    market: { services: new Map(), incomes: new Map(), fees: new Map() },
    rounds: { rounds: new Map(), programs: new Map(), money: [], ...told.rounds },
  };
}

const byId = <T extends { id: bigint }>(entries: readonly T[]) =>
  new Map(entries.map((entry) => [entry.id, entry]));

export const ballot = (
  voter: number,
  votes: Partial<HistoricBallot["votes"]>,
  time = START,
): HistoricBallot => ({
  ...{ ...moment(time), voter: addressOf(voter), reason: "" },
  votes: { for: 0n, against: 0n, abstain: 0n, ...votes },
});

/** A proposal whose votes are what its ballots add up to. The window to execute is 14 days. */
export function proposal(id: number, parts: Partial<HistoricProposal> = {}): HistoricProposal {
  const { ballots = [], proposed = moment(START) } = parts;
  const votes = { for: 0n, against: 0n, abstain: 0n };
  for (const one of ballots) {
    for (const side of ["for", "against", "abstain"] as const) votes[side] += one.votes[side];
  }
  const rules: TypeRules = {
    ...{ review: 7 * DAY, voting: 7 * DAY, graceMin: 7 * DAY, graceMax: 30 * DAY, window: 14 * DAY, late: 0 },
    ...{
      approvalBps: 6_600,
      proposers: ["holders"],
      threshold: 0n,
      fee: 0n,
      quorumFloor: 0n,
      quorumBps: 2_000,
    },
  };
  return {
    ...{ id: BigInt(id), proposer: addressOf(1), calls: [], description: "", descriptionHash: ZeroHash },
    ...{ title: `Proposal ${id}`, block: proposed.block, transaction: proposed.transaction, proposed },
    ...{ type: "GOV", grace: 7 * DAY, rules, neededBps: 6_600 },
    ...{ snapshot: proposed.time + 7 * DAY, deadline: proposed.time + 14 * DAY },
    ...{ votes, ballots, quorum: 0n, electorate: 0n },
    ...parts,
  };
}

export function version(id: number, parts: Partial<HistoricVersion> = {}): HistoricVersion {
  return {
    ...{ ...moment(START), id, semver: `1.${id}.0`, namespace: "train", backwardCompatible: true },
    ...{ specHash: ZeroHash, specURI: "" },
    ...parts,
  };
}

export function movement(time: number, amount: bigint, parts: Partial<Movement> = {}): Movement {
  return {
    ...{ kind: amount > 0n ? "deposit" : "payment", token: ZeroAddress, amount, balance: 0n },
    ...{ category: ZeroHash, reference: ZeroHash, proposalId: 0n, time, blockNumber: time - START },
    ...{ transactionHash: moment(time).transaction, counterparty: addressOf(7) },
    ...parts,
  };
}

export function budget(id: number, parts: Partial<HistoricBudget> = {}): HistoricBudget {
  return {
    ...{ id: BigInt(id), granted: moment(START), proposalId: 1n, spender: addressOf(3), token: ZeroAddress },
    ...{ category: ZeroHash, amount: 100n, start: START, period: 30 * DAY, periods: 3 },
    ...{ rollover: false, frozen: false },
    ...parts,
  };
}

/** Numbers that look random and are the same for the same seed: mulberry32. */
export class Dice {
  constructor(private state: number) {}

  /** A whole number from 0 to `below` − 1. */
  upTo(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  /** An amount below a million tokens, often small, sometimes none. */
  amount(): bigint {
    return (BigInt(this.upTo(1_000_000)) * 10n ** BigInt(this.upTo(19))) / BigInt(1 + this.upTo(7));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.upTo(items.length)]!;
  }
}

/** Accounts at random: wallets, locks of every length, delegations in circles, to nobody, and to where nobody votes. */
export function randomAccounts(dice: Dice, count: number, now: number): Map<AddressKey, HistoricAccount> {
  const to = () =>
    dice.pick([undefined, EXCLUDED_KEY, ...Array.from({ length: count }, (_, i) => keyOf(i + 1))]);
  return new Map(
    Array.from({ length: count }, (_, i) =>
      account(i + 1, {
        held: dice.amount(),
        locks: Array.from({ length: dice.upTo(4) }, (_, id) => ({
          ...{ id, amount: dice.amount() },
          unlockTime: dice.upTo(4) === 0 ? PERMANENT : (Math.floor(now / WEEK) + dice.upTo(208) - 10) * WEEK,
        })),
        delegatee: { held: to(), locked: to() },
      }),
    ),
  );
}
