import { getAddress, type Log, type LogDescription, type Result } from "ethers";

import type { Market } from "../../typechain-types/contracts/market/Market";
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

/** What was claimed out of a channel by one transaction. */
interface Claimed {
  id: string;
  log: Log;
  amount: bigint;
}

/** Channels by their ids, and what was claimed out of them, in the order of the chain. */
interface Payments {
  channels: ReadonlyMap<string, Channel>;
  claims: readonly Claimed[];
}

/** Channels that are asked about at once. */
const AT_ONCE = 500;

/**
 * What was paid in a token and split by tills in `swept`, by payer: each claim belongs to the sweep that follows it, whoever
 * had the channels settled or the till swept. A part of a sweep that came by plain transfers is nobody's. It reads events
 * alone, so that a node needs no former states, and everybody finds the same.
 *
 * The market names the channels whose shares were given, and says with each sweep what has come through all of a till's.
 * Where what was claimed out of those that it names adds up to that, there are no others. Else the opening of every channel of
 * x402's contract is read, which is everybody's.
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
  const tills = new Map(listed.map(({ args }) => [args.service, getAddress(args.till)]));
  const services = new Map([...tills].map(([service, till]) => [till, service]));
  const where: Where = { chainId, settlement };
  const [sweeps, named] = await Promise.all([
    findSweeps(market, tills, token, until),
    findNamed(market, token, until),
  ]);
  const findPayments = async (ids?: readonly string[]) => {
    const channels = await findChannels(market, where, new Set(services.keys()), token, until, ids);
    return { channels, claims: await findClaims(market, settlement, [...channels.keys()], until) };
  };
  let payments = await findPayments(named);
  if (!addUp(sweeps, payments, swept.fromBlock)) payments = await findPayments();
  const { channels, claims } = payments;

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
  /** What has come through channels until then, over all time. */
  settled: bigint;
}

/**
 * Whether these channels are all that there are of the tills that were swept from a block on: then what was claimed out of
 * them is what came through channels until the last sweep.
 */
function addUp(
  sweeps: ReadonlyMap<string, readonly Sweep[]>,
  { channels, claims }: Payments,
  fromBlock: number,
): boolean {
  const sums = new Map<string, bigint>();
  for (const { id, log, amount } of claims) {
    const till = channels.get(id)!.receiver;
    const last = sweeps.get(till)?.at(-1);
    if (last && isBefore(log, last.log)) sums.set(till, (sums.get(till) ?? 0n) + amount);
  }
  return [...sweeps].every(([till, own]) => {
    const { log, settled } = own.at(-1)!;
    return log.blockNumber < fromBlock || (sums.get(till) ?? 0n) === settled;
  });
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

/** What the market says of its tills, in a token. */
async function findSaid(
  market: Market,
  name: "Swept" | "Attributed",
  token: string,
  blocks: Blocks,
): Promise<{ log: Log; args: Result }[]> {
  const query = {
    address: await market.getAddress(),
    topics: market.interface.encodeFilterTopics(name, [null, token]),
  };
  const logs = await scanAll(market.runner!.provider!, query, blocks);
  return logs.map((log) => ({ log, args: read(market.interface, log).args }));
}

/** The ids of channels that the market has named, because their shares were given. */
async function findNamed(market: Market, token: string, blocks: Blocks): Promise<string[]> {
  const events = await findSaid(market, "Attributed", token, blocks);
  return [...new Set(events.map(({ args }) => args.getValue("channelId") as string))];
}

/**
 * Channels that pay these tills in a token, by their ids: those of `ids` that do, or all. x402's contract is everybody's, and
 * names no receiver in a topic.
 */
async function findChannels(
  market: Market,
  where: Where,
  tills: ReadonlySet<string>,
  token: string,
  blocks: Blocks,
  ids?: readonly string[],
): Promise<Map<string, Channel>> {
  const topic = SETTLEMENT_CALLS.getEvent("ChannelCreated")!.topicHash;
  const address = where.settlement;
  const found = new Map<string, Channel>();
  const keep = (log: Log) => {
    const { args } = read(SETTLEMENT_CALLS, log);
    const config = args.getValue("config") as Result;
    const channel = config.toObject() as Omit<Channel, "withdrawDelay"> & { withdrawDelay: bigint };
    if (!tills.has(getAddress(channel.receiver)) || getAddress(channel.token) !== getAddress(token)) return;
    const id = args.getValue("channelId") as string;
    const known = { ...channel, withdrawDelay: Number(channel.withdrawDelay) };
    if (channelIdOf(where, known) !== id) throw contradiction(`channel ${id} is not what its number says`);
    found.set(id, known);
  };
  if (ids) {
    const own = await scanChunks(market, ids, (chunk) => ({ address, topics: [topic, chunk] }), blocks);
    own.forEach(keep);
    return found;
  }
  // Many: they are not held all at once.
  for await (const { logs } of scan(market.runner!.provider!, { address, topics: [topic] }, blocks))
    logs.forEach(keep);
  return found;
}

/** What was claimed out of channels, in the order of the chain within each. */
async function findClaims(
  market: Market,
  settlement: string,
  ids: readonly string[],
  blocks: Blocks,
): Promise<Claimed[]> {
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
  tills: ReadonlyMap<bigint, string>,
  token: string,
  blocks: Blocks,
): Promise<Map<string, Sweep[]>> {
  type Args = Pick<Sweep, "amount" | "network" | "settled"> & { service: bigint };
  const found = new Map<string, Sweep[]>();
  for (const { log, args } of await findSaid(market, "Swept", token, blocks)) {
    const { service, amount, network, settled } = args.toObject() as Args;
    const till = tills.get(service);
    if (till === undefined) throw contradiction(`service ${service} is swept and was never listed`);
    const sweep = { log, till, amount, network, settled };
    const before = found.get(till);
    if (before) before.push(sweep);
    else found.set(till, [sweep]);
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
