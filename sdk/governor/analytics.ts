import type { Measuring } from "../analytics/types";
import { delegates } from "./figures/delegates";
import { participation } from "./figures/participation";
import { decisions, proposalsByType, timeToActive } from "./figures/proposals";

export const measuring: Measuring = {
  tables(history, { period, source }) {
    const taken = participation(history, source, period);
    return [
      ...[decisions(history, period), proposalsByType(history, period), timeToActive(history, period)],
      ...[{ table: taken.byMonth }, { table: taken.byProposal }, delegates(history, source, { period })],
    ].map(({ table }) => table);
  },
};
