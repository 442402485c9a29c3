import type { Filter } from "ethers";

import { PolityError } from "../errors";

/** What every log says of itself: where it stands, and whose it is. */
export interface LogPlace {
  address: string;
  topics: readonly string[];
  blockNumber: number;
  blockHash: string;
  /** Its number in the block, where the source has it. */
  index?: number;
  /** Whether its block has been replaced. */
  removed?: boolean;
}

/**
 * The logs that were asked for, in the order of the chain, each once. Providers answer in any order, give a log twice, and
 * some ignore a part of the filter.
 * @throws PolityError for an answer of another shape, and for logs of blocks that nobody asked for.
 */
export function checkLogs<L extends LogPlace>(
  answer: unknown,
  filter: Filter & { fromBlock: number; toBlock: number },
): L[] {
  if (!Array.isArray(answer)) throw noAnswer(filter, `not with logs, but with ${shorten(answer)}`);
  const isAsked = asked(filter);
  const seen = new Set<string>();
  const logs = (answer as readonly L[]).filter((log) => {
    const { blockNumber, blockHash, index, removed } = log;
    if (
      !Number.isSafeInteger(blockNumber) ||
      blockNumber < filter.fromBlock ||
      blockNumber > filter.toBlock
    ) {
      throw noAnswer(filter, `with a log of block ${shorten(blockNumber)}`);
    }
    if (removed || !isAsked(log)) return false;
    if (index === undefined) return true;
    const place = `${blockHash} ${index}`;
    return !seen.has(place) && seen.add(place);
  });
  return isOrdered(logs) ? logs : logs.sort(byPlace);
}

const byPlace = (a: LogPlace, b: LogPlace) =>
  a.blockNumber - b.blockNumber || (a.index ?? 0) - (b.index ?? 0);

const isOrdered = (logs: readonly LogPlace[]) =>
  logs.every((log, i) => i === 0 || byPlace(logs[i - 1]!, log) <= 0);

function asked({ address, topics = [] }: Filter): (log: LogPlace) => boolean {
  const lower = (values: unknown) => new Set([values].flat().map((each) => String(each).toLowerCase()));
  const addresses = address === undefined ? undefined : lower(address);
  const wanted = topics.map((each) => (each === null ? undefined : lower(each)));
  return ({ address: at, topics: own }) =>
    (addresses === undefined || addresses.has(at.toLowerCase())) &&
    wanted.every((choice, i) => choice === undefined || choice.has(own[i]?.toLowerCase() ?? ""));
}

const shorten = (value: unknown) => JSON.stringify(value ?? null).slice(0, 60);

function noAnswer({ fromBlock, toBlock }: Filter, how: string): PolityError {
  return new PolityError(
    `asked for the events of blocks ${fromBlock} to ${toBlock}, the provider answers ${how}`,
    {
      hint: "use another provider",
    },
  );
}
