import { Hono } from "hono";
import { compress } from "hono/compress";
import { asc, between, eq } from "ponder";
import { db } from "ponder:api";
import schema from "ponder:schema";

import { DOMAINS } from "@polity/sdk/domains";
import { nameQuery } from "@polity/sdk/history/indexer";
import { foldingOf } from "@polity/sdk/history/fold";
import { deployment } from "../../network";

/** Logs in one answer, unless a single block has more. */
const PAGE = 20_000;
const { log } = schema;
const folding = await foldingOf({ addresses: deployment.contracts, domains: DOMAINS });
const query = nameQuery(deployment.chainId, folding.query);

const app = new Hono();
app.use(compress());

/** The logs of whole blocks from `from` on, as many as fit: the rest begins after `until`. */
app.get("/logs", async (c) => {
  const [from, to] = [Number(c.req.query("from")), Number(c.req.query("to"))];
  if (![from, to].every((block) => Number.isSafeInteger(block) && block >= 0 && block < 2 ** 31)) {
    return c.json({ error: "from and to must be numbers of blocks" }, 400);
  }
  const rows = await db
    .select()
    .from(log)
    .where(between(log.block, from, to))
    .orderBy(asc(log.id))
    .limit(PAGE + 1);
  let [until, page] = [to, rows];
  if (rows.length > PAGE) {
    // The last block may not be whole.
    const last = rows.at(-1)!.block;
    page = rows.filter(({ block }) => block < last);
    until = last - 1;
    if (page.length === 0) {
      page = await db.select().from(log).where(eq(log.block, last)).orderBy(asc(log.id));
      until = last;
    }
  }
  const lines = page.map(({ block, time, hash, transaction, address, topics, data }) => [
    ...[block, time, hash, transaction, address, topics, data],
  ]);
  return c.json({ query, since: deployment.block, until, lines });
});

export default app;
