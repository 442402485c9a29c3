import type { HistoricProposal } from "@polity/sdk/governor/history";
import type { Moment } from "@polity/sdk/history";

/** Something that happened to a proposal. */
export interface Happened {
  moment: Moment;
  what: "proposed" | "queued" | "executed" | "canceled" | "voted";
  proposal: HistoricProposal;
  /** Accounts that had voted by then. */
  voters: number;
}

/** All that happened to a proposal. One line speaks of all its ballots, at the time of the last one. */
export function linesOf(proposal: HistoricProposal): Happened[] {
  const { proposed, queued, executed, canceled, ballots } = proposal;
  const voters = new Set(ballots.map(({ voter }) => voter)).size;
  const moments = { proposed, queued, executed, canceled, voted: ballots.at(-1) };
  return (Object.keys(moments) as (keyof typeof moments)[]).flatMap((what) => {
    const found = moments[what];
    if (!found) return [];
    const { block, time, transaction } = found;
    return [{ moment: { block, time, transaction }, what, proposal, voters }];
  });
}
