export * from "./bounds";
export * from "./read";
export * from "./require";
