import { toQuantity, type Filter, type Provider } from "ethers";

import { PolityError } from "../errors";
import type { LogSource } from "../events";

/** Blocks after which one is held for final, unless a reader says otherwise. */
export const FINALITY = 64;

/** A log as the fold reads it. */
export interface HistoryLog {
  address: string;
  topics: readonly string[];
  data: string;
  blockNumber: number;
  blockHash: string;
  transactionHash: string;
  /** Its number in the block, where the source has it; else its logs are in order. */
  index?: number;
  /** Whether its block has been replaced. */
  removed?: boolean;
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

/** A log as a node should give it; what it does give is foreign. */
type RawLog = Partial<Record<keyof HistoryLog | "logIndex" | "blockTimestamp", unknown>>;

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
      // The caller checks that it is a list, and reports what is not.
      return Array.isArray(logs) ? logs.map(toLog) : (logs as HistoryLog[]);
    },
  };
}

/** @throws PolityError for what is no log. */
function toLog(raw: unknown): HistoryLog {
  const {
    address,
    topics,
    data,
    blockNumber,
    blockHash,
    transactionHash,
    logIndex,
    removed,
    blockTimestamp,
  } = (raw ?? {}) as RawLog;
  const [block, index, time] = [blockNumber, logIndex, blockTimestamp].map(quantity);
  const texts = [address, data, blockHash, transactionHash, ...[topics ?? ""].flat()];
  if (
    block === undefined ||
    !Array.isArray(topics) ||
    !texts.every((text) => typeof text === "string" && HEX.test(text))
  ) {
    throw new PolityError(`the provider gives ${JSON.stringify(raw ?? null).slice(0, 200)} for a log`, {
      hint: "use another provider",
    });
  }
  const [at, bytes, hash, transaction, ...words] = texts as [string, string, string, string, ...string[]];
  return {
    ...{
      address: at,
      topics: words,
      data: bytes,
      blockNumber: block,
      blockHash: hash,
      transactionHash: transaction,
    },
    ...(index !== undefined && { index }),
    ...(removed === true && { removed }),
    // Some write an unknown time as 0 or null: then the block is asked.
    ...(time && { time }),
  };
}

const HEX = /^0x([0-9a-f]{2})*$/i;

/** A number as JSON-RPC has it; undefined for anything else. */
function quantity(value: unknown): number | undefined {
  const number = typeof value === "string" && /^0x[0-9a-f]+$/i.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function asRpc({ fromBlock, toBlock, ...filter }: Filter) {
  return { ...filter, fromBlock: toQuantity(fromBlock as number), toBlock: toQuantity(toBlock as number) };
}
