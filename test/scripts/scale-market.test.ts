import { expect } from "chai";
import hre from "hardhat";

import { measureMarket } from "../../devnet/scale/market";

describe("The measurement of a market", () => {
  it("pays many requests by one claim for each batch of channels, and a claim is as dear after one as after many", async () => {
    const size = { services: 2, payers: 3, requests: 4 };
    const { gas, transactions, adds, seconds } = await measureMarket(hre, size, () => undefined);
    expect([transactions, adds]).to.deep.equal([{ claims: 1, sweeps: 2 }, true]);
    // The only claim of one channel pays for the transaction by itself.
    expect(gas.claim).to.be.below(gas.claimOfOne);
    for (const [name, used] of Object.entries(gas)) expect(used, name).to.be.above(21_000);
    expect(seconds.request).to.be.above(0);
  });
});
