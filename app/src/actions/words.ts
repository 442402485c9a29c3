export { decodeCall, describeCall } from "../../../sdk/calls";
