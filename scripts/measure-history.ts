// How long, and with how much memory, a network's history is read: from a node, from an indexer, and from what was kept.
// Logs are made up, and come from a stand-in for a node and an indexer. It and each reading are processes of their own, so
// that neither counts what the other needs.
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";

import { PolityError } from "@polity/sdk/errors";
import {
  chainSource,
  indexerSource,
  memoryCache,
  readHistory,
  type Checkpoint,
  type HistoryCache,
} from "@polity/sdk/history";
import type { Network } from "@polity/sdk/network";
import { PatientProvider } from "@polity/sdk/provider/patient-provider";
import { id, toBeHex, ZeroHash, zeroPadValue } from "ethers";

import { foldingOf } from "../sdk/history/fold";
import { nameQuery } from "../sdk/history/indexer";
import { token } from "../sdk/token/domain";
import { votes } from "../sdk/votes/domain";
import { options, run } from "./lib/cli";
import { formatTable } from "./lib/table";

const USAGE = `npx tsx scripts/measure-history.ts [--logs 100000,1000000] [--json]
  Reads made-up histories from a stand-in, by RPC, by an indexer and from what was kept, and says what each took.
  --logs NUMBERS  how many logs there are, of which half bring a new holder; default 100000,1000000`;

const CHAIN_ID = 31_337;
/** Logs in a block, and of a range that the stand-in still answers, as many providers have it. */
const PER_BLOCK = 10;
const MOST_LOGS = 20_000;
/** What an indexer gives at once. */
const PAGE = 20_000;
const TOKEN = "0x00000000000000000000000000000000000070c3";
const [TRANSFER, DELEGATED] = [
  "Transfer(address,address,uint256)",
  "DelegateChanged(address,address,address)",
].map(id);
const NOBODY = ZeroHash;

type Way = "rpc" | "indexer" | "cache";
interface Figures {
  way: Way;
  logs: number;
  seconds: number;
  processorSeconds: number;
  megabytes: number;
  accounts: number;
}
interface Task {
  way: Way;
  logs: number;
  url: string;
  kept: string;
}

// ------------------------------------------------------------------------------------------------ the stand-in

// By Node's own hash: a million of Keccak in JavaScript would take longer than the reading.
const hashOf = (text: string): string => `0x${createHash("sha256").update(text).digest("hex")}`;
const holder = (i: number): string => zeroPadValue(hashOf(`holder ${i}`).slice(0, 42), 32);
const blockHash = (block: number): string => hashOf(`block ${block}`);
const timeOf = (block: number): number => 1_700_000_000 + 12 * block;
const holdersOf = (logs: number): number => Math.floor(logs / 2);

/** The log at a place: first every holder gets 1,000 base units, then they trade, and one in eight delegates. */
function logAt(index: number, logs: number) {
  const holders = holdersOf(logs);
  const block = 1 + Math.floor(index / PER_BLOCK);
  const one = holder(index % holders);
  const other = holder((index * 7_919) % holders);
  const [topics, data] =
    index < holders
      ? [[TRANSFER!, NOBODY, one], toBeHex(1_000, 32)]
      : index % 8 === 0
        ? [[DELEGATED!, one, NOBODY, other], "0x"]
        : [[TRANSFER!, one, other], toBeHex(1, 32)];
  return { block, topics, data, transactionHash: hashOf(`transaction ${index}`) };
}

/** Answers as a node and, at other paths, as an indexer do. */
async function serveStandIn(logs: number): Promise<void> {
  const newest = 1 + Math.ceil(logs / PER_BLOCK) + 64;
  const between = (from: number, to: number, most: number) => {
    const [first, end] = [(Math.max(from, 1) - 1) * PER_BLOCK, Math.min(logs, to * PER_BLOCK)];
    if (end - first > most) throw new Error(`query returned more than ${most} results`);
    return Array.from({ length: Math.max(0, end - first) }, (_, i) => ({
      index: first + i,
      ...logAt(first + i, logs),
    }));
  };
  const stamp = (block: number) => ({
    ...{ number: toBeHex(block), hash: blockHash(block), timestamp: toBeHex(timeOf(block)) },
    ...{
      parentHash: ZeroHash,
      nonce: "0x0000000000000000",
      difficulty: "0x0",
      gasLimit: "0x0",
      gasUsed: "0x0",
    },
    ...{ miner: TOKEN, extraData: "0x", transactions: [] },
  });
  const numberOf = (tag: string) => (tag === "latest" ? newest : Number(tag));
  const methods: Record<string, (...params: never[]) => unknown> = {
    eth_chainId: () => toBeHex(CHAIN_ID),
    eth_blockNumber: () => toBeHex(newest),
    eth_getBlockByNumber: (tag: string) => (numberOf(tag) > newest ? null : stamp(numberOf(tag))),
    eth_getLogs: ({ fromBlock, toBlock }: { fromBlock: string; toBlock: string }) =>
      between(Number(fromBlock), Number(toBlock), MOST_LOGS).map(({ index, block, ...log }) => ({
        ...{
          ...log,
          address: TOKEN,
          blockNumber: toBeHex(block),
          blockHash: blockHash(block),
          removed: false,
        },
        ...{ logIndex: toBeHex(index % PER_BLOCK), blockTimestamp: toBeHex(timeOf(block)) },
      })),
  };
  const query = nameQuery(CHAIN_ID, (await foldingOf(networkOf("", logs))).query);
  const pageOf = (from: number, to: number) => {
    const until = Math.min(to, from + PAGE / PER_BLOCK - 1);
    const lines = between(from, until, PAGE).map(({ block, topics, data, transactionHash }) => [
      ...[block, timeOf(block), blockHash(block), transactionHash, TOKEN, topics.join(" "), data],
    ]);
    return { query, since: 0, until, lines };
  };
  const answerTo = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname, searchParams } = new URL(request.url!, "http://localhost");
    if (pathname === "/status") return { chain: { ready: true, block: { number: newest } } };
    if (pathname === "/logs") return pageOf(Number(searchParams.get("from")), Number(searchParams.get("to")));
    const asked = JSON.parse(await bodyOf(request)) as Call | Call[];
    return Array.isArray(asked) ? asked.map(call) : call(asked);
  };
  interface Call {
    id: number;
    method: string;
    params: never[];
  }
  const call = ({ id: number, method, params }: Call) => {
    try {
      return { jsonrpc: "2.0", id: number, result: methods[method]!(...params) };
    } catch (cause) {
      return { jsonrpc: "2.0", id: number, error: { code: -32_005, message: (cause as Error).message } };
    }
  };
  const server = createServer((request, response) => {
    void answerTo(request).then((answer) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer));
    });
  });
  server.listen(0, "127.0.0.1", () => process.send!((server.address() as AddressInfo).port));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

