export * from "./token";
export { contractName, decodeCall, formatCall, nameCall, type DecodedCall } from "./decode";
export { describeCall, type DescribeOptions, type ParameterNotes } from "./describe";
export { describeLog } from "./describe-log";
export { decodeLog, formatLog, type DecodedLog, type RawLog } from "./events";
