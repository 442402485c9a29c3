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

  it("finds every other door shut meanwhile", async () => {
    const { rounds, tallied, toClaims } = await loadFixture(deployRounds);
    const payee = await ethers.deployContract("HostilePayee");
    const { interface: calls } = rounds;
    const doors = [
      calls.encodeFunctionData("submit", [1, payee.target, ethers.ZeroHash, ""]),
      calls.encodeFunctionData("commitRun", [1, ethers.ZeroHash]),
      calls.encodeFunctionData("open", [1]),
      calls.encodeFunctionData("flag", [1, 0]),
      calls.encodeFunctionData("contest", [1]),
      calls.encodeFunctionData("claimProven", [1, 0, payee.target, 1n, []]),
      calls.encodeFunctionData("withdraw", [payee.target, ETHER]),
    ];
    const scores = doors.map(() => 5);
    const id = await tallied(
      doors.map(() => ({ address: payee.target as string })),
      [scores, scores, scores],
      { asset: ETHER, budgetId: 3n, entryFee: 0n },
    );
    await toClaims(id);
    for (const [i, data] of doors.entries()) {
      await payee.plan(rounds, 0, data);
      await rounds.claim(id, i);
      expect(await payee.calls()).to.equal(BigInt(i + 1));
      expect(await payee.succeeded()).to.equal(false);
      expect(await payee.answer(), data.slice(0, 10)).to.equal(
        ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10),
      );
    }
  });
});
