import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, MaxUint256, parseEther, ZeroAddress, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { shouldBehaveLikeERC6372 } from "../behaviors/ERC6372.behavior";

const WEEK = 7 * 86_400;
const QUARTER = 13 * WEEK;
const LIFE = 5 * QUARTER;
const CAP = parseEther("1000");
const REF = encodeBytes32String("task 7");

async function deployReputation() {
  const [timelock, awarder, ada, ben, stranger] = await ethers.getSigners();
  const reputation = await ethers.deployContract("Reputation", [timelock!, []]);
  await reputation.setAwarder(awarder!, CAP);
  // A quarter begins with the next block.
  const start = (Math.floor((await time.latest()) / QUARTER) + 1) * QUARTER;
  await time.setNextBlockTimestamp(start);
  const award = (to: { address: string }, points: bigint) =>
    reputation.connect(awarder).award(to.address, points, REF);
  return {
    ...{ reputation, timelock: timelock!, awarder: awarder!, ada: ada!, ben: ben!, stranger: stranger! },
    ...{ start, end: start + LIFE, week: (start + LIFE) / WEEK, award },
  };
}

/** What `points` that end at `end` weigh at `at`, both in seconds. */
const weigh = (points: bigint, end: number, at: number) => (points * BigInt(end - at)) / BigInt(LIFE);

