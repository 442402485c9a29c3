import { proposalsOf } from "../../../sdk/analytics/outcome";
import type { HistoricProposal } from "../../../sdk/governor/history";
import type { History, Moment } from "../../../sdk/history";
import type { HistoricVersion } from "../../../sdk/registry/history";
import type { Movement } from "../../../sdk/treasury/ledger";

/** Something that happened, for a list of the newest. */
export type Activity = Moment &
  (
    | { what: "proposed" | "queued" | "executed" | "canceled"; proposal: HistoricProposal }
    | { what: "voted"; proposal: HistoricProposal; voters: number }
    | { what: "version"; version: HistoricVersion }
    | { what: "money"; movement: Movement }
    | { what: "guardian"; guardian: string; until: number }
  );

/** The newest of all that happened, the newest first; ballots of one proposal are told together, by the last. */
export function activityOf(history: History, limit: number): Activity[] {
  const all: Activity[] = proposalsOf(history).flatMap((proposal): Activity[] => {
    const { proposed, queued, executed, canceled, ballots } = proposal;
    const last = ballots.at(-1);
    return [
      { ...proposed, what: "proposed", proposal },
      ...(queued ? [{ ...queued, what: "queued", proposal } as const] : []),
      ...(executed ? [{ ...executed, what: "executed", proposal } as const] : []),
      ...(canceled ? [{ ...canceled, what: "canceled", proposal } as const] : []),
      ...(last
        ? [
            {
              ...{ block: last.block, time: last.time, transaction: last.transaction },
              ...({ what: "voted", proposal } as const),
              voters: new Set(ballots.map(({ voter }) => voter)).size,
            },
          ]
        : []),
    ];
  });
  for (const version of history.registry.versions)
    all.push({ ...momentOf(version), what: "version", version });
  for (const movement of history.treasury.movements) {
    const { blockNumber: block, time, transactionHash: transaction } = movement;
    all.push({ block, time, transaction, what: "money", movement });
  }
  for (const { guardian, until, ...moment } of history.governor.guardians) {
    all.push({ ...moment, what: "guardian", guardian, until });
  }
  return all.sort((a, b) => b.time - a.time || b.block - a.block).slice(0, limit);
}

const momentOf = ({ block, time, transaction }: Moment): Moment => ({ block, time, transaction });
