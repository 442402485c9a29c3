import type { Measuring } from "../analytics/types";
import { decisionImpact } from "./figures";

export const measuring: Measuring = {
  tables(history, { period }) {
    const { declared, observed, balances } = decisionImpact(history, { period });
    return [declared, observed, balances];
  },
};
