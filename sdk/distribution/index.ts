export * from "./distributions";
export * from "./price";
export * from "./require";
export * from "./sales";
export * from "./terms";
