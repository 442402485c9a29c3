import { describe, expect, it } from "vitest";

import type { EscrowAccount } from "@polity/sdk/escrow/read";
import { WEEK } from "@polity/sdk/escrow/time";
import { decays, endsOf, forecastTimes } from "./read";

const now = 2_900 * WEEK + 5;
const account = (maxWeeks: number, ends: number[] = []) =>
  ({
    ...{ now, maxWeeks },
    locks: ends.map((unlockTime, id) => ({ id, amount: 1n, unlockTime })),
  }) as unknown as EscrowAccount;

describe("Ends to choose from for a lock", () => {
  it("are all weeks of a short escrow, the last one included and none beyond", () => {
    const ends = endsOf(account(4));
    expect(ends).toEqual([1, 2, 3, 4].map((weeks) => (2_900 + weeks) * WEEK));
  });

  it("get fewer with time in a long one, and always have the last", () => {
    const ends = endsOf(account(208));
    expect(ends.length).toBeLessThan(40);
    expect(ends.slice(0, 8).map((end) => end / WEEK - 2_900)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ends.at(-1)).toBe((2_900 + 208) * WEEK);
  });

  it("are later than the present one of a lock that is extended, and none for one that ends last", () => {
    expect(endsOf(account(4), 2_902 * WEEK).map((end) => end / WEEK - 2_900)).toEqual([3, 4]);
    expect(endsOf(account(4), 2_904 * WEEK)).toEqual([]);
  });
});

describe("Times of a forecast", () => {
  it("are weeks up to the last end, or months for long locks, never more than 17", () => {
    expect(forecastTimes(account(4, [2_903 * WEEK])).map((time) => time / WEEK - 2_900)).toEqual([1, 2, 3]);
    const months = forecastTimes(account(208, [(2_900 + 208) * WEEK]));
    expect(months.length).toBeGreaterThan(10);
    expect(months.length).toBeLessThan(18);
    expect(months.at(-1)).toBeGreaterThanOrEqual((2_900 + 200) * WEEK);
    expect([...months].sort((a, b) => a - b)).toEqual(months);
  });

  it("are none where nothing decays", () => {
    expect(decays(account(4, [0]))).toBe(false);
    expect(decays(account(4, [2_899 * WEEK]))).toBe(false);
    expect(decays(account(4, [0, 2_901 * WEEK]))).toBe(true);
    expect(forecastTimes(account(4, [0]))).toEqual([]);
  });
});
