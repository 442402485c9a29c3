import { ponder } from "ponder:registry";
import schema from "ponder:schema";

import { contracts } from "../network";

/** What Ponder passes on; its own types come from a configuration that is written out, and this one is computed. */
interface Indexed {
  event: {
    id: string;
    log: { address: `0x${string}`; topics: readonly (string | null)[]; data: `0x${string}` };
    block: { number: bigint; hash: `0x${string}`; timestamp: bigint };
    transaction: { hash: `0x${string}` };
  };
  context: {
    db: { insert(table: typeof schema.log): { values(row: typeof schema.log.$inferInsert): unknown } };
  };
}
const on = ponder.on.bind(ponder) as unknown as (
  name: string,
  handler: (indexed: Indexed) => Promise<void>,
) => void;

for (const { name, events } of contracts) {
  for (const event of events) on(`${name}:${event}`, keep);
}

// Ponder fills the topics up to four.
async function keep({ event: { id, log, block, transaction }, context }: Indexed): Promise<void> {
  await context.db.insert(schema.log).values({
    ...{ id, block: Number(block.number), time: Number(block.timestamp), hash: block.hash },
    ...{
      transaction: transaction.hash,
      address: log.address,
      topics: log.topics.filter(Boolean).join(" "),
      data: log.data,
    },
  });
}
