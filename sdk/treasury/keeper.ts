import type { Keeping } from "../keeper/types";
import { dueInstalments, readRecurring } from "./recurring";

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
