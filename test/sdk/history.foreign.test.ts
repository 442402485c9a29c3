import { deepStrictEqual } from "node:assert";

import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import type { Filter, JsonRpcProvider } from "ethers";
import { ethers } from "hardhat";

import { memoryCache, readHistory, readLedger } from "@polity/sdk";
import { foldingOf } from "@polity/sdk/history/fold";
import { chainSource, type HistoryLog, type HistorySource } from "@polity/sdk/history/source";
import f03 from "../fixtures/foreign/getlogs-timestamp.json";
import f12 from "../fixtures/foreign/logs-order.json";
import { fails } from "../helpers/fails";
import { livelyNetwork } from "../helpers/historic-network";
import { deployNeuroshard } from "../helpers/neuroshard";

interface RawLog extends Record<string, unknown> {
  blockNumber: string;
  logIndex: string;
  topics: string[];
}

const retry = { sleep: () => Promise.resolve() };

/** The test's chain through a node that changes the logs that it answers with. */
function through(change: (logs: RawLog[], filter: Record<string, unknown>) => unknown) {
  const { provider } = ethers;
  return Object.create(provider, {
    send: {
      value: async (method: string, params: unknown[]) => {
        const answer: unknown = await provider.send(method, params);
        return method === "eth_getLogs"
          ? change(answer as RawLog[], params[0] as Record<string, unknown>)
          : answer;
      },
    },
    getLogs: {
      value: async (filter: Filter) => {
        const { fromBlock, toBlock, ...rest } = filter;
        const [from, to] = [fromBlock, toBlock].map((block) => ethers.toQuantity(block as number));
        const raw: unknown = await provider.send("eth_getLogs", [{ ...rest, fromBlock: from, toBlock: to }]);
        return (change(raw as RawLog[], {}) as RawLog[]).map(
          (log) =>
            new ethers.Log(
              {
                ...log,
                blockNumber: Number(log.blockNumber),
                index: Number(log.logIndex),
                transactionIndex: 0,
                removed: false,
              } as never,
              provider,
            ),
        );
      },
    },
  }) as JsonRpcProvider;
}

const number = ({ blockNumber }: RawLog) => Number(blockNumber);
const ORDERS: Record<string, (logs: RawLog[]) => RawLog[]> = {
  ascending: (logs) => logs,
  "descending by block": (logs) => [...logs].sort((a, b) => number(b) - number(a)),
  "ascending by block, descending by logIndex": (logs) =>
    [...logs].sort((a, b) => number(a) - number(b) || Number(b.logIndex) - Number(a.logIndex)),
  "every log twice": (logs) => [...logs, ...logs],
};

