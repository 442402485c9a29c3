import { benchesTable, casesTable, jurorsTable } from "@polity/sdk/court/figures";
import { counted } from "./figures";
import type { WriteChapter } from "./types";

/** What was disputed and who judged; nothing where nobody stakes and no case was open. */
export const court: WriteChapter = ({ history, period, deployment: { contracts } }) => {
  const token = contracts.GovernanceToken;
  const cases = casesTable(history, period, token);
  const tables = [cases, benchesTable(history, period, token), jurorsTable(history, token)];
  const shown = tables.filter(({ rows }) => rows.length > 0);
  if (shown.length === 0) return { sections: [] };
  return {
    summary: [`${counted(cases.rows.length, "case was", "cases were")} open before the court in the period.`],
    sections: [
      {
        ...{ id: "court", title: "Disputes" },
        text: [
          "What was disputed, how the benches voted, and how concentrated the stake of jurors is. Ten accounts are not ten people.",
        ],
        figures: shown.map((table) => ({ table })),
      },
    ],
  };
};
