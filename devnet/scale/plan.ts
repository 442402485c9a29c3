import { dataSlice, getAddress, id, parseEther, Wallet } from "ethers";

import { parseConfig, presets } from "../../config";
import { inLastPhase } from "../../config/presets/last-phase";
import type { Support } from "@polity/sdk/governor/ballot";

/** How large a load is. */
export interface Size {
  /** Everybody who gets tokens, voters and delegators among them. */
  holders: number;
  /** Half of them lock tokens, half hold them. As many holders again delegate to them. */
  voters: number;
  proposals: number;
}

/** Somebody who gets tokens and never acts. */
export interface Holder {
  address: string;
  /** In base units. */
  amount: bigint;
}

/** Somebody who acts, by transactions and signatures of their own. */
export interface Actor extends Holder {
  wallet: Wallet;
}

export interface Voter extends Actor {
  /** What they lock and for how long, in weeks; 0 for good. Whoever locks nothing votes with what they hold. */
  lock?: { amount: bigint; weeks: number };
}

/** One proposal: a new value for a parameter, or a payment out of the treasury. */
export interface Motion {
  type: string;
  /** A parameter's key. */
  key: string;
  value: number;
  /** In base units; the holder of this number gets it. */
  payment?: { amount: bigint; holder: number };
}

/** All that a load does, decided before it begins and the same at every start. */
export interface Plan {
  size: Size;
  voters: Voter[];
  delegators: Actor[];
  /** Those who never act. */
  others: Holder[];
  /** Motions of each round: those of a round are voted on at the same time. */
  rounds: Motion[][];
}

const ai1net = inLastPhase(presets.ai1net);
// The model knows stake alone: what reputation adds to it is in the tests of that type.
const { source: _, ...ofStake } = ai1net.governor.types.ECOSYS!;
const ECOSYS = { ...ofStake, quorumFloor: ai1net.governor.types.ECON!.quorumFloor };

/**
 * AI1NET, since there a token votes both held and locked: all that the other networks do happens on it. Locks may be as
 * long as Distributed.ai's, so that their votes decay while the load runs; what the core team vests is theirs at once, so
 * that it can be handed out.
 */
export const scaleConfig = parseConfig({
  ...ai1net,
  governor: { ...ai1net.governor, types: { ...ai1net.governor.types, ECOSYS } },
  token: {
    ...presets.ai1net.token,
    allocation: [
      ...presets.ai1net.vesting!.map(({ beneficiary, amount }) => ({
        ...{ to: beneficiary, amount, note: "Core team" },
      })),
      ...presets.ai1net.token.allocation,
    ],
  },
  vesting: [],
  escrow: { maxWeeks: 208, minAmount: "1" },
});

/** The configuration's first holders, who hand out their tokens, keep this much each and make the proposals. */
export const FOUNDERS = scaleConfig.token.allocation.map(({ to }) => to).filter((to) => to !== "treasury");
export const KEPT = parseEther("1000000");
/** What each group gets together, in base units: 290 of the founders' 300 million. */
const SHARES = {
  voters: parseEther("200000000"),
  delegators: parseEther("40000000"),
  others: parseEther("50000000"),
};
const PAYMENT = parseEther("100000");
const ROUNDS = 5;

/** A number that only its name decides: 0 to `below` - 1. */
const pick = (below: number, ...name: (string | number)[]) =>
  Number(BigInt(id(name.join(" "))) % BigInt(below));

