import { ballotOptionsTable, ballotsTable } from "@polity/sdk/voting/figures";
import { counted } from "./figures";
import type { WriteChapter } from "./types";

/** What the network was asked; nothing where it was asked nothing. */
export const voting: WriteChapter = ({ history, period }) => {
  const ballots = ballotsTable(history, period);
  if (ballots.rows.length === 0) return { sections: [] };
  const options = ballotOptionsTable(history, period);
  return {
    summary: [`${counted(ballots.rows.length, "ballot was", "ballots were")} open in the period.`],
    sections: [
      {
        ...{ id: "ballots", title: "Ballots" },
        text: ["What the network was asked, and what it said. A ballot decides nothing by itself."],
        figures: [ballots, ...(options.rows.length > 0 ? [options] : [])].map((table) => ({ table })),
      },
    ],
  };
};
