import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type { VoteEscrow } from "../../typechain-types";
import { DAY, deployGovernance, HOLDINGS, ONE } from "../helpers/governor";

const WEEK = 7n * DAY;

async function successiveFixture() {
  const context = await deployGovernance();
  const { token } = context;
  const escrowNamed = (name: string) =>
    ethers.deployContract("VoteEscrow", [token.target, name, name, 4, ONE]);
  const [former, current] = [await escrowNamed("old"), await escrowNamed("new")];
  const votes = await ethers.deployContract("SuccessiveVotes", [current.target, former.target]);
  const lock = async (escrow: VoteEscrow, by: HardhatEthersSigner, amount: bigint) => {
    await token.connect(by).approve(escrow.target, amount);
    await escrow.connect(by).createPermanentLock(amount);
  };
  return { ...context, former, current, votes, lock };
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
      .to.be.revertedWithCustomError(votes, "VotesOfTwo_WrongClock")
      .withArgs(blocks.target, "mode=blocknumber&from=default");
  });
});
