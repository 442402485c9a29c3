import { ZeroAddress } from "ethers";

import { decodeCall, type DecodedCall } from "../calls/decode";
import { describeCall } from "../calls/describe";
import { contractOf } from "../core/find";
import type { Network } from "../network";
import { strangeInSafe, type SafeState } from "./read";
import { OPERATION, type SafeId, type SafeTransaction } from "./transaction";

/** What a Safe's transaction does: sentences for whoever is asked to sign it. */
export interface SafeDescription {
  /** What it does, one sentence a line. */
  lines: string[];
  /** Why not to sign it, or to look twice; empty when there is nothing. */
  warnings: string[];
}

/**
 * Whether a council makes the call in the course of its work: as a domain says, or to let the governor take the fee of what
 * the council proposes. Everything else is warned of, however well it reads.
 */
function isOrdinary({ domains, addresses }: Network, { contract, known }: DecodedCall): boolean {
  if (!known) return false;
  const { name } = known.fragment;
  return (
    contractOf(domains, contract)?.ordinary?.includes(name) === true ||
    (`${contract}.${name}` === "GovernanceToken.approve" && known.args[0] === addresses.NetworkGovernor)
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
  const known = { domains: network.domains, addresses: { ...network.addresses, Council: safe.address } };
  const call = decodeCall(known, { target: to, value, calldata: data });
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
  return { lines: await describeCall(network, call), warnings };
}
