import type { Measuring } from "../analytics/types";
import { categoriesTable, outcomesTable, tasksTable } from "./figures";

export const measuring: Measuring = {
  tables: (history, { period }) => [
    categoriesTable(history, period),
    tasksTable(history, period),
    outcomesTable(history, period),
  ],
};
