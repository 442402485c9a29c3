import type { Standing } from "../status/types";
import { moment, until } from "../status/words";
import { phaseText } from "./names";
import { readPhases, type PhasesView } from "./read";

export interface PhasesStatus {
  /** Absent in a network without phases. */
  phases?: PhasesView;
}

export const standing: Standing<PhasesStatus> = {
  async read({ phases }, { block }) {
    return phases ? { phases: await readPhases(phases, { block }) } : {};
  },

  words({ phases, now }) {
    if (!phases) return {};
    const { inForce, current, since, steps, conditions } = phases;
    if (!inForce) return { summary: ["a vote has left the phases, which bind nothing any more"] };
    const latestAt = steps[current]?.latestAt;
    const next =
      conditions === undefined
        ? "there is no phase after it"
        : latestAt === undefined
          ? "only a vote takes the next step"
          : until(latestAt, now, "anyone may take the next step", "anyone may take the next step since");
    return { summary: [`phase ${phaseText(current)} since ${moment(since, now)}; ${next}`] };
  },
};
