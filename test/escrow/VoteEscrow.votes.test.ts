import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { MAX_TIME, UNIT, WEEK, at, deployEscrow, expectGasBelow, votesOf } from "./fixture";

// What every vote source does is in Votes.test.ts; here is what decay adds to it.
describe("VoteEscrow: votes", () => {
  /** Alice: 10 units until week 10, 20 until week 20, 40 for good. Bob: 5 until week 11. */
  async function deployVotes() {
    const world = await deployEscrow();
    const { escrow, alice, bob, inWeeks } = world;
    await escrow.connect(alice).createLock(10n * UNIT, inWeeks(10));
    await escrow.connect(alice).createLock(20n * UNIT, inWeeks(20));
    await escrow.connect(alice).createPermanentLock(40n * UNIT);
    await escrow.connect(bob).createLock(5n * UNIT, inWeeks(11));
    const alices: [bigint, number][] = [
      [10n * UNIT, inWeeks(10)],
      [20n * UNIT, inWeeks(20)],
      [40n * UNIT, 0],
    ];
    const bobs: [bigint, number][] = [[5n * UNIT, inWeeks(11)]];
    const start = await time.latest();
    const boundaries = [9, 10, 11, 20, 21].flatMap((weeks) =>
      [-1, 0, 1].map((offset) => inWeeks(weeks) + offset),
    );
    return { ...world, alices, bobs, start, times: [start, start + 1, ...boundaries] };
  }

  it("decay by the second, to nothing at the second the lock ends", async () => {
    const { escrow, alice, bob, alices, bobs, times, start } = await loadFixture(deployVotes);
    for (const timepoint of times.filter((timepoint) => timepoint > start)) {
      await time.increaseTo(timepoint);
      expect(await escrow.getVotes(alice)).to.equal(votesOf(alices, timepoint));
      expect(await escrow.getVotes(bob)).to.equal(votesOf(bobs, timepoint));
      expect(await escrow.totalSupply()).to.equal(votesOf([...alices, ...bobs], timepoint));
      expect(await escrow.balanceOf(alice)).to.equal(votesOf(alices, timepoint));
    }
  });

  it("are foretold for as long as nothing is done, and come true", async () => {
    const { escrow, alice, alices, bobs, times } = await loadFixture(deployVotes);
    for (const timepoint of times) {
      expect(await escrow.projectedVotes(alice, timepoint)).to.equal(votesOf(alices, timepoint));
      expect(await escrow.projectedTotalSupply(timepoint)).to.equal(votesOf([...alices, ...bobs], timepoint));
    }
    expect(await escrow.projectedVotes(alice, ethers.MaxUint256)).to.equal(40n * UNIT);
    await time.increase(500 * WEEK);
    for (const timepoint of times) {
      expect(await escrow.getPastVotes(alice, timepoint)).to.equal(votesOf(alices, timepoint));
      expect(await escrow.getPastTotalSupply(timepoint)).to.equal(votesOf([...alices, ...bobs], timepoint));
    }
  });

  // PowerTrace keeps two weeks in a slot, the even one first: which of them are over is asked on either side.
  for (const parity of ["even", "odd"]) {
    it(`end week by week, also with something done between, the first in an ${parity} week`, async () => {
      const { escrow, week, inWeeks, alice, bob, carol } = await loadFixture(deployEscrow);
      const first = (week % 2 === 0) === (parity === "even") ? 4 : 5;
      const locks: [bigint, number][] = [];
      const lock = async (who: typeof alice, weeks: number) => {
        await escrow.connect(who).createLock(UNIT, inWeeks(weeks));
        locks.push([UNIT, inWeeks(weeks)]);
      };
      const compare = async (...times: number[]) => {
        await time.increaseTo(times.at(-1)! + 1);
        for (const timepoint of times)
          expect(await escrow.getPastTotalSupply(timepoint)).to.equal(votesOf(locks, timepoint));
      };
      await lock(alice, first);
      await lock(bob, first + 1);
      await compare(inWeeks(first) - 1, inWeeks(first), inWeeks(first) + 1);
      await lock(carol, first + 9);
      await compare(inWeeks(first + 1) - 1, inWeeks(first + 1), inWeeks(first + 2));
    });
  }

  it("are foretold from now on; the past has its own function", async () => {
    const { escrow, alice } = await loadFixture(deployVotes);
    const now = await time.latest();
    expect(await escrow.projectedVotes(alice, now)).to.equal(await escrow.getVotes(alice));
    expect(await escrow.projectedTotalSupply(now)).to.equal(await escrow.totalSupply());
    for (const call of [
      () => escrow.projectedVotes(alice, now - 1),
      () => escrow.projectedTotalSupply(now - 1),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_PastLookup")
        .withArgs(now - 1, now);
    }
  });

  it("show lock by lock what they come from, expired locks included", async () => {
    const { escrow, alice, inWeeks } = await loadFixture(deployVotes);
    await time.increaseTo(inWeeks(10));
    const locks = (await escrow.locksOf(alice)).map(({ id, amount, unlockTime, power }) => ({
      id,
      amount,
      unlockTime,
      power,
    }));
    expect(locks).to.deep.equal([
      { id: 0n, amount: 10n * UNIT, unlockTime: BigInt(inWeeks(10)), power: 0n },
      {
        id: 1n,
        amount: 20n * UNIT,
        unlockTime: BigInt(inWeeks(20)),
        power: votesOf([[20n * UNIT, inWeeks(20)]], inWeeks(10)),
      },
      { id: 2n, amount: 40n * UNIT, unlockTime: 0n, power: 40n * UNIT },
    ]);
  });

  it("move with the delegation, and without the locks that have expired", async () => {
    const { escrow, alice, bob, alices, bobs, inWeeks } = await loadFixture(deployVotes);
    await at(inWeeks(10));
    const both = votesOf([...alices, ...bobs], inWeeks(10));
    const transaction = escrow.connect(alice).delegate(bob);
    await expect(transaction).to.emit(escrow, "DelegateChanged").withArgs(alice, alice, bob);
    await expect(transaction)
      .to.emit(escrow, "DelegateVotesChanged")
      .withArgs(alice, votesOf(alices, inWeeks(10)), 0);
    await expect(transaction)
      .to.emit(escrow, "DelegateVotesChanged")
      .withArgs(bob, votesOf(bobs, inWeeks(10)), both);
    expect(await escrow.totalSupply()).to.equal(both);
    expect(await escrow.balanceOf(alice)).to.equal(
      votesOf(alices, inWeeks(10)),
      "whoever they are delegated to",
    );

    await at(inWeeks(11));
    await expect(escrow.connect(alice).delegate(ethers.ZeroAddress))
      .to.emit(escrow, "DelegateVotesChanged")
      .withArgs(bob, votesOf(alices, inWeeks(11)), 0);
    await at(inWeeks(11) + 1);
    await expect(escrow.connect(alice).delegate(alice))
      .to.emit(escrow, "DelegateVotesChanged")
      .withArgs(alice, 0, votesOf(alices, inWeeks(11) + 1));
    expect(await escrow.delegates(alice)).to.equal(alice);
  });

  it("leave out the ids that are free again", async () => {
    const { escrow, alice, bob, alices, bobs, inWeeks } = await loadFixture(deployVotes);
    await at(inWeeks(10));
    await escrow.connect(alice).withdraw(0);
    const now = await time.latest();
    expect(await escrow.balanceOf(alice)).to.equal(votesOf(alices, now));
    expect((await escrow.locksOf(alice)).map(({ id }) => id)).to.deep.equal([1n, 2n]);
    await escrow.connect(alice).delegate(bob);
    expect(await escrow.getVotes(bob)).to.equal(votesOf([...alices, ...bobs], await time.latest()));
  });

  it("of an account with nothing but expired locks move without a trace", async () => {
    const { escrow, alice, bob, inWeeks } = await loadFixture(deployVotes);
    await at(inWeeks(11));
    const transaction = await escrow.connect(bob).delegate(alice);
    await expect(transaction).to.emit(escrow, "DelegateChanged").withArgs(bob, bob, alice);
    await expect(transaction).not.to.emit(escrow, "DelegateVotesChanged");
    expectGasBelow(75_000, await transaction.wait());
  });

  it("follow every change of a delegated lock", async () => {
    const { escrow, alice, carol, inWeeks } = await loadFixture(deployVotes);
    await escrow.connect(alice).delegate(carol);
    await at(inWeeks(2));
    await escrow.connect(alice).extend(0, inWeeks(30));
    await escrow.connect(alice).makePermanent(1);
    await escrow.connect(alice).increaseAmount(alice, 2, UNIT);
    await escrow.connect(alice).createLock(UNIT, inWeeks(40));
    await escrow.connect(alice).merge(3, 0);
    const now = await time.latest();
    expect(await escrow.getVotes(carol)).to.equal(
      votesOf(
        [
          [11n * UNIT, inWeeks(40)],
          [61n * UNIT, 0],
        ],
        now,
      ),
    );
    expect(await escrow.getVotes(alice)).to.equal(0);
    expect(await escrow.projectedVotes(carol, now + MAX_TIME)).to.equal(61n * UNIT);
  });

  it("written several times in one second leave the last as that second's value", async () => {
    const { escrow, alice, alices, inWeeks } = await loadFixture(deployVotes);
    const calls = [
      escrow.interface.encodeFunctionData("createLock", [UNIT, inWeeks(50)]),
      escrow.interface.encodeFunctionData("delegate", [ethers.ZeroAddress]),
      escrow.interface.encodeFunctionData("createLock", [UNIT, inWeeks(51)]),
      escrow.interface.encodeFunctionData("delegate", [alice.address]),
      escrow.interface.encodeFunctionData("extend", [4, inWeeks(52)]),
    ];
    await at(inWeeks(1));
    const transaction = await escrow.connect(alice).multicall(calls);
    await time.increase(10);
    const locks: [bigint, number][] = [...alices, [UNIT, inWeeks(50)], [UNIT, inWeeks(52)]];
    expect(await escrow.getPastVotes(alice, inWeeks(1) - 1)).to.equal(votesOf(alices, inWeeks(1) - 1));
    expect(await escrow.getPastVotes(alice, inWeeks(1))).to.equal(votesOf(locks, inWeeks(1)));
    await expect(transaction).to.emit(escrow, "LockMoved").withArgs(alice, 4, inWeeks(52));
  });

  it("weigh a full token for each token in an escrow of four weeks as in one of four years", async () => {
    const { token, alice, inWeeks } = await loadFixture(deployVotes);
    for (const weeks of [1, 4]) {
      const escrow = await ethers.deployContract("VoteEscrow", [
        token,
        "Neuro votes",
        "veNEURO",
        weeks,
        1,
        false,
      ]);
      await token.connect(alice).approve(escrow, ethers.MaxUint256);
      await escrow.connect(alice).createPermanentLock(UNIT);
      await at(inWeeks(2 * weeks));
      await escrow.connect(alice).createLock(UNIT, inWeeks(3 * weeks));
      expect(await escrow.getVotes(alice)).to.equal(2n * UNIT);
      await escrow.connect(alice).startDecay(0);
      await at(inWeeks(3 * weeks) - 1);
      await escrow.connect(alice).delegate(alice);
      expect(await escrow.getVotes(alice)).to.equal((2n * UNIT) / BigInt(weeks * WEEK));
      await at(inWeeks(3 * weeks));
      await escrow.connect(alice).withdraw(0);
      await escrow.connect(alice).withdraw(1);
      expect(await escrow.totalSupply()).to.equal(0);
    }
  });
});
