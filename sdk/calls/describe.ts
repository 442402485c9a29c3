import { formatAmount } from "../format";
import type { Network } from "../network";
import { formatCall, type DecodedCall } from "./decode";
import { describerOf, sceneOf, type DescribeOptions } from "./scene";

/**
 * What a call changes, in plain words, one sentence a line: the state as it is, then as it would be.
 * A call that no domain describes is written as it is encoded; nothing is left out.
 */
export async function describeCall(
  network: Network,
  call: DecodedCall,
  options?: DescribeOptions,
): Promise<string[]> {
  const { addresses, domains } = network;
  const { contract, known, selector, target, value } = call;
  const money = value > 0n ? [`sends ${formatAmount(value)} of the chain's own currency along`] : [];
  if (selector === undefined) {
    return [`sends ${formatAmount(value)} of the chain's own currency to ${contract}`];
  }
  const describe = known && (await describerOf(domains, "describe", contract, known.fragment.name));
  if (!known || !describe) return [`calls ${formatCall(addresses, call)}`, ...money];
  try {
    return [
      ...((await describe(sceneOf(network, contract, target, known.args, options))) as string[]),
      ...money,
    ];
  } catch {
    // The call is about something that does not exist: what it says is all there is to tell.
    return [`calls ${formatCall(addresses, call)}, about something that does not exist now`, ...money];
  }
}
