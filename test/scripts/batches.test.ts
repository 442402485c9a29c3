import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";
import hre from "hardhat";
import { createProvider } from "hardhat/internal/core/providers/construction";

import { patience } from "../../tools/patience";

interface Call {
  id: number;
  method: string;
  params: unknown[];
}
type Answer = { result: unknown } | { error: { code: number; message: string; data?: string } };

describe("What commands ask of a network at once", () => {
  const servers: { close(): void; closeAllConnections(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** A network that answers each call by its method, or does not know batches. */
  async function network(answerOf: (call: Call) => Answer, knowsBatches = true) {
    const bodies: (Call | Call[])[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Call | Call[];
        bodies.push(body);
        const one = (call: Call) => ({ jsonrpc: "2.0", id: call.id, ...answerOf(call) });
        const refused = {
          jsonrpc: "2.0",
          id: null,
          error: { code: -32600, message: "batches are not supported" },
        };
        // A node may answer in any order.
        const answers = !Array.isArray(body) ? one(body) : knowsBatches ? body.map(one).reverse() : refused;
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answers));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.push(server);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const auto = { gas: "auto", gasPrice: "auto", gasMultiplier: 1 };
    const line = { ...{ url, accounts: "remote", timeout: 2_000, httpHeaders: {} }, ...auto };
    const settings = { ...hre.config, networks: { ...hre.config.networks, line } };
    const provider = await createProvider(settings as unknown as typeof hre.config, "line", hre.artifacts, [
      patience({ first: 5 }),
    ]);
    const ask = (method: string, ...params: unknown[]) => provider.request({ method, params });
    return { ask, bodies };
  }

  const echo = ({ method, params }: Call): Answer => ({ result: `${method} ${params.join(" ")}` });
  const methodsOf = (body: Call | Call[]) => [body].flat().map(({ method }) => method);

  it("goes out in one request, and each gets the answer to its own question", async () => {
    const { ask, bodies } = await network(echo);
    const answers = await Promise.all([
      ask("eth_getCode", "a"),
      ask("eth_getLogs", "b"),
      ask("eth_getCode", "c"),
    ]);
    expect(answers).to.deep.equal(["eth_getCode a", "eth_getLogs b", "eth_getCode c"]);
    expect(bodies.map(methodsOf)).to.deep.equal([["eth_getCode", "eth_getLogs", "eth_getCode"]]);
    expect(await ask("eth_getCode", "later")).to.equal("eth_getCode later");
    expect(Array.isArray(bodies[1])).to.equal(false);
  });

  it("fails alone, as Hardhat says it, with what a contract said", async () => {
    const reverted = { code: 3, message: "execution reverted", data: "0x12345678" };
    const { ask } = await network((call) => (call.params[0] === "bad" ? { error: reverted } : echo(call)));
    const [good, bad] = await Promise.allSettled([ask("eth_getCode", "good"), ask("eth_getCode", "bad")]);
    expect(good).to.deep.equal({ status: "fulfilled", value: "eth_getCode good" });
    const { reason } = bad as PromiseRejectedResult;
    expect(reason).to.include({ name: "ProviderError", code: 3, data: "0x12345678" });
    expect((reason as Error).message).to.equal("execution reverted");
  });

  it("goes out one by one where there are no batches, and from then on in no batch", async () => {
    const { ask, bodies } = await network(echo, false);
    const both = () => Promise.all([ask("eth_getCode", "a"), ask("eth_getCode", "b")]);
    expect(await both()).to.deep.equal(["eth_getCode a", "eth_getCode b"]);
    expect(bodies.map((body) => Array.isArray(body))).to.deep.equal([true, false, false]);
    await both();
    expect(bodies.slice(3).map((body) => Array.isArray(body))).to.deep.equal([false, false]);
  });

  it("is never a transaction or a signature", async () => {
    const { ask, bodies } = await network(echo);
    await Promise.all([
      ask("eth_sendRawTransaction", "0x01"),
      ask("eth_getCode", "a"),
      ask("eth_getCode", "b"),
    ]);
    const alone = bodies.filter((body) => !Array.isArray(body)).map(methodsOf);
    expect(alone).to.deep.equal([["eth_sendRawTransaction"]]);
    expect(bodies).to.have.length(2);
  });
});
