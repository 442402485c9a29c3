export * from "./act";
export * from "./persons";
export * from "./read";
export * from "./require";
