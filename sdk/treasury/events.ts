import { EventLog, type Block } from "ethers";

import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";
import { scanAll, type ScanOptions } from "../events";
import { getBlock } from "../provider";

/** An event with the time of its block, in seconds. */
export interface TimedEvent {
  log: EventLog;
  time: number;
}

/** The treasury's events of the given names, in the order in which they happened. */
export async function readEvents(
  treasury: Treasury,
  names: readonly string[],
  options: ScanOptions,
): Promise<TimedEvent[]> {
  const provider = treasury.runner!.provider!;
  const abi = treasury.interface;
  const topics = [names.map((name) => abi.getEvent(name as "Paid").topicHash)];
  const logs = await scanAll(provider, { address: await treasury.getAddress(), topics }, options);
  const times = new Map<number, Promise<Block>>();
  for (const { blockNumber } of logs) {
    if (!times.has(blockNumber)) times.set(blockNumber, getBlock(provider, blockNumber));
  }
  return Promise.all(
    logs.map(async (log) => ({
      log: new EventLog(log, abi, abi.getEvent(log.topics[0]! as "Paid")),
      time: (await times.get(log.blockNumber)!).timestamp,
    })),
  );
}
