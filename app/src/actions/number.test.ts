import { describe, expect, it } from "vitest";

import { typedNumber } from "./number";

describe("A number that a person types", () => {
  it("may have its digits in groups, as the language has them", () => {
    expect(typedNumber(" 1,250.5 ", ".")).toBe("1250.5");
    expect(typedNumber("1,250,000", ".")).toBe("1250000");
    expect(typedNumber("1.250,5", ",")).toBe("1250.5");
    expect(typedNumber("1.250.000", ",")).toBe("1250000");
    expect(typedNumber("1\u202f250,5", ",")).toBe("1250.5");
    expect(typedNumber("-1 250", ".")).toBe("-1250");
  });

  it("has a comma or a point before its decimals where nobody can take them for a group", () => {
    expect(typedNumber("1250.125", ".")).toBe("1250.125");
    expect(typedNumber("1250,125", ",")).toBe("1250.125");
    expect(typedNumber("0.5", ",")).toBe("0.5");
  });

  it("is refused where it would be another amount for somebody else", () => {
    for (const [text, point] of [
      ["1,5", "."],
      ["1,5,0", "."],
      ["1.250", ","],
      ["1.2,5.0", ","],
    ] as const)
      expect(() => typedNumber(text, point), text).toThrow("can be read in two ways");
  });
});
