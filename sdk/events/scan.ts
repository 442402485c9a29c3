import { isError, type Filter, type Log, type TopicFilter } from "ethers";

import { PolityError } from "../errors";

/** Where logs come from: a provider, or what keeps logs of finished blocks in front of one. */
export interface LogSource<L = Log> {
  getBlockNumber(): Promise<number>;
  getLogs(filter: Filter): Promise<L[]>;
}

export interface ScanOptions {
  /** First block: that of the contract's deployment, or where an earlier scan ended. */
  fromBlock: number;
  /** Last block; default the newest when the scan begins, so that what is read is of one moment. */
  toBlock?: number;
  /** Blocks to ask for at once, at most; default 50,000. Fewer are taken as soon as the provider refuses. */
  span?: number;
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

/**
 * Reads logs range by range, in order and none twice. Providers limit blocks, logs or time of a request, each in words of
 * its own: whatever is refused is asked for again by halves, down to a single block. A caller that keeps the ranges can
 * go on later at `toBlock + 1`.
 * @throws PolityError when a single block cannot be read, or the provider does not answer at all.
 */
export async function* scan<L = Log>(
  source: LogSource<L>,
  query: LogQuery,
  { fromBlock, toBlock, span = SPAN, onProgress }: ScanOptions,
): AsyncGenerator<LogRange<L>, void, undefined> {
  const last = toBlock ?? (await source.getBlockNumber());
  let [size, calm, found] = [Math.max(1, span), 0, 0];
  for (let first = fromBlock; first <= last;) {
    const end = Math.min(last, first + size - 1);
    let logs: L[];
    try {
      logs = await source.getLogs({ ...query, fromBlock: first, toBlock: end });
    } catch (error) {
      // A source that says itself what is wrong would say it again.
      if (error instanceof PolityError) throw error;
      if (end === first || isUnreachable(error)) throw unreadable(first, end, error);
      [size, calm] = [Math.ceil((end - first + 1) / 2), 0];
      continue;
    }
    found += logs.length;
    yield { fromBlock: first, toBlock: end, logs };
    onProgress?.({ fromBlock, block: end, toBlock: last, found });
    first = end + 1;
    if (++calm === PATIENCE) [size, calm] = [Math.min(span, size * 2), 0];
  }
}

/** All logs of a {@link scan}, in the order of the chain. */
export async function scanAll(source: LogSource, query: LogQuery, options: ScanOptions): Promise<Log[]> {
  const logs: Log[] = [];
  for await (const range of scan(source, query, options)) logs.push(...range.logs);
  return logs;
}

function isUnreachable(error: unknown): boolean {
  return (
    isError(error, "NETWORK_ERROR") ||
    /ECONNREFUSED|ENOTFOUND|Cannot connect|Failed to fetch|Load failed|NetworkError/.test(String(error))
  );
}

function unreadable(first: number, end: number, cause: unknown): PolityError {
  const what = first === end ? `block ${first}` : `blocks ${first} to ${end}`;
  const { shortMessage, message } = cause as { shortMessage?: string; message?: string };
  return new PolityError(
    `the events of ${what} cannot be read: ${shortMessage ?? message ?? String(cause)}`,
    {
      hint: "try again, or use another provider",
      cause,
    },
  );
}
