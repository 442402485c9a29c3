import type { BlockStamp } from "./source";
import type { State } from "./state";

/** All that happened up to a block that is not expected to change any more. Plain data, for structured clones. */
export interface Checkpoint {
  /** Of the folds that made it: others cannot go on from it. */
  schema: string;
  block: BlockStamp;
  since: { block: number; time: number };
  state: State;
}

/** Keeps a checkpoint for each key. What it loads must be what was saved, whole: it is not checked again. */
export interface HistoryCache {
  load(key: string): Promise<Checkpoint | undefined>;
  /** Replaces what was there, at once or not at all. The checkpoint is never written to afterwards. */
  save(key: string, checkpoint: Checkpoint): Promise<void>;
}

/** Of the time between two savings, saving takes no more than one part in so many. */
const RESERVE = 20;

/**
 * Keeps checkpoints for as long as the process or the page lives.
 * @param behind Where they are kept for longer. It is read once, and written as often as its slowness allows; once it has
 * failed it is left alone.
 */
export function memoryCache(behind?: HistoryCache): HistoryCache {
  const kept = new Map<string, Checkpoint>();
  const nextSave = new Map<string, number>();
  let failed = false;
  const unlessFailed = async <T>(action: (cache: HistoryCache) => Promise<T>): Promise<T | undefined> => {
    if (!behind || failed) return undefined;
    try {
      return await action(behind);
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  return {
    async load(key) {
      const found = kept.get(key) ?? (await unlessFailed((cache) => cache.load(key)));
      if (found) kept.set(key, found);
      return found;
    },
    async save(key, checkpoint) {
      kept.set(key, checkpoint);
      const begun = Date.now();
      if (begun < (nextSave.get(key) ?? 0)) return;
      await unlessFailed((cache) => cache.save(key, checkpoint));
      nextSave.set(key, Date.now() + RESERVE * (Date.now() - begun));
    },
  };
}
