import type { LogDescription } from "ethers";

import { interfaceOf } from "../core/interfaces";
import { contractName, type ContractAddresses } from "../core/names";
import { formatArguments, type Known } from "./decode";

/** A log as every node gives it. */
export interface RawLog {
  address: string;
  topics: readonly string[];
  data: string;
}

/** A log, read with what is known of the contract that wrote it. */
export interface DecodedLog extends RawLog {
  /** Name among the network's contracts, or the address. */
  contract: string;
  event?: LogDescription;
}

/** Reads a log by the interface of its contract. */
export function decodeLog({ addresses, domains }: Known, log: RawLog): DecodedLog {
  const contract = contractName(addresses, log.address);
  const event = interfaceOf(domains, contract)?.parseLog(log);
  return { ...log, contract, ...(event && { event }) };
}

/** Whether all texts in it are UTF-8: ethers refuses others when they are read, and anybody may write them. */
function isReadable({ args }: LogDescription): boolean {
  try {
    args.toArray(true);
    return true;
  } catch {
    return false;
  }
}

/** A log in the way of Solidity, its values by name. */
export function formatLog(contracts: ContractAddresses, { contract, event, topics }: DecodedLog): string {
  if (!event || !isReadable(event)) return `${contract} emitted ${topics[0] ?? "an anonymous event"}`;
  return `${contract}.${event.name}(${formatArguments(contracts, event.fragment.inputs, event.args)})`;
}
