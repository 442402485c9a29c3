import { ZeroAddress } from "ethers";

import { decodeCall } from "../calls/decode";
import { describeCall } from "../calls/describe";
import { money, silent, who } from "../calls/phrases";
import type { Words } from "../core/domain";
import { OPERATION } from "../safe/transaction";
import type { contracts } from "./contracts";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  Council: {
    swapOwner: ({ args: [, old, next] }) => [`${old} leaves the council, and ${next} takes the place`],
    addOwnerWithThreshold: ({ args: [owner, threshold] }) => [
      `${owner} joins the council, of which ${threshold} sign from then on`,
    ],
    removeOwner: ({ args: [, owner, threshold] }) => [
      `${owner} leaves the council, of which ${threshold} sign from then on`,
    ],
    changeThreshold: ({ args: [threshold] }) => [`${threshold} of the council sign from then on`],
    execTransaction: async ({ network, args: [to, value, data, operation] }) => {
      const call = decodeCall(network, { target: to, value, calldata: data });
      const lines = await describeCall(network, call);
      const own = operation === BigInt(OPERATION.call) ? [] : [`runs the code of ${to} as the Safe's own`];
      return ["has the council's Safe do what its members have signed", ...own, ...lines];
    },
  },
};

export const logs: Own["logs"] = {
  Council: {
    AddedOwner: ({ args: [owner] }) => `${owner} joins the council`,
    RemovedOwner: ({ args: [owner] }) => `${owner} leaves the council`,
    ChangedThreshold: ({ args: [threshold] }) => `${threshold} of the council sign from then on`,
    EnabledModule: ({ args: [module] }) => `the module ${module} may move the council's Safe from then on`,
    DisabledModule: ({ args: [module] }) => `the module ${module} may no longer move the council's Safe`,
    ChangedGuard: ({ args: [guard] }) => `the guard of the council's Safe is ${nobodyOr(guard)}`,
    ChangedModuleGuard: ({ args: [guard] }) =>
      `the guard of the modules of the council's Safe is ${nobodyOr(guard)}`,
    ChangedFallbackHandler: ({ args: [handler] }) =>
      `what the council's Safe does not know itself, it asks of ${nobodyOr(handler)}`,
    SafeReceived: async ({ network, args: [sender, value] }) =>
      `the council receives ${await money(network, ZeroAddress, value)} from ${who(network, sender)}`,
    SafeSetup: ({ args: [, owners, threshold] }) =>
      `the council begins with ${owners.length} members, of which ${threshold} sign`,
    ApproveHash: ({ args: [, owner] }) => `${owner} approves a transaction of the council`,
    ExecutionFailure: () => "a transaction of the council fails",
    ExecutionFromModuleSuccess: ({ args: [module] }) => `the module ${module} moves the council's Safe`,
    ExecutionFromModuleFailure: ({ args: [module] }) =>
      `the module ${module} fails to move the council's Safe`,
    SignMsg: () => "the council signs a message",
    ExecutionSuccess: silent,
  },
};

const nobodyOr = (account: string) => (BigInt(account) === 0n ? "nobody" : account);
