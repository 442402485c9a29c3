import { toBeHex, ZeroAddress } from "ethers";

import { decodeCode } from "../core/code";

export { decodeCode, DEFAULT_TYPE, encodeCode } from "../core/code";

/** Who may propose: accounts with enough votes, and the council while its mandate lasts. */
export type ProposerClass = "holders" | "council";

/** The bits of the classes in the contracts' set. */
export const PROPOSERS: Readonly<Record<ProposerClass, number>> = { holders: 1, council: 2 };

/** What a proposal type demands: durations in seconds, ratios in basis points, amounts in base units. */
export interface TypeRules {
  review: number;
  voting: number;
  graceMin: number;
  graceMax: number;
  window: number;
  late: number;
  approvalBps: number;
  proposers: readonly ProposerClass[];
  threshold: bigint;
  fee: bigint;
  quorumFloor: bigint;
  quorumBps: number;
  /** What counts the votes; absent, the governor's own token. */
  voteSource?: string | undefined;
  /** Share of the votes in existence that stops a proposal, which passes without it; absent, an ordinary vote. */
  vetoBps?: number | undefined;
  /** Accounts that must vote at the least; absent, any number. */
  minVoters?: number | undefined;
}

/** What a configuration calls a source of votes that is a type's own, and the contract that it is. */
export const SOURCES = {
  staked: "VoteEscrow",
  quadratic: "QuadraticVotes",
  blended: "BlendedVotes",
} as const;
/** What these count, in words. */
export const SOURCE_WORDS: Readonly<Record<string, string | undefined>> = {
  VoteEscrow: "locked tokens alone",
  SuccessiveVotes: "locked tokens alone, in this escrow or a former one",
  QuadraticVotes: "the root of each person's stake",
  BlendedVotes: "stake, and what people have earned by its share",
};
export type SourceName = keyof typeof SOURCES;

/** A type's rules as a configuration has them: with a name for what counts the votes. */
export type ConfiguredRules = Omit<TypeRules, "voteSource"> & {
  source?: SourceName | undefined;
  /** What differs from a phase on, until a later one; of an ordinary vote in place of a veto, `vetoBps` is 0. */
  from?: Readonly<Partial<Record<string, Partial<Omit<ConfiguredRules, "from">>>>> | undefined;
};

/** The rules of a type from each phase on that has some of its own, the first one first. */
export function ruleColumns<Rules extends ConfiguredRules>(rules: Rules): [phase: number, rules: Rules][] {
  const { from = {}, ...first } = rules;
  let held = first as Rules;
  return [
    [0, held],
    ...Object.keys(from)
      .sort()
      .map((phase): [number, Rules] => {
        const { vetoBps = held.vetoBps, ...changes } = from[phase]!;
        held = { ...held, ...present(changes), vetoBps: vetoBps === 0 ? undefined : vetoBps };
        return [Number(phase), held];
      }),
  ];
}
const present = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

/** The rules of a type that hold in a phase. */
export const rulesIn = <Rules extends ConfiguredRules>(rules: Rules, phase: number): Rules =>
  ruleColumns(rules)
    .filter(([from]) => from <= phase)
    .at(-1)![1];

/**
 * Rules of a configuration as the rulebook takes them.
 * @param contracts The network's, by name: their addresses, or what stands for them while they are deployed.
 */
export function encodeConfigured<Contract>(
  { source, from: _, ...rules }: ConfiguredRules,
  contracts: Readonly<Record<string, Contract>>,
) {
  const encoded = encodeRules(rules);
  if (source === undefined) return encoded;
  // Locks of a former escrow are stakes, too, while they last.
  const locks = source === "staked" ? contracts.SuccessiveVotes : undefined;
  return { ...encoded, voteSource: locks ?? contracts[SOURCES[source]]! };
}

/** A type's rules as the rulebook takes them. */
export function encodeRules(rules: TypeRules) {
  const {
    review,
    voting,
    graceMin,
    graceMax,
    window,
    late,
    approvalBps,
    proposers,
    threshold,
    fee,
    quorumFloor,
    quorumBps,
    voteSource = ZeroAddress,
    vetoBps = 0,
    minVoters = 0,
  } = rules;
  return {
    ...{ review, voting, graceMin, graceMax, window, late, approvalBps },
    proposers: proposers.reduce((mask, name) => mask | PROPOSERS[name], 0),
    ...{ threshold, fee, quorumFloor, quorumBps },
    ...{ voteSource, vetoBps, minVoters },
  };
}

/** A type's code and rules as the governor keeps them: in three words, and what counts the votes. */
export interface PackedRules {
  timing: bigint;
  cost: bigint;
  turnout: bigint;
  voteSource: string;
}

/** Unpacks a type's code and rules as the contracts' RulesCodec does. */
export function unpackRules({ timing, cost, turnout, voteSource }: PackedRules): {
  code: string;
  rules: TypeRules;
} {
  const amount = (word: bigint, shift = 0) => field(word, shift, 96);
  const seconds = (word: bigint, shift: number) => Number(field(word, shift, 32));
  const share = (word: bigint, shift: number) => Number(field(word, shift, 16));
  const mask = Number(field(cost, 128, 8));
  const [vetoBps, minVoters] = [share(turnout, 128), Number(field(turnout, 144, 32))];
  return {
    code: decodeCode(toBeHex(field(cost, 192, 64), 8)),
    rules: {
      ...{ review: seconds(timing, 0), voting: seconds(timing, 32) },
      ...{ graceMin: seconds(timing, 64), graceMax: seconds(timing, 96) },
      ...{ window: seconds(cost, 96), late: seconds(timing, 128) },
      approvalBps: share(turnout, 112),
      proposers: (Object.keys(PROPOSERS) as ProposerClass[]).filter((name) => mask & PROPOSERS[name]),
      ...{ threshold: amount(timing, 160), fee: amount(cost) },
      ...{ quorumFloor: amount(turnout), quorumBps: share(turnout, 96) },
      ...(voteSource !== ZeroAddress && { voteSource }),
      ...(vetoBps !== 0 && { vetoBps }),
      ...(minVoters !== 0 && { minVoters }),
    },
  };
}

function field(word: bigint, shift: number, bits: number): bigint {
  return (word >> BigInt(shift)) & ((1n << BigInt(bits)) - 1n);
}
