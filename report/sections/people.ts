import { credentialsTable, reputationTable } from "@polity/sdk/people/figures";
import type { WriteChapter } from "./types";

/** Who issues what to whom, and who has earned what; nothing in a network that knows no people. */
export const people: WriteChapter = ({ history, period }) => {
  const shown = [credentialsTable(history, period), reputationTable(history, period)].filter(
    ({ rows }) => rows.length > 0,
  );
  if (shown.length === 0) return { sections: [] };
  return {
    sections: [
      {
        ...{ id: "people", title: "People" },
        text: [
          "Which credentials there are, and what people have earned. That one account is one person is the word of who issues the credential: no contract can prove it.",
        ],
        figures: shown.map((table) => ({ table })),
      },
    ],
  };
};
