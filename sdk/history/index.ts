export { memoryCache, type Checkpoint, type HistoryCache } from "./cache";
export * from "./read";
export { chainSource, type BlockStamp, type HistoryLog, type HistorySource } from "./source";
export * from "./types";
