export * from "./claim";
export * from "./create";
export * from "./delegate";
export * from "./list";
export * from "./parse";
export * from "./predict";
export * from "./read";
export * from "./schedule";
export type { Grant, VestingTerms } from "./terms";
