import type { Reverts } from "../core/domain";
import { decodeCode } from "../core/code";
import type { contracts } from "./contracts";
import { CONDITIONS, conditionText, phaseText, wordOf } from "./names";

const REASONS: Readonly<Record<string, string>> = {
  order: "it is named twice, or after one with a higher id",
  unknown: "the governor does not know it",
  state: "it is not executed",
  early: "its vote began before this phase",
  type: "it is an emergency, or no ordinary vote of the network's own votes decided it",
  number: "more than 32 are named",
};

export const reverts: Reverts<typeof contracts> = {
  Phases_NotTimelock: (caller) => [
    `only a vote may do this now, and ${caller} is not the timelock`,
    "write it into a proposal; from its latest date on anyone takes a step: phase show says when",
  ],
  Phases_GateShut: (step, condition, value, bound) => {
    const name = wordOf(condition);
    return [
      `the step from phase ${phaseText(step)} waits: ${CONDITIONS[name] ?? name} ${conditionText(name, bound)}, and it is ${conditionText(name, value)}`,
      "phase show says what is missing",
    ];
  },
  Phases_Last: () => ["there is no phase after this one", "the network is its community's"],
  Phases_BadGate: (step) => [
    `the gate of the step from phase ${step} is beyond its bounds`,
    "times are 1,095 days at most, decisions 32, shares 10,000 basis points",
  ],
  Phases_NotLooser: (step) => [
    `the step from phase ${phaseText(step)} would become harder in some field`,
    "a gate only becomes easier, and its latest date only nearer",
  ],
  Phases_BadFounder: (founder) => [
    `${founder} cannot be declared as a founder`,
    "it is nobody, or is declared already, or 16 are",
  ],
  Phases_NoEvidence: (id, reason) => [
    `proposal ${id} proves nothing: ${REASONS[wordOf(reason)] ?? wordOf(reason)}`,
    "name executed decisions of this phase",
  ],
  Phases_NoGovernor: () => [
    "no governor is named yet",
    "anyone calls adoptGovernor with the network's governor",
  ],
  Phases_GovernorNamed: (governor) => [
    `decisions of ${governor} are evidence already`,
    "a vote names another governor, by setGovernor",
  ],
  Phases_NotProposer: (account) => [
    `the timelock does not let ${account} propose`,
    "name the network's governor",
  ],
  PhasedRulebook_NoSuchPhase: (phase) => [`there is no phase ${phase}`, "phases are 0 to 3"],
  PhasedRulebook_Closed: (code, phase, current) => [
    `NEP-${decodeCode(code)}'s rules of phase ${phaseText(phase)} are over: it is phase ${phaseText(current)}`,
    `set rules from phase ${current} on, by setRulesFrom`,
  ],
  PhasedRulebook_TooEarly: (code, phase, current) => [
    `NEP-${decodeCode(code)} is a new type, and has no rules from phase ${current} to ${phase - 1n}`,
    `set its rules from phase ${current} on first`,
  ],
  PhasedRulebook_OneColumn: (code) => [
    `NEP-${decodeCode(code)} has the same rules in every phase`,
    "set them by setRules",
  ],
  PhasedRulebook_Backwards: (code, phase) => [
    `NEP-${decodeCode(code)} would be further from the holders in phase ${phaseText(phase)} than it was or was to be`,
    "who proposes, how it passes, and what a veto takes only go towards the holders",
  ],
  PhasedRulebook_CouncilsAlone: (code) => [
    `NEP-${decodeCode(code)} is what the council alone proposes`,
    "after the first phase no such type is added, and no call opened to one",
  ],
};
