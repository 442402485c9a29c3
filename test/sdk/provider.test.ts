import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { expect } from "chai";
import { FetchRequest, JsonRpcProvider, keccak256, makeError, Network } from "ethers";

import {
  failureOf,
  isRevert,
  parseRetryAfter,
  patiently,
  patientRequest,
  pauseAfter,
  PolityError,
  wordsOf,
  type FailureKind,
  type RetryOptions,
} from "@polity/sdk";

interface Refusal {
  code: number;
  message: string;
  data?: unknown;
}

const f07 = JSON.parse(
  readFileSync(join(__dirname, "../fixtures/foreign/provider-errors.json"), "utf8"),
) as Refusal[];

/** What providers and nodes say, in their own words, and what it means. */
const SAID: Record<FailureKind, (Partial<Refusal> & { message: string })[]> = {
  limited: [
    { code: -32005, message: "request rate exceeded" },
    { code: -32005, message: "daily request count exceeded, request rate limited" },
    { code: -32005, message: "project ID request rate exceeded", data: { rate: { backoff_seconds: 30 } } },
    { code: -32005, message: "limit exceeded" },
    { code: 429, message: "Your app has exceeded its compute units per second capacity." },
    { code: -32029, message: "Too many requests" },
    { code: -32000, message: "rate limit reached, retry in 10s" },
    { code: -32090, message: "Too many requests, reason: call rate limit exhausted, retry in 10s" },
    { code: -32007, message: "50/second request limit reached - reduce calls per second" },
    { code: -32603, message: "you have run out of API credits" },
  ],
  range: [
    { code: -32005, message: "query returned more than 10000 results" },
    {
      code: -32602,
      message: "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range",
    },
    { code: -32600, message: "exceed maximum block range: 5000" },
    { code: -32000, message: "block range is too wide" },
    { code: -32614, message: "eth_getLogs is limited to a 10,000 range" },
    { code: -32000, message: "requested too many blocks from 1 to 20000, maximum is set to 2048" },
    { code: -32701, message: "Please limit the query to at most 1000 blocks" },
    { code: 35, message: "ranges over 10000 blocks are not supported on freetier" },
    { code: -32602, message: "eth_getLogs and eth_newFilter are limited to 1024 blocks range" },
    { code: -32005, message: "logs matched by query exceeds limit of 10000" },
    { code: -32008, message: "Response is too big" },
    { code: -32020, message: "backend response too large" },
    { code: -32000, message: "query timeout exceeded" },
    { code: -32000, message: "query exceeds max results 20000, retry with the range 1-500" },
  ],
  behind: [
    {
      code: -32000,
      message: "One of the blocks specified in filter (fromBlock, toBlock or blockHash) cannot be found.",
    },
    { code: -32000, message: "header not found" },
    { code: -32000, message: "unknown block" },
    { code: -32001, message: "block not found: 0x12" },
    { code: -32602, message: "block range extends beyond current head block" },
    { code: -32000, message: "cannot query unfinalized data: requested block is greater than latest" },
    { code: -32000, message: "from block is past head" },
  ],
  outage: [
    { code: -32603, message: "Internal JSON-RPC error." },
    { code: -32603, message: "Internal error" },
    { code: -32000, message: "execution timeout" },
    { code: -32011, message: "no backend is currently healthy to serve traffic" },
    { code: -32603, message: "service temporarily unavailable" },
    { message: "HH110: Invalid JSON-RPC response received: <html><h1>502 Bad Gateway</h1></html>" },
    { message: "request timeout" },
    { message: "socket hang up" },
    { code: -32000, message: "method handler crashed" },
  ],
  unreachable: [
    { message: "Failed to fetch" },
    { message: "Load failed" },
    { message: "connect ECONNREFUSED 127.0.0.1:8545" },
    { message: "getaddrinfo ENOTFOUND rpc.example" },
    { message: "HH108: Cannot connect to the network localhost." },
  ],
  refused: [
    { code: -32000, message: "max fee per gas less than block base fee" },
    { code: -32000, message: "exceeds block gas limit" },
    { code: -32000, message: "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)" },
    { code: -32000, message: "insufficient funds for gas * price + value" },
    { code: -32000, message: "intrinsic gas too low" },
    { code: -32000, message: "nonce too low" },
    { code: -32000, message: "replacement transaction underpriced" },
    { code: -32000, message: "gas required exceeds allowance (30000000)" },
    { code: -32601, message: "the method eth_simulateV1 does not exist/is not available" },
    { code: -32602, message: "invalid argument 0: hex string has length 3" },
    { code: 3, message: "execution reverted: rate limited by the contract" },
    { code: -32603, message: "VM Exception while processing transaction: reverted with 'too many requests'" },
    { code: -32015, message: "VM execution error." },
    { code: -32000, message: "missing trie node 12ab (path )" },
    { message: "invalid project id" },
  ],
};

