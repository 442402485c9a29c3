export * from "./abi";
export * from "./errors";
export * from "./format";
export { didYouMean } from "./problems";
export * from "./nep";
