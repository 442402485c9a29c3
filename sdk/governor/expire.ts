import { AbiCoder, concat, keccak256, toBeHex, ZeroHash, type Signer, type TransactionReceipt } from "ethers";

import type { Network } from "../network";
import { PolityError } from "../errors";
import { send } from "../transaction";
import { argumentsOf } from "./proposals";
import type { Decided } from "./queue";
import type { ProposalState } from "./timeline";

/** The id under which the timelock keeps a queued proposal: that of its operation. */
export function operationOf(governor: string, { calls, descriptionHash }: Omit<Decided, "id">): string {
  // As the governor computes it: its own address in the salt keeps two governors of one timelock apart.
  const marked = BigInt(concat([governor, "0x".padEnd(26, "0")])) ^ BigInt(descriptionHash);
  const [targets, values, calldatas] = argumentsOf({ calls, descriptionHash });
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["address[]", "uint256[]", "bytes[]", "bytes32", "bytes32"],
      [targets, values, calldatas, ZeroHash, toBeHex(marked, 32)],
    ),
  );
}

/** Whether the timelock still keeps a proposal's operation: queued, and neither executed nor cleared away. */
export async function isScheduled(
  { timelock, addresses }: Network,
  proposal: Omit<Decided, "id">,
  blockTag: number | "latest" = "latest",
): Promise<boolean> {
  return timelock.isOperationPending(operationOf(addresses.NetworkGovernor, proposal), { blockTag });
}

/** Whether a proposal in this state can never execute, and may have left something in the timelock. */
export function mayBeLeft(state: ProposalState): boolean {
  return state === "Expired" || state === "Canceled";
}

/**
 * Clears what has expired or was canceled from the timelock, as anyone may.
 * @throws PolityError when there is nothing to clear.
 */
export async function expire(
  network: Network,
  signer: Signer,
  proposal: Decided,
): Promise<{ receipt: TransactionReceipt }> {
  if (!(await isScheduled(network, proposal))) {
    throw new PolityError("the timelock keeps nothing of this proposal", {
      hint: "it was never queued, or it has been executed, canceled or cleared away",
    });
  }
  return {
    receipt: await send(signer, network.governor.expire.populateTransaction(...argumentsOf(proposal))),
  };
}
