export * from "./chain";
export * from "./decide";
export { verbsOf } from "./domains";
export * from "./fees";
export * from "./format";
export * from "./keep";
export * from "./memory";
export * from "./types";
