import type { Measuring } from "../analytics/types";
import { concentration } from "./figures/concentration";
import { delegationGraph } from "./figures/delegation";
import { holdersIn } from "./figures/holders";
import { lockHistory } from "./figures/locks";

export const measuring: Measuring = {
  tables(history, { source }) {
    const spread = concentration(history, source);
    const locks = lockHistory(history, source);
    return [
      ...[spread.table, spread.topTable, delegationGraph(history, source).table],
      ...[locks.table, locks.aheadTable, locks.endTable],
    ];
  },
  aims: {
    holders: (history, _, { source, own }) => ({ figure: holdersIn(history, source, own).size }),
  },
};
