import type { Keeping } from "../keeper/types";
import { readRecurring, type RecurringView } from "./recurring";

/** Triggers instalments of recurring payments. */
export const keeping: Keeping = {
  watch: ({ treasury }) =>
    treasury &&
    (async ({ block, time }) => {
      const due = dueInstalments(await readRecurring(treasury, block), time);
      return Promise.all(
        due.map(async ({ id, due: since }) => {
          const call = await treasury.payRecurring.populateTransaction([id]);
          return { kind: "pay", key: `pay ${id} ${since}`, name: `recurring payment ${id}`, call };
        }),
      );
    }),
};

/** The instalments that are due, one of each payment: the next of the same is due once this one is paid. */
export function dueInstalments(recurring: readonly RecurringView[], time: number): RecurringView[] {
  return recurring.filter(({ left, due }) => left > 0 && due <= time);
}
