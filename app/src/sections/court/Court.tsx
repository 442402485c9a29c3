import { useSite } from "../../data/network";
import { Empty, Page } from "../../ui";
import { Cases } from "./Cases";
import { Own } from "./Own";
import { Payments } from "./Payments";

/** Disputes of the network: what waits, who judges, what was ruled. */
export function Court() {
  const { court, disputedBudgets } = useSite().network;
  return (
    <Page lead="Jurors who are drawn from stake rule about what is disputed, and lose a part of it where the final ruling is another. The last word is a vote's.">
      {court && <Own court={court} />}
      {disputedBudgets && <Payments budgets={disputedBudgets} />}
      {court && <Cases court={court} />}
      {!court && !disputedBudgets && (
        <Empty>This network has no court: votes decide about what is disputed.</Empty>
      )}
    </Page>
  );
}
