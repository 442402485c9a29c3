import { describe, expect, it } from "vitest";

import { readChoice, readShares } from "./shares";

const written = (shares: Partial<Record<"for" | "against" | "abstain", string>>) => ({
  ...{ for: "", against: "", abstain: "" },
  ...shares,
});

describe("Shares of one's votes", () => {
  it("are read in percent, with two decimals, and need not be the whole", () => {
    expect(readShares(written({ for: "90", abstain: " 9.95 " }))).toEqual({ for: 9_000, abstain: 995 });
    expect(readShares(written({ against: "100", for: "0" }))).toEqual({ against: 10_000 });
  });

  it("are refused when there are none, more than all, or no numbers", () => {
    expect(() => readShares(written({}))).toThrow("give at least one side a share");
    expect(() => readShares(written({ for: "60", against: "40.01" }))).toThrow(/together they are 100\.01 %/);
    expect(() => readShares(written({ for: "-1", against: "50" }))).toThrow(/negative/);
    expect(() => readShares(written({ for: "half" }))).toThrow(/not a decimal number/);
  });
});

describe("A vote", () => {
  it("is none until a side is chosen, and then that side or the parts that were written", () => {
    expect(() => readChoice(100n, { ...written({}), choice: "" })).toThrow("choose for, against");
    expect(readChoice(100n, { ...written({}), choice: "against" })).toBe("against");
    expect(readChoice(100n, { ...written({ for: "90", abstain: "10" }), choice: "parts" })).toEqual({
      for: 90n,
      abstain: 10n,
    });
  });
});
