export * from "./audit";
export * from "./authority";
export { discover } from "./discover";
export * from "./roles";
export type * from "./types";
