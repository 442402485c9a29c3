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

  it("shows lists, quotes, code and breaks as what they are", () => {
    const page = shown("3. a *b* **c**\n4. d\n\n> e\n\n`f` g  \nh\n\n```\n<i>\n```\n\n---");
    expect(page.querySelector("ol")!.getAttribute("start")).toBe("3");
    expect([...page.querySelectorAll("li")].map((item) => item.innerHTML)).toEqual([
      "a <em>b</em> <strong>c</strong>",
      "d",
    ]);
    expect(page.querySelector("blockquote p")!.textContent).toBe("e");
    expect(page.querySelector("p code")!.textContent).toBe("f");
    expect(page.querySelector("pre code")!.textContent).toBe("<i>\n");
    expect(page.querySelectorAll("br, hr")).toHaveLength(2);
  });

  const HOSTILE: Record<string, string> = {
    quotes: ">".repeat(20_000) + " a",
    bullets: "- ".repeat(20_000) + "a",
    numbers: "1. ".repeat(10_000) + "a",
    indents: Array.from({ length: 300 }, (_, i) => `${"  ".repeat(i)}- a`).join("\n"),
    brackets: "[".repeat(20_000) + "a",
    links: "[a](".repeat(10_000),
    pictures: "![".repeat(5_000) + "a" + "](b)".repeat(5_000),
    emphasis: "*a **b ".repeat(5_000),
    stars: "*".repeat(10_000) + "a" + "*".repeat(10_000),
  };
  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`is shown within two seconds, whole, when it is made of ${what} alone`, () => {
      const start = performance.now();
      const page = shown(text);
      expect(performance.now() - start).toBeLessThan(2_000);
      expect(page.textContent).toContain("a");
    });
  }

  it("is shown as it was written, with the reason, when it nests too deep", () => {
    for (const deep of [`${"> ".repeat(9)}a`, `${"- ".repeat(9)}a`, `${"*".repeat(17)}a${"*".repeat(17)}`]) {
      const page = shown(deep);
      expect(page.querySelector("pre")!.textContent).toBe(deep);
      expect(page.textContent).toContain("too deep to be laid out");
    }
    expect(shown(`${"> ".repeat(8)}a`).querySelectorAll("blockquote")).toHaveLength(8);
  });
});
