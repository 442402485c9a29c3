import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { expect } from "chai";

import { serveFolder, type Site } from "../../scripts/lib/serve";

const SCRIPT = `export const words = ${JSON.stringify("vote ".repeat(2_000))};\n`;

describe("The server of npm start", () => {
  const folder = mkdtempSync(join(tmpdir(), "polity-serve-"));
  let site: Site;

  before(async () => {
    writeFileSync(join(folder, "index.html"), "<!doctype html>");
    writeFileSync(join(folder, "app.js"), SCRIPT);
    writeFileSync(join(folder, "feed.xml"), "<feed/>");
    writeFileSync(join(folder, "calendar.ics"), "BEGIN:VCALENDAR");
    writeFileSync(join(folder, "font.woff2"), Buffer.alloc(5_000));
    const generated = { "network.json": () => JSON.stringify({ names: "x".repeat(1_000) }) };
    site = await serveFolder(folder, { port: 0, generated });
  });
  after(async () => {
    await site.stop();
    rmSync(folder, { recursive: true });
  });

  /** As it comes over the line: a browser's client would unpack it. */
  const ask = (name: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      get(`${site.url}${name}`, { headers }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
        );
      }).on("error", reject);
    });

  for (const [accepted, encoding, unpack] of [
    ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
    ["gzip", "gzip", gunzipSync],
    ["br;q=0, gzip;q=0.5", "gzip", gunzipSync],
    ["*", "br", brotliDecompressSync],
    ["BR;q=1.0", "br", brotliDecompressSync],
  ] as const)
    it(`compresses scripts for a browser that takes "${accepted}"`, async () => {
      const { headers, body } = await ask("app.js", { "accept-encoding": accepted });
      expect([headers["content-encoding"], headers.vary]).to.deep.equal([encoding, "accept-encoding"]);
      expect(Number(headers["content-length"])).to.equal(body.length);
      expect(body.length).to.be.below(SCRIPT.length / 10);
      expect(unpack(body).toString()).to.equal(SCRIPT);
    });

  for (const accepted of ["", "identity", "zstd", "br;q=0", "gzip;q=0.0, br;q=0"])
    it(`sends scripts as they are to one that takes "${accepted}"`, async () => {
      const { headers, body } = await ask("app.js", accepted ? { "accept-encoding": accepted } : {});
      expect([headers["content-encoding"], headers.vary]).to.deep.equal([undefined, "accept-encoding"]);
      expect(body.toString()).to.equal(SCRIPT);
    });

  it("does not compress what is compressed already, or so short that it gains nothing", async () => {
    const all = { "accept-encoding": "gzip, br" };
    expect((await ask("font.woff2", all)).headers).to.not.have.any.keys("content-encoding", "vary");
    expect((await ask("", all)).headers).to.not.have.property("content-encoding");
    expect((await ask("network.json", all)).headers["content-encoding"]).to.equal("br");
  });

  it("sends nothing twice to whoever has it: each encoding has a tag of its own", async () => {
    const packed = await ask("app.js", { "accept-encoding": "br" });
    const plain = await ask("app.js");
    expect(packed.headers.etag).to.match(/^"[\w-]{43}"$/);
    expect(packed.headers.etag).to.not.equal(plain.headers.etag);
    const known = { "accept-encoding": "br", "if-none-match": `"x", ${packed.headers.etag}` };
    const again = await ask("app.js", known);
    expect([again.status, again.body.length, again.headers.etag]).to.deep.equal([
      304,
      0,
      packed.headers.etag,
    ]);
    writeFileSync(join(folder, "app.js"), `${SCRIPT}// changed\n`);
    expect((await ask("app.js", known)).status).to.equal(200);
    writeFileSync(join(folder, "app.js"), SCRIPT);
  });

  it("names a feed and a calendar as what they are, so that readers of feeds and calendars take them", async () => {
    const typeOf = async (name: string) => (await ask(name)).headers["content-type"];
    expect(await typeOf("feed.xml")).to.equal("application/atom+xml; charset=utf-8");
    expect(await typeOf("calendar.ics")).to.equal("text/calendar; charset=utf-8");
  });

  it("serves nothing beside its folder", async () => {
    for (const path of ["../package.json", "%2e%2e/package.json", "none.js", "%00"])
      expect((await ask(path)).status, path).to.equal(404);
  });
});
