import { expect } from "chai";
import { makeError, type Filter, Log } from "ethers";

import { findEvents, scan, scanAll, type LogSource, type ScanProgress } from "../../sdk";
import { fixture as governance } from "../helpers/governor";
import { fails } from "../helpers/fails";

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
      const blocks = Array.from(
        { length: to - from + 1 },
        (_, i) => Object.assign(Object.create(Log.prototype), { blockNumber: from + i }) as Log,
      );
      return Promise.resolve(blocks);
    },
  };
}

const blocksOf = (logs: readonly Log[]) => logs.map(({ blockNumber }) => blockNumber);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const query = { address: `0x${"1".repeat(40)}` };

describe("Events with the SDK", () => {
  for (const limit of [1, 3, 10, 64, 1_000]) {
    it(`reads every block once and in order from a provider that allows ${limit} logs`, async () => {
      const logs = await scanAll(limited(limit), query, { fromBlock: 7 });
      expect(blocksOf(logs)).to.deep.equal(range(7, 99));
    });
  }

  it("halves what is refused, and asks for more again after a while", async () => {
    const source = limited(10);
    await scanAll(source, query, { fromBlock: 0, span: 16 });
    expect(source.asked.slice(0, 2)).to.deep.equal([
      [0, 15],
      [0, 7],
    ]);
    const sizes = source.asked.map(([from, to]) => to - from + 1);
    expect(sizes.filter((size) => size === 16)).to.have.length(2);
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

  it("asks a provider that does not answer once", async () => {
    let asked = 0;
    const source = {
      ...limited(10),
      getLogs: () => {
        asked += 1;
        const error: Error = makeError("no network", "NETWORK_ERROR", { event: "x" });
        return Promise.reject(error);
      },
    };
    await fails(
      scanAll(source, query, { fromBlock: 0 }),
      /^the events of blocks 0 to 99 cannot be read: no network/,
    );
    expect(asked).to.equal(1);
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
