import { programFigures, programsTable, roundsTable } from "@polity/sdk/rounds/figures";
import { counted, unlessEmpty } from "./figures";
import type { WriteChapter } from "./types";

/** What published recipes shared out; nothing where no vote has opened a program. */
export const rounds: WriteChapter = ({ history, period }) => {
  const programs = programsTable(history, period);
  if (programs.rows.length === 0) return { sections: [] };
  const table = roundsTable(history, period);
  const shares = programFigures(history, period).reduce((count, each) => count + each.shares, 0);
  return {
    summary: [`${counted(shares, "share of a round was", "shares of rounds were")} paid in the period.`],
    sections: [
      {
        ...{ id: "rounds", title: "Rounds" },
        text: [
          "What programs shared out by published recipes. Scores and shares are on the chain; whether the scores follow from what the runners' models answered, anybody can verify with a run's bundle.",
        ],
        figures: [{ table: programs }, ...unlessEmpty(table, { table })],
      },
    ],
  };
};
