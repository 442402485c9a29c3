import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import type { AddressLike } from "ethers";
import { ethers } from "hardhat";

import type { GovernanceToken, VoteEscrow } from "../../typechain-types";
import { weekOf, WEEK } from "@polity/sdk/escrow";
import {
  deployGovernance,
  EXCLUDED,
  HOLDINGS,
  ONE,
  SUPPLY,
  type Action,
  type People,
  type Proposal,
} from "./governor";

const MAX_WEEKS = 208;
const MAX_TIME = BigInt(MAX_WEEKS * WEEK);
const FOREVER = "for ever";
type Lock = [tokens: bigint, weeks: number | typeof FOREVER];
type Name = keyof typeof HOLDINGS;

/**
 * The four sources of votes. What each person locks of {@link HOLDINGS}: enough is left for fees. Frank's votes are
 * nobody's, and the treasury's are excluded.
 */
export const SOURCES = {
  "tokens that are held": { held: true, locks: undefined },
  "permanent locks": {
    held: false,
    locks: {
      alice: [[39_000n, FOREVER]],
      bob: [[24_000n, FOREVER]],
      carol: [[14_000n, FOREVER]],
      dave: [[300n, FOREVER]],
      erin: [[50n, FOREVER]],
      frank: [[9_000n, FOREVER]],
      treasury: [[10_000n, FOREVER]],
    },
  },
  // Erin's lock ends an hour before the vote on a proposal of type GOV does.
  "decaying locks": {
    held: false,
    locks: {
      alice: [[39_000n, 208]],
      bob: [[24_000n, 208]],
      carol: [[14_000n, 104]],
      dave: [[300n, 208]],
      erin: [[50n, 2]],
      frank: [[9_000n, 52]],
      treasury: [[10_000n, 208]],
    },
  },
  "tokens held or locked": {
    held: true,
    locks: {
      alice: [
        [10_000n, FOREVER],
        [10_000n, 104],
      ],
      bob: [[24_000n, FOREVER]],
      carol: [],
      dave: [[200n, 156]],
      erin: [[50n, 2]],
      frank: [[9_000n, FOREVER]],
      treasury: [],
    },
  },
} as const satisfies Record<string, { held: boolean; locks?: Record<Name, readonly Lock[]> }>;
export type SourceName = keyof typeof SOURCES;

/**
 * Who has which votes, by the definition and from what was done alone: nothing is read back from a contract. A held token
 * is a vote, so is one that is locked for good; one whose lock ends is as much as the seconds it has left of 208 weeks.
 */
export class Ledger {
  #supply = SUPPLY;
  #purses = new Map<string, bigint>();
  #locks: { owner: string; amount: bigint; end?: number }[] = [];
  #delegatees = new Map<string, string>();

  constructor(
    private readonly held: boolean,
    private readonly locked: boolean,
  ) {}

  copy(): Ledger {
    const copy = new Ledger(this.held, this.locked);
    copy.#supply = this.#supply;
    copy.#purses = new Map(this.#purses);
    copy.#locks = [...this.#locks];
    copy.#delegatees = new Map(this.#delegatees);
    return copy;
  }

  receive(owner: string, amount: bigint): void {
    this.#purses.set(owner, (this.#purses.get(owner) ?? 0n) + amount);
  }
  burn(owner: string, amount: bigint): void {
    this.receive(owner, -amount);
    this.#supply -= amount;
  }
  lock(owner: string, amount: bigint, end?: number): void {
    this.receive(owner, -amount);
    this.#locks.push({ owner, amount, end });
  }
  delegate(owner: string, delegatee: string): void {
    this.#delegatees.set(owner, delegatee);
  }

