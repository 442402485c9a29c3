import { formatTokens } from "../format";
import type { Standing } from "../status/types";
import { until } from "../status/words";
import { readOpenCases, type CaseView } from "./cases";
import { UNKNOWN_WORTH } from "./figures";
import { readPayments, type PaymentView } from "./payments";
import { phaseText } from "./next";

export interface CourtStatus {
  /** Those that are not carried out; absent in a network without a court. */
  cases?: CaseView[];
  /** Those that can still be disputed; absent in a network without disputed budgets. */
  waitingPayments?: PaymentView[];
}

export const standing: Standing<CourtStatus> = {
  async read({ court, disputedBudgets }, { block, time }) {
    const [cases, payments] = await Promise.all([
      court && readOpenCases(court, block),
      disputedBudgets && readPayments(disputedBudgets, block),
    ]);
    return {
      ...(cases && { cases }),
      ...(payments && {
        waitingPayments: payments.filter((each) => each.status === "waiting" && each.until > time),
      }),
    };
  },

  words({ cases = [], waitingPayments = [], now }) {
    const lines = [
      ...cases.map((each) => caseLine(each, now)),
      ...waitingPayments.map(
        ({ id, budgetId, until: end }) =>
          `payment ${id} of budget ${budgetId} can be disputed; ${until(end, now, "that ends", "that ended")}`,
      ),
    ];
    return lines.length > 0 ? { details: [lines] } : {};
  },
};

function caseLine(view: CaseView, now: number): string {
  const { id, value, until: end } = view;
  const worth = value === UNKNOWN_WORTH ? "" : ` about ${formatTokens(value)} tokens`;
  const when = end === undefined ? "" : `; ${until(end, now, "that ends", "that ended")}`;
  return `case ${id}${worth} ${phaseText(view)}${when}`;
}
