import { getAddress, type Log, type LogDescription, type Result } from "ethers";

import type { Market } from "../../typechain-types/contracts/market/Market";
import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import { PolityError } from "../errors";
import { findEvents } from "../events/find";
import { scan, scanAll, type LogQuery } from "../events/scan";
import { channelIdOf, type Channel, type Where } from "../usage/channel";
import { SETTLEMENT_CALLS } from "../usage/settlement";

/** What a payer paid through a channel, as one sweep has split it. In base units of the token. */
export interface Paid {
  service: bigint;
  payer: string;
  paid: bigint;
  /** The payer's part of the network's share of that sweep, rounded down; what was burned is in it. */
  network: bigint;
}

/** Blocks, the first and the last included. */
interface Blocks {
  fromBlock: number;
  toBlock: number;
}

/** Tills or channels that are asked about at once. */
const AT_ONCE = 500;

/**
 * What was paid in a token and split by tills in `swept`, by payer: each claim belongs to the sweep that follows it, whoever
 * had the channels settled or the till swept. A part of a sweep that came by plain transfers is nobody's. It reads events
 * alone, so that a node needs no former states, and everybody finds the same.
 * @param swept The blocks whose sweeps count.
 * @param fromBlock Where the market begins: a channel that is older than it is nobody's.
 * @throws PolityError when the node's answers contradict themselves.
 */
export async function readPaid(
  market: Market,
  token: string,
  swept: Blocks,
  fromBlock: number,
): Promise<Paid[]> {
  const until = { fromBlock, toBlock: swept.toBlock };
  const provider = market.runner!.provider!;
  const [listed, settlement, { chainId }] = await Promise.all([
    findEvents(market, market.filters.ServiceListed(), until),
    market.SETTLEMENT(),
    provider.getNetwork(),
  ]);
  const services = new Map(listed.map(({ args }) => [getAddress(args.till), args.service]));
  const where: Where = { chainId, settlement };
  const channels = await findChannels(market, where, new Set(services.keys()), token, until);
  const [sweeps, claims] = await Promise.all([
    findSweeps(market, [...services.keys()], token, until),
    findClaims(market, settlement, [...channels.keys()], until),
  ]);

  const claimed = new Map<Sweep, { payer: string; amount: bigint }[]>();
  for (const { id, log, amount } of claims) {
    const { payer, receiver } = channels.get(id)!;
    const next = firstAfter(sweeps.get(receiver) ?? [], log);
    if (next) claimed.set(next, [...(claimed.get(next) ?? []), { payer, amount }]);
  }
  return [...claimed]
    .filter(([{ log }]) => log.blockNumber >= swept.fromBlock)
    .flatMap(([{ till, amount, network }, parts]) => {
      const sum = parts.reduce((all, part) => all + part.amount, 0n);
      // A token that took something away by itself left less to split than was claimed.
      const whole = sum > amount ? sum : amount;
      return [...sumBy(parts)].map(([payer, paid]): Paid => ({
        ...{ service: services.get(till)!, payer, paid },
        network: (paid * network) / whole,
      }));
    });
}

interface Sweep {
  log: Log;
  till: string;
  amount: bigint;
  network: bigint;
}

const isBefore = (a: Log, b: Log): boolean =>
  a.blockNumber < b.blockNumber || (a.blockNumber === b.blockNumber && a.index < b.index);

/** The first sweep after a log, by halves: they are in the order of the chain. */
function firstAfter(sweeps: readonly Sweep[], log: Log): Sweep | undefined {
  let [low, high] = [0, sweeps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(log, sweeps[middle]!.log)) high = middle;
    else low = middle + 1;
  }
  return sweeps[low];
}

function sumBy(parts: readonly { payer: string; amount: bigint }[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { payer, amount } of parts) sums.set(payer, (sums.get(payer) ?? 0n) + amount);
  return sums;
}

