import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type { VoteEscrow } from "../../typechain-types";
import { deployStaking } from "../helpers/escrow";
import { DAY, deployGovernance, HOLDINGS, ONE } from "../helpers/governor";

const WEEK = 7n * DAY;

async function successiveFixture() {
  const context = await deployGovernance();
  const { token } = context;
  const escrowNamed = (name: string) =>
    ethers.deployContract("VoteEscrow", [token.target, name, name, 4, ONE, false]);
  const [former, current] = [await escrowNamed("old"), await escrowNamed("new")];
  const votes = await ethers.deployContract("SuccessiveVotes", [current.target, former.target]);
  const lock = async (escrow: VoteEscrow, by: HardhatEthersSigner, amount: bigint) => {
    await token.connect(by).approve(escrow.target, amount);
    await escrow.connect(by).createPermanentLock(amount);
  };
  return { ...context, former, current, votes, lock, escrowNamed };
}

describe("SuccessiveVotes", () => {
  const fixture = () => loadFixture(successiveFixture);

  it("adds what is locked in either escrow, for an account and in all, now and in the past", async () => {
    const { votes, former, current, lock, alice, bob } = await fixture();
    expect([await votes.CURRENT(), await votes.FORMER()]).to.deep.equal([current.target, former.target]);
    await lock(former, alice, 10_000n * ONE);
    await lock(current, alice, 5_000n * ONE);
    await lock(former, bob, 1_000n * ONE);
    const then = await time.latest();
    await former.connect(bob).delegate(alice);
    await time.increase(1);
    expect(await votes.getVotes(alice)).to.equal(16_000n * ONE);
    expect(await votes.getPastVotes(alice, then)).to.equal(15_000n * ONE);
    expect(await votes.getPastTotalSupply(then)).to.equal(16_000n * ONE);
    expect(await votes.delegates(bob), "of the current one").to.equal(ethers.ZeroAddress);
  });

  it("counts a token once in every second while its holder moves it from one escrow to the other", async () => {
    const { votes, former, current, token, lock, alice } = await fixture();
    const all = HOLDINGS.alice;
    await lock(former, alice, all);
    const seconds: number[] = [];
    const note = async () => {
      seconds.push(await time.latest());
      expect(await votes.getVotes(alice)).to.be.at.most(all);
    };
    await note();
    await former.connect(alice).startDecay(0);
    await note();
    const { unlockTime } = (await former.locksOf(alice))[0]!;
    // In one second: the lock is over, its tokens are taken back and locked anew.
    await token.connect(alice).approve(current.target, all);
    await ethers.provider.send("evm_setAutomine", [false]);
    await time.setNextBlockTimestamp(unlockTime);
    await former.connect(alice).withdraw(0, { gasLimit: 500_000 });
    await current.connect(alice).createPermanentLock(all, { gasLimit: 500_000 });
    await ethers.provider.send("evm_mine", []);
    await ethers.provider.send("evm_setAutomine", [true]);
    await note();
    expect(await votes.getVotes(alice)).to.equal(all);
    await time.increase(WEEK);
    for (const second of [...seconds, Number(unlockTime) - 1]) {
      const [mine, total] = [await votes.getPastVotes(alice, second), await votes.getPastTotalSupply(second)];
      expect(mine).to.equal(total).and.be.within(1n, all);
    }
  });

  it("cannot be used to delegate, and refuses a source that counts blocks", async () => {
    const { votes, former, current, alice } = await fixture();
    await expect(votes.connect(alice).delegate(alice))
      .to.be.revertedWithCustomError(votes, "VotesOfTwo_ReadOnly")
      .withArgs(current.target, former.target);
    const blocks = await ethers.deployContract("BlockClock");
    await expect(ethers.deployContract("SuccessiveVotes", [current.target, blocks.target]))
      .to.be.revertedWithCustomError(votes, "TimestampClock_WrongClock")
      .withArgs(blocks.target, "mode=blocknumber&from=default");
  });

  it("counts a third escrow and a fourth, each beside all that came before, also beside what is held", async () => {
    const { votes, former, current, token, escrowNamed, lock, alice } = await fixture();
    const [third, fourth] = [await escrowNamed("third"), await escrowNamed("fourth")];
    const ofThree = await ethers.deployContract("SuccessiveVotes", [third.target, votes.target]);
    const ofFour = await ethers.deployContract("SuccessiveVotes", [fourth.target, ofThree.target]);
    expect(await ofFour.token()).to.equal(token.target);
    for (const escrow of [former, current, third, fourth]) await lock(escrow, alice, ONE);
    expect(await ofFour.getVotes(alice)).to.equal(4n * ONE);
    const all = await ethers.deployContract("CombinedVotes", [token.target, ofFour.target]);
    expect(await all.getVotes(alice)).to.equal(HOLDINGS.alice);

    // None of the four may come a second time, however deep it lies.
    for (const again of [former, current, third, fourth]) {
      await expect(ethers.deployContract("SuccessiveVotes", [again.target, ofFour.target]))
        .to.be.revertedWithCustomError(votes, "SuccessiveVotes_CountedTwice")
        .withArgs(again.target);
    }
  });

  it("refuses an escrow twice, and a sum as what is current: it could have one in common with the other", async () => {
    const { votes, former, current, escrowNamed } = await fixture();
    const other = await escrowNamed("other");
    for (const [first, second] of [
      [current, current],
      [votes, former],
      [votes, other],
    ] as const) {
      await expect(ethers.deployContract("SuccessiveVotes", [first.target, second.target]))
        .to.be.revertedWithCustomError(votes, "SuccessiveVotes_CountedTwice")
        .withArgs(first.target);
    }
  });

  it("refuses the token itself, which has its locks in its total, and locks of another token", async () => {
    const { votes, current, token } = await fixture();
    const others = await deployGovernance();
    const foreign = await deployStaking(others.token);
    const combined = await ethers.deployContract("CombinedVotes", [token.target, current.target]);
    for (const [first, second, locked, expected] of [
      [current, token, ethers.ZeroAddress, token.target],
      [token, current, token.target, ethers.ZeroAddress],
      [token, token, ethers.ZeroAddress, ethers.ZeroAddress],
      [current, combined, ethers.ZeroAddress, token.target],
      [current, foreign, others.token.target, token.target],
    ] as const) {
      await expect(ethers.deployContract("SuccessiveVotes", [first.target, second.target]))
        .to.be.revertedWithCustomError(votes, "VotesOfTwo_OtherToken")
        .withArgs(second.target, locked, expected);
    }
  });
});
