import type { Measuring } from "../analytics/types";
import { credentialsTable, reputationTable } from "./figures";

export const measuring: Measuring = {
  tables: (history, { period }) => [credentialsTable(history, period), reputationTable(history, period)],
};
