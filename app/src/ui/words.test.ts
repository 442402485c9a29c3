import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import {
  dateWords,
  durationWords,
  relativeWords,
  sentence,
  plain,
  shareWords,
  shortAmount,
  spanWords,
} from "./words";

const WEI = 10n ** 18n;

describe("Amounts, cut for the eye", () => {
  it("are never rounded up, and say when something is cut off", () => {
    expect(shortAmount(1_999_999n * WEI + (WEI * 999n) / 1000n, 18, 2)).toEqual({
      text: "1,999,999.99",
      exact: false,
    });
    expect(shortAmount(WEI + 1n, 18, 2)).toEqual({ text: "1", exact: false });
    expect(shortAmount((WEI * 5n) / 2n, 18, 2)).toEqual({ text: "2.5", exact: true });
  });

  it("do not show what is there as nothing", () => {
    expect(shortAmount(1n, 18, 2)).toEqual({ text: "<0.01", exact: false });
    expect(shortAmount(-1n, 18, 0)).toEqual({ text: "−<1", exact: false });
    expect(shortAmount(0n, 18, 2)).toEqual({ text: "0", exact: true });
  });

  it("of tokens with fewer decimals than are shown are whole", () => {
    expect(shortAmount(12_345n, 0, 2)).toEqual({ text: "12,345", exact: true });
  });
});

describe("Times in words", () => {
  it("have the two largest units in a countdown and one in a distance", () => {
    expect(durationWords(13 * 86_400 + 4 * 3_600 + 59)).toBe("13 days 4 hours");
    expect(durationWords(86_400 + 59)).toBe("1 day");
    expect(durationWords(0)).toBe("0 seconds");
    expect(relativeWords(1_000, 1_000 + 7_300)).toBe("2 hours ago");
    expect(relativeWords(1_000 + 90, 1_000)).toBe("in 1 minute");
    expect(relativeWords(1_000, 1_000)).toBe("now");
  });

  it("name their zone, and a span its unit", () => {
    expect(dateWords(1_767_225_600)).toBe("2026-01-01 00:00 UTC");
    expect([spanWords(604_800), spanWords(129_600), spanWords(60)]).toEqual([
      "7 days",
      "36 hours",
      "1 minute",
    ]);
  });
});

describe("Shares", () => {
  it("are rounded down, and of nothing there are none", () => {
    expect(shareWords(2n, 3n)).toBe("66.6\u00a0%");
    expect(shareWords(0n, 0n)).toBe("–");
    expect(shareWords(0n, 3n)).toBe("0\u00a0%");
    expect(shareWords(1n, 3000n)).toBe("<0.1\u00a0%");
    expect(shareWords(3n, 3n)).toBe("100\u00a0%");
  });
});

describe("A sentence of the SDK", () => {
  it("has moments without seconds and spans in words, and nothing else of it changes", () => {
    expect(plain("it ends 2026-12-12T17:44:04Z (in 11d 23h)")).toBe(
      "it ends 2026-12-12 17:44 UTC (in 11 days 23 hours)",
    );
    expect(plain("lasted 1d, then 36h and 2 d 1 min")).toBe(
      "lasted 1 day, then 36 hours and 2 days 1 minute",
    );
    for (const text of ["council 0x12d", "train.step2d is 4d-1x", "nep-0001.md"])
      expect(plain(text).replace("4 days", "4d")).toBe(text);
  });
});

describe("The first letter of a text", () => {
  it("is large where a sentence begins with a word, and stays as it is in names, keys and files", () => {
    expect(sentence("the wallet declined")).toBe("The wallet declined");
    expect(sentence("against: a share cannot be negative")).toBe("Against: a share cannot be negative");
    for (const text of [
      "train.innerSteps: 500",
      "ballots.json is empty",
      "nep-0001 is",
      "0xab is",
      "eVOTE",
    ]) {
      expect(sentence(text)).toBe(text);
    }
  });

  it("is changed by no style: it knows no name from a word", () => {
    const folder = join(import.meta.dirname, "..");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".css"),
    );
    expect(files.length).toBeGreaterThan(5);
    for (const file of files)
      expect(readFileSync(join(folder, file), "utf8"), file).not.toMatch(/first-letter/);
  });
});
