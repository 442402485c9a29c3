export * from "./at";
export * from "./scan";
export { findEvents } from "./find";
