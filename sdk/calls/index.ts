export * from "./token";
export { contractName, type ContractAddresses } from "../core/names";
export type { ParameterNotes } from "../core/domain";
export { decodeCall, formatCall, nameCall, type DecodedCall, type Known } from "./decode";
export { changesNothing } from "./already";
export { describeCall } from "./describe";
export type { DescribeOptions } from "./scene";
export { describeLogs } from "./describe-log";
export { decodeLog, formatLog, type DecodedLog, type RawLog } from "./events";
