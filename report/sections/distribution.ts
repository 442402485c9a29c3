import { distributionsTable, salesTable } from "@polity/sdk/distribution/figures";
import { counted } from "./figures";
import type { WriteChapter } from "./types";

/** What the network sold, and what it handed out by lists; nothing where no vote has opened either. */
export const distribution: WriteChapter = ({ history, period, deployment: { contracts } }) => {
  const tables = [salesTable, distributionsTable].map((table) =>
    table(history, period, contracts.GovernanceToken),
  );
  const [sales, distributions] = tables.map(({ rows }) => rows.length);
  if (sales === 0 && distributions === 0) return { sections: [] };
  return {
    summary: [
      `${counted(sales!, "sale")} and ${counted(distributions!, "distribution")} of the token were open in the period.`,
    ],
    sections: [
      {
        ...{ id: "distribution", title: "Sales and distributions" },
        text: ["What votes sold and handed out of the treasury's budgets, and what came of it."],
        figures: tables.filter(({ rows }) => rows.length > 0).map((table) => ({ table })),
      },
    ],
  };
};
