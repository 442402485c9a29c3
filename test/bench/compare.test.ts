import { expect } from "chai";

import { compare, describe as describeComparison, updated } from "../../bench/compare";
import type { Row } from "../../bench/suite";

const row = (suite: string, action: string, gas: number): Row => ({
  suite,
  action,
  gas,
  floor: 21_000,
  parts: [],
  peers: {},
});

describe("The bench's snapshot", () => {
  const recorded = { token: { burn: 10_000, transfer: 50_000 }, vote: { cast: 60_000 } };

  it("takes what moved by 2 % as it was, in both directions", () => {
    const rows = [row("token", "transfer", 51_000), row("token", "burn", 9_800)];
    const comparison = compare(recorded, rows, ["token"]);
    expect(comparison).to.deep.equal({ problems: [], gains: [] });
    expect(describeComparison(comparison)).to.equal("Every figure is within 2 % of bench/snapshot.json.");
  });

  it("names what became dearer by more, and tells to renew what became cheaper", () => {
    const rows = [row("token", "transfer", 51_001), row("token", "burn", 9_799)];
    const comparison = compare(recorded, rows, ["token"]);
    expect(comparison.problems).to.deep.equal([["token.transfer", "50,000", "51,001", "+2.0 %"]]);
    expect(comparison.gains).to.deep.equal([["token.burn", "10,000", "9,799", "-2.0 %"]]);
    expect(describeComparison(comparison)).to.include("token.transfer").and.include("--update");
  });

  it("fails for an action that is new, and for one that is gone", () => {
    const rows = [row("token", "transfer", 50_000), row("token", "mint", 70_000)];
    expect(compare(recorded, rows, ["token"]).problems).to.have.deep.members([
      ["token.burn", "10,000", "–", "gone"],
      ["token.mint", "–", "70,000", "new"],
    ]);
  });

  it("fails for a suite that is gone, but not for one that was not asked for", () => {
    const rows = [row("token", "transfer", 50_000), row("token", "burn", 10_000)];
    expect(compare(recorded, rows, ["token"]).problems).to.deep.equal([]);
    expect(compare(recorded, rows, ["token", "vote"]).problems).to.deep.equal([
      ["vote.cast", "60,000", "–", "gone"],
    ]);
  });

  it("is renewed suite by suite, in an order that does not depend on the measuring", () => {
    const renewed = updated(recorded, [row("token", "transfer", 1), row("token", "approve", 2)]);
    expect(JSON.stringify(renewed)).to.equal('{"token":{"approve":2,"transfer":1},"vote":{"cast":60000}}');
  });
});
