import { type FunctionFragment, type Interface, type ParamType, type Result } from "ethers";

import type { AnyDomain } from "../core/domain";
import { interfaceOf } from "../core/interfaces";
import { contractName, type ContractAddresses } from "../core/names";
import type { Call } from "../nep/actions";
import { wordText } from "./words";

/** A call, read with what is known of its target. */
export interface DecodedCall extends Call {
  /** Name of the target among the network's contracts, or its address. */
  contract: string;
  /** The first four bytes of the calldata; absent for a plain transfer of value. */
  selector?: string;
  /** The function and its arguments; absent where the target or the function is unknown, or the bytes are unusual. */
  known?: { fragment: FunctionFragment; args: Result };
}

/** What reading needs to know: where contracts are, and which domains they belong to. */
export interface Known {
  readonly addresses: ContractAddresses;
  readonly domains: readonly AnyDomain[];
}

/**
 * Reads a call by the interface of its target.
 * Bytes that are not exactly what encoding their own reading gives are left unread: nothing may hide behind arguments.
 */
export function decodeCall({ addresses, domains }: Known, call: Call): DecodedCall {
  const contract = contractName(addresses, call.target);
  const selector = call.calldata === "0x" ? undefined : call.calldata.slice(0, 10);
  const abi = interfaceOf(domains, contract);
  const known = abi && selector && readFunction(abi, call.calldata);
  return { ...call, contract, ...(selector && { selector }), ...(known && { known }) };
}

/** Calldata as a function of `abi`, if it is exactly what encoding its own reading gives. */
export function readFunction(abi: Interface, calldata: string): DecodedCall["known"] {
  const fragment = abi.getFunction(calldata.slice(0, 10));
  if (!fragment) return undefined;
  try {
    const args = abi.decodeFunctionData(fragment, calldata);
    // A decoded tuple is frozen and cannot be encoded as it is.
    const again = abi.encodeFunctionData(fragment, args.toArray(true) as unknown[]);
    return again === calldata.toLowerCase() ? { fragment, args } : undefined;
  } catch {
    return undefined;
  }
}

/** `GovernanceToken.mint`, with the namespace for a function that is opened by namespace: `ProtocolRegistry.upgrade of train`. */
export function nameCall({ contract, selector, known }: DecodedCall): string {
  if (selector === undefined) return `a plain transfer to ${contract}`;
  if (!known) return `${contract}.${selector}`;
  const { fragment, args } = known;
  const namespace = fragment.inputs[0]?.name === "namespace" ? ` of ${wordText(String(args[0]))}` : "";
  return `${contract}.${fragment.name}${namespace}`;
}

/** The name of a contract's function, or its selector. */
export function functionName(
  { domains }: Pick<Known, "domains">,
  contract: string,
  selector: string,
): string {
  return interfaceOf(domains, contract)?.getFunction(selector)?.name ?? selector;
}

/** A call in the way of Solidity, its arguments by name; unread calldata as it is. */
export function formatCall(contracts: ContractAddresses, call: DecodedCall): string {
  const { contract, known, selector, calldata } = call;
  if (selector === undefined) return nameCall(call);
  if (!known) return `${contract}.${selector}, calldata ${calldata}`;
  return `${contract}.${known.fragment.name}(${formatArguments(contracts, known.fragment.inputs, known.args)})`;
}

/** Values by the names of their parameters: `key: train.innerSteps, min: 0x…`. */
export function formatArguments(
  contracts: ContractAddresses,
  types: readonly ParamType[],
  values: Result,
): string {
  return types
    .map((type, i) => `${type.name ? `${type.name}: ` : ""}${formatArgument(contracts, type, values[i])}`)
    .join(", ");
}

function formatArgument(contracts: ContractAddresses, type: ParamType, value: unknown): string {
  if (type.isArray())
    return `[${[...(value as Result)].map((item) => formatArgument(contracts, type.arrayChildren, item)).join(", ")}]`;
  if (type.isTuple()) return `{${formatArguments(contracts, type.components, value as Result)}}`;
  if (type.type === "address") return contractName(contracts, String(value));
  if (type.type === "string") return JSON.stringify(value);
  return /^bytes\d+$/.test(type.type) ? wordText(String(value)) : String(value);
}
