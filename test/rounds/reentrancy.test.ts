import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { deployRounds, ETHER, POT } from "./fixture";

describe("Rounds and whoever calls back", () => {
  it("pays a contract once, whatever it does while it is paid", async () => {
    const { rounds, tallied, toClaims } = await loadFixture(deployRounds);
    const greedy = await ethers.deployContract("GreedyContributor", [rounds]);
    const target = { address: greedy.target as string };
    const id = await tallied(
      [target, target],
      [
        [5, 5],
        [5, 5],
        [5, 5],
      ],
      { asset: ETHER, budgetId: 3n, entryFee: 0n },
    );
    await toClaims(id);
    await expect(greedy.claim(id)).to.changeEtherBalance(greedy, POT / 2n);
    expect(await greedy.succeeded()).to.equal(false);
    expect(await rounds.isClosed(id, 1)).to.equal(false);
  });
});
