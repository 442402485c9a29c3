import { expect } from "chai";
import { makeError, type Filter, Log } from "ethers";

import { findEvents, scan, scanAll, type LogSource, type ScanProgress } from "@polity/sdk";
import { fixture as governance } from "../helpers/governor";
import f12 from "../fixtures/foreign/logs-order.json";
import { fails } from "../helpers/fails";

const address = `0x${"1".repeat(40)}`;
const logAt = (blockNumber: number, index = 0) =>
  Object.assign(Object.create(Log.prototype), {
    ...{ address, topics: [], blockNumber, index, blockHash: `0x${blockNumber}`, removed: false },
  }) as Log;

/** A provider with one log in every block, that refuses more than `limit` logs at once. */
function limited(limit: number, newest = 99): LogSource & { asked: [number, number][] } {
  const asked: [number, number][] = [];
  return {
    asked,
    getBlockNumber: () => Promise.resolve(newest),
    getLogs: ({ fromBlock, toBlock }: Filter) => {
      const [from, to] = [Number(fromBlock), Number(toBlock)];
      asked.push([from, to]);
      if (to - from + 1 > limit) return Promise.reject(new Error("query returned more than 10 results"));
      const blocks = Array.from({ length: to - from + 1 }, (_, i) => logAt(from + i));
      return Promise.resolve(blocks);
    },
  };
}

const blocksOf = (logs: readonly Log[]) => logs.map(({ blockNumber }) => blockNumber);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const query = { address };
/** Nobody waits in a test; how often there was a pause is counted. */
const quickly = () => {
  const pauses: number[] = [];
  return { pauses, retry: { sleep: (ms: number) => Promise.resolve(void pauses.push(ms)) } };
};

