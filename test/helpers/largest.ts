import { ethers } from "hardhat";

import { MAX_PROPOSAL_SIZE } from "@polity/sdk/governor/size";
import type { Action } from "./governor";

/** Calls as large as the governor takes them, each kind dear in its own way. */
export function largest(target: {
  target: unknown;
  interface: { encodeFunctionData(name: "set", values: [bigint]): string };
}) {
  const to = target.target as string;
  const call = target.interface.encodeFunctionData("set", [7n]);
  const rest = MAX_PROPOSAL_SIZE - 192;
  const padded = ethers.concat([call, new Uint8Array(rest - 128 - 36).fill(0xff)]);
  return {
    "one call with padding that costs most": [{ target: to, data: padded }],
    "as many calls as fit": Array<Action>(Math.floor(rest / 192)).fill({ target: to, data: call }),
    "as many plain transfers as fit": Array<Action>(Math.floor(rest / 128)).fill({ target: to }),
  };
}