// ------------------------------------------------------------------------------------------------ a reading

/** A network of a token alone, as far as a history of its holders asks for one. */
function networkOf(url: string, logs: number): Network {
  // What the app and the program read by: ethers' own makes two lists of an answer's characters before it reads them.
  const provider = url === "" ? null : new PatientProvider(url, CHAIN_ID);
  return {
    ...{ addresses: { GovernanceToken: TOKEN }, domains: [token, votes] },
    governor: { runner: { provider } },
    token: { totalSupply: () => Promise.resolve(1_000n * BigInt(holdersOf(logs))) },
  } as unknown as Network;
}

/** What a browser's database does, with a file: a structured clone. */
function fileCache(path: string): HistoryCache {
  return {
    load: () =>
      Promise.resolve(existsSync(path) ? (deserialize(readFileSync(path)) as Checkpoint) : undefined),
    save: (_, checkpoint) => {
      writeFileSync(path, serialize(checkpoint));
      return Promise.resolve();
    },
  };
}

async function measure({ way, logs, url, kept }: Task): Promise<Figures> {
  const network = networkOf(url, logs);
  const provider = network.governor.runner!.provider!;
  const begun = Date.now();
  const history = await readHistory(network, {
    fromBlock: 1,
    ...(way === "indexer" && { source: indexerSource(url, chainSource(provider), { chainId: CHAIN_ID }) }),
    // A first reading keeps what it has read, which is a part of its work.
    ...(way !== "indexer" && { cache: memoryCache(fileCache(kept)), saveEvery: Infinity }),
  });
  const seconds = (Date.now() - begun) / 1_000;
  const accounts = history.votes.accounts.size;
  if (accounts !== holdersOf(logs)) {
    throw new PolityError(`${accounts} holders were read of ${holdersOf(logs)}`, { hint: "this is a fault" });
  }
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  provider.destroy();
  const processorSeconds = (userCPUTime + systemCPUTime) / 1e6;
  return { way, logs, seconds, processorSeconds, megabytes: maxRSS / 1_024, accounts };
}

// ------------------------------------------------------------------------------------------------ all of them

/** Starts this script anew for a part of the work, and gives the first thing that it says. */
function child<Answer>(task: object): { answer: Promise<Answer>; stop: () => void } {
  const part = fork(__filename, [], { env: { ...process.env, MEASURE_HISTORY: JSON.stringify(task) } });
  const answer = new Promise<Answer>((resolve, reject) => {
    part.once("message", (message) => resolve(message as Answer));
    part.once("exit", (code) =>
      reject(new PolityError(`a reading ended with ${code}`, { hint: "see above" })),
    );
  });
  return { answer, stop: () => part.kill() };
}

async function measureAll(logs: number): Promise<Figures[]> {
  const folder = mkdtempSync(join(tmpdir(), "polity-history-"));
  const standIn = child<number>({ standIn: logs });
  try {
    const url = `http://127.0.0.1:${await standIn.answer}`;
    const figures: Figures[] = [];
    for (const way of ["rpc", "cache", "indexer"] as const) {
      figures.push(await child<Figures>({ way, logs, url, kept: join(folder, "kept") }).answer);
    }
    return figures;
  } finally {
    standIn.stop();
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const { logs, json } = options(USAGE, { logs: { type: "string", default: "100000,1000000" } });
  const sizes = logs.split(",").map(Number);
  const wrong = sizes.find((size) => !Number.isSafeInteger(size) || size < 16 || size > 10_000_000);
  if (wrong !== undefined) {
    throw new PolityError(`"${logs}" has a number that is not from 16 to 10,000,000`, {
      hint: "give numbers of logs, with commas between: --logs 100000,1000000",
    });
  }
  const figures: Figures[] = [];
  for (const size of sizes) figures.push(...(await measureAll(size)));
  const rows = figures.map(({ logs: size, way, seconds, processorSeconds, megabytes }) => [
    ...[`${size.toLocaleString("en-US")} by ${way}`, seconds.toFixed(1), processorSeconds.toFixed(1)],
    megabytes.toFixed(0),
  ]);
  console.log(
    json
      ? JSON.stringify(figures)
      : formatTable([["logs", "seconds", "of the processor", "MB at the most"], ...rows]),
  );
}

const part = process.env["MEASURE_HISTORY"];
if (part === undefined) void run(main);
else {
  const task = JSON.parse(part) as Task | { standIn: number };
  void run(async () => {
    if ("standIn" in task) return serveStandIn(task.standIn);
    const figures = await measure(task);
    process.send!(figures, () => process.exit());
  });
}
