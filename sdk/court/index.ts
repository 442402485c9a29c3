export * from "./cases";
export * from "./disputes";
export * from "./payments";
export * from "./require";
export * from "./salt";
export * from "./stake";
export * from "./steps";
export * from "./vote";
