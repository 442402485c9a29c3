export * from "./errors";
export * from "./format";
export { didYouMean } from "./problems";
export * from "./nep";
export * from "./audit/roles";
export * from "./deployment";
export * from "./governor/rules";
export * from "./governor/scope";
export * from "./governor/timeline";
