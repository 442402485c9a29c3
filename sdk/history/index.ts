export { memoryCache, type Checkpoint, type HistoryCache } from "./cache";
export { indexerSource, type IndexerOptions } from "./indexer";
export * from "./read";
export { chainSource, type BlockStamp, type HistoryLog, type HistorySource } from "./source";
export * from "./types";
