export { findEvents } from "./find";
export * from "./scan";