  /** Votes of an account at a time after the last thing that was done. */
  votes(account: string, at: bigint): bigint {
    const counts = (owner: string) => this.#delegatees.get(owner) === account;
    const purses = [...this.#purses].filter(([owner]) => counts(owner));
    const inHand = this.held ? purses.reduce((sum, [, amount]) => sum + amount, 0n) : 0n;
    return inHand + this.#power(({ owner }) => counts(owner), at);
  }
  /** All votes, whoever's: of held tokens every token, since those that are locked are in it. */
  total(at: bigint): bigint {
    return this.held ? this.#supply : this.#power(() => true, at);
  }
  /** What quorums are a share of. */
  base(at: bigint): bigint {
    return this.total(at) - this.votes(EXCLUDED, at);
  }

  #power(counted: (lock: { owner: string }) => boolean, at: bigint): bigint {
    const left = (end?: number) => {
      if (end === undefined) return MAX_TIME;
      return BigInt(end) > at ? BigInt(end) - at : 0n;
    };
    const locks = this.#locks.filter(counted);
    return locks.reduce((sum, { amount, end }) => sum + amount * left(end), 0n) / MAX_TIME;
  }
}

interface Sources {
  held: boolean;
  token: GovernanceToken;
  escrow?: VoteEscrow;
}

/** Gives all votes of an account to another: those of its tokens and those of its locks. */
function delegatorOf({ held, token, escrow }: Sources, ledger: Ledger) {
  return async (from: HardhatEthersSigner, to: AddressLike) => {
    const delegatee = await ethers.resolveAddress(to);
    if (held) await token.connect(from).delegate(delegatee);
    if (escrow) await escrow.connect(from).delegate(delegatee);
    ledger.delegate(from.address, delegatee);
  };
}

async function deploySource(name: SourceName) {
  const { held, locks } = SOURCES[name];
  const ledger = new Ledger(held, locks !== undefined);
  const start = weekOf(await time.latest()) + WEEK;
  await time.increaseTo(start + 3_600);

  let sources: Sources | undefined;
  const giveVotes = async (who: People, token: GovernanceToken) => {
    const escrow =
      locks &&
      (await ethers.deployContract("VoteEscrow", [token, "Locked Neuro", "veNEURO", MAX_WEEKS, ONE, false]));
    sources = { held, token, ...(escrow && { escrow }) };
    for (const person of Object.keys(HOLDINGS) as Name[]) {
      const owner = who[person];
      ledger.receive(owner.address, HOLDINGS[person]);
      if (!escrow) continue;
      await token.connect(owner).approve(escrow, ethers.MaxUint256);
      for (const [tokens, weeks] of locks[person]) {
        const end = weeks === FOREVER ? undefined : start + weeks * WEEK;
        if (end === undefined) await escrow.connect(owner).createPermanentLock(tokens * ONE);
        else await escrow.connect(owner).createLock(tokens * ONE, end);
        ledger.lock(owner.address, tokens * ONE, end);
      }
    }
    const delegate = delegatorOf(sources, ledger);
    for (const voter of [who.alice, who.bob, who.carol, who.dave, who.erin]) await delegate(voter, voter);
    await delegate(who.treasury, EXCLUDED);
    await delegate(who.frank, ethers.ZeroAddress);
    if (!escrow) return token;
    return held ? ethers.deployContract("CombinedVotes", [token, escrow]) : escrow;
  };
  const governance = await deployGovernance(giveVotes);
  return { ...governance, sources: sources!, ledger };
}

/** One fixture for each source: they are told apart by the function, which must have a name. */
const fixtures = Object.fromEntries(
  (Object.keys(SOURCES) as SourceName[]).map((name) => {
    const fixture = () => deploySource(name);
    return [name, fixture];
  }),
) as Record<SourceName, () => ReturnType<typeof deploySource>>;

/** A governor over a source, with a ledger of this test's own that follows what the test does. */
export async function governorOver(name: SourceName) {
  const context = await loadFixture(fixtures[name]);
  const { governor, rulebook } = context;
  const ledger = context.ledger.copy();
  const delegate = delegatorOf(context.sources, ledger);
  const submit = async (description: string, actions?: Action[], by = context.alice): Promise<Proposal> => {
    const proposal = await context.submit(description, actions, by);
    const { code } = await governor.proposalType(proposal.id);
    ledger.burn(by.address, (await rulebook.rulesOf(code)).fee);
    return proposal;
  };
  /** The votes that an account can cast on a proposal. */
  const weightOn = async ({ id }: Proposal, voter: { address: string }) =>
    ledger.votes(voter.address, await governor.proposalSnapshot(id));
  return { ...context, ledger, delegate, submit, weightOn };
}
