export {
  failureOf,
  isPassing,
  isRefused,
  isRevert,
  parseRetryAfter,
  wordsOf,
  type ProviderFailure,
  type FailureKind,
} from "./failure";
export { patiently, pause, pauseAfter, type RetryOptions, type Pause } from "./patience";
export { isAskedOnce, patientRequest, type Requester, type RpcRequest } from "./request";
export { getBlock } from "./block";
export { Endpoint, type HttpAnswer, type JsonRpcAnswer, type Post } from "./endpoint";
export { PatientProvider, postOver, type PatientProviderOptions } from "./patient-provider";
