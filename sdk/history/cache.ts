import type { BlockStamp } from "./source";
import type { State } from "./state";

/** All that happened up to a block that is not expected to change any more. Plain data, for structured clones. */
export interface Checkpoint {
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

/** Keeps checkpoints for as long as the process or the page lives. */
export function memoryCache(): HistoryCache {
  const kept = new Map<string, Checkpoint>();
  return {
    load: (key) => Promise.resolve(kept.get(key)),
    save(key, checkpoint) {
      kept.set(key, checkpoint);
      return Promise.resolve();
    },
  };
}
