import { openDB, type DBSchema, type IDBPDatabase } from "idb";

import type { Checkpoint, HistoryCache } from "./cache";

interface Schema extends DBSchema {
  checkpoints: { key: string; value: Checkpoint };
}

const STORE = "checkpoints";
/** Of the database alone, and no higher again: checkpoints say themselves which folds made them. */
const VERSION = 2;

/**
 * Keeps checkpoints in the browser. Each is one record, so that a page that is closed while it saves leaves the one before.
 * Reading and saving reject where the browser has no storage, or no room in it.
 * @param name Of the database: one for all networks of a page's origin.
 */
export function indexedDbCache(name = "polity-history"): HistoryCache {
  // Opened for each use: a connection that stays open blocks other tabs, and browsers close it when they like.
  const use = async <T>(action: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> => {
    const database = await openDB<Schema>(name, VERSION, {
      upgrade(old) {
        if (old.objectStoreNames.contains(STORE)) old.deleteObjectStore(STORE);
        old.createObjectStore(STORE);
      },
    });
    try {
      return await action(database);
    } finally {
      database.close();
    }
  };
  return {
    load: (key) => use((database) => database.get(STORE, key)),
    save: (key, checkpoint) =>
      use(async (database) => {
        const transaction = database.transaction(STORE, "readwrite");
        await Promise.all([transaction.store.put(checkpoint, key), transaction.done]);
      }),
  };
}
