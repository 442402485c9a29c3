import { encodeBytes32String } from "ethers";
import { expect } from "chai";

import { unlockAfter } from "@polity/sdk";
import { wordText } from "@polity/sdk/calls/words";

describe("Words of 32 bytes", () => {
  it("read as the text that somebody wrote into them, spaces and signs included", () => {
    for (const text of ["R&D 2026", "Grant #17", "train.innerSteps", "Forschung für alle"])
      expect(wordText(encodeBytes32String(text))).to.equal(text);
  });

  it("stay hex digits where a reader could not see what is there", () => {
    for (const text of ["", " grants", "gra\u200bnts", "grants\u202e", "a\nb"]) {
      const word = encodeBytes32String(text);
      expect(wordText(word), text).to.equal(word);
    }
  });
});

describe("A lock of some weeks", () => {
  const now = Date.UTC(2028, 1, 16, 23, 55) / 1000;

  it("lasts at least as long, also minutes before a week begins", () => {
    expect(unlockAfter(1, { now, maxWeeks: 208 })).to.equal(Date.UTC(2028, 1, 24) / 1000);
    const thursday = Date.UTC(2028, 1, 17) / 1000;
    expect(unlockAfter(1, { now: thursday, maxWeeks: 208 })).to.equal(Date.UTC(2028, 1, 24) / 1000);
  });

  it("ends at the last week there is, if it is the longest", () => {
    expect(unlockAfter(208, { now, maxWeeks: 208 })).to.equal(Date.UTC(2028, 1, 10) / 1000 + 208 * 604_800);
  });
});
