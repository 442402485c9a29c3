import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";
import type { JsonRpcPayload } from "ethers";

import { Endpoint, failureOf, PatientProvider, type HttpAnswer } from "@polity/sdk";

interface Asked {
  id: number;
  method: string;
}
type Answering = (asked: Asked | Asked[]) => Partial<HttpAnswer> | string;

const answered = ({ id, method }: Asked) => ({ jsonrpc: "2.0", id, result: `${method} ${id}` });
const honest = (asked: Asked | Asked[]) =>
  JSON.stringify(Array.isArray(asked) ? asked.map(answered) : answered(asked));
const error = (code: number, message: string) => ({ jsonrpc: "2.0", id: null, error: { code, message } });

/** An endpoint in front of a node that answers in its own way; pauses are written down instead of waited for. */
function endpointOf(answering: Answering) {
  const [bodies, pauses] = [[] as (Asked | Asked[])[], [] as number[]];
  const post = (body: string): Promise<HttpAnswer> => {
    const asked = JSON.parse(body) as Asked | Asked[];
    bodies.push(asked);
    const answer = answering(asked);
    const text = typeof answer === "string" ? answer : "";
    return Promise.resolve({
      ...{ status: 200, statusText: "", text },
      ...(typeof answer === "object" && answer),
    });
  };
  const sleep = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
  return { endpoint: new Endpoint(post, { sleep }), bodies, pauses };
}

const requests = (count: number, first = 1, method = "eth_call"): JsonRpcPayload[] =>
  Array.from({ length: count }, (_, i) => ({ jsonrpc: "2.0", id: first + i, method, params: [] }));
const ids = (answers: { id: number }[]) => answers.map(({ id }) => id).sort((a, b) => a - b);
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => "nothing",
    (thrown: unknown) => thrown,
  );

describe("An endpoint", () => {
  const page = "<html><body><h1>Bad Request</h1></body></html>";
  const REFUSALS: Record<string, Partial<HttpAnswer> | string> = {
    "one error for all": JSON.stringify(error(-32600, "batch requests are not supported")),
    "one error in a list": JSON.stringify([error(-32600, "invalid request")]),
    "one error that speaks of a limit": JSON.stringify(error(-32005, "batch limit exceeded")),
    "status 400": { status: 400, text: page },
    "status 413": { status: 413, statusText: "Payload Too Large" },
    "status 500": { status: 500, text: page },
    "a page": page,
    nothing: "",
  };

  for (const [how, refusal] of Object.entries(REFUSALS)) {
    it(`that answers a batch with ${how} is asked one by one, and only so from then on`, async () => {
      const { endpoint, bodies } = endpointOf((asked) => (Array.isArray(asked) ? refusal : honest(asked)));
      expect(ids(await endpoint.ask(requests(50)))).to.deep.equal(requests(50).map(({ id }) => id));
      bodies.length = 0;
      expect(ids(await endpoint.ask(requests(3, 51)))).to.deep.equal([51, 52, 53]);
      expect(bodies.map((body) => Array.isArray(body))).to.deep.equal([false, false, false]);
    });
  }

  it("that knows small batches only gets small batches", async () => {
    const refusal = JSON.stringify(error(-32600, "too many requests in one batch: at most 20"));
    const { endpoint, bodies } = endpointOf((asked) =>
      Array.isArray(asked) && asked.length > 20 ? refusal : honest(asked),
    );
    expect(await endpoint.ask(requests(50))).to.have.length(50);
    expect(bodies.map((body) => [body].flat().length)).to.deep.equal([50, 13, 13, 13, 11]);
  });

  it("that refuses one request of a batch is believed, and keeps its batches", async () => {
    const { endpoint, bodies } = endpointOf((asked) =>
      [asked].flat().some(({ id }) => id === 2) ? { status: 413 } : honest(asked),
    );
    expect(failureOf(await caught(endpoint.ask(requests(2)))).kind).to.equal("range");
    bodies.length = 0;
    await endpoint.ask(requests(40, 3));
    expect(bodies).to.have.length(1);
  });

  it("that is at its limit is asked again after pauses that grow, or as long as it says", async () => {
    let left = 3;
    const limited = endpointOf((asked) => (left-- > 0 ? { status: 429 } : honest(asked)));
    expect(await limited.endpoint.ask(requests(1))).to.have.length(1);
    limited.pauses.forEach((each, i) => expect(each).to.be.within(375 * 2 ** i, 500 * 2 ** i));
    left = 1;
    const told = endpointOf((asked) => (left-- > 0 ? { status: 429, retryAfter: "9" } : honest(asked)));
    await told.endpoint.ask(requests(20));
    expect(told.pauses).to.deep.equal([9_000]);
  });

  it("that answers a part of a batch is asked again for the rest alone", async () => {
    let first = true;
    const { endpoint, bodies } = endpointOf((asked) => {
      if (!first) return honest(asked);
      first = false;
      const all = [asked]
        .flat()
        .map((one) => (one.id % 2 ? answered(one) : { ...error(429, "Too many requests"), id: one.id }));
      return JSON.stringify(all);
    });
    expect(ids(await endpoint.ask(requests(4)))).to.deep.equal([1, 2, 3, 4]);
    expect(bodies.map((body) => ids([body].flat()))).to.deep.equal([
      [1, 2, 3, 4],
      [2, 4],
    ]);
  });

  it("that stays at its limit for some gives the others their answers, and those its own words", async () => {
    const { endpoint } = endpointOf((asked) =>
      JSON.stringify(
        [asked]
          .flat()
          .map((one) => (one.id === 1 ? answered(one) : { ...error(-32005, "slow down"), id: one.id })),
      ),
    );
    const answers = await endpoint.ask(requests(2));
    expect(answers).to.deep.equal([
      { id: 1, result: "eth_call 1" },
      { id: 2, error: { code: -32005, message: "slow down" } },
    ]);
  });

  it("that packs a refusal into a bad status is asked once, and its error is the answer", async () => {
    const reverted = { ...error(3, "execution reverted"), id: 1 };
    for (const status of [400, 500]) {
      const { endpoint, bodies } = endpointOf(() => ({ status, text: JSON.stringify(reverted) }));
      expect(await endpoint.ask(requests(1))).to.deep.equal([{ id: 1, error: reverted.error }]);
      expect(bodies).to.have.length(1);
    }
  });

  it("that is out of order in the end says so in its own words", async () => {
    const { endpoint, bodies } = endpointOf(() => ({ status: 502, text: "<h1>Bad Gateway</h1>" }));
    expect(failureOf(await caught(endpoint.ask(requests(1))))).to.deep.equal({
      ...{ kind: "outage", words: "Bad Gateway" },
    });
    expect(bodies).to.have.length(6);
  });

  it("sends nothing twice that it may have sent", async () => {
    for (const method of ["eth_sendTransaction", "eth_sendRawTransaction"]) {
      const { endpoint, bodies } = endpointOf(() => ({ status: 502 }));
      expect(failureOf(await caught(endpoint.ask(requests(2, 1, method)))).kind).to.equal("outage");
      expect(bodies).to.have.length(2);
    }
  });

  it("is never asked for more than six things at once", async () => {
    let [now, most] = [0, 0];
    const endpoint = new Endpoint(async (body) => {
      most = Math.max(most, (now += 1));
      await new Promise((done) => setTimeout(done, 1));
      now -= 1;
      const asked = JSON.parse(body) as Asked | Asked[];
      return Array.isArray(asked)
        ? { status: 400, statusText: "", text: "" }
        : { status: 200, statusText: "", text: honest(asked) };
    });
    await Promise.all([endpoint.ask(requests(40)), endpoint.ask(requests(40, 41))]);
    expect(most).to.equal(6);
  });
});

