import { ZeroAddress } from "ethers";

import { formatTimestamp } from "../format";
import type { Standing } from "../status/types";
import { moment, until } from "../status/words";
import { aboutText } from "./about";
import { formatVotes } from "./ballot";
import { readBallots, type BallotView } from "./read";
import { dueAt } from "./wanted";

export interface VotingStatus {
  /** Those that are not closed; absent in a network without ballots. */
  openBallots?: BallotView[];
  /** When the next election is due, in seconds: 0 where nobody is in office. Absent where nobody is elected. */
  electionDue?: number;
}

export const standing: Standing<VotingStatus> = {
  async read({ ballots, governor, conventions }, { block, time }) {
    if (!ballots) return {};
    const [all, { account, until: end }] = await Promise.all([
      readBallots(ballots, block),
      governor.guardian({ blockTag: block }),
    ]);
    const inOffice = account !== ZeroAddress && end >= time;
    const elections = conventions?.elections;
    return {
      openBallots: all.filter(({ phase }) => phase !== "closed"),
      ...(elections && { electionDue: dueAt(inOffice ? Number(end) : 0, elections) }),
    };
  },

  words: ({ openBallots = [], electionDue, now }) => ({
    ...(electionDue !== undefined && {
      summary: [
        electionDue <= now
          ? "an election of the council is due: whoever has the votes opens its ballot"
          : `the next election of the council is due ${moment(electionDue, now)}`,
      ],
    }),
    ...(openBallots.length > 0 && { details: [openBallots.map((each) => ballotLine(each, now))] }),
  }),
};

function ballotLine(
  { id, subject, phase, opens, closes, turnout, options }: BallotView,
  now: number,
): string {
  const about = `ballot ${id} about ${aboutText(subject)}`;
  if (phase === "open")
    return `${about}: ${formatVotes(turnout)} cast; ${until(closes, now, "it closes", "it closed")}`;
  const stand = phase === "nominating" ? `${options.length} stand so far; ` : "";
  return `${about}: ${stand}votes are taken from ${formatTimestamp(opens)} on`;
}
