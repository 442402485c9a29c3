import type { Measuring } from "../analytics/types";
import { benchesTable, casesTable, jurorsTable } from "./figures";

export const measuring: Measuring = {
  tables: (history, { period, token }) => [
    casesTable(history, period, token),
    benchesTable(history, period, token),
    jurorsTable(history, token),
  ],
};
