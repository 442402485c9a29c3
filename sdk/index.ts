export * from "./abi";
export * from "./errors";
export * from "./format";
export * from "./nep";