const errorOf = ({ code, message, data }: Partial<Refusal>) =>
  Object.assign(new Error(message), {
    ...(code !== undefined && { code }),
    ...(data !== undefined && { data }),
  });

/** The same refusal as each library and wallet wraps it. */
function wrappings({ code = -32000, message, data }: Partial<Refusal>): Record<string, unknown> {
  const error = { code, message, ...(data !== undefined && { data }) };
  const payload = { id: 1, jsonrpc: "2.0" as const, method: "eth_getLogs", params: [] };
  const [request, body] = [new FetchRequest("https://rpc.example/v3/SECRET"), JSON.stringify({ error })];
  const info = { requestUrl: request.url, responseBody: body, responseStatus: "400 Bad Request" };
  return {
    "as it is": errorOf(error),
    "of ethers": makeError("could not coalesce error", "UNKNOWN_ERROR", { error, payload }),
    "of ethers, in an eth_call": makeError("missing revert data", "CALL_EXCEPTION", {
      ...{ action: "call", data: null, reason: null, transaction: { to: null, data: "" } },
      ...{ invocation: null, revert: null, info: { error, payload } },
    } as never),
    "of ethers, with a bad status": makeError("server response 400 Bad Request", "SERVER_ERROR", {
      request,
      info,
    }),
    "of a wallet": { code: -32603, message: "Internal JSON-RPC error.", data: error },
    "of an older wallet": {
      code: -32603,
      message: "Internal JSON-RPC error.",
      data: { originalError: error },
    },
    "of fetch": Object.assign(new TypeError("fetch failed"), { cause: errorOf(error) }),
    "of ours": new PolityError("the history cannot be read", { cause: errorOf(error) }),
  };
}

