import { expect } from "chai";
import hre from "hardhat";

import { measureMarket } from "../../devnet/scale/market";

describe("The measurement of a market", () => {
  for (const processes of [1, 2])
    it(`pays many requests by one claim for each batch of channels, and a claim is as dear after one as after many, in ${processes} processes more`, async () => {
      const size = { services: 2, payers: 3, requests: 4, processes };
      const { gas, transactions, adds, seconds, memory } = await measureMarket(hre, size, () => undefined);
      expect([transactions, adds]).to.deep.equal([{ claims: 1, sweeps: 2 }, true]);
      // The only claim of one channel pays for the transaction by itself.
      expect(gas.claim).to.be.below(gas.claimOfOne);
      for (const [name, used] of Object.entries(gas)) expect(used, name).to.be.above(21_000);
      for (const [name, took] of Object.entries(seconds)) expect(took, name).to.be.above(0);
      expect(memory).to.be.above(0);
    });
});
