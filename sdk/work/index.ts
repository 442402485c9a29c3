export { entryOf, entrySalt, type EntryPlace } from "./entry";
export * from "./find";
export * from "./names";
export * from "./read";
export * from "./require";
export * from "./steps";
export * from "./waiting";
