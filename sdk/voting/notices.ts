import { when } from "../notices/text";
import type { Appointment, Notice, Noticing } from "../notices/types";
import { parseBallotText } from "./text";
import { aboutText } from "./about";
import { pollResults, type PollResult } from "./figures";
import { formatVotes } from "./ballot";

/** The life of each ballot, as whoever votes wants to hear of it. */
export const noticing: Noticing = {
  notices: (_, history) => pollResults(history).flatMap((result) => lifeOf(result, history.head.time)),
  appointments: (_, history) =>
    pollResults(history).flatMap(({ poll: { id, subject, uri, opened, opens, closes } }) => {
      const about = parseBallotText(uri)?.question ?? aboutText(subject);
      const time = (kind: string, at: number, words: string): Appointment => ({
        ...{ key: `ballot/${id}/${kind}`, kind, at, known: opened.time },
        say: () => ({ title: `${words}: ${about}`, text: `Ballot ${id}. It decides nothing by itself.` }),
      });
      return [
        time("ballot-opens", opens, "A ballot takes votes"),
        time("ballot-closes", closes, "A ballot closes"),
      ];
    }),
};

function lifeOf({ poll, voters, turnout, won }: PollResult, now: number): Notice[] {
  const { id, subject, uri, opener, opened, opens, closes, nomineeBps } = poll;
  const about = parseBallotText(uri)?.question ?? aboutText(subject);
  const notice = (kind: string, time: number, words: string, text: string, until?: number): Notice => ({
    ...{ key: `ballot/${id}/${kind}`, kind, time, say: () => ({ title: `${words}: ${about}`, text }) },
    ...(until !== undefined && { until }),
    ...(kind === "asked" && { transaction: opened.transaction }),
  });
  const number = `Ballot ${id}.`;
  return [
    notice(
      "asked",
      opened.time,
      nomineeBps > 0 ? "A ballot takes nominations" : "A ballot is announced",
      `Opened by ${opener}. Votes are taken from ${when(opens)} until ${when(closes)}. ${number}`,
      opens,
    ),
    ...(now >= opens
      ? [notice("balloting", opens, "A ballot takes votes", `Until ${when(closes)}. ${number}`, closes)]
      : []),
    ...(won
      ? [
          notice(
            "counted",
            closes,
            "A ballot is closed",
            `${voters} accounts took part, with ${formatVotes(turnout)}. It decides nothing by itself. ${number}`,
          ),
        ]
      : []),
  ];
}