describe("What providers say", () => {
  for (const [kind, all] of Object.entries(SAID)) {
    it(`is ${kind} when they mean it, however it is wrapped`, () => {
      for (const said of all) {
        expect(failureOf(errorOf(said)).kind, said.message).to.equal(kind);
        for (const [how, error] of Object.entries(wrappings(said))) {
          // Fetch itself failing is what that wrapping means.
          if (how === "of fetch" && kind !== "unreachable") continue;
          expect(failureOf(error).kind, `${said.message}, ${how}`).to.equal(kind);
        }
      }
    });
  }

  it("is told from what Hardhat says around it: a key that is wrong is not asked with again", () => {
    for (const around of [
      "HH110: Invalid JSON-RPC response received: ",
      "Invalid JSON-RPC response received: ",
    ])
      expect(failureOf(new Error(`${around}invalid project id`))).to.deep.equal({
        kind: "refused",
        words: "invalid project id",
      });
  });

  it("is shown in their own words, however it is wrapped", () => {
    for (const said of [...f07, ...Object.values(SAID).flat()]) {
      for (const [how, error] of Object.entries(wrappings(said))) {
        const words = wordsOf(error);
        if (!said.message.includes("<html>"))
          expect(words, how).to.equal(said.message.replace(/^HH\d+: /, ""));
        expect(words).to.not.match(/HH\d|Invalid JSON-RPC/);
        expect(words).to.not.match(/coalesce|SECRET/);
      }
    }
  });

  it("is one line without markup, without what may be a key in an address, and never longer than 300 characters", () => {
    const page = `<html><head><title>502</title><style>a { b: c }</style></head>\n<h1>502 Bad\n Gateway</h1></html>`;
    expect(wordsOf(new Error(page))).to.equal("502 Bad Gateway");
    expect(wordsOf(new Error("no answer of https://user:pw@rpc.example/v3/KEY?token=KEY at all"))).to.equal(
      "no answer of https://rpc.example at all",
    );
    expect(wordsOf(new Error("x".repeat(10_000)))).to.have.length(300);
    expect(wordsOf("nothing but text")).to.equal("nothing but text");
  });

  it("is a revert only when the chain itself refused", () => {
    const call = (error: unknown) =>
      makeError("missing revert data", "CALL_EXCEPTION", { info: { error } } as never);
    expect(isRevert(call({ code: 3, message: "execution reverted" }))).to.equal(true);
    expect(isRevert(call({ code: -32000, message: "execution reverted" }))).to.equal(true);
    expect(isRevert(errorOf({ code: -32603, message: "x", data: "0x08c379a0" }))).to.equal(true);
    expect(isRevert(makeError("missing revert data", "CALL_EXCEPTION", {} as never))).to.equal(true);
    expect(isRevert(call({ code: -32005, message: "request rate exceeded" }))).to.equal(false);
    expect(isRevert(call({ code: -32603, message: "Internal JSON-RPC error." }))).to.equal(false);
    expect(isRevert(errorOf({ message: "connect ECONNREFUSED 127.0.0.1:8545" }))).to.equal(false);
  });

  it("tells how long to wait: in a header, in an error's data, or in words", () => {
    expect(parseRetryAfter("7")).to.equal(7);
    expect(parseRetryAfter("Sat, 28 Nov 2026 12:00:30 GMT", Date.UTC(2026, 10, 28, 12))).to.equal(30);
    expect(parseRetryAfter("Sat, 28 Nov 2026 12:00:00 GMT", Date.UTC(2026, 10, 28, 13))).to.equal(0);
    for (const header of [null, "", "soon"]) expect(parseRetryAfter(header)).to.equal(undefined);
    expect(failureOf(errorOf(SAID.limited[2]!)).retryAfter).to.equal(30);
    expect(failureOf(errorOf(SAID.limited[6]!)).retryAfter).to.equal(10);
    expect(failureOf(errorOf({ message: "try again in 2m" })).retryAfter).to.equal(120);
    expect(failureOf(errorOf(SAID.limited[0]!)).retryAfter).to.equal(undefined);
    const response = new Response("slow down", { status: 429, headers: { "Retry-After": "9" } });
    expect(failureOf(Object.assign(new Error("no"), { response }))).to.deep.include({
      kind: "limited",
      retryAfter: 9,
    });
  });
});

/** Fails as often as there are errors, then answers 7; the pauses are written down instead of waited for. */
function failing(...errors: unknown[]) {
  const pauses: number[] = [];
  const sleep = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
  let asked = 0;
  const act = () => {
    const error = errors[asked++];
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- as wallets do
    return error === undefined ? Promise.resolve(7) : Promise.reject(error);
  };
  return { act, pauses, sleep, asked: () => asked };
}

const outage = errorOf({ message: "502 Bad Gateway" });
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => "nothing",
    (error: unknown) => error,
  );

