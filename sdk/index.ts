export * from "./abi";
export * from "./errors";
export * from "./format";
