import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { interfaceOf } from "../core/interfaces";
import { whyLost, whyNobodys } from "../core/recipient";
import { formatAmount } from "../format";
import type { Network } from "../network";
import { failureOf, isPassing, isRefused } from "../provider";
import { explainFailure } from "../reverts";
import { formatCall, readFunction, type DecodedCall } from "./decode";
import { warning, who } from "./phrases";
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
    const sent = `sends ${formatAmount(value)} of the chain's own currency to ${contract}`;
    // A contract that cannot use it refuses it.
    return [sent, ...warning("it is lost", whyNobodys(target))];
  }
  const describe = known && (await describerOf(domains, "describe", contract, known.fragment.name));
  if (!known || !describe)
    return [`calls ${formatCall(addresses, call)}`, ...money, ...foreignLoss(network, call)];
  try {
    return [
      ...((await describe(sceneOf(network, contract, target, known.args, options))) as string[]),
      ...money,
    ];
  } catch (error) {
    const told = `calls ${formatCall(addresses, call)}`;
    // The call is about something that does not exist: what it says is all there is to tell.
    if (isRefused(error)) return [`${told}, about something that does not exist now`, ...money];
    if (isUnreadable(error)) return [`${told}, with values that cannot be put into words`, ...money];
    throw await explainFailure(error, domains);
  }
}

const ERC20 = IERC20__factory.createInterface();

/** Warns of a token that the network does not know, and that would go where nobody can use it. */
function foreignLoss(network: Network, { contract, target, calldata }: DecodedCall): string[] {
  if (interfaceOf(network.domains, contract)) return [];
  const to: unknown = readFunction(ERC20, calldata)?.args.to;
  if (typeof to !== "string") return [];
  return warning(`if this is a token, what ${who(network, to)} gets is lost`, whyLost(network, to, target));
}

/** Nothing that was asked of the chain failed: the call's own values cannot be put into words. */
function isUnreadable(error: unknown): boolean {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown };
  const local: unknown[] = [
    undefined,
    "INVALID_ARGUMENT",
    "NUMERIC_FAULT",
    "BUFFER_OVERRUN",
    "VALUE_MISMATCH",
  ];
  return local.includes(code) && cause === undefined && !isPassing(failureOf(error));
}
