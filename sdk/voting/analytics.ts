import type { Measuring } from "../analytics/types";
import { ballotOptionsTable, ballotsTable, satisfaction } from "./figures";

export const measuring: Measuring = {
  tables: (history, { period }) => [ballotsTable(history, period), ballotOptionsTable(history, period)],
  aims: {
    satisfaction: (history, _, { period }) =>
      satisfaction(history, period.to) ?? {
        missing: "No ballot on satisfaction in which somebody voted has closed in the last year.",
      },
  },
};
