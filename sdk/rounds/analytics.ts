import type { Measuring } from "../analytics/types";
import { programsTable, roundsTable } from "./figures";

export const measuring: Measuring = {
  tables: (history, { period }) => [programsTable(history, period), roundsTable(history, period)],
  tokens: ({ rounds }) => [...new Set([...rounds.programs.values()].map(({ asset }) => asset))],
};
