import { decodeBytes32String } from "ethers";

import { formatDuration, formatPercent } from "../format";
import { say } from "../language";

/** What the phases are called, from the first on. */
export const PHASE_NAMES = [
  say("Foundation"),
  say("Assisted"),
  say("Decentralised"),
  say("Autonomous"),
] as const;
export const LAST_PHASE = PHASE_NAMES.length - 1;

/** `1 (Assisted)` */
export const phaseText = (phase: number | bigint): string =>
  `${phase} (${PHASE_NAMES[Number(phase)] ?? say("unknown")})`;

/** What a step asks for. Times in seconds, shares in basis points. */
export interface Gate {
  minTime: number;
  /** Seconds after the deployment; 0 for never. */
  latestAfter: number;
  minDecisions: number;
  minTurnoutBps: number;
  maxFounderBps: number;
  handsOff: boolean;
}

/** A gate as the contract answers it. */
export type RawGate = { [K in keyof Gate]: K extends "handsOff" ? boolean : bigint };

export const gateOf = (raw: RawGate): Gate => ({
  ...{ minTime: Number(raw.minTime), latestAfter: Number(raw.latestAfter) },
  ...{ minDecisions: Number(raw.minDecisions), minTurnoutBps: Number(raw.minTurnoutBps) },
  ...{ maxFounderBps: Number(raw.maxFounderBps), handsOff: raw.handsOff },
});

/** A gate in words, a condition each; those that ask for nothing are left out. */
export function gateLines(gate: Gate): string[] {
  const { minTime, latestAfter, minDecisions, minTurnoutBps, maxFounderBps, handsOff } = gate;
  return [
    ...(minTime > 0 ? [`the phase has lasted ${formatDuration(minTime)}`] : []),
    ...(minDecisions > 0
      ? [
          `${minDecisions} decisions in it, each with ${formatPercent(minTurnoutBps)} of the votes beside the founders'`,
        ]
      : []),
    ...(maxFounderBps < 10_000 ? [`founders have ${formatPercent(maxFounderBps)} of the votes at most`] : []),
    ...(handsOff ? ["no founder is the council, or one of its owners"] : []),
    latestAfter > 0
      ? `anyone takes the step ${formatDuration(latestAfter)} after the deployment`
      : "only a vote takes the step",
  ];
}

const DAY = 86_400n;
const DAYS = 2n * DAY;

/** A condition's value or bound in words. */
export function conditionText(name: string, value: bigint): string {
  // Of what goes on by the second, nobody needs more than the days.
  if (name === "minTime") return formatDuration(Number(value > DAYS ? value - (value % DAY) : value));
  if (name === "handsOff") return value === 1n ? "free of founders" : "held by founders";
  return name === "minDecisions" ? String(value) : formatPercent(value);
}

/** What a condition is about, by its name in the contract. */
export const CONDITIONS: Readonly<Record<string, string>> = {
  minTime: "time in this phase, at least",
  minDecisions: "decisions named as evidence, at least",
  minTurnoutBps: "least turnout of these beside founders, at least",
  maxFounderBps: "founders' share of the votes, at most",
  handsOff: "council",
};

/** A short text in a word. */
export const wordOf = (word: string): string => decodeBytes32String(word);
