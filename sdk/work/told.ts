import { formatDuration, formatTimestamp } from "../format";
import { WORK_BOUNDS } from "./bounds";
import type { ProgramView, TaskView } from "./read";
import type { Finished, Verdict } from "./steps";

/** What has happened, in words that commands and app share. Nothing begins with who did it. */

const JUDGED: Record<Verdict, string> = {
  accept: "is accepted: it is paid when nobody disputes that",
  reject: "is refused: its money goes back when nobody disputes that",
  "send-back": "is sent back, to be done better",
};
export const VERDICTS = Object.keys(JUDGED) as Verdict[];

export const judgedText = (job: bigint, verdict: Verdict, { disputeFor }: ProgramView): string =>
  `job ${job} ${JUDGED[verdict]}${verdict === "send-back" ? "" : `, within ${formatDuration(disputeFor)}`}`;

export const FINISHED: Readonly<Record<Finished, string>> = {
  settle: "its ballot has given the prizes",
  complete: "its reviewers were silent: it is accepted",
  pay: "it is paid",
  refund: "its money is back in its budget",
};

export const appliedText = (application: bigint, { byVote }: ProgramView): string =>
  `${byVote ? "a vote promises it" : "its reviewers promise it"} with award --application ${application}`;

export const enteredText = ({ id, deadline }: TaskView): string =>
  `entered an answer for task ${id}, in secret: disclose it within ${WORK_BOUNDS.disclosure / 86_400} days of ${formatTimestamp(deadline)}, or it counts for nothing`;