describe("A patient provider", () => {
  let server: Server;
  let answering: Answering;
  let provider: PatientProvider;
  let url: string;

  beforeEach(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += String(part)));
      request.on("end", () => {
        const answer = answering(JSON.parse(body) as Asked | Asked[]);
        const { status = 200, text = "" } = typeof answer === "string" ? { text: answer } : answer;
        response.writeHead(status).end(text);
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/key`;
    provider = new PatientProvider(url, 1, { retry: { first: 1 } });
  });
  afterEach(async () => {
    provider.destroy();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  it("reads as any of ethers where there are no batches and some requests fail for now", async () => {
    let [calls, batches] = [0, 0];
    answering = (asked) => {
      if (Array.isArray(asked)) {
        batches += 1;
        return { status: 400, text: "no batches" };
      }
      return ++calls % 3 === 0 ? { status: 503 } : JSON.stringify({ ...answered(asked), result: "0x7" });
    };
    const blocks = await Promise.all(Array.from({ length: 9 }, () => provider.getBlockNumber()));
    expect(blocks).to.deep.equal(Array(9).fill(7));
    expect(batches).to.be.greaterThan(0);
  });

  it("throws a refusal as ethers does", async () => {
    const refusal = { ...error(-32602, "invalid argument 0"), id: 1 };
    answering = (asked) => JSON.stringify({ ...refusal, id: (asked as Asked).id });
    const thrown = await caught(provider.send("eth_getBalance", ["nobody"]));
    expect(failureOf(thrown)).to.deep.equal({ kind: "refused", words: "invalid argument 0" });
  });

  it("ends with its user's patience", async () => {
    answering = () => ({ status: 503 });
    const waiting = new PatientProvider(url, 1, {
      retry: { first: 60_000, longest: 60_000 },
    });
    const thrown = caught(waiting.send("eth_blockNumber", []));
    setTimeout(() => waiting.destroy(), 20);
    expect(String(await thrown)).to.contain("provider destroyed");
  });
});
