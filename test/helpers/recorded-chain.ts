import { id, type Filter } from "ethers";

import type { Network } from "@polity/sdk/deployment";
import { foldingOf } from "@polity/sdk/history/fold";
import {
  chainSource,
  type BlockStamp,
  type HistoryLog,
  type HistorySource,
} from "@polity/sdk/history/source";

/** Numbers from 0 up to below 1 that are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A simulated chain: the blocks and logs of a real one, as many of them as `newest` says, which can be reorganised, refuse
 * ranges and fail.
 */
export class RecordedChain implements HistorySource {
  /** The first and last block of each request for logs. */
  readonly asked: [number, number][] = [];
  newest: number;
  /** Blocks that it allows in one request. */
  limit = Infinity;
  /** Answers until it fails once. */
  answers = Infinity;
  /** Called before every answer. */
  onRequest: () => void = () => undefined;

  constructor(
    private blocks: BlockStamp[],
    private logs: HistoryLog[],
  ) {
    this.newest = blocks.length - 1;
  }

  static async record(network: Network): Promise<RecordedChain> {
    const source = chainSource(network.governor.runner!.provider!);
    const newest = await source.getBlockNumber();
    const { query } = await foldingOf(network);
    const blocks = await Promise.all(Array.from({ length: newest + 1 }, (_, i) => source.getBlock(i)));
    return new RecordedChain(
      blocks.map((block) => block!),
      await source.getLogs({ ...query, fromBlock: 0, toBlock: newest }),
    );
  }

  /** Other blocks from `first` on, in which some of the token's transfers and delegations did not happen. */
  reorganise(first: number, random: () => number, plain: (log: HistoryLog) => boolean): void {
    const salt = random();
    const hashOf = (number: number) => id(`${salt} ${number}`);
    this.blocks = this.blocks.map((block) =>
      block.number < first ? block : { ...block, hash: hashOf(block.number) },
    );
    this.logs = this.logs
      .filter((log) => log.blockNumber < first || !plain(log) || random() < 0.7)
      .map((log) => (log.blockNumber < first ? log : { ...log, blockHash: hashOf(log.blockNumber) }));
  }

  /** All logs there are up to the newest block. */
  get present(): HistoryLog[] {
    return this.logs.filter(({ blockNumber }) => blockNumber <= this.newest);
  }

  async getBlock(block: number | "latest"): Promise<BlockStamp | undefined> {
    await this.#answer();
    const number = block === "latest" ? this.newest : block;
    return number <= this.newest ? this.blocks[number] : undefined;
  }

  async getBlockNumber(): Promise<number> {
    await this.#answer();
    return this.newest;
  }

  async getLogs({ fromBlock, toBlock }: Filter): Promise<HistoryLog[]> {
    await this.#answer();
    const [first, last] = [Number(fromBlock), Number(toBlock)];
    this.asked.push([first, last]);
    if (last - first + 1 > this.limit) throw new Error("query exceeds the range that is allowed");
    return this.present.filter(({ blockNumber }) => blockNumber >= first && blockNumber <= last);
  }

  async #answer(): Promise<void> {
    this.onRequest();
    if (this.answers-- <= 0) {
      this.answers = Infinity;
      throw new Error("connection lost");
    }
    return Promise.resolve();
  }
}