/** Channels that pay these tills in a token, by their ids. x402's contract is everybody's, and names no receiver in a topic. */
async function findChannels(
  market: Market,
  where: Where,
  tills: ReadonlySet<string>,
  token: string,
  blocks: Blocks,
): Promise<Map<string, Channel>> {
  const topics = [SETTLEMENT_CALLS.getEvent("ChannelCreated")!.topicHash];
  const query = { address: where.settlement, topics };
  const found = new Map<string, Channel>();
  for await (const { logs } of scan(market.runner!.provider!, query, blocks))
    for (const log of logs) {
      const { args } = read(SETTLEMENT_CALLS, log);
      const config = args.getValue("config") as Result;
      const channel = config.toObject() as Omit<Channel, "withdrawDelay"> & { withdrawDelay: bigint };
      if (!tills.has(getAddress(channel.receiver)) || getAddress(channel.token) !== getAddress(token))
        continue;
      const id = args.getValue("channelId") as string;
      const known = { ...channel, withdrawDelay: Number(channel.withdrawDelay) };
      if (channelIdOf(where, known) !== id) throw contradiction(`channel ${id} is not what its number says`);
      found.set(id, known);
    }
  return found;
}

/** What was claimed out of channels, in the order of the chain within each. */
async function findClaims(
  market: Market,
  settlement: string,
  ids: readonly string[],
  blocks: Blocks,
): Promise<{ id: string; log: Log; amount: bigint }[]> {
  const topic = SETTLEMENT_CALLS.getEvent("Claimed")!.topicHash;
  const logs = await scanChunks(
    market,
    ids,
    (topics) => ({ address: settlement, topics: [topic, topics] }),
    blocks,
  );
  const totals = new Map<string, bigint>();
  return logs.map((log) => {
    const {
      channelId: id,
      claimAmount: amount,
      newTotalClaimed: total,
    } = read(SETTLEMENT_CALLS, log).args.toObject() as {
      channelId: string;
      claimAmount: bigint;
      newTotalClaimed: bigint;
    };
    if ((totals.get(id) ?? 0n) + amount !== total)
      throw contradiction(`claims of channel ${id} are missing before block ${log.blockNumber}`);
    totals.set(id, total);
    return { id, log, amount };
  });
}

/** What each till has split of a token, in the order of the chain. */
async function findSweeps(
  market: Market,
  tills: readonly string[],
  token: string,
  blocks: Blocks,
): Promise<Map<string, Sweep[]>> {
  const events = Till__factory.createInterface();
  const topics = events.encodeFilterTopics("Swept", [token]);
  const logs = await scanChunks(market, tills, (address) => ({ address, topics }), blocks);
  const found = new Map<string, Sweep[]>();
  for (const log of logs) {
    const till = getAddress(log.address);
    const { amount, network } = read(events, log).args.toObject() as { amount: bigint; network: bigint };
    found.set(till, [...(found.get(till) ?? []), { log, till, amount, network }]);
  }
  return found;
}

async function scanChunks(
  market: Market,
  all: readonly string[],
  query: (chunk: string[]) => LogQuery,
  blocks: Blocks,
): Promise<Log[]> {
  const logs: Log[] = [];
  for (let i = 0; i < all.length; i += AT_ONCE)
    for (const log of await scanAll(market.runner!.provider!, query(all.slice(i, i + AT_ONCE)), blocks))
      logs.push(log);
  return logs;
}

function read(events: { parseLog: (log: Log) => LogDescription | null }, log: Log): LogDescription {
  try {
    return events.parseLog(log)!;
  } catch (cause) {
    throw contradiction(`an event of block ${log.blockNumber} cannot be read`, cause);
  }
}

const contradiction = (what: string, cause?: unknown): PolityError =>
  new PolityError(`the node's answers about payments contradict themselves: ${what}`, {
    hint: "use another provider: shares have to come out the same for everybody",
    cause,
  });