describe("Reputation", () => {
  const fixture = () => loadFixture(deployReputation);

  shouldBehaveLikeERC6372(async () => ({ clocked: (await fixture()).reputation }));

  it("needs a timelock to obey", async () => {
    const { reputation } = await fixture();
    const bare = ethers.deployContract("Reputation", [ZeroAddress, []]);
    await expect(bare).to.be.revertedWithCustomError(reputation, "Reputation_NoTimelock");
  });

  it("has the awarders from the start that the deployment names", async () => {
    const { timelock, awarder, ada } = await fixture();
    const awarders = [{ account: awarder.address, perQuarter: 7n }];
    const other = await ethers.deployContract("Reputation", [timelock, awarders]);
    await expect(other.deploymentTransaction()).to.emit(other, "AwarderSet").withArgs(awarder.address, 7n);
    expect(await other.awarderOf(awarder)).to.deep.equal([7n, 7n]);
    await other.connect(awarder).award(ada, 9n, REF);
    expect(await other.awarderOf(awarder)).to.deep.equal([7n, 0n]);
    await expect(other.connect(ada).award(ada, 1n, REF)).to.be.revertedWithCustomError(
      other,
      "Reputation_NotAwarder",
    );
  });

  describe("points", () => {
    it("weigh in full as a quarter begins, and fade to zero with the end of the fourth after it", async () => {
      const { reputation, awarder, ada, start, end, week, award } = await fixture();
      expect(await reputation.awarderOf(awarder)).to.deep.equal([CAP, CAP]);
      await expect(award(ada, 100n))
        .to.emit(reputation, "Awarded")
        .withArgs(awarder.address, ada.address, 100n, 100n, week, REF)
        .and.to.emit(reputation, "DelegateVotesChanged")
        .withArgs(ada.address, 0n, 100n);
      expect(await time.latest()).to.equal(start);
      expect(await reputation.getVotes(ada)).to.equal(100n);
      expect(await reputation.endingAt(ada, week)).to.equal(100n);
      for (const at of [start + 1, start + 3 * QUARTER + 5, end - 1]) {
        await time.increaseTo(at);
        expect(await reputation.getVotes(ada), String(at - start)).to.equal(weigh(100n, end, at));
      }
      await time.increaseTo(end);
      expect(await reputation.getVotes(ada)).to.equal(0n);
      expect(await reputation.endingAt(ada, week), "what has ended cannot be taken").to.equal(0n);
    });

    it("of a quarter's last second weigh four fifths, and end with the others of their quarter", async () => {
      const { reputation, ada, start, end, week, award } = await fixture();
      await time.setNextBlockTimestamp(start + QUARTER - 1);
      await award(ada, CAP);
      expect(await reputation.getVotes(ada)).to.equal(weigh(CAP, end, start + QUARTER - 1));
      expect(await reputation.endingAt(ada, week)).to.equal(CAP);
      await time.increaseTo(start + QUARTER);
      expect(await reputation.endWeek()).to.equal(week + 13);
    });

    it("of several quarters and accounts add up, to the total as well, at every past second", async () => {
      const { reputation, ada, ben, start, end, award } = await fixture();
      await award(ada, CAP / 2n);
      await time.setNextBlockTimestamp(start + QUARTER + 7);
      await award(ada, CAP / 4n);
      await award(ben, CAP / 4n);
      const ended = end + QUARTER;
      await time.increaseTo(ended + 1);
      const own = (at: number) =>
        at < start
          ? 0n
          : (at < end ? weigh(CAP / 2n, end, at) : 0n) +
            (at >= start + QUARTER + 7 && at < ended ? weigh(CAP / 4n, ended, at) : 0n);
      for (const at of [start - 1, start, start + QUARTER + 6, start + QUARTER + 7, end, ended - 1, ended]) {
        const votes = await reputation.getPastVotes(ada, at);
        expect(votes, String(at - start)).to.be.closeTo(own(at), 1n);
        const total = await reputation.getPastTotalSupply(at);
        expect(total).to.be.closeTo(votes + (await reputation.getPastVotes(ben, at)), 1n);
      }
    });

    it("are votes that stay where they are: nobody delegates them", async () => {
      const { reputation, ada, ben } = await fixture();
      expect(await reputation.delegates(ada)).to.equal(ada.address);
      await expect(reputation.connect(ada).delegate(ben)).to.be.revertedWithCustomError(
        reputation,
        "FixedVotes_NotDelegable",
      );
      await expect(
        reputation.delegateBySig(ben, 0, MaxUint256, 27, ZeroHash, ZeroHash),
      ).to.be.revertedWithCustomError(reputation, "FixedVotes_NotDelegable");
    });

    it("are asked for of the past alone", async () => {
      const { reputation, ada, award } = await fixture();
      await award(ada, 1n);
      const now = await time.latest();
      for (const ask of [() => reputation.getPastVotes(ada, now), () => reputation.getPastTotalSupply(now)])
        await expect(ask())
          .to.be.revertedWithCustomError(reputation, "ERC5805FutureLookup")
          .withArgs(now, now);
      await mine();
      expect(await reputation.getPastVotes(ada, now)).to.equal(1n);
      expect(await reputation.getPastTotalSupply(now)).to.equal(1n);
    });
  });

  describe("a cap", () => {
    it("cuts an award off without an error, down to zero, and is there anew in the next quarter", async () => {
      const { reputation, awarder, ada, ben, start, week, award } = await fixture();
      await award(ada, CAP - 1n);
      await expect(award(ben, 5n))
        .to.emit(reputation, "Awarded")
        .withArgs(awarder.address, ben.address, 1n, 5n, week, REF);
      await expect(award(ben, 5n))
        .to.emit(reputation, "Awarded")
        .withArgs(awarder.address, ben.address, 0n, 5n, week, REF)
        .and.not.to.emit(reputation, "DelegateVotesChanged");
      expect(await reputation.awarderOf(awarder)).to.deep.equal([CAP, 0n]);
      await time.increaseTo(start + QUARTER);
      expect(await reputation.awarderOf(awarder)).to.deep.equal([CAP, CAP]);
      await award(ben, MaxUint256);
      expect(await reputation.endingAt(ben, week + 13)).to.equal(CAP);
    });

    it("is the timelock's to set, and counts what was given in the quarter before", async () => {
      const { reputation, awarder, ada, stranger, week, award } = await fixture();
      await expect(reputation.connect(stranger).setAwarder(stranger, CAP))
        .to.be.revertedWithCustomError(reputation, "Reputation_NotTimelock")
        .withArgs(stranger.address);
      await award(ada, 10n);
      await expect(reputation.setAwarder(awarder, 4n))
        .to.emit(reputation, "AwarderSet")
        .withArgs(awarder.address, 4n);
      expect(await reputation.awarderOf(awarder)).to.deep.equal([4n, 0n]);
      await reputation.setAwarder(awarder, 12n);
      await award(ada, 10n);
      expect(await reputation.endingAt(ada, week)).to.equal(12n);
    });

    it("of zero stops an awarder's points and not its work, while a stranger is refused", async () => {
      const { reputation, awarder, ada, stranger, award } = await fixture();
      await reputation.setAwarder(awarder, 0);
      await award(ada, 10n);
      expect(await reputation.getVotes(ada)).to.equal(0n);
      await expect(reputation.connect(stranger).award(ada, 10n, REF))
        .to.be.revertedWithCustomError(reputation, "Reputation_NotAwarder")
        .withArgs(stranger.address);
    });
  });

  describe("a revocation", () => {
    it("takes points with their end, from the account and from the total", async () => {
      const { reputation, ada, ben, week, start, award } = await fixture();
      await award(ada, 100n);
      await award(ben, 50n);
      await time.setNextBlockTimestamp(start + QUARTER);
      await expect(reputation.revoke(ada, week, 40n, REF))
        .to.emit(reputation, "Revoked")
        .withArgs(ada.address, week, 40n, REF)
        .and.to.emit(reputation, "DelegateVotesChanged")
        .withArgs(ada.address, 80n, 48n);
      expect(await reputation.endingAt(ada, week)).to.equal(60n);
      expect(await reputation.getVotes(ada)).to.equal(48n);
      await mine();
      expect(await reputation.getPastTotalSupply(start + QUARTER)).to.equal(88n);
      expect(await reputation.getPastVotes(ada, start + QUARTER - 1), "the past stays").to.equal(80n);
    });

    it("is the timelock's alone", async () => {
      const { reputation, awarder, ada, week, award } = await fixture();
      await award(ada, 100n);
      await expect(reputation.connect(awarder).revoke(ada, week, 1n, REF))
        .to.be.revertedWithCustomError(reputation, "Reputation_NotTimelock")
        .withArgs(awarder.address);
    });
  });
});
