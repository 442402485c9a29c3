import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { MaxUint256, parseEther, ZeroHash } from "ethers";
import { ethers } from "hardhat";

const WEEK = 7 * 86_400;
const QUARTER = 13 * WEEK;
const CAP = parseEther("1000");

async function deployReputation() {
  const [timelock, awarder, ada, ben] = await ethers.getSigners();
  const reputation = await ethers.deployContract("Reputation", [timelock!, []]);
  await reputation.setAwarder(awarder!, CAP);
  // A quarter whose end lies in the even week of a pair comes next: that of the one after it is odd.
  const even = Math.ceil((await time.latest()) / QUARTER / 2) * 2 + 1;
  await time.increaseTo(even * QUARTER);
  return { reputation, timelock: timelock!, awarder: awarder!, ada: ada!, ben: ben! };
}

describe("Attack: reputation that nobody earned, or that nobody may take", () => {
  const fixture = () => loadFixture(deployReputation);

  it("a captured awarder gives no more than its cap, however it splits its awards", async () => {
    const { reputation, awarder, ada, ben } = await fixture();
    const captured = reputation.connect(awarder);
    for (const to of [ada, ben, ada, awarder, ben]) await captured.award(to, CAP / 2n, ZeroHash);
    await captured.award(awarder, MaxUint256, ZeroHash);
    const now = await time.latest();
    await time.increase(1);
    expect(await reputation.getPastTotalSupply(now)).to.be.at.most(CAP);
  });

  it("an awarder whose cap is set again and again in a quarter gives no more than the last one", async () => {
    const { reputation, awarder, ada } = await fixture();
    const week = await reputation.endWeek();
    for (let i = 0; i < 3; i++) {
      await reputation.setAwarder(awarder, 0);
      await reputation.setAwarder(awarder, CAP);
      await reputation.connect(awarder).award(ada, CAP, ZeroHash);
    }
    expect(await reputation.endingAt(ada, week)).to.equal(CAP);
  });

  it("a cap beyond all sense fills the total and stops no award after it", async () => {
    const { reputation, awarder, ada, ben } = await fixture();
    const most = 2n ** 96n - 1n;
    await reputation.setAwarder(awarder, most);
    await reputation.setAwarder(ben, CAP);
    const [captured, other] = [reputation.connect(awarder), reputation.connect(ben)];
    const week = Number(await reputation.endWeek());
    await captured.award(ada, most, ZeroHash);
    await time.increase(QUARTER);
    expect(await captured.award.staticCall(ada, most, ZeroHash)).to.equal(0n);
    await other.award(ada, CAP, ZeroHash);
    // A vote makes room again.
    await reputation.revoke(ada, week, most, ZeroHash);
    expect(await other.award.staticCall(ada, CAP, ZeroHash)).to.equal(CAP);
  });

  it("a vote for a wrong week takes nothing from the week that shares its slot", async () => {
    const { reputation, awarder, ada } = await fixture();
    const even = await reputation.endWeek();
    expect(even % 2n).to.equal(0n);
    await reputation.connect(awarder).award(ada, 100n, ZeroHash);
    await time.increase(QUARTER);
    const odd = await reputation.endWeek();
    await reputation.connect(awarder).award(ada, 70n, ZeroHash);
    for (const [week, points, has] of [
      [even + 1n, 1n, 0n],
      [odd - 1n, 1n, 0n],
      [even, 101n, 100n],
      [odd, 71n, 70n],
      [odd, 0n, 70n],
    ] as const)
      await expect(reputation.revoke(ada, week, points, ZeroHash))
        .to.be.revertedWithCustomError(reputation, "Reputation_NotHeld")
        .withArgs(ada.address, week, points, has);
    await reputation.revoke(ada, even, 100n, ZeroHash);
    await reputation.revoke(ada, odd, 70n, ZeroHash);
    expect(await reputation.getVotes(ada)).to.equal(0n);
  });

  it("what has ended is history, and a vote that comes late takes nothing of it", async () => {
    const { reputation, awarder, ada } = await fixture();
    const week = await reputation.endWeek();
    await reputation.connect(awarder).award(ada, 100n, ZeroHash);
    const given = await time.latest();
    const votes = await reputation.getVotes(ada);
    await time.increaseTo(Number(week) * WEEK);
    await expect(reputation.revoke(ada, week, 1n, ZeroHash))
      .to.be.revertedWithCustomError(reputation, "Reputation_NotHeld")
      .withArgs(ada.address, week, 1n, 0n);
    expect(await reputation.getPastVotes(ada, given)).to.equal(votes);
  });
});