export function planOf(size: Size): Plan {
  const { holders, voters: count, proposals } = size;
  const actors = (role: string, share: bigint) => {
    const amounts = divide(share, count, role);
    return amounts.map((amount, i) => {
      const wallet = new Wallet(id(`scale ${role} ${i}`));
      return { wallet, address: wallet.address, amount };
    });
  };
  const voters = actors("voter", SHARES.voters).map((actor, i) =>
    i % 2 === 0
      ? { ...actor, lock: { amount: (actor.amount * 9n) / 10n, weeks: i % 4 === 0 ? 0 : weeksOf(i) } }
      : actor,
  );
  const others = divide(SHARES.others, holders - 2 * count, "other").map((amount, i) => ({
    address: getAddress(dataSlice(id(`scale holder ${i}`), 12)),
    amount,
  }));
  const rounds = Math.max(1, Math.min(ROUNDS, Math.floor(proposals / 4)));
  const until = (round: number) => Math.floor((round * proposals) / rounds);
  return {
    size,
    voters,
    delegators: actors("delegator", SHARES.delegators),
    others,
    rounds: Array.from({ length: rounds }, (_, round) =>
      Array.from({ length: until(round + 1) - until(round) }, (_, i) => motionOf(round, i, others.length)),
    ),
  };
}

const weeksOf = (voter: number) => 60 + pick(149, "weeks", voter);

/** `total` in unequal parts, from 1 to 100: a few hold much. */
function divide(total: bigint, count: number, name: string): bigint[] {
  const weights = Array.from({ length: count }, (_, i) =>
    BigInt(Math.floor(100 / (1 + pick(100, name, "amount", i)))),
  );
  const sum = weights.reduce((a, b) => a + b, 0n);
  const parts = weights.map((weight) => (total * weight) / sum);
  parts[0]! += total - parts.reduce((a, b) => a + b, 0n);
  return parts;
}

/** Each type in turn; a value is of its round and place, so that every change is one. */
function motionOf(round: number, place: number, holders: number): Motion {
  const kinds = [
    ["TECH", "routing.maxLatencyMs", 5001],
    ["ECON", "fees.usageBps", 501],
    ["ECOSYS", "providers.trialRequests", 25001],
  ] as const;
  const step = round * 100 + place;
  const [type, key, first] = kinds[place % 4] ?? ["GOV", "", 0];
  if (type !== "GOV") return { type, key, value: first + step };
  return { type, key, value: 0, payment: { amount: PAYMENT, holder: pick(holders, "payee", step) } };
}

/** One voter sends tokens to another; the voters by their numbers. */
export interface Trade {
  from: number;
  to: number;
  amount: bigint;
}

/** Who moves what in a round, by their numbers: every second pair of voters, one a hundredth of what they got to the other. */
export function tradesOf({ voters }: Plan, round: number): Trade[] {
  return voters
    .map(({ amount }, from) => ({ from, to: (from + 1) % voters.length, amount: amount / 100n }))
    .filter(({ from }) => (Math.floor(from / 2) + round) % 2 === 0);
}

/** Whom a delegator delegates to in a round, by their numbers; -1 is the beginning. */
export const delegateeOf = ({ voters }: Plan, delegator: number, round: number) =>
  (delegator * 7 + (round + 1) * 3) % voters.length;

/** The delegators who change their mind in a round: each once in all rounds. */
export const changersOf = ({ delegators, rounds }: Plan, round: number) =>
  delegators.map((_, i) => i).filter((i) => i % rounds.length === round);

/** One ballot: who casts it how, and whether by a transaction of their own or by a signature that is relayed. */
export interface Ballot {
  voter: number;
  support: Support;
  relayed: boolean;
}

/**
 * The ballots on a motion: four of five voters, each time others. Every fifth motion meets a majority against it. A
 * tenth of the ballots or so are transactions of their voters, the others are relayed.
 */
export function ballotsOf({ voters }: Plan, round: number, place: number): Ballot[] {
  const motion = round * 100 + place;
  const [yes, no]: Support[] = place % 5 === 4 ? ["against", "for"] : ["for", "against"];
  return voters.flatMap((_, voter) => {
    if ((voter + motion) % 5 === 0) return [];
    const dice = pick(100, "ballot", motion, voter);
    const support = dice < 78 ? yes! : dice < 90 ? no! : "abstain";
    return [{ voter, support, relayed: (voter + motion) % 8 !== 1 }];
  });
}
