import { encodeCode } from "./code";

export { decodeCode, DEFAULT_TYPE, encodeCode } from "./code";

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
}

/** A type as the rulebook takes it. Fields that the contracts reserve for later are zero. */
export function encodeType(code: string, rules: TypeRules) {
  return { code: encodeCode(code), rules: encodeRules(rules) };
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
  } = rules;
  return {
    ...{ review, voting, graceMin, graceMax, window, late, approvalBps },
    proposers: proposers.reduce((mask, name) => mask | PROPOSERS[name], 0),
    ...{ threshold, fee, quorumFloor, quorumBps },
    ...{ voteSource: 0, vetoBps: 0, minVoters: 0 },
  };
}
