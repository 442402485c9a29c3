import type { Historical, Moment } from "../history/types";
import type { contracts } from "./contracts";

/** A step to the next phase, and the proposals that were named as evidence. */
export interface HistoricStep extends Moment {
  from: number;
  to: number;
  by: string;
  ids: bigint[];
}

export interface PhasesHistory {
  steps: HistoricStep[];
}

export const history: Historical<typeof contracts, PhasesHistory> = {
  version: 1,
  initial: () => ({ steps: [] }),
  fold: {
    Phases: {
      PhaseAdvanced({ state }, { from, to, by, ids }, moment) {
        state.steps.push({ ...moment, from: Number(from), to: Number(to), by, ids: [...ids] });
      },
      // What gates and founders are now is read from the contract.
      GateLoosened: null,
      FounderDeclared: null,
      GovernorSet: null,
    },
    PhasedRulebook: null,
  },

  async findMissing({ phases }, { steps }, at) {
    const current = Number((await phases?.current(at)) ?? 0n);
    return current === steps.length
      ? undefined
      : `${current} steps to later phases, and events of ${steps.length}`;
  },
};
