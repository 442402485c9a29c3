export { contractName, decodeCall, formatCall, nameCall, type DecodedCall } from "./decode";
export { describeCall, type DescribeOptions, type ParameterNotes } from "./describe";
export { decodeLog, formatLog, type DecodedLog, type RawLog } from "./events";
