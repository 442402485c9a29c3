import type { Addresses } from "@polity/sdk";
import { WEEK } from "@polity/sdk/escrow/time";
import type { Support } from "@polity/sdk/governor/ballot";

/** What the model expects of a proposal. Votes in base units. */
export interface Expected {
  quorum: bigint;
  votes: Record<Support, bigint>;
  ballots: Map<string, { support: Support; weight: bigint }>;
}

/**
 * What the load does, a second time: plain sums in memory, with nothing of the contracts' ways of counting. It takes the
 * chain's clock and nothing else from the chain. Amounts and votes in base units, times in seconds.
 */
export class Model {
  readonly balances = new Map<string, bigint>();
  readonly #delegatees = new Map<string, string>();
  readonly locks = new Map<string, { amount: bigint; end: number }>();

  constructor(
    readonly at: { escrow: string; treasury: string },
    private readonly maxWeeks: number,
  ) {}

  balanceOf(account: string): bigint {
    return this.balances.get(account) ?? 0n;
  }

  get supply(): bigint {
    return [...this.balances.values()].reduce((a, b) => a + b, 0n);
  }

  mint(to: string, amount: bigint): void {
    this.balances.set(to, this.balanceOf(to) + amount);
  }

  move(from: string, to: string, amount: bigint): void {
    if (this.balanceOf(from) < amount) throw new Error(`the plan moves more than ${from} has`);
    this.balances.set(from, this.balanceOf(from) - amount);
    this.mint(to, amount);
  }

  burn(from: string, amount: bigint): void {
    this.balances.set(from, this.balanceOf(from) - amount);
  }

  delegate(account: string, to: string): void {
    this.#delegatees.set(account, to);
  }

  /** `end` 0 is never. Votes of a lock are its owner's. */
  lock(account: string, amount: bigint, end: number): void {
    this.move(account, this.at.escrow, amount);
    this.locks.set(account, { amount, end });
  }

  /** Everybody's votes at a time from now on: of held tokens that are delegated, and of locks by the time they have left. */
  votesAt(time: number): Map<string, bigint> {
    const votes = new Map<string, bigint>();
    const add = (to: string, more: bigint) => votes.set(to, (votes.get(to) ?? 0n) + more);
    for (const [account, to] of this.#delegatees) add(to, this.balanceOf(account));
    const whole = this.maxWeeks * WEEK;
    for (const [owner, { amount, end }] of this.locks) {
      const left = end === 0 ? whole : Math.max(0, end - time);
      add(owner, (amount * BigInt(left)) / BigInt(whole));
    }
    return votes;
  }

  /** A share of all tokens but the treasury's, and not below the floor. */
  quorum(bps: number, floor: bigint): bigint {
    const share = ((this.supply - this.balanceOf(this.at.treasury)) * BigInt(bps)) / 10_000n;
    return share > floor ? share : floor;
  }
}

export function passes({ quorum, votes }: Expected, approvalBps: number): boolean {
  const enough = votes.for + votes.abstain >= quorum;
  const sides = votes.for + votes.against;
  return enough && votes.for > votes.against && votes.for * 10_000n >= sides * BigInt(approvalBps);
}

/** A model of the network that has these contracts. */
export const modelOf = ({ VoteEscrow = "", Treasury = "" }: Partial<Addresses>, maxWeeks = 0): Model =>
  new Model({ escrow: VoteEscrow, treasury: Treasury }, maxWeeks);
