// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import { MarkdownText, safeLink } from "./MarkdownText";

afterEach(cleanup);

const shown = (text: string) => render(<MarkdownText text={text} />).container;

describe("Markdown from the chain", () => {
  it("is inert: HTML and scripts stand there as text, and no element of theirs exists", () => {
    const page = shown(
      '<script>alert(1)</script>\n\n<img src=x onerror="alert(1)">\n\n<iframe src="https://evil.example">',
    );
    expect(page.querySelector("script, img, iframe")).toBeNull();
    expect(page.innerHTML).not.toMatch(/<(script|img|iframe)/);
  });

  it("has links only to pages and IPFS, which open apart and tell where they lead", () => {
    const page = shown(
      "[a](https://a.example/x) [b](javascript:alert(1)) [c](data:text/html,x) [d](ipfs://bafy)",
    );
    const links = [...page.querySelectorAll("a")];
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["https://a.example/x", "ipfs://bafy"]);
    expect(links[0]!.rel).toContain("noopener");
    expect(links[0]!.title).toBe("https://a.example/x");
  });

  it("takes no address that is relative, or only looks like one of ours", () => {
    for (const url of [
      "//evil.example",
      "#/account",
      "JaVaScRiPt:alert(1)",
      " javascript:alert(1)",
      "vbscript:x",
    ]) {
      expect(safeLink(url), url).toBeUndefined();
    }
  });

  it("loads no picture, and tells of it", () => {
    const page = shown("![a chart](https://tracker.example/p.png)");
    expect(page.querySelector("img")).toBeNull();
    expect(page.textContent).toContain("picture, not loaded: a chart https://tracker.example/p.png");
  });

  it("marks characters that turn text around", () => {
    expect(shown("pay \u202e000,1").textContent).toContain("pay \ufffd000,1");
  });

  it("has no heading above those of the page", () => {
    const page = shown("# One\n\n## Two");
    expect(page.querySelector("h1, h2")).toBeNull();
    expect(page.querySelectorAll("h3")).toHaveLength(2);
  });
});
