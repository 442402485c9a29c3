export * from "./bounds";
export * from "./read";
export * from "./require";
export * from "./steps";
export * from "./income";