describe("Events with the SDK", () => {
  for (const limit of [1, 3, 10, 64, 1_000]) {
    it(`reads every block once and in order from a provider that allows ${limit} logs`, async () => {
      const logs = await scanAll(limited(limit), query, { fromBlock: 7 });
      expect(blocksOf(logs)).to.deep.equal(range(7, 99));
    });
  }

  it("halves what is refused, and asks for more again after a while", async () => {
    const source = limited(5);
    await scanAll(source, query, { fromBlock: 0, span: 8 });
    expect(source.asked.slice(0, 2)).to.deep.equal([
      [0, 7],
      [0, 3],
    ]);
    const sizes = source.asked.map(([from, to]) => to - from + 1);
    expect(sizes.slice(1, 9)).to.deep.equal(Array<number>(8).fill(4));
    expect(sizes.filter((size) => size === 8)).to.have.length.within(2, 6);
  });

  it("reads up to four ranges at once, and begins with one", async () => {
    const waiting: (() => void)[] = [];
    const underWay: number[] = [];
    const source = limited(10);
    const slow = {
      ...source,
      getLogs: async (filter: Filter) => {
        underWay.push(waiting.length + 1);
        await new Promise<void>((answer) => waiting.push(answer));
        return source.getLogs(filter);
      },
    };
    const reading = scanAll(slow, query, { fromBlock: 0, span: 10 });
    for (let answered = 0; answered < 10;) {
      await new Promise((later) => setTimeout(later, 1));
      const answer = waiting.shift();
      if (!answer) continue;
      answer();
      answered++;
    }
    expect(blocksOf(await reading)).to.deep.equal(range(0, 99));
    expect(underWay[0]).to.equal(1);
    expect(Math.max(...underWay)).to.equal(4);
  });

  it("asks for no more once a range cannot be read", async () => {
    const source = limited(10);
    const broken = {
      ...source,
      getLogs: (filter: Filter) =>
        Number(filter.fromBlock) === 50
          ? Promise.reject(Object.assign(new Error("unauthorized"), { code: "SERVER_ERROR" }))
          : source.getLogs(filter),
    };
    const failure = await scanAll(broken, query, { fromBlock: 0, span: 10 }).catch(String);
    expect(failure).to.match(/blocks 50 to 59 cannot be read/);
    expect(Math.max(...source.asked.map(([from]) => from))).to.be.at.most(80);
  });

  it("goes on where an earlier scan ended", async () => {
    const first = [];
    for await (const part of scan(limited(10), query, { fromBlock: 0, span: 10 })) {
      first.push(part);
      if (part.toBlock === 29) break;
    }
    const rest = await scanAll(limited(10), query, { fromBlock: first.at(-1)!.toBlock + 1 });
    expect(blocksOf([...first.flatMap(({ logs }) => logs), ...rest])).to.deep.equal(range(0, 99));
  });

  it("tells how far it is", async () => {
    const told: ScanProgress[] = [];
    const onProgress = (progress: ScanProgress) => told.push(progress);
    await scanAll(limited(1_000), query, { fromBlock: 0, span: 40, onProgress });
    expect(told).to.deep.equal([
      { fromBlock: 0, block: 39, toBlock: 99, found: 40 },
      { fromBlock: 0, block: 79, toBlock: 99, found: 80 },
      { fromBlock: 0, block: 99, toBlock: 99, found: 100 },
    ]);
  });

  it("asks nothing when there is no block to read", async () => {
    const source = limited(10, 5);
    expect(await scanAll(source, query, { fromBlock: 6 })).to.deep.equal([]);
    expect(source.asked).to.deep.equal([]);
  });

  it("says which block cannot be read, whatever the size of the request", async () => {
    await fails(
      scanAll(limited(0), query, { fromBlock: 3, toBlock: 8 }),
      /^the events of block 3 cannot be read: query/,
    );
  });

  it("waits for limits, outages and backends that lag, asks for the same again, and forks only for ranges", async () => {
    for (const [message, expected] of [
      ["request rate exceeded", [99, 99, 99]],
      ["502 Bad Gateway", [99, 99, 99]],
      ["connect ECONNREFUSED 127.0.0.1:8545", [99, 99, 99]],
      [
        "One of the blocks specified in filter (fromBlock, toBlock or blockHash) cannot be found.",
        [99, 99, 99],
      ],
      ["block range is too wide", [99, 49, 24, 49, 74, 99]],
      ["504 Gateway Timeout", [99, 49, 24, 49, 74, 99]],
      ["words that nobody knows", [99, 49, 24, 49, 74, 99]],
    ] as const) {
      const source = limited(100);
      let failures = 2;
      const getLogs = async (filter: Filter) => {
        const logs = await source.getLogs(filter);
        if (failures-- > 0) throw new Error(message);
        return logs;
      };
      const { pauses, retry } = quickly();
      const logs = await scanAll({ ...source, getLogs }, query, { fromBlock: 0, retry });
      expect(blocksOf(logs)).to.deep.equal(range(0, 99));
      expect(
        source.asked.map(([, to]) => to),
        message,
      ).to.deep.equal(expected);
      expect(pauses, message).to.have.length(expected[1] === 99 ? 2 : 0);
    }
  });

  it("ends with the provider's own words when it does not get over it, or can never answer", async () => {
    const { retry, pauses } = quickly();
    for (const [message, asked] of [
      ["request rate exceeded", 6],
      ["the method eth_getLogs does not exist/is not available", 1],
      ["Unauthorized: bad API key", 1],
    ] as const) {
      let count = 0;
      const getLogs = () => {
        count += 1;
        const error = { code: -32000, message };
        const refusal: Error = makeError("could not coalesce error", "UNKNOWN_ERROR", { error });
        return Promise.reject(refusal);
      };
      await fails(
        scanAll({ ...limited(100), getLogs }, query, { fromBlock: 0, retry }),
        new RegExp(`^the events of blocks 0 to 99 cannot be read: ${message}$`),
      );
      expect(count).to.equal(asked);
    }
    expect(pauses).to.have.length(5);
  });

  it("has each log once and in the order of the chain, in whatever order and however often it is given", async () => {
    const all = [1, 2, 3].flatMap((block) => [logAt(block, 0), logAt(block, 1), logAt(block, 2)]);
    const orders: Record<string, Log[]> = {
      ascending: all,
      "descending by block": [...all].sort((a, b) => b.blockNumber - a.blockNumber),
      "ascending by block, descending by logIndex": [...all].sort(
        (a, b) => a.blockNumber - b.blockNumber || b.index - a.index,
      ),
      "every log twice": [...all, ...all],
    };
    expect(Object.keys(orders)).to.deep.equal(f12.orders);
    for (const logs of Object.values(orders)) {
      const source = { ...limited(100, 3), getLogs: () => Promise.resolve(logs) };
      expect(await scanAll(source, query, { fromBlock: 0 })).to.deep.equal(all);
    }
  });

  it("has nothing that was not asked for, and refuses blocks that were not", async () => {
    const foreign = Object.assign(logAt(1, 1), { address: `0x${"2".repeat(40)}` });
    const gone = Object.assign(logAt(1, 2), { removed: true });
    const other = Object.assign(logAt(1, 3), { topics: ["0x02"] });
    const wanted = Object.assign(logAt(1, 4), {
      topics: ["0x01"],
      address: address.toUpperCase().replace("X", "x"),
    });
    const answer = (logs: unknown) => ({ ...limited(100, 3), getLogs: () => Promise.resolve(logs as Log[]) });
    const topics = [["0x01", "0x03"]];
    const scanned = await scanAll(
      answer([foreign, gone, other, wanted]),
      { address, topics },
      { fromBlock: 0 },
    );
    expect(scanned).to.deep.equal([wanted]);
    for (const [logs, message] of [
      [[logAt(4)], /asked for the events of blocks 0 to 3, the provider answers with a log of block 4/],
      [null, /the provider answers not with logs, but with null/],
      [undefined, /but with null/],
      [{ error: "no" }, /but with \{"error":"no"\}/],
    ] as const) {
      await fails(scanAll(answer(logs), query, { fromBlock: 0 }), message);
    }
  });

  it("leaves no hole where a backend lags: it waits for the last block of the range", async () => {
    const source = limited(100, 99);
    let behind = 3;
    const lagging = {
      ...source,
      getLogs: async (filter: Filter) =>
        (await source.getLogs(filter)).filter(({ blockNumber }) => behind <= 0 || blockNumber < 60),
      getBlock: () => Promise.resolve(behind-- > 0 ? null : {}),
    };
    const { pauses, retry } = quickly();
    expect(blocksOf(await scanAll(lagging, query, { fromBlock: 0, retry }))).to.deep.equal(range(0, 99));
    expect(pauses).to.have.length(3);
    behind = 100;
    await fails(
      scanAll(lagging, query, { fromBlock: 0, retry }),
      /^the events of blocks 0 to 99 cannot be read: block 99 is not available there yet$/,
    );
  });

  it("decodes what a contract's filter lets through", async () => {
    const { governor, submit } = await governance();
    const proposal = await submit("# NEP-ECON: Events");
    const [created, ...others] = await findEvents(governor, governor.filters.ProposalCreated(), {
      fromBlock: 0,
    });
    expect(created!.args.proposalId).to.equal(proposal.id);
    expect(others).to.deep.equal([]);
    expect(await findEvents(governor, governor.filters.ProposalQueued(), { fromBlock: 0 })).to.deep.equal([]);
  });
});
