export * from "./budgets";
export type { ReadOptions } from "./events";
export * from "./ledger";
