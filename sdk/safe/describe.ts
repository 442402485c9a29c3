import { Interface, ZeroAddress, type Result } from "ethers";

import { ISafe__factory } from "../../typechain-types/factories/@safe-global/safe-smart-account/contracts/interfaces/ISafe__factory";
import { decodeCall, type DecodedCall } from "../calls/decode";
import { describeCall } from "../calls/describe";
import type { Network } from "../deployment";
import { strangeInSafe, type SafeState } from "./read";
import { OPERATION, type SafeId, type SafeTransaction } from "./transaction";

/** What a Safe's transaction does: sentences for whoever is asked to sign it. */
export interface SafeDescription {
  /** What it does, one sentence a line. */
  lines: string[];
  /** Why not to sign it, or to look twice; empty when there is nothing. */
  warnings: string[];
}

/** Calls that a council makes in the course of its work. Everything else is warned of, however well it reads. */
const ORDINARY: readonly string[] = [
  "Treasury.disburse",
  "Treasury.refund",
  "NetworkGovernor.cancel",
  "NetworkGovernor.propose",
];

/** What a Safe's owners change of their own number. */
const OWNERS: Readonly<Record<string, (args: Result) => string>> = {
  swapOwner: ([, old, next]) => `${String(old)} leaves the council, and ${String(next)} takes the place`,
  addOwnerWithThreshold: ([owner, threshold]) =>
    `${String(owner)} joins the council, of which ${String(threshold)} sign from then on`,
  removeOwner: ([, owner, threshold]) =>
    `${String(owner)} leaves the council, of which ${String(threshold)} sign from then on`,
  changeThreshold: ([threshold]) => `${String(threshold)} of the council sign from then on`,
};

/** In words, if these bytes are exactly such a change and nothing besides. */
function describeOwners(data: string): string | undefined {
  const safe = new Interface(ISafe__factory.abi);
  const fragment = safe.getFunction(data.slice(0, 10));
  const describe = fragment && OWNERS[fragment.name];
  if (!describe) return undefined;
  try {
    const args = safe.decodeFunctionData(fragment, data);
    return safe.encodeFunctionData(fragment, args) === data.toLowerCase() ? describe(args) : undefined;
  } catch {
    return undefined;
  }
}

/** Besides those calls, the governor may take the fee of what the council proposes. */
function isOrdinary({ addresses }: Network, { contract, known }: DecodedCall): boolean {
  if (!known) return false;
  const name = `${contract}.${known.fragment.name}`;
  return (
    ORDINARY.includes(name) ||
    (name === "GovernanceToken.approve" && known.args[0] === addresses.NetworkGovernor)
  );
}

/**
 * Tells in plain words what a transaction does before it is signed, and warns of what it could hide: code that runs as
 * the Safe itself, gas that is paid back to somebody, a call that is not known, a Safe that is not as it was made.
 */
export async function describeSafeTransaction(
  network: Network,
  safe: SafeId,
  transaction: SafeTransaction,
  state: SafeState,
): Promise<SafeDescription> {
  const { to, value, data, operation, gasPrice, gasToken, refundReceiver, safeTxGas, baseGas, nonce } =
    transaction;
  const call = decodeCall({ ...network.addresses }, { target: to, value, calldata: data });
  const warnings = strangeInSafe(state);
  if (operation !== OPERATION.call) {
    warnings.push(`it runs the code of ${to} as the Safe's own: it can take everything, and the Safe too`);
  }
  if (gasPrice !== 0n || baseGas !== 0n || safeTxGas !== 0n || BigInt(gasToken) !== 0n) {
    const receiver = refundReceiver === ZeroAddress ? "whoever sends it" : refundReceiver;
    warnings.push(`it pays gas back, out of the Safe, to ${receiver}`);
  } else if (refundReceiver !== ZeroAddress) {
    warnings.push(`it names ${refundReceiver} to pay gas back to`);
  }
  if (value > 0n) warnings.push("it sends the chain's own currency out of the Safe");
  if (to === safe.address)
    warnings.push("it changes the Safe itself: its owners, their threshold or its code");
  else if (!isOrdinary(network, call)) {
    warnings.push("it is not what a council does in the course of its work: ask what it is for");
  }
  if (nonce !== state.nonce)
    warnings.push(`the Safe's next nonce is ${state.nonce}, and this one has ${nonce}`);
  const own = to === safe.address ? describeOwners(data) : undefined;
  return { lines: own === undefined ? await describeCall(network, call) : [own], warnings };
}
