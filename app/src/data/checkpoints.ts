import { openDB, type IDBPDatabase } from "idb";

import type { Checkpoint, HistoryCache } from "../../../sdk/history";

const STORE = "checkpoints";

/** Keeps a network's history in the browser: the next visit reads only what is new. */
export function browserCache(name = "polity-history"): HistoryCache {
  let opened: Promise<IDBPDatabase> | undefined;
  const open = () => {
    opened ??= openDB(name, 1, { upgrade: (database) => void database.createObjectStore(STORE) });
    return opened;
  };
  return {
    load: async (key) => (await (await open()).get(STORE, key)) as Checkpoint | undefined,
    save: async (key, checkpoint) => void (await (await open()).put(STORE, checkpoint, key)),
  };
}
