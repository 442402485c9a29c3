import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { ethers } from "hardhat";

import { CurveReference } from "./CurveReference";
import { MAX_TIME, MAX_WEEKS, MIN_AMOUNT, UNIT, WEEK, deployEscrow } from "./fixture";

/** Numerical Recipes' generator: the same walk on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

// With one decaying lock an account, both are the same function of time, but for what Curve rounds away: of each lock,
// less than one base unit for every second that it still has to run.
describe("VoteEscrow beside Curve's VotingEscrow", () => {
  async function walk(
    seed: number,
    amountOf: (next: (below: number) => number) => bigint,
    tolerance: (locks: number[]) => bigint,
  ) {
    const { escrow, alice, bob, carol, dave } = await loadFixture(deployEscrow);
    const people = [alice, bob, carol, dave];
    const next = random(seed);
    const start = await time.latest();
    const curve = new CurveReference(MAX_TIME, start);
    const timeOf = async (transaction: ContractTransactionResponse) =>
      (await transaction.getBlock())!.timestamp;
    const moments: { time: number; ends: number[] }[] = [];

    for (let step = 0; step < 120; ++step) {
      if (next(3) === 0) await time.increase(next(12) === 0 ? next(300) * WEEK + 1 : next(3 * WEEK) + 1);
      const person = people[next(people.length)]!;
      const me = escrow.connect(person);
      const { amount, end } = curve.lockOf(person.address);
      const now = (await time.latest()) + 1;
      const unlockTime = (Math.floor(now / WEEK) + 2 + next(MAX_WEEKS - 2)) * WEEK + next(WEEK);

      if (amount === 0n) {
        const locked = amountOf(next);
        curve.createLock(
          person.address,
          locked,
          unlockTime,
          await timeOf(await me.createLock(locked, unlockTime)),
        );
      } else if (end <= now) {
        curve.withdraw(person.address, await timeOf(await me.withdraw(0)));
      } else if (next(2) === 0) {
        const added = amountOf(next);
        curve.increaseAmount(person.address, added, await timeOf(await me.increaseAmount(person, 0, added)));
      } else if (Math.floor(unlockTime / WEEK) * WEEK > end) {
        curve.increaseUnlockTime(person.address, unlockTime, await timeOf(await me.extend(0, unlockTime)));
      }
      moments.push({
        time: await time.latest(),
        ends: people.map(({ address }) => curve.lockOf(address).end),
      });
    }

    await time.increase(1);
    const close = (ours: bigint, theirs: bigint, bound: bigint): void => {
      expect(ours).to.be.at.least(theirs);
      expect(ours - theirs).to.be.at.most(bound);
    };
    for (const [index, { time: timepoint, ends }] of moments.entries()) {
      const left = ends.map((end) => Math.max(0, end - timepoint));
      for (const [i, { address }] of people.entries()) {
        close(
          await escrow.getPastVotes(address, timepoint),
          curve.balanceOfAt(address, timepoint),
          tolerance([left[i]!]),
        );
      }
      close(await escrow.getPastTotalSupply(timepoint), curve.totalSupplyAt(timepoint), tolerance(left));

      // Half-way to the next moment too, and at the beginning of the week between: nothing was done then.
      const following = moments[index + 1]?.time ?? timepoint;
      for (const between of [Math.floor((timepoint + following) / 2), Math.floor(following / WEEK) * WEEK]) {
        if (between < timepoint || between >= following) continue;
        const rest = ends.map((end) => Math.max(0, end - between));
        close(await escrow.getPastTotalSupply(between), curve.totalSupplyAt(between), tolerance(rest));
      }
    }
  }

  it("is equal to the last unit where Curve's division leaves no remainder", async () => {
    for (const seed of [1, 2]) {
      await walk(
        seed,
        (next) => (UNIT / 10n ** 12n) * BigInt(10 ** 9 + next(10 ** 9)),
        () => 0n,
      );
    }
  });

  it("differs by no more than Curve's rounding for any other amount", async () => {
    for (const seed of [3, 4, 5]) {
      const amount = (next: (below: number) => number): bigint =>
        MIN_AMOUNT + BigInt(next(2 ** 32)) * BigInt(next(2 ** 32));
      await walk(seed, amount, (left) => left.reduce((sum, seconds) => sum + BigInt(seconds), 0n));
    }
  });

  it("counts small locks, whose slope Curve rounds to nothing", async () => {
    const { alice, token, inWeeks } = await loadFixture(deployEscrow);
    const amount = BigInt(MAX_TIME) - 1n;
    const curve = new CurveReference(MAX_TIME, await time.latest());
    const fine = await ethers.deployContract("VoteEscrow", [
      token,
      "Neuro votes",
      "veNEURO",
      MAX_WEEKS,
      1,
      false,
    ]);
    await token.connect(alice).approve(fine, amount);
    await fine.connect(alice).createLock(amount, inWeeks(104));
    curve.createLock(alice.address, amount, inWeeks(104), await time.latest());
    expect(curve.balanceOfAt(alice.address, await time.latest())).to.equal(0);
    expect(await fine.getVotes(alice)).to.be.within(amount / 2n - 10_000n, amount / 2n);
  });
});
