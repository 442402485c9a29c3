import { EventLog, type BaseContract } from "ethers";

import type {
  TypedContractEvent,
  TypedDeferredTopicFilter,
  TypedEventLog,
} from "../../typechain-types/common";
import { scanAll, type LogSource, type ScanOptions } from "./scan";

/**
 * The events of a contract that a filter lets through, in the order of the chain, decoded.
 * @param filter As the contract makes it: `governor.filters.ProposalCreated()`.
 * @param source Default the contract's own provider.
 */
export async function findEvents<E extends TypedContractEvent>(
  contract: BaseContract,
  filter: TypedDeferredTopicFilter<E>,
  { source = contract.runner!.provider!, ...options }: ScanOptions & { source?: LogSource },
): Promise<TypedEventLog<E>[]> {
  const [address, topics] = await Promise.all([contract.getAddress(), filter.getTopicFilter()]);
  const logs = await scanAll(source, { address, topics }, options);
  return logs.map((log) => {
    const fragment = contract.interface.getEvent(log.topics[0]!)!;
    return new EventLog(log, contract.interface, fragment) as unknown as TypedEventLog<E>;
  });
}
