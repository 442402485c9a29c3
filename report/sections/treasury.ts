import { formatCell, type Amount } from "@polity/sdk/analytics";
import type { Deployment } from "@polity/sdk/deployment";
import { anchoredReports } from "@polity/sdk/treasury/anchors";
import { budgetUse, ledgerTable, treasuryAccounts } from "@polity/sdk/treasury/figures";
import { budgetPictures, flowPictures } from "../pictures/treasury";
import { treasuryInMoney } from "@polity/sdk/treasury/money";
import { counted, shown, unlessEmpty } from "./figures";
import type { WriteChapter } from "./types";

const SECTION = { id: "treasury", title: "Treasury" };

/** Where the network keeps its money, if it has a treasury. */
export const treasuryOf = ({ contracts }: Deployment): string | undefined => contracts.Treasury;

/** What the treasury had, got and spent. */
export const treasury: WriteChapter = ({ history, period, units, deployment, money: prices }) => {
  if (treasuryOf(deployment) === undefined) {
    return { sections: [{ ...SECTION, text: ["This network has no treasury contract."], figures: [] }] };
  }
  const money = treasuryAccounts(history, period);
  const anchors = anchoredReports(history);
  const budgets = budgetUse(history, period);
  const amount = (cell: Amount) => formatCell(cell, "amount", units);
  const spent = budgets.uses.filter(({ spentWithin }) => spentWithin > 0n).length;
  return {
    summary: [
      ...money.accounts.map(
        ({ token, opening, closing, income, spending }) =>
          `The treasury went from ${amount({ token, units: opening })} to ${amount({ token, units: closing })}: ${amount({ token, units: income })} came in and ${amount({ token, units: -spending })} was spent.`,
      ),
      ...(budgets.uses.length
        ? [`${counted(spent, "budget")} of ${budgets.uses.length} paid something out.`]
        : []),
    ],
    sections: [
      {
        ...SECTION,
        text: [
          "What the treasury had, got and spent, from its own events, and what budgets allow beside what was spent.",
        ],
        figures: [
          { table: money.accountTable, exact: true },
          ...(prices ? [{ table: treasuryInMoney(history, period, prices) }] : []),
          { table: money.categoryTable },
          ...unlessEmpty(money.monthTable, ...flowPictures(money, units).map(shown)),
          ...unlessEmpty(budgets.table, ...budgetPictures(budgets, units).map(shown)),
          { table: ledgerTable(history, period), exact: true },
          ...(anchors.table.rows.length > 0 ? [{ table: anchors.table }] : []),
        ],
      },
    ],
  };
};
