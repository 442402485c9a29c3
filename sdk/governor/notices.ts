import { ZeroAddress } from "ethers";

import { DAY, formatDuration, formatPercent } from "../format";
import type { History, Moment } from "../history/types";
import { when } from "../notices/text";
import type { Appointment, Notice, Noticing } from "../notices/types";
import { hasPassed, isDecided, proposalsOf, stageOf, verdictOf } from "./figures/outcome";
import type { HistoricProposal } from "./history";

/** The life of each proposal, as whoever votes wants to hear of it. */
export const noticing: Noticing = {
  notices: (_, history) => proposalsOf(history).flatMap((proposal) => lifeOf(proposal, history.head.time)),
  appointments: (_, history) => [
    ...proposalsOf(history).flatMap((proposal) => timesOf(proposal, history.head.time)),
    ...mandateOf(history),
  ],
};

/** When it is voted on, and by when it has to be queued and carried out. */
function timesOf(proposal: HistoricProposal, now: number): Appointment[] {
  const { id, title, type, proposed, snapshot, deadline, queued, executed, canceled, rules } = proposal;
  if (canceled) return [];
  const time = (kind: string, at: number, words: string, text: string, known = proposed): Appointment => ({
    ...{ key: `proposal/${id}/${kind}`, kind, at, known: known.time },
    say: () => ({ title: `${words}: ${title}`, text: `${text} NEP-${type}, proposal ${id}.` }),
  });
  const passed = isDecided(proposal, now) && hasPassed(proposal);
  return [
    time("vote-begins", snapshot + 1, "The vote begins", `It ends on ${when(deadline)}.`),
    time("vote-ends", deadline, "The vote ends", "This is the last second in which votes are taken."),
    ...(passed && !queued
      ? [time("queue-ends", deadline + rules.window, "It expires unless somebody queues it", "Anybody may.")]
      : []),
    ...(queued
      ? [time("execution-begins", queued.eta, "It can be carried out", "Anybody may do it.", queued)]
      : []),
    ...(queued && !executed
      ? [
          time(
            ...([
              "execution-ends",
              queued.eta + rules.window,
              "It expires unless somebody carries it out",
            ] as const),
            "Anybody may.",
            queued,
          ),
        ]
      : []),
  ];
}

/** The end of the mandate of whoever is in office. */
function mandateOf({ governor: { guardians } }: History): Appointment[] {
  const newest = guardians.at(-1);
  if (!newest || newest.guardian === ZeroAddress) return [];
  const { guardian, until, time } = newest;
  return [
    {
      ...{ key: `mandate/${guardian}/${time}`, kind: "mandate-ends", at: until, known: time },
      say: () => ({
        title: "The council's mandate ends",
        text: `That of ${guardian}: a vote may give another one.`,
      }),
    },
  ];
}

/** How long before the end of a vote those are reminded who have not voted; a shorter vote has no reminder. */
const LAST_CALL = DAY;

function lifeOf(proposal: HistoricProposal, now: number): Notice[] {
  const { id, title, type, proposer, proposed, snapshot, deadline, queued, executed, canceled, rules } =
    proposal;
  const notice = (
    kind: string,
    at: Moment | number,
    words: string,
    text: string,
    until?: number,
  ): Notice => ({
    ...{ key: `proposal/${id}/${kind}`, kind, say: () => ({ title: `${words}: ${title}`, text }) },
    ...(typeof at === "number" ? { time: at } : { time: at.time, transaction: at.transaction }),
    ...(until !== undefined && { until }),
  });
  // From the second after the review on there are votes, unless somebody was faster.
  const open = now > snapshot && (canceled === undefined || canceled.time > snapshot);
  const lastCall = deadline - LAST_CALL;
  const called = open && now >= lastCall && lastCall - snapshot >= LAST_CALL && !canceled;
  const number = `Proposal ${id}`;
  return [
    notice(
      "proposed",
      proposed,
      `NEP-${type} is in review`,
      `Proposed by ${proposer}. The vote begins on ${when(snapshot + 1)} and ends on ${when(deadline)}. ${number}.`,
      deadline,
    ),
    ...(open
      ? [notice("voting", snapshot + 1, "The vote is open", `Until ${when(deadline)}. ${number}.`, deadline)]
      : []),
    ...(called
      ? [
          notice(
            "closing",
            lastCall,
            "The vote ends soon",
            `On ${when(deadline)}. ${turnout(proposal)} ${number}.`,
            deadline,
          ),
        ]
      : []),
    ...(isDecided(proposal, now) ? [notice("decided", deadline + 1, ...decision(proposal))] : []),
    ...(queued
      ? [
          notice(
            "queued",
            queued,
            "It is scheduled",
            `It can be carried out from ${when(queued.eta)} on, for ${formatDuration(rules.window)}. ${number}.`,
          ),
        ]
      : []),
    ...(executed ? [notice("executed", executed, "It is in force", `${number}.`)] : []),
    ...(canceled ? [notice("canceled", canceled, "It was cancelled", `${number}.`)] : []),
    ...(stageOf(proposal, now) === "EXPIRED"
      ? [
          notice(
            "expired",
            (queued?.eta ?? deadline) + rules.window + 1,
            "It has expired",
            `Nobody carried it out in time. ${number}.`,
          ),
        ]
      : []),
  ];
}

function decision(proposal: HistoricProposal): [words: string, text: string] {
  const { approvalBps, quorumReached } = verdictOf(proposal);
  const sides =
    approvalBps === undefined
      ? "Nobody took a side."
      : `${formatPercent(approvalBps)} of those who took a side were for it; ${formatPercent(proposal.neededBps)} were needed.`;
  const quorum = quorumReached ? "The quorum was reached." : "The quorum was not reached.";
  return [
    hasPassed(proposal) ? "It has passed" : "It was rejected",
    `${sides} ${quorum} ${turnout(proposal)} Proposal ${proposal.id}.`,
  ];
}

function turnout(proposal: HistoricProposal): string {
  const { turnoutBps } = verdictOf(proposal);
  return `${formatPercent(turnoutBps ?? 0)} of the votes took part.`;
}
