import { expect } from "chai";

import { readForeignText } from "@polity/sdk/nep/foreign";

const TEXT = "# NEP-GOV: Pay the audit\n\nA text.";
const DISCUSSION = "<discussion>https://forum.example.org/t/1</discussion>";
const SIGNATURE = '<signature>["pay(uint256)","transfer(address,uint256)"]</signature>';

describe("The text of another client", () => {
  it("is read without the tags that it ends with, in any order", () => {
    const read = {
      text: TEXT,
      discussion: "https://forum.example.org/t/1",
      signatures: ["pay(uint256)", "transfer(address,uint256)"],
    };
    for (const tags of [`\n\n${DISCUSSION}\n\n${SIGNATURE}`, `\n${SIGNATURE}${DISCUSSION}\n`])
      expect(readForeignText(TEXT + tags)).to.deep.equal(read);
    expect(readForeignText(TEXT)).to.deep.equal({ text: TEXT, signatures: [] });
  });

  for (const [what, text] of [
    ["in the middle of a text", `${DISCUSSION}\n\nmore`],
    ["twice", `a\n${DISCUSSION}\n${DISCUSSION}`],
    ["that leads to a script", "a\n<discussion>javascript:alert(1)</discussion>"],
    ["whose list is none", "a\n<signature>pay()</signature>"],
    ["whose list has something else", "a\n<signature>[1]</signature>"],
    ["that is not closed", "a\n<discussion>https://example.org"],
  ] as const) {
    it(`keeps a tag ${what}`, () => {
      const { text: kept } = readForeignText(text);
      expect(kept).to.match(/<(discussion|signature)>|<\/signature>/);
    });
  }

  it("is read in a moment, however often it opens a tag", () => {
    const start = process.cpuUsage();
    for (const text of ["<signature>".repeat(3_000), `${" ".repeat(32_000)}x`, "x<"])
      expect(readForeignText(text).text).to.equal(text);
    const { user } = process.cpuUsage(start);
    expect(user / 1000).to.be.lessThan(500);
  });
});
