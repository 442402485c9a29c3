import { categoriesTable, outcomesTable, tasksTable } from "@polity/sdk/work/figures";
import { counted } from "./figures";
import type { WriteChapter } from "./types";

/** What the treasury's programs promised and paid, and what came of it; nothing where nothing was promised yet. */
export const work: WriteChapter = ({ history, period }) => {
  const categories = categoriesTable(history, period);
  if (categories.rows.length === 0) return { sections: [] };
  const [tasks, outcomes] = [tasksTable(history, period), outcomesTable(history, period)];
  return {
    summary: [`${counted(tasks.rows.length, "task was", "tasks were")} promised in the period.`],
    sections: [
      {
        ...{ id: "work", title: "Grants, bounties and challenges" },
        text: [
          "What programs promised, what was delivered and paid, and what people say came of it. Money that is promised is held for its job until it is paid or goes back.",
        ],
        figures: [categories, tasks, outcomes]
          .filter(({ rows }) => rows.length > 0)
          .map((table) => ({ table })),
      },
    ],
  };
};
