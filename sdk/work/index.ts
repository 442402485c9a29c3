export * from "./names";
export * from "./read";
export * from "./require";
export * from "./steps";
