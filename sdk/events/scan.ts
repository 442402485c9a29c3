import type { Filter, Log, TopicFilter } from "ethers";

import { PolityError } from "../errors";
import { failureOf, isPassing, patiently, type ProviderFailure, type RetryOptions } from "../provider";
import { checkLogs, type LogPlace } from "./check";

/** Where logs come from: a provider, or what keeps logs of finished blocks in front of one. */
export interface LogSource<L = Log> {
  getBlockNumber(): Promise<number>;
  getLogs(filter: Filter): Promise<L[]>;
  /** Nothing for a block that it does not have; without this, it is believed to have all that it is asked for. */
  getBlock?(block: number): Promise<unknown>;
}

export interface ScanOptions {
  /** First block: that of the contract's deployment, or where an earlier scan ended. */
  fromBlock: number;
  /** Last block; default the newest when the scan begins, so that what is read is of one moment. */
  toBlock?: number;
  /** Blocks to ask for at once, at most; default 50,000. Fewer are taken as soon as the provider refuses. */
  span?: number;
  /** How patiently to ask again for what fails for now. */
  retry?: RetryOptions;
  /** Called after every range: how far the scan is. */
  onProgress?: (progress: ScanProgress) => void;
}

export interface ScanProgress {
  fromBlock: number;
  /** Last block that has been read. */
  block: number;
  toBlock: number;
  /** Logs found so far. */
  found: number;
}

/** The logs of a range of blocks, all of them. */
export interface LogRange<L = Log> {
  fromBlock: number;
  toBlock: number;
  logs: L[];
}

/** What to look for: logs of these contracts, or of any, with these topics, as JSON-RPC has them. */
export interface LogQuery {
  address?: string | string[];
  topics?: TopicFilter;
}

const SPAN = 50_000;
/** After so many ranges without a refusal twice the blocks are asked for. */
const PATIENCE = 8;
/** Ranges that are asked for at once, at the most. */
const PARALLEL = 4;

/**
 * Reads logs range by range, in the order of the chain and none twice, whatever order and doubles the provider gives.
 * Providers limit blocks, logs or time of a request, each in words of its own: what is too much for one is asked for again
 * by halves, down to a single block; limits on requests, outages and backends that lag behind are waited for. While a range
 * is used the next ones are read: two after the first answer, one more after each other up to four, and a single one after a
 * refusal. A caller that keeps the ranges can go on later at `toBlock + 1`.
 * @throws PolityError with the provider's own words when a range, or a single block, cannot be read.
 */
export async function* scan<L extends LogPlace = Log>(
  source: LogSource<L>,
  query: LogQuery,
  { fromBlock, toBlock, span = SPAN, retry, onProgress }: ScanOptions,
): AsyncGenerator<LogRange<L>, void, undefined> {
  const last = toBlock ?? (await patiently(() => source.getBlockNumber(), retry));
  const read = (first: number, size: number): Reading<L> => {
    const end = Math.min(last, first + size - 1);
    const logs = readRange(source, { ...query, fromBlock: first, toBlock: end }, retry);
    // Whoever waits for it hears of its failure; nobody waits for one behind a range that failed.
    logs.catch(() => undefined);
    return { first, end, logs };
  };
  const ahead: Reading<L>[] = [];
  let [next, size, calm, found, wide] = [fromBlock, Math.max(1, span), 0, 0, 1];
  const readAhead = () => {
    while (next <= last && ahead.length < wide) {
      const reading = read(next, size);
      ahead.push(reading);
      next = reading.end + 1;
    }
  };
  for (;;) {
    readAhead();
    const reading = ahead.shift();
    if (!reading) return;
    const { first, end } = reading;
    let logs: L[];
    try {
      logs = await reading.logs;
    } catch (error) {
      // A source that says itself what is wrong would say it again.
      if (error instanceof PolityError) throw error;
      if (end === first || !isTooMuch(failureOf(error))) throw unreadable(first, end, error);
      [next, size, calm, wide] = [first, Math.ceil((end - first + 1) / 2), 0, 1];
      ahead.length = 0;
      continue;
    }
    found += logs.length;
    wide = Math.min(wide + 1, PARALLEL);
    if (size < span && ++calm === PATIENCE) [size, calm, wide] = [Math.min(span, size * 2), 0, 1];
    readAhead();
    yield { fromBlock: first, toBlock: end, logs };
    onProgress?.({ fromBlock, block: end, toBlock: last, found });
  }
}

/** A range that is being read. */
interface Reading<L> {
  first: number;
  end: number;
  logs: Promise<L[]>;
}

/** All logs of a {@link scan}, in the order of the chain. */
export async function scanAll(source: LogSource, query: LogQuery, options: ScanOptions): Promise<Log[]> {
  const logs: Log[] = [];
  for await (const range of scan(source, query, options)) logs.push(...range.logs);
  return logs;
}

/** The logs of a range, from a backend that has its last block: one that lags would leave out what it does not know yet. */
function readRange<L extends LogPlace>(
  source: LogSource<L>,
  filter: Filter & { fromBlock: number; toBlock: number },
  retry: RetryOptions = {},
): Promise<L[]> {
  const { retries = isPassing } = retry;
  const isOneBlock = filter.fromBlock === filter.toBlock;
  const ask = async () => {
    // At once, so that they go to one backend in one batch.
    const [logs, block] = await Promise.all([source.getLogs(filter), source.getBlock?.(filter.toBlock)]);
    if (block === null || (block === undefined && source.getBlock)) {
      throw new Error(`block ${filter.toBlock} is not available there yet`);
    }
    return checkLogs<L>(logs, filter);
  };
  return patiently(ask, {
    ...retry,
    retries: (failure) => retries(failure) && (isOneBlock || !isTooMuch(failure)),
  });
}

/** Whether a smaller range may pass. A refusal in words that nobody knows may be of the range. */
const isTooMuch = ({ kind, words }: ProviderFailure): boolean =>
  kind === "range" ||
  (kind === "outage" && TIMEOUT.test(words)) ||
  (kind === "refused" && !HOPELESS.test(words));

const TIMEOUT = /time(d)?[ -]?out|deadline/i;
const HOPELESS =
  /\bmethod\b|unauthori[sz]ed|forbidden|denied|api[ -]?key|project|token|authenticat|permission/i;

function unreadable(first: number, end: number, cause: unknown): PolityError {
  const what = first === end ? `block ${first}` : `blocks ${first} to ${end}`;
  return new PolityError(`the events of ${what} cannot be read: ${failureOf(cause).words}`, {
    hint: "try again, or use another provider",
    cause,
  });
}
