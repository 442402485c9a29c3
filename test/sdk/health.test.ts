import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { readIndexerHealth } from "@polity/sdk/history/indexer";
import { readEndpointHealth, type HealthOptions } from "@polity/sdk/provider/health";
import { fails } from "../helpers/fails";

interface Asked {
  id: number;
  method: string;
  params: { fromBlock: string; toBlock: string }[];
}

const TREASURY = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const ANSWERS: Record<string, unknown> = {
  eth_chainId: "0x2105",
  eth_blockNumber: "0x3e8",
  eth_getBlockByNumber: { number: "0x3e8", timestamp: "0x64" },
};

/** An endpoint that gives logs of so many blocks at once, and a clock that counts its answers. */
function endpointOf(blocks: number, { batches = true, odd = "" } = {}) {
  const ranges: number[] = [];
  let answered = 0;
  const answer = ({ id, method, params }: Asked) => {
    answered += 1;
    if (method !== "eth_getLogs") return { jsonrpc: "2.0", id, result: ANSWERS[method] };
    const [{ fromBlock, toBlock }] = params as [Asked["params"][0]];
    ranges.push(Number(toBlock) - Number(fromBlock) + 1);
    return ranges.at(-1)! > blocks
      ? { jsonrpc: "2.0", id, error: { code: -32_005, message: "range too wide" } }
      : { jsonrpc: "2.0", id, result: [] };
  };
  const post = (body: string) => {
    const asked = JSON.parse(body) as Asked | Asked[];
    const said = Array.isArray(asked)
      ? batches
        ? asked.map(answer)
        : { error: { message: "no batches" } }
      : answer(asked);
    return Promise.resolve({ status: 200, statusText: "", text: odd || JSON.stringify(said) });
  };
  const options: HealthOptions = { fromBlock: 1, address: TREASURY, now: () => answered * 7 };
  return { health: () => readEndpointHealth(post, options), ranges };
}

describe("The health of an endpoint", () => {
  it("is its chain, its newest block, how long it takes, and that it gives everything at once", async () => {
    const { health, ranges } = endpointOf(5_000);
    expect(await health()).to.deep.equal({
      ...{ chainId: 8453, block: 1_000, time: 100, latency: 7 },
      ...{ batches: true, range: 1_000, whole: true },
    });
    expect(ranges).to.deep.equal([1_000]);
  });

  it("is how many blocks of logs it gives where it does not give all, and none where it gives none", async () => {
    const some = endpointOf(130);
    expect(await some.health()).to.include({ range: 125, whole: false });
    expect(some.ranges).to.deep.equal([1_000, 500, 250, 125]);
    const none = endpointOf(0);
    expect(await none.health()).to.include({ range: 0, whole: false });
    expect(none.ranges.at(-1)).to.equal(1);
  });

  it("is that it answers no batches", async () => {
    expect(await endpointOf(9, { batches: false }).health()).to.include({ batches: false });
  });

  it("is nothing where it does not even say its chain", async () => {
    await fails(endpointOf(9, { odd: "<html>" }).health(), /^eth_chainId: status 200$/);
    await fails(endpointOf(9, { odd: '{"error":{"message":"pay first"}}' }).health(), /pay first$/);
  });
});

describe("The health of an indexer", () => {
  it("is how far it is and whether it has caught up, and that it is no indexer of Polity", async () => {
    let said: unknown = { chain: { ready: true, block: { number: 12 } } };
    const server = createServer((_, response) => response.end(JSON.stringify(said)));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      expect(await readIndexerHealth(url)).to.deep.equal({ ready: true, block: 12 });
      said = { chain: { ready: false, block: null } };
      expect(await readIndexerHealth(url)).to.deep.equal({ ready: false });
      said = { chain: "eth" };
      await fails(readIndexerHealth(url), /it answers what no indexer of Polity does$/);
    } finally {
      server.close();
    }
  });
});
