export { decodeCall, describeCall } from "@polity/sdk/calls";
