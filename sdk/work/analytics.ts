import { isWithin, sum } from "../analytics/table";
import { tokenOf } from "../analytics/targets";
import type { Measuring } from "../analytics/types";
import { UNPRICED } from "../treasury/analytics";
import { categoriesTable, outcomesTable, tasksTable } from "./figures";

export const measuring: Measuring = {
  tables: (history, { period }) => [
    categoriesTable(history, period),
    tasksTable(history, period),
    outcomesTable(history, period),
  ],

  aims: {
    /** What is promised and goes back was never paid. */
    paidForWork({ work: { jobs, tasks, programs } }, target, asked) {
      const { period, money } = asked;
      const token = tokenOf(target, asked);
      const paid = [...jobs.values()].flatMap((job) => {
        const program = programs.get(tasks.get(job.task)!.program)!;
        const counts =
          job.paid !== undefined &&
          isWithin(job.paid.time, period) &&
          (token === undefined || program.token === token) &&
          (target.categories?.includes(program.category) ?? true);
        return counts ? [{ token: program.token, units: job.budget, time: job.paid!.time }] : [];
      });
      if (token !== undefined) return { figure: sum(paid.map(({ units }) => units)) };
      return money ? { figure: sum(money.worth(paid)) } : UNPRICED;
    },
  },
};
