import { shareOf } from "../analytics/table";
import type { Target } from "../analytics/targets";
import type { Measuring, Standing } from "../analytics/types";
import { delegates } from "./figures/delegates";
import { participation } from "./figures/participation";
import { proposalsOf } from "./figures/outcome";
import { decisions, proposalsByType, timeToActive } from "./figures/proposals";

export const measuring: Measuring = {
  tables(history, { period, source }) {
    const taken = participation(history, source, period);
    return [
      ...[decisions(history, period), proposalsByType(history, period), timeToActive(history, period)],
      ...[{ table: taken.byMonth }, { table: taken.byType }, { table: taken.byProposal }],
      ...[delegates(history, source, { period })],
    ].map(({ table }) => table);
  },

  aims: {
    participation(history, target, asked) {
      const { turnoutBps } = participation(history, asked.source, asked.period, target.types);
      return turnoutBps === undefined ? none(target) : { figure: turnoutBps };
    },
    success(history, target, asked) {
      const { proposals } = decisions(history, asked.period, target.types);
      if (proposals.length === 0) return none(target);
      const passed = proposals.filter((proposal) => proposal.passed).length;
      return { figure: shareOf(BigInt(passed), BigInt(proposals.length))! };
    },
    participants(history, target, asked) {
      const { proposals, voters } = participation(history, asked.source, asked.period, target.types);
      return proposals.length === 0 ? none(target) : { figure: voters };
    },
    proposals(history, { types }, { period }) {
      const made = proposalsOf(history).filter(
        ({ proposed, type }) => proposed.time < period.to && (types?.includes(type) ?? true),
      );
      return { figure: made.length };
    },
  },
};

const none = ({ types }: Target): Standing => ({
  missing: types === undefined ? "No vote ended in this time." : "No vote of these types ended in this time.",
});