describe("A history of a node that is not to be trusted", () => {
  async function told() {
    const network = await livelyNetwork();
    return { network, right: await readHistory(network, { fromBlock: 0 }) };
  }

  for (const [order, change] of Object.entries(ORDERS)) {
    it(`is the same with logs ${order}, and so is the treasury's ledger`, async () => {
      expect(Object.keys(ORDERS)).to.deep.equal(f12.orders);
      const { network, right } = await loadFixture(told);
      const provider = through(change);
      deepStrictEqual(await readHistory(network, { fromBlock: 0, source: chainSource(provider) }), right);
      const treasury = network.treasury.connect(provider);
      expect((await readLedger(treasury, { fromBlock: 0 })).movements).to.deep.equal(
        right.treasury.movements,
      );
    });
  }

  it("asks the block for the time that a log tells as null, 0 or nothing, or leaves out", async () => {
    const { network, right } = await loadFixture(told);
    for (const answer of f03.answers) {
      const time = "blockTimestamp" in answer ? { blockTimestamp: answer.blockTimestamp } : {};
      const provider = through((logs) => logs.map(({ blockTimestamp: _, ...log }) => ({ ...log, ...time })));
      const cache = memoryCache();
      const read = () =>
        readHistory(network, { fromBlock: 0, cache, finality: 0, source: chainSource(provider) });
      deepStrictEqual(await read(), right);
      deepStrictEqual(await read(), right);
      const [log] = await chainSource(through(() => [answer])).getLogs({ fromBlock: 0, toBlock: 5 });
      expect(log).not.to.have.property("time");
    }
  });

  it("takes the time that a log tells rightly, and needs no other question for it", async () => {
    const [answer] = f03.answers;
    const source = chainSource(through(() => [{ ...answer, blockTimestamp: "0x6553f100" }]));
    expect((await source.getLogs({ fromBlock: 0, toBlock: 5 }))[0]!.time).to.equal(1_700_000_000);
  });

  it("is refused in a sentence when an answer is none", async () => {
    const { network } = await loadFixture(told);
    const [good] = f03.answers;
    for (const [answer, message] of [
      [null, /the provider answers not with logs, but with null/],
      [{ result: [] }, /but with \{"result":\[\]\}/],
      [[null], /the provider gives null for a log/],
      [[{ ...good, blockNumber: null }], /the provider gives \{.*for a log/],
      [[{ ...good, blockNumber: "latest" }], /for a log/],
      [[{ ...good, data: "zz" }], /for a log/],
      [[{ ...good, topics: "0x" }], /for a log/],
      [[{ ...good, blockHash: null }], /for a log/],
    ] as const) {
      const source = chainSource(through(() => answer));
      await fails(readHistory(network, { fromBlock: 0, source, retry }), message);
    }
  });

  it("never has a hole: what the chain counts is compared, and a cache with a hole is read anew", async () => {
    const { network, right } = await loadFixture(told);
    const topicsOf = (
      contract: { interface: { getEvent(name: never): { topicHash: string } | null } },
      name: string,
    ) => contract.interface.getEvent(name as never)!.topicHash;
    const holes: [unknown, RegExp][] = [
      [topicsOf(network.registry, "VersionActivated"), /the provider leaves events out: /],
      [topicsOf(network.treasury, "BudgetGranted"), /no earlier event has made|\d+ budgets, and events of 0/],
      ["proposals", /the chain has \d+ proposals, and events of 0|which no earlier event has made/],
      ["everything", /the chain has \d+ proposals, and events of 0/],
    ];
    for (const [hole, message] of holes) {
      let honest = false;
      const isLeftOut = (log: RawLog) =>
        hole === "everything" ||
        (hole === "proposals"
          ? String(log.address).toLowerCase() === network.addresses.NetworkGovernor.toLowerCase()
          : log.topics[0] === hole);
      const provider = through((logs) => (honest ? logs : logs.filter((log) => !isLeftOut(log))));
      const cache = memoryCache();
      const read = () =>
        readHistory(network, { fromBlock: 0, cache, finality: 0, retry, source: chainSource(provider) });
      await fails(read(), message);
      honest = true;
      deepStrictEqual(await read(), right);
    }
  });

  it("never says that nothing was proposed where something was, though every proposal is of the default type", async () => {
    const { submit, governor, ...network } = await loadFixture(deployNeuroshard);
    await submit("# NEP-GOV: One", [{ target: governor }]);
    await submit("# NEP-GOV: Two", [{ target: governor }]);
    const own = network.addresses.NetworkGovernor.toLowerCase();
    const read = (change: (logs: RawLog[]) => RawLog[]) =>
      readHistory({ ...network, governor }, { fromBlock: 0, retry, source: chainSource(through(change)) });
    expect((await read((logs) => logs)).governor.proposals.size).to.equal(2);
    await fails(
      read((logs) => logs.filter(({ address }) => String(address).toLowerCase() !== own)),
      /^the provider leaves events out: the chain has 2 proposals, and events of 0/,
    );
    const second = (logs: RawLog[]) => Math.max(...logs.map(number));
    await fails(
      read((logs) => logs.filter((log) => number(log) < second(logs))),
      /the chain has 2 proposals, and events of 1/,
    );
  });

  it("waits for a backend that lags behind the one that told the head", async () => {
    const { network, right } = await loadFixture(told);
    const honest = chainSource(ethers.provider);
    let lag = 4;
    const head = right.head.block;
    const source: HistorySource = {
      ...honest,
      getBlock: (block) =>
        block === head && lag-- > 0 && lag < 3 ? Promise.resolve(undefined) : honest.getBlock(block),
      getLogs: async (filter) => {
        const logs: HistoryLog[] = await honest.getLogs(filter);
        return lag > 0 ? logs.filter(({ blockNumber }) => blockNumber < head - 5) : logs;
      },
    };
    deepStrictEqual(await readHistory(network, { fromBlock: 0, source, retry }), right);
    expect(lag).to.be.lessThan(1);
  });

  it("ignores events of other contracts and with other topics that a node sends along", async () => {
    const { network, right } = await loadFixture(told);
    const { query } = await foldingOf(network);
    const provider = through((logs) => {
      const [first] = logs;
      if (!first) return logs;
      const foreign = { ...first, address: `0x${"9".repeat(40)}`, logIndex: "0xfff0" };
      const other = { ...first, topics: [`0x${"9".repeat(64)}`], logIndex: "0xfff1" };
      return [foreign, other, ...logs];
    });
    expect(query.topics[0]).not.to.be.empty;
    deepStrictEqual(await readHistory(network, { fromBlock: 0, source: chainSource(provider) }), right);
  });
});
