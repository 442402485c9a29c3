import { formatCount } from "@polity/sdk/format";
import { formatCell } from "@polity/sdk/analytics";
import { delegates } from "@polity/sdk/governor/figures/delegates";
import { participation } from "@polity/sdk/governor/figures/participation";
import { decisions, proposalsByType, timeToActive } from "@polity/sdk/governor/figures/proposals";
import { decisionsPicture, pacePicture, participationPicture, typesPicture } from "../pictures/governor";
import { counted, shown, unlessEmpty } from "./figures";
import type { WriteChapter } from "./types";

const DELEGATES = 30;

/** Proposals, decisions, and who took part. */
export const governor: WriteChapter = ({ history, source, period, units, deployment }) => {
  const name = deployment.conventions?.proposals.name;
  const decided = decisions(history, period);
  const made = proposalsByType(history, period);
  const paces = timeToActive(history, period);
  const taken = participation(history, source, period);
  const { table: records } = delegates(history, source, { period, limit: DELEGATES });
  const turnout = formatCell(taken.turnoutBps, "bps", units);
  const passed = decided.proposals.filter((proposal) => proposal.passed).length;
  const rejected = decided.proposals.length - passed;
  const proposals = made.types.reduce((all, { count }) => all + count, 0);
  const deciding =
    decided.proposals.length === 0
      ? "No vote ended."
      : `${counted(decided.proposals.length, "vote")} ended: ${passed} passed and ${rejected} did not. Together ${turnout} of the votes that could be cast were cast, by ${counted(taken.voters, "account")}.`;
  return {
    key: [
      {
        ...{ name: "Decisions", value: String(decided.proposals.length) },
        note: `${passed} passed, ${rejected} rejected`,
      },
      { name: "Turnout", value: turnout, note: `${counted(taken.voters, "account")} voted` },
    ],
    summary: [`${counted(proposals, "proposal")} ${proposals === 1 ? "was" : "were"} made. ${deciding}`],
    sections: [
      {
        ...{ id: "decisions", title: "Proposals and decisions" },
        text: [
          ...(name === undefined ? [] : [`The network's name for a proposal is ${name}, NEP for short.`]),
          "Proposals whose vote ended in the period, with the votes, the quorum and the result by the proposal's own rules. Stages are as they stood at the end of the period.",
        ],
        figures: [
          ...unlessEmpty(decided.table, shown(decisionsPicture(decided))),
          ...unlessEmpty(made.table, shown(typesPicture(made))),
          ...unlessEmpty(paces.table, shown(pacePicture(paces))),
        ],
      },
      {
        ...{ id: "participation", title: "Participation" },
        text: [
          `${formatCount(taken.voters)} accounts voted in the period; ${formatCount(taken.heads)} had votes at its end.`,
        ],
        figures: [
          ...unlessEmpty(taken.byMonth, shown(participationPicture(taken))),
          { table: taken.byType },
          { table: taken.byProposal },
          { table: records },
        ],
      },
    ],
  };
};
