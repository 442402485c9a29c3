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
export { patientRequest, type Requester, type RpcRequest } from "./request";
export { getBlock } from "./block";
