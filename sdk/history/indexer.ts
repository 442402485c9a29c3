import { id as hashText } from "ethers";

import { explain, PolityError, ValidationError } from "../errors";
import type { LogQuery } from "../events";
import { flag, list, object, orNull, readShape, text, tuple, whole, type Shape } from "../shape";
import { FINALITY, type HistoryLog, type HistorySource } from "./source";

/** What an indexer answers: logs of whole blocks, up to and including `until`. */
interface Page {
  /** See {@link nameQuery}. */
  query: string;
  /** The first block that it has looked at. */
  since: number;
  until: number;
  lines: Line[];
}
/** Block, time, hash of the block, transaction, address, topics, data. */
type Line = [number, number, string, string, string, string, string];

const [count, hex] = [whole(0), text("must be bytes in hex", /^0x[0-9a-f]*$/)];
const topics = text("must be 1 to 4 topics", /^0x[0-9a-f]{64}( 0x[0-9a-f]{64}){0,3}$/);
const pageShape = object<Page>({
  ...{ query: text(), since: count, until: count },
  lines: list(tuple<Line>(count, count, hex, hex, hex, topics, hex)),
});

/** Ponder's own: how far it is, and whether it has caught up with the chain at least once. */
interface Status {
  chain: { ready: boolean; block: { number: number } | null };
}
const statusShape = object<Status>({
  chain: object<Status["chain"]>({ ready: flag, block: orNull(object({ number: count })) }),
});

/** A name for what is looked for on which chain: an indexer of other contracts or other events has another. */
export function nameQuery(chainId: bigint | number, { address, topics }: LogQuery): string {
  const sorted = (values: unknown) => [values].flat(2).map(String).sort();
  return hashText(JSON.stringify([String(chainId), sorted(address), sorted(topics)]).toLowerCase());
}

export interface IndexerOptions {
  chainId: bigint | number;
  /** Blocks after which one is held for final; default 64. What is younger is asked of the chain. */
  finality?: number;
}

const rootOf = (url: string) => url.replace(/\/+$/, "");

async function askIndexer<T>(root: string, path: string, shape: Shape<T>): Promise<T> {
  try {
    const response = await fetch(`${root}${path}`);
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return readShape(shape, await response.json(), "its answer");
  } catch (cause) {
    const words =
      cause instanceof ValidationError ? "it answers what no indexer of Polity does" : explain(cause);
    throw new PolityError(`the indexer at ${root} cannot be asked: ${words}`, { hint: WITHOUT, cause });
  }
}

/** How far an indexer is. */
export interface IndexerHealth {
  /** Whether it has caught up with the chain at least once. */
  ready: boolean;
  /** The newest block that it has; absent before its first. */
  block?: number;
}

/** @throws PolityError when it does not answer as an indexer of Polity. */
export async function readIndexerHealth(url: string): Promise<IndexerHealth> {
  const { ready, block } = (await askIndexer(rootOf(url), "/status", statusShape)).chain;
  return { ready, ...(block && { block: block.number }) };
}

/**
 * Final logs from an indexer (see indexer/), the newest blocks and everything else from the chain. The indexer is believed
 * what it leaves out; what it gives must be in blocks that the chain has.
 * @param url Where it answers.
 */
export function indexerSource(
  url: string,
  chain: HistorySource,
  { chainId, finality = FINALITY }: IndexerOptions,
): HistorySource {
  const root = rootOf(url);
  const ask = <T>(path: string, shape: Shape<T>) => askIndexer(root, path, shape);

  /** The logs from `first` to `last`, of which all must be final. */
  async function* pages(query: LogQuery, first: number, last: number): AsyncGenerator<HistoryLog[]> {
    for (let from = first; from <= last;) {
      const page = await ask(`/logs?from=${from}&to=${last}`, pageShape);
      if (page.query !== nameQuery(chainId, query) || page.since > first) {
        throw new PolityError(
          `the indexer at ${root} is of another network, or of another version of Polity`,
          {
            hint: WITHOUT,
          },
        );
      }
      const logs = page.lines.map(toLog);
      const newest = logs.at(-1);
      if (newest && (await chain.getBlock(newest.blockNumber))?.hash !== newest.blockHash) {
        throw new PolityError(
          `the indexer at ${root} has a block ${newest.blockNumber} that the chain has not`,
          {
            hint: WITHOUT,
          },
        );
      }
      yield logs;
      from = Math.max(page.until, from) + 1;
    }
  }

  return {
    ...{ getBlock: chain.getBlock.bind(chain), getBlockNumber: chain.getBlockNumber.bind(chain) },

    async getLogs(filter) {
      const { fromBlock, toBlock, ...query } = filter;
      const [first, last] = [Number(fromBlock), Number(toBlock)];
      const { ready, block } = (await ask("/status", statusShape)).chain;
      const newest = ready && block ? block.number : -1;
      const end = Math.min(last, newest - finality);
      const logs: HistoryLog[] = [];
      for await (const page of pages(query as LogQuery, first, end)) logs.push(...page);
      if (end < last) logs.push(...(await chain.getLogs({ ...filter, fromBlock: Math.max(first, end + 1) })));
      return logs;
    },
  };
}

const WITHOUT = "leave out its address to read everything from the chain";

function toLog(line: Line): HistoryLog {
  const [blockNumber, time, blockHash, transactionHash, address, joined, data] = line;
  return { blockNumber, time, blockHash, transactionHash, address, topics: joined.split(" "), data };
}
