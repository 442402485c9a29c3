import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { contentHash } from "@polity/sdk/core/content";
import { MAX_DOCUMENT, MAX_EVIDENCE, readDocument } from "@polity/sdk/nep/documents";
import { askedFor, documents } from "./documents";

const TEXT = "# A roadmap\n";
const asked: string[] = [];
let answer: () => Response;

beforeEach(() => {
  asked.length = 0;
  answer = () => new Response(TEXT);
  vi.stubGlobal("document", { baseURI: "https://dao.example/app/#/proposals" });
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve().then(answer);
  });
});
afterEach(() => void vi.unstubAllGlobals());

const read = (hash = contentHash(TEXT)) => readDocument({ hash, at: "contents/a.md" }, documents);

describe("A document beside the page", () => {
  it("is asked of the page's own site, and shown once it is the one that is meant", async () => {
    expect(await read()).toBe(TEXT);
    expect(asked).toEqual(["https://dao.example/app/neps/contents/a.md"]);
    await expect(read(contentHash("another"))).rejects.toThrow("is another content");
  });

  it("is not shown where it is missing, too large, or the site does not answer", async () => {
    answer = () => new Response("", { status: 404 });
    await expect(read()).rejects.toThrow("this site does not have neps/contents/a.md");
    answer = () => new Response("x".repeat(MAX_DOCUMENT + 1));
    await expect(read()).rejects.toThrow("is larger than the 262144 bytes that are read");
    answer = () => new Response("x".repeat(MAX_EVIDENCE + 1));
    await expect(read()).rejects.toThrow("is larger than a document may be");
    answer = () => {
      throw new TypeError("Failed to fetch");
    };
    await expect(read()).rejects.toThrow("does not answer");
  });

  it("is the only one that nobody else learns of", () => {
    expect(askedFor("contents/a.md")).toBe(undefined);
    expect(askedFor(undefined)).toBe(undefined);
    expect(askedFor("https://files.example/a.md")).toBe("files.example");
    expect(askedFor("ipfs://bafy/a.md")).toBe("a gateway of IPFS");
  });
});
