import { when } from "../notices/text";
import type { Notice, Noticing } from "../notices/types";
import type { HistoricRound } from "./history";

/** What contributors and holders want to hear of each round: that it takes entries, that its shares can be disputed, its end. */
export const noticing: Noticing = {
  notices: (_, { rounds: { rounds } }) => [...rounds.values()].flatMap(lifeOf),
  appointments: (_, { rounds: { rounds } }) =>
    [...rounds.values()].map(({ id, opened, closes }) => ({
      ...{ key: `rounds/${id}/closes`, kind: "round-closes", at: closes, known: opened.time },
      say: () => ({ title: `Round ${id} takes its last entries`, text: "After this it is judged." }),
    })),
};

function lifeOf({
  id,
  recipeKey,
  recipe,
  opened,
  closes,
  entries,
  tallied,
  voided,
  struck,
}: HistoricRound): Notice[] {
  const notice = (
    kind: string,
    { time, transaction }: { time: number; transaction?: string },
    title: string,
    text: string,
    until?: number,
  ): Notice => ({
    ...{ key: `rounds/${id}/${kind}`, kind, time, say: () => ({ title: `Round ${id} ${title}`, text }) },
    ...(transaction !== undefined && { transaction }),
    ...(until !== undefined && { until }),
  });
  return [
    notice(
      ...(["opened", opened, "is open"] as const),
      `It takes entries until ${when(closes)}, and is judged by the recipe ${recipe} of ${recipeKey}.`,
      closes,
    ),
    ...(tallied
      ? [
          notice(
            ...(["tallied", tallied, "is tallied"] as const),
            `The shares of its ${entries} entries can be flagged, and a vote can strike it, until ${when(tallied.windowUntil)}.`,
            tallied.windowUntil,
          ),
        ]
      : []),
    ...(voided ? [notice("void", voided, "ended without a result", "Its pot goes back to the budget.")] : []),
    ...(struck ? [notice("struck", struck, "was struck by a vote", "Its pot goes back to the budget.")] : []),
  ];
}
