import { who } from "../calls/phrases";
import { logs as ofGovernor } from "../governor/words";
import type { ArgsOf } from "../core/abi";
import type { AbiOf, Words } from "../core/domain";
import type { contracts } from "./contracts";
import { gateLines, gateOf, phaseText } from "./names";

type Own = Words<typeof contracts>;
type GateArgs = ArgsOf<AbiOf<(typeof contracts)["Phases"]>, "function", "loosen">[1];

const gateOfArgs = ([minTime, latestAfter, minDecisions, minTurnoutBps, maxFounderBps, handsOff]: GateArgs) =>
  gateOf({ minTime, latestAfter, minDecisions, minTurnoutBps, maxFounderBps, handsOff });
const named = (ids: readonly bigint[]) =>
  ids.length === 0 ? "without evidence" : `with ${ids.length} decisions as evidence`;

export const describe: Own["describe"] = {
  Phases: {
    advance: async ({ contract, args: [ids], at }) => {
      const current = await contract.current(at);
      return [
        `begins the next phase: ${phaseText(current)} → ${phaseText(current + 1n)}, ${named(ids)}`,
        "who decides never goes back to how it was before",
      ];
    },
    loosen: ({ args: [step, gate] }) => [
      `makes the step from phase ${phaseText(step)} easier: ${gateLines(gateOfArgs(gate)).join("; ")}`,
    ],
    declare: ({ network, args: [founder] }) => [
      `counts ${who(network, founder)} as a founder from now on, for ever`,
    ],
    setGovernor: async ({ network, contract, args: [governor], at }) => [
      `whose decisions are evidence for a step: ${who(network, await contract.governor(at))} → ${who(network, governor)}`,
    ],
    adoptGovernor: ({ network, args: [candidate] }) => [
      `names ${who(network, candidate)} as the governor whose decisions are evidence for a step`,
    ],
  },
};

export const already: Own["already"] = {
  Phases: {
    loosen: async ({ contract, args: [step, gate], at }) => {
      if (step > 2n) return undefined;
      const before = gateOf(await contract.gateOf(step, at));
      return JSON.stringify(before) === JSON.stringify(gateOfArgs(gate))
        ? `the step from phase ${phaseText(step)} asks for no more already`
        : undefined;
    },
    declare: async ({ network, contract, args: [founder], at }) =>
      (await contract.isFounder(founder, at)) ? `${who(network, founder)} is a founder already` : undefined,
    setGovernor: async ({ network, contract, args: [governor], at }) =>
      (await contract.governor(at)) === governor
        ? `decisions of ${who(network, governor)} are evidence already`
        : undefined,
  },
};

export const logs: Own["logs"] = {
  Phases: {
    PhaseAdvanced: ({ network, args: [from, to, by, ids] }) =>
      `phase ${phaseText(from)} → ${phaseText(to)}, by ${who(network, by)}, ${named(ids)}`,
    GateLoosened: ({ args: [step, gate] }) =>
      `the step from phase ${phaseText(step)} is easier: ${gateLines(gateOfArgs(gate)).join("; ")}`,
    FounderDeclared: ({ network, args: [founder] }) => `${who(network, founder)} counts as a founder`,
    GovernorSet: ({ network, args: [from, to] }) =>
      `whose decisions are evidence for a step: ${BigInt(from) === 0n ? "nobody" : who(network, from)} → ${who(network, to)}`,
  },
  // It is the network's rulebook: one ABI, the same words.
  PhasedRulebook: ofGovernor!.Rulebook!,
};
