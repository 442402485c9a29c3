import { toQuantity, type Filter, type Provider } from "ethers";

import type { LogSource } from "../events";

/** Blocks after which one is held for final, unless a reader is told otherwise. */
export const FINALITY = 64;

/** A log as the fold reads it. */
export interface HistoryLog {
  address: string;
  topics: readonly string[];
  data: string;
  blockNumber: number;
  blockHash: string;
  transactionHash: string;
  /** Of its block, in seconds, where the source knows it without another question. */
  time?: number;
}

export interface BlockStamp {
  number: number;
  hash: string;
  /** Seconds. */
  time: number;
}

/** Where a history comes from: a chain, or an indexer that stands in front of one. */
export interface HistorySource extends LogSource<HistoryLog> {
  /** Undefined for a block that is not there yet. */
  getBlock(block: number | "latest"): Promise<BlockStamp | undefined>;
}

interface RawLog {
  address: string;
  topics: string[];
  data: string;
  blockNumber: string;
  blockHash: string;
  transactionHash: string;
  blockTimestamp?: string;
}

/** Providers that speak JSON-RPC: all that ethers has for a node or a wallet. */
interface Sender {
  send(method: string, params: unknown[]): Promise<unknown>;
}

/** The chain behind a provider. Logs are taken as the node gives them: with their times, if it is a newer one. */
export function chainSource(provider: Provider): HistorySource {
  return {
    getBlockNumber: () => provider.getBlockNumber(),

    async getBlock(block) {
      const found = await provider.getBlock(block);
      return found ? { number: found.number, hash: found.hash!, time: found.timestamp } : undefined;
    },

    async getLogs(filter) {
      if (!("send" in provider))
        return (await provider.getLogs(filter)) as readonly HistoryLog[] as HistoryLog[];
      const logs = await (provider as Sender).send("eth_getLogs", [asRpc(filter)]);
      return (logs as RawLog[]).map(({ blockNumber, blockTimestamp, ...log }) => ({
        ...log,
        blockNumber: Number(blockNumber),
        ...(blockTimestamp !== undefined && { time: Number(blockTimestamp) }),
      }));
    },
  };
}

function asRpc({ fromBlock, toBlock, ...filter }: Filter) {
  return { ...filter, fromBlock: toQuantity(fromBlock as number), toBlock: toQuantity(toBlock as number) };
}
