import { decodeBytes32String, encodeBytes32String } from "ethers";

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

/** A type's code as the contracts keep it: ASCII, left-aligned in 8 bytes. `ECON` gives `0x45434f4e00000000`. */
export function encodeCode(code: string): string {
  return encodeBytes32String(code).slice(0, 18);
}

/** Inverse of {@link encodeCode}. */
export function decodeCode(code: string): string {
  return decodeBytes32String(code.padEnd(66, "0"));
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
