import { BPS, DAY } from "../format";

const YEAR = 365 * DAY;

/** The least and the most of a rule: a number, or another field that it is measured by. */
export interface Bounds {
  min: number | string;
  max: number | string;
}

/** What the Rulebook takes, in seconds and basis points, each bound included. A test holds this equal to the contract's. */
export const RULE_BOUNDS = {
  review: { min: 60, max: YEAR },
  voting: { min: 60, max: YEAR },
  graceMin: { min: "timelock.minDelay", max: "graceMax" },
  graceMax: { min: "graceMin", max: YEAR },
  window: { min: 3600, max: YEAR },
  late: { min: 0, max: "voting" },
  quorumBps: { min: 1, max: BPS },
  approvalBps: { min: BPS / 2, max: BPS },
} as const satisfies Readonly<Record<string, Bounds>>;

/** The same of what a type may have besides an ordinary vote of the network's own votes. */
export const VOICE_BOUNDS = {
  vetoBps: { min: 100, max: BPS / 2 },
  minVoters: { min: 0, max: 2 ** 20 },
} as const satisfies Readonly<Record<string, Bounds>>;
/** Seconds that a vote lasts at the least where silence passes. */
export const MIN_VETO_VOTING = 3 * DAY;
/** What such a type has none of: nobody pays or waits to be heard, and a veto is final when it is cast. */
export const NONE_WITH_VETO = ["late", "fee", "threshold"] as const;

/** Rules of the default type that no other type may exceed: what carries no tag falls to it, and it may do anything. */
export const STRICTEST = [
  "review",
  "voting",
  "graceMin",
  "graceMax",
  "quorumBps",
  "quorumFloor",
  "approvalBps",
  "threshold",
] as const;
/** Of these, what an emergency may exceed; its threshold has to, by {@link EMERGENCY_THRESHOLD_FACTOR}. */
export const STRICTER_IN_EMERGENCIES: readonly string[] = ["approvalBps", "threshold"];
/** An emergency is proposed by this many times as many votes as the default type asks for, or more. */
export const EMERGENCY_THRESHOLD_FACTOR = 5n;
/** Types that a rulebook has room for. */
export const MAX_TYPES = 32;
