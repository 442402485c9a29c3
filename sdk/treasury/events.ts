import type { Block, EventLog } from "ethers";

import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";

/** Blocks that are asked for at once: what public nodes answer. */
const RANGE = 10_000;

/** An event with the time of its block, in seconds. */
export interface TimedEvent {
  log: EventLog;
  time: number;
}

/** Where to read. */
export interface ReadOptions {
  /** The block in which the treasury was deployed, or 0: without the beginning, balances cannot be told. */
  fromBlock: number;
  /** The last block to read; the latest if absent. */
  toBlock?: number;
}

/** The treasury's events of the given names, in the order in which they happened. */
export async function readEvents(
  treasury: Treasury,
  names: readonly string[],
  { fromBlock, toBlock }: ReadOptions,
): Promise<TimedEvent[]> {
  const provider = treasury.runner!.provider!;
  const last = toBlock ?? (await provider.getBlockNumber());
  const topics = names.map((name) => treasury.interface.getEvent(name as "Paid").topicHash);
  const logs: EventLog[] = [];
  for (let from = fromBlock; from <= last; from += RANGE) {
    const to = Math.min(from + RANGE - 1, last);
    logs.push(...((await treasury.queryFilter([topics] as never, from, to)) as unknown as EventLog[]));
  }
  const times = new Map<number, Promise<Block | null>>();
  for (const { blockNumber } of logs) {
    if (!times.has(blockNumber)) times.set(blockNumber, provider.getBlock(blockNumber));
  }
  return Promise.all(logs.map(async (log) => ({ log, time: (await times.get(log.blockNumber))!.timestamp })));
}
