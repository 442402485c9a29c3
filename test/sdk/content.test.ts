import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import {
  canonicalJson,
  contentHash,
  readContent,
  type ContentOptions,
  type Json,
} from "@polity/sdk/core/content";

const TEXT = "what is meant";
const HASH = contentHash(TEXT);

describe("Canonical JSON", () => {
  it("is what RFC 8785 writes in its own example", () => {
    const value = {
      // eslint-disable-next-line no-loss-of-precision -- that is what the example is about
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\u002f",
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).to.equal(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("orders keys by their UTF-16 units, at every depth", () => {
    expect(canonicalJson({ "\u{1f600}": 1, "\ufb33": 2, b: { d: 1, c: 2 }, a: -0 })).to.equal(
      '{"a":0,"b":{"c":2,"d":1},"\u{1f600}":1,"\ufb33":2}',
    );
  });

  const circle: { self?: unknown } = {};
  circle.self = circle;
  for (const [what, value] of [
    ["NaN", NaN],
    ["infinity", [Infinity]],
    ["half a surrogate pair", "\ud800"],
    ["a bigint", { amount: 1n }],
    ["a circle", circle],
    ["nothing", undefined],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => canonicalJson(value as unknown as Json)).to.throw(/^this is no JSON: /);
    });
  }
});

describe("Contents", () => {
  let server: Server;
  let root: string;
  const asked: string[] = [];

  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.url!);
      if (request.url!.startsWith("/slow")) return;
      const to = /^\/to\/(.*)/.exec(request.url!)?.[1];
      if (to !== undefined) return void response.writeHead(302, { location: decodeURIComponent(to) }).end();
      if (request.url!.startsWith("/gone")) return void response.writeHead(404).end();
      if (request.url!.startsWith("/endless")) {
        const send = () =>
          response.write("x".repeat(65_536), (lost) => {
            if (!lost) setImmediate(send);
          });
        return send();
      }
      response.end(request.url!.startsWith("/good") ? TEXT : "something else");
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const HERE: ContentOptions = { schemes: ["http", "ipfs", "file"], timeout: 60_000, maxBytes: 1000 };
  const read = async (path: string, options: ContentOptions = {}) =>
    Buffer.from(await readContent(`${root}${path}`, HASH, { ...HERE, ...options })).toString();
  const refusal = async (reading: Promise<unknown>) =>
    reading.then(
      () => "it was read",
      (error: unknown) => (error as Error).message.replaceAll(root, "…"),
    );

  it("are read from an address when their hash is the one that is meant", async () => {
    expect(HASH).to.equal("0x8908ba4f6d6645b4ae4893fa81253004223db695db70cb54efe3f435f1b5f556");
    expect(await read("/good")).to.equal(TEXT);
    expect(await refusal(read("/other"))).to.equal(
      `what lies at …/other is another content: its sha256 is ${contentHash("something else")}, not ${HASH}`,
    );
  });

  it("are asked of one gateway after another, and a gateway that lies is one that failed", async () => {
    const gateways = [`${root}/gone/`, `${root}/lie`, `${root}/good`, `${root}/never`];
    asked.length = 0;
    const bytes = await readContent("ipfs://bafyabc/a%20file", HASH, { ...HERE, gateways });
    expect(Buffer.from(bytes).toString()).to.equal(TEXT);
    expect(asked).to.deep.equal(["gone", "lie", "good"].map((name) => `/${name}/bafyabc/a%20file`));
    const none = readContent("ipfs://bafyabc", HASH, { ...HERE, gateways: gateways.slice(0, 2) });
    expect(await refusal(none)).to.match(
      /^ipfs:\/\/bafyabc cannot be read: …\/gone\/bafyabc answers 404; what lies at …\/lie\/bafyabc is another content/,
    );
  });

  it("are followed to where an address leads, but not out of what may be asked", async () => {
    expect(await read("/to/%2Fgood")).to.equal(TEXT);
    expect(await refusal(read("/to/https%3A%2F%2Felsewhere.example%2Fx"))).to.match(
      /leads to https:\/\/elsewhere\.example\/x, which is not asked for$/,
    );
    expect(await refusal(read("/to/%2Fto%2F"))).to.match(/leads on and on$/);
  });

  it("come from files where there are some", async () => {
    const readFile = (path: string) =>
      Promise.resolve(new TextEncoder().encode(path === "/a file" ? TEXT : "?"));
    const bytes = await readContent("file:///a%20file", HASH, { ...HERE, readFile });
    expect(Buffer.from(bytes).toString()).to.equal(TEXT);
    expect(await refusal(readContent("file:///a", HASH, HERE))).to.contain("files cannot be read here");
  });

  it("that never end, or never come, are given up", async () => {
    expect(await refusal(read("/endless"))).to.equal("…/endless is larger than the 1000 bytes that are read");
    expect(await refusal(read("/slow", { timeout: 300 }))).to.equal("…/slow does not answer within 0.3 s");
    expect(await refusal(read("/gone"))).to.equal("…/gone answers 404");
    expect(await refusal(readContent("http://127.0.0.1:9/", HASH, HERE))).to.contain("does not answer");
  });

  it("at addresses that a stranger named are not asked of this machine or its neighbours", async () => {
    asked.length = 0;
    for (const address of [`${root}/good`, "file:///etc/hostname", "data:text/plain,x", "/good", "FILE:///x"])
      expect(await refusal(readContent(address, HASH)), address).to.match(/is not asked for$/);
    expect(asked).to.deep.equal([]);
    expect(await refusal(readContent("ipfs://a", "0x12", HERE))).to.equal('"0x12" is no hash of a content');
  });
});
