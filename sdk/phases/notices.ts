import type { Noticing } from "../notices/types";
import { phaseText } from "./names";
import { readPhases } from "./read";

/** When founders give the next step away, if no vote was faster. */
export const noticing: Noticing = {
  notices: () => [],
  appointments: async ({ phases }, { head }) => {
    if (!phases) return [];
    const { inForce, current, since, steps } = await readPhases(phases, { block: head.block });
    const latestAt = steps[current]?.latestAt;
    if (!inForce || latestAt === undefined) return [];
    return [
      {
        ...{ key: `phase/${current}/ends`, kind: "phase-ends", at: latestAt, known: since },
        say: () => ({
          title: `Anybody may end phase ${phaseText(current)}`,
          text: "From then on the next step needs no vote.",
        }),
      },
    ];
  },
};
