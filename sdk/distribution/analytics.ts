import type { Measuring } from "../analytics/types";
import { distributionsTable, salesTable } from "./figures";

export const measuring: Measuring = {
  tables: (history, { period, token }) => [
    salesTable(history, period, token),
    distributionsTable(history, period, token),
  ],
  tokens: ({ distribution: { sales } }) => [...sales.values()].map(({ payment }) => payment),
};