describe("Patience with providers", () => {
  it("asks again what failed for now, after pauses that grow", async () => {
    const { act, pauses, sleep } = failing(outage, outage, outage, outage);
    expect(await patiently(act, { sleep })).to.equal(7);
    expect(pauses).to.have.length(4);
    pauses.forEach((each, i) => expect(each).to.be.within(375 * 2 ** i, 500 * 2 ** i));
  });

  it("does not ask again what was refused", async () => {
    const refused = errorOf({ code: 3, message: "execution reverted" });
    const { act, asked, sleep } = failing(refused);
    expect(await caught(patiently(act, { sleep }))).to.equal(refused);
    expect(asked()).to.equal(1);
  });

  it("gives up in the end with the last failure, and says before every pause why it waits", async () => {
    const last = errorOf({ message: "504 Gateway Timeout" });
    const { act, asked, sleep } = failing(outage, outage, last);
    const told: string[] = [];
    const options: RetryOptions = {
      ...{ sleep, attempts: 3 },
      onPause: ({ failure, attempt }) => told.push(`${attempt} ${failure.kind} ${failure.words}`),
    };
    expect(await caught(patiently(act, options))).to.equal(last);
    expect(asked()).to.equal(3);
    expect(told).to.deep.equal(["1 outage 502 Bad Gateway", "2 outage 502 Bad Gateway"]);
  });

  it("waits as long as the provider asks, and not at all for one that asks for too long", async () => {
    expect(pauseAfter(1, { retryAfter: 9 })).to.equal(9_000);
    expect(pauseAfter(1, { retryAfter: 0 })).to.equal(250);
    expect(pauseAfter(1, { retryAfter: 31 })).to.equal(undefined);
    expect(pauseAfter(60, {})).to.be.within(22_500, 30_000);
    const limited = errorOf({ message: "too many requests, retry in 3600s" });
    const { act, asked, sleep } = failing(limited);
    expect(await caught(patiently(act, { sleep }))).to.equal(limited);
    expect(asked()).to.equal(1);
  });

  it("ends with its signal", async () => {
    const ending = new AbortController();
    const { act, asked } = failing(outage, outage);
    const waiting = caught(patiently(act, { first: 60_000, longest: 60_000, signal: ending.signal }));
    setTimeout(() => ending.abort(), 5);
    expect(await waiting).to.equal(outage);
    expect(asked()).to.equal(1);
    expect(await caught(patiently(act, { signal: ending.signal }))).to.equal(outage);
  });

  it("asks a node through EIP-1193 again, but never has it send twice what it may have sent", async () => {
    const [first, second] = [failing(outage), failing(outage)];
    const ask = (method: string, { act, sleep }: ReturnType<typeof failing>) =>
      patientRequest(act, { sleep })({ method, params: [] });
    expect(await ask("eth_call", first)).to.equal(7);
    expect(await caught(ask("eth_sendTransaction", second))).to.equal(outage);
    expect(
      await ask("eth_sendTransaction", failing(errorOf({ code: 429, message: "Too many requests" }))),
    ).to.equal(7);
  });

  it("takes a signed transaction that is known already for sent, if it had been given before", async () => {
    const known = errorOf({ code: -32000, message: "already known" });
    const request = { method: "eth_sendRawTransaction", params: ["0x1234"] };
    const { act, sleep } = failing(outage, known);
    expect(await patientRequest(act, { sleep })(request)).to.equal(keccak256("0x1234"));
    const fresh = failing(known);
    expect(await caught(patientRequest(fresh.act, { sleep: fresh.sleep })(request))).to.equal(known);
  });

  it("knows what ethers makes of real answers of a server", async () => {
    const answers: [RequestListener, FailureKind, RegExp, number?][] = [
      [
        (_, answer) => answer.writeHead(503, { "Retry-After": "3" }).end("<h1>Service Unavailable</h1>"),
        "outage",
        /^Service Unavailable$/,
        3,
      ],
      [(_, answer) => answer.writeHead(500).end(), "outage", /^server response 500/],
      [(_, answer) => answer.writeHead(401).end("no such project"), "refused", /^no such project$/],
      [(_, answer) => answer.writeHead(403).end("gateway: forbidden"), "refused", /^gateway: forbidden$/],
      [(_, answer) => answer.writeHead(413).end(), "range", /^server response 413/],
      [
        (_, answer) =>
          answer.end(`{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"request rate exceeded"}}`),
        "limited",
        /^request rate exceeded$/,
      ],
      [(request) => request.socket.destroy(), "outage", /socket hang up/],
    ];
    for (const [listener, kind, words, retryAfter] of answers) {
      const server = createServer(listener);
      await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/key`;
      const provider = new JsonRpcProvider(url, 1, { staticNetwork: Network.from(1), batchMaxCount: 1 });
      const failure = failureOf(await caught(provider.send("eth_blockNumber", [])));
      expect(failure).to.deep.include({ kind, ...(retryAfter !== undefined && { retryAfter }) });
      expect(failure.words).to.match(words);
      provider.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      expect(failureOf(await caught(fetch(url))).kind).to.equal("unreachable");
    }
  });
});
