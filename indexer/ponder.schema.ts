import { index, onchainTable } from "ponder";

/** A log as a node gives it, with the time of its block in seconds. */
export const log = onchainTable(
  "log",
  (t) => ({
    /** Sorts as the chain does. */
    id: t.text().primaryKey(),
    block: t.integer().notNull(),
    time: t.integer().notNull(),
    hash: t.hex().notNull(),
    transaction: t.hex().notNull(),
    address: t.hex().notNull(),
    /** One after the other, with a space between. */
    topics: t.text().notNull(),
    data: t.hex().notNull(),
  }),
  (table) => ({ byBlock: index().on(table.block) }),
);
