import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { addressKey } from "@polity/sdk/core/address";
import { history as courtHistory } from "@polity/sdk/court/history";
import { PolityError } from "@polity/sdk/errors";
import type { History } from "@polity/sdk/history";
import { Connection } from "../connection";
import type { Report } from "./messages";
import { HistoryReader } from "./reader";
import { serveHistory, type Read } from "./serve";

const at = (digit: string) => `0x${digit.repeat(40)}`;
const addresses = {
  ...{ TimelockController: at("1"), GovernanceToken: at("2"), ProtocolRegistry: at("3") },
  ...{ Rulebook: at("4"), NetworkGovernor: at("5") },
};
const whereabouts = { addresses, chainId: 1, fromBlock: 0, rpc: "https://rpc.example" };
const empty = {
  ...{ head: { block: 2, hash: `0x${"2".repeat(64)}`, time: 20 }, since: { block: 0, time: 0 } },
  governor: { proposals: new Map(), guardians: [], rules: new Map() },
  registry: { versions: [], parameters: [], kinds: new Map() },
  treasury: { movements: [], budgets: new Map(), balances: new Map() },
  vesting: { vaults: [] },
  people: { classes: new Map(), credentials: new Map(), awards: [], awarders: new Map() },
  court: courtHistory.initial(),
  distribution: { sales: new Map(), purchases: new Map(), distributions: new Map() },
  voting: { sources: [], polls: new Map(), nominees: [], votes: [] },
  phases: { steps: [] },
  market: { services: new Map(), incomes: new Map(), fees: new Map() },
  rounds: { rounds: new Map(), programs: new Map(), money: [] },
  work: {
    ...{ programs: new Map(), applications: new Map(), tasks: new Map(), jobs: new Map(), outcomes: [] },
  },
};
const holding = (accounts: Record<string, bigint>): History => ({
  ...empty,
  votes: {
    accounts: new Map(
      Object.entries(accounts).map(([address, held]) => [
        addressKey(address),
        { key: addressKey(address), held, locks: [], delegatee: {} },
      ]),
    ),
    totals: [],
  },
});

let connection: Connection;
const onProgress = vi.fn();
const ports: MessagePort[] = [];

beforeEach(() => {
  connection = new Connection();
  onProgress.mockReset();
});
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
  vi.unstubAllGlobals();
});

/** A worker that is none, but is spoken to over a line that clones. */
class FakeWorker {
  readonly #port: MessagePort;
  readonly reports: Report["type"][] = [];
  onmessage: ((event: MessageEvent<Report>) => void) | null = null;
  onerror: (() => void) | null = null;
  terminate = vi.fn();

  constructor(reading?: (connection: Connection) => Read) {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    this.#port = port1;
    port1.onmessage = (event: MessageEvent<Report>) => {
      this.reports.push(event.data.type);
      this.onmessage?.(event);
    };
    if (reading) serveHistory(port2, reading);
  }

  postMessage(order: unknown): void {
    this.#port.postMessage(order);
  }
}

const readerOf = (start: () => FakeWorker) =>
  new HistoryReader({ whereabouts, connection, onProgress, start: start as unknown as () => Worker });

