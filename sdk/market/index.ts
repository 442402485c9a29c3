export * from "./bounds";
export * from "./paid";
export * from "./read";
export * from "./require";
export * from "./steps";
export * from "./income";
