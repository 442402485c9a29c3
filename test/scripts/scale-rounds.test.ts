import { expect } from "chai";
import hre from "hardhat";

import { CLAIM_CHUNK } from "@polity/sdk/rounds";
import { measureRound } from "../../devnet/scale/rounds";

/** The short form of `npm run scale:rounds`; docs/scale.md has the figures of the whole. */
describe("The measurement of a round", () => {
  let snapshot: unknown;
  before(async () => (snapshot = await hre.network.provider.send("evm_snapshot", [])));
  after(() => hre.network.provider.send("evm_revert", [snapshot]));

  it("D7: goes from many entries to shares that vest, as many in a transaction as one can have", async () => {
    const size = { entries: CLAIM_CHUNK + 8, claims: CLAIM_CHUNK + 1 };
    const { problems, transactions, gas, bytes, ...figures } = await measureRound(hre, size, () => undefined);
    expect(problems).to.deep.equal([]);
    expect([figures.entries, figures.claims]).to.deep.equal([size.entries, size.claims]);
    // Where a batch is more than a transaction may have, shares are paid one by one.
    expect(transactions).to.deep.equal({ tallies: 1, claims: 2 });
    for (const [name, used] of Object.entries(gas)) expect(used, name).to.be.above(21_000);
    expect(bytes.bundle).to.be.above(bytes.backtest);
  });
});
