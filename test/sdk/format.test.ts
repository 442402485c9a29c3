import { expect } from "chai";

import {
  formatAmount,
  formatDuration,
  formatMultiplier,
  formatPercent,
  formatTimestamp,
  parseAmount,
  parseDate,
  parseDuration,
  parseMultiplier,
  parsePercent,
  PolityError,
} from "@polity/sdk";

describe("Formatting", () => {
  it("reads and writes amounts exactly, down to one base unit", () => {
    for (const [text, units] of [
      ["0", 0n],
      ["1", 10n ** 18n],
      ["1250.5", 1_250_500_000_000_000_000_000n],
      ["0.000000000000000001", 1n],
      ["79228162514.264337593543950335", 2n ** 96n - 1n],
    ] as const) {
      expect(parseAmount(text)).to.equal(units);
      expect(formatAmount(units)).to.equal(text);
    }
    expect(parseAmount("1.50")).to.equal(parseAmount("1.5"));
  });

  it("refuses amounts that are negative, too fine, grouped, exponential or empty", () => {
    for (const text of [
      "-1",
      "-0",
      "0.0000000000000000001",
      "1,000",
      "1_000",
      "1e3",
      "",
      " 1",
      "1.",
      ".5",
      "01",
      "0x10",
    ]) {
      expect(() => parseAmount(text), text).to.throw(PolityError);
    }
  });

  it("writes a duration in the largest exact unit and reads it back", () => {
    for (const [seconds, text] of [
      [604_800, "7d"],
      [129_600, "36h"],
      [5_400, "90m"],
      [61, "61s"],
      [0, "0s"],
    ] as const) {
      expect(formatDuration(seconds)).to.equal(text);
      expect(parseDuration(text)).to.equal(seconds);
    }
  });

  it("refuses durations without a unit, with fractions, signs or spaces", () => {
    for (const text of ["7", "d", "7 d", "1.5d", "-1d", "7D", "07d", "1d12h", "2w", "99999999999d"]) {
      expect(() => parseDuration(text), text).to.throw(PolityError, "is not a duration");
    }
    expect(() => formatDuration(1.5)).to.throw(PolityError);
    expect(() => formatDuration(-1)).to.throw(PolityError);
  });

  it("turns percentages and multipliers into basis points without floats", () => {
    expect(parsePercent("66.66")).to.equal(6666);
    expect(parsePercent("-100")).to.equal(-10_000);
    expect(parseMultiplier("2.0")).to.equal(20_000);
    // 1.1 * 10_000 is 11000.000000000002 as a float.
    expect(parseMultiplier("1.1")).to.equal(11_000);
    expect(formatPercent(6650)).to.equal("66.5 %");
    expect(formatPercent(-50)).to.equal("-0.5 %");
    expect(formatMultiplier(20_000)).to.equal("2.0");
    expect(formatMultiplier(11_250)).to.equal("1.125");
    expect(() => parsePercent("66.666")).to.throw(PolityError, "at most 2 decimals");
    expect(() => parseMultiplier("1.00001")).to.throw(PolityError, "at most 4 decimals");
    expect(() => parsePercent("9".repeat(30))).to.throw(PolityError, "too large");
  });

  it("knows the calendar and prints UTC", () => {
    expect(parseDate("2026-01-01")).to.equal(1_767_225_600);
    expect(parseDate("2028-02-29")).to.equal(1_835_395_200);
    expect(formatTimestamp(1_767_225_600n)).to.equal("2026-01-01T00:00:00Z");
    for (const text of ["2026-02-29", "2026-13-01", "2026-1-1", "01.01.2026", "2026-01-01T00:00:00Z"]) {
      expect(() => parseDate(text), text).to.throw(PolityError, "is not a date");
    }
  });
});