describe("The reader of a history", () => {
  it("passes on where to read, how far it is and what was read", async () => {
    const progress = { fromBlock: 0, block: 1, toBlock: 2, found: 3 };
    const asked = vi.fn();
    const worker = new FakeWorker(() => (where, tell) => {
      asked(where);
      tell(progress);
      return Promise.resolve(holding({ a: 1n }));
    });
    expect(await readerOf(() => worker).read()).toEqual(holding({ a: 1n }));
    expect(asked.mock.calls).toEqual([[whereabouts]]);
    expect(onProgress.mock.calls).toEqual([[progress]]);
  });

  it("sends only what has changed when it reads again, to one worker", async () => {
    const [one, two] = [holding({ a: 1n }), holding({ a: 1n, b: 2n })];
    two.votes.accounts.set("a", one.votes.accounts.get("a")!);
    const readings = [one, two, two];
    const worker = new FakeWorker(() => () => Promise.resolve(readings.shift()!));
    const start = vi.fn(() => worker);
    const reader = readerOf(start);
    const reports: string[][] = [];
    for (const next of [one, two, two]) {
      worker.reports.length = 0;
      expect(await reader.read()).toEqual(next);
      reports.push([...worker.reports]);
    }
    expect(start).toHaveBeenCalledOnce();
    expect(new Set(reports[0])).toEqual(new Set(["ready", "changes", "read"]));
    expect(reports.slice(1)).toEqual([["changes", "read"], ["read"]]);
  });

  it("fails with the reader's own words, and reads again afterwards", async () => {
    const failures = [new PolityError("no such block", { hint: "look elsewhere" }), new Error("odd")];
    const worker = new FakeWorker(() => () => {
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : Promise.resolve(holding({}));
    });
    const reader = readerOf(() => worker);
    const failed = await reader.read().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PolityError);
    expect(failed).toMatchObject({ message: "no such block", hint: "look elsewhere" });
    await expect(reader.read()).rejects.toThrow("odd");
    expect(await reader.read()).toEqual(holding({}));
  });

  it("tells the page that the endpoint is away, and tries again when the page has found it", async () => {
    const worker = new FakeWorker((own) => async () => {
      own.lost(600);
      await own.pause(600, new AbortController().signal);
      return holding({ a: 1n });
    });
    const states: string[] = [];
    connection.subscribe(() => states.push(connection.get().status));
    const reading = readerOf(() => worker).read();
    await vi.waitFor(() => expect(states).toEqual(["lost"]));
    const { nextTry } = connection.get() as { nextTry: number };
    expect(nextTry - Date.now()).toBeGreaterThan(500_000);
    connection.found();
    expect(await reading).toEqual(holding({ a: 1n }));
  });

  it("passes on what a limited endpoint says, and does not hurry because the page gets an answer", async () => {
    let own: Connection | undefined;
    const worker = new FakeWorker((connection) => async () => {
      own = connection;
      connection.lost(600, "slow down");
      await connection.pause(600);
      return holding({ a: 1n });
    });
    const reading = readerOf(() => worker).read();
    await vi.waitFor(() => expect(connection.get()).toMatchObject({ status: "lost", words: "slow down" }));
    const hurried = vi.spyOn(own!, "retry");
    connection.found();
    // What is sent to the worker comes in order.
    await new Promise((done) => setTimeout(done, 20));
    expect(hurried).not.toHaveBeenCalled();
    own!.retry();
    expect(await reading).toEqual(holding({ a: 1n }));
  });

  it("says that a worker has stopped, and begins anew with another that knows nothing yet", async () => {
    const histories = [holding({ a: 1n }), holding({ b: 2n })];
    const workers: FakeWorker[] = [];
    const reader = readerOf(() => {
      const worker = new FakeWorker(() => () => Promise.resolve(histories.shift()!));
      workers.push(worker);
      return worker;
    });
    await reader.read();
    const [first] = workers;
    first!.postMessage = () => first!.onerror!();
    await expect(reader.read()).rejects.toThrow("the reader of the history has stopped");
    expect(first!.terminate).toHaveBeenCalledOnce();
    expect(await reader.read()).toEqual(holding({ b: 2n }));
  });
});

describe("Where a browser makes no worker", () => {
  beforeEach(() => {
    const block = (number: number) => ({
      ...{
        hash: `0x${String(number).repeat(64)}`,
        number: `0x${number}`,
        timestamp: `0x${(number * 10).toString(16)}`,
      },
      ...{
        parentHash: `0x${"0".repeat(64)}`,
        nonce: "0x0000000000000000",
        difficulty: "0x0",
        gasLimit: "0x1",
      },
      ...{ gasUsed: "0x0", miner: at("0"), extraData: "0x", transactions: [] },
    });
    const answer = ({ id, method, params }: { id: number; method: string; params: string[] }) => ({
      ...{ id, jsonrpc: "2.0" },
      // There are no contracts either.
      result:
        method === "eth_getLogs"
          ? []
          : method === "eth_call"
            ? "0x"
            : block(params[0] === "latest" ? 2 : Number(params[0])),
    });
    vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
      const calls = JSON.parse(body) as Parameters<typeof answer>[0] | Parameters<typeof answer>[0][];
      return Promise.resolve(Response.json(Array.isArray(calls) ? calls.map(answer) : answer(calls)));
    });
  });

  it.each([
    [
      "refuses to",
      () => {
        throw new DOMException("no workers here", "SecurityError");
      },
    ],
    [
      "cannot load its file",
      () => {
        const worker = new FakeWorker();
        queueMicrotask(() => worker.onerror!());
        return worker;
      },
    ],
  ])("since it %s, the page reads the chain itself", async (_, start) => {
    const reader = readerOf(start);
    expect(await reader.read()).toEqual(holding({}));
    expect(onProgress).toHaveBeenCalled();
    expect(await reader.read()).toEqual(holding({}));
  });
});
