import { loadFixture, setCode, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { DAY, deployGovernance, EXCLUDED, HOLDINGS, ONE, SUPPLY } from "../helpers/governor";
import { deployStaking } from "../helpers/escrow";

const WEEK = 7n * DAY;

async function combinedFixture() {
  const context = await deployGovernance();
  const { token } = context;
  const escrow = await deployStaking(token);
  const votes = await ethers.deployContract("CombinedVotes", [token.target, escrow.target]);
  /** Locks for good, or until some weeks from now. */
  const lock = async (by: HardhatEthersSigner, amount: bigint, weeks?: bigint) => {
    await token.connect(by).approve(escrow.target, amount);
    if (weeks === undefined) return escrow.connect(by).createPermanentLock(amount);
    return escrow.connect(by).createLock(amount, (BigInt(await time.latest()) / WEEK + weeks) * WEEK);
  };
  return { ...context, escrow, votes, lock };
}

describe("CombinedVotes", () => {
  const fixture = () => loadFixture(combinedFixture);

  it("adds what an account holds and what it has staked", async () => {
    const { votes, token, escrow, lock, alice, bob } = await fixture();
    expect(await votes.TOKEN()).to.equal(token.target);
    expect(await votes.ESCROW()).to.equal(escrow.target);
    await lock(alice, 10_000n * ONE);
    // Held tokens vote for bob, staked ones still for alice.
    await token.connect(alice).delegate(bob);
    expect(await votes.getVotes(alice)).to.equal(10_000n * ONE);
    expect(await votes.getVotes(bob)).to.equal(HOLDINGS.bob + 30_000n * ONE);
    expect(await votes.delegates(alice)).to.equal(bob.address);
    await escrow.connect(alice).delegate(bob);
    expect(await votes.getVotes(alice)).to.equal(0);
    expect(await votes.getVotes(bob)).to.equal(HOLDINGS.bob + HOLDINGS.alice);
  });

  it("has the token's total: what is staked is in it, and votes for nobody there", async () => {
    const { votes, token, escrow, lock, alice } = await fixture();
    await lock(alice, 10_000n * ONE);
    const then = await time.latest();
    await time.increase(1);
    expect(await votes.getPastTotalSupply(then)).to.equal(SUPPLY);
    expect(await escrow.getPastTotalSupply(then)).to.equal(10_000n * ONE);
    expect(await token.balanceOf(escrow)).to.equal(10_000n * ONE);
    expect(await token.delegates(escrow)).to.equal(ethers.ZeroAddress);
  });

  it("counts nothing twice while tokens are locked and unlocked, now and in every past second", async () => {
    const { votes, token, escrow, lock, alice, bob, carol } = await fixture();
    const seconds: [second: number, held: bigint, staked: bigint][] = [];
    const note = async () => {
      const now = await time.latest();
      const [held, staked] = [await token.getVotes(alice), await escrow.getVotes(alice)];
      seconds.push([now, held, staked]);
      expect(await votes.getVotes(alice)).to.equal(held + staked);
      // Never more than there is, whoever has how much.
      expect(held + staked).to.be.at.most(HOLDINGS.alice);
    };
    await note();
    await lock(alice, 10_000n * ONE);
    await note();
    expect(seconds.at(-1)!.slice(1)).to.deep.equal([30_000n * ONE, 10_000n * ONE]);
    await lock(alice, 20_000n * ONE, 4n);
    await note();
    const { id } = (await escrow.locksOf(alice))[1]!;
    await time.increase(2n * WEEK);
    await note();
    await time.increase(3n * WEEK);
    await note();
    expect(seconds.at(-1)!.slice(1)).to.deep.equal([10_000n * ONE, 10_000n * ONE]);
    await escrow.connect(alice).withdraw(id);
    await note();
    expect(seconds.at(-1)!.slice(1)).to.deep.equal([30_000n * ONE, 10_000n * ONE]);
    await time.increase(1);
    for (const [second, held, staked] of seconds) {
      expect(await votes.getPastVotes(alice, second)).to.equal(held + staked);
      let sum = 0n;
      for (const who of [alice, bob, carol, { address: EXCLUDED }]) {
        sum += await votes.getPastVotes(who.address, second);
      }
      expect(sum).to.be.at.most(await votes.getPastTotalSupply(second));
    }
  });

  it("cannot be used to delegate: that is done in the token and in the escrow", async () => {
    const { votes, token, escrow, alice, bob } = await fixture();
    const refused = (attempt: Promise<unknown>) =>
      expect(attempt)
        .to.be.revertedWithCustomError(votes, "VotesOfTwo_ReadOnly")
        .withArgs(token.target, escrow.target);
    await refused(votes.connect(alice).delegate(bob));
    await refused(votes.delegateBySig(bob, 0, 0, 27, ethers.ZeroHash, ethers.ZeroHash));
    expect(await votes.delegates(alice)).to.equal(alice.address);
  });

  it("counts time in seconds, and refuses a source that counts blocks, on either side", async () => {
    const { votes, token, escrow } = await fixture();
    expect(await votes.clock()).to.equal(await time.latest());
    expect(await votes.CLOCK_MODE()).to.equal("mode=timestamp");
    const blocks = await ethers.deployContract("BlockClock");
    for (const sources of [
      [blocks.target, escrow.target],
      [token.target, blocks.target],
    ] as const) {
      await expect(ethers.deployContract("CombinedVotes", [...sources]))
        .to.be.revertedWithCustomError(votes, "TimestampClock_WrongClock")
        .withArgs(blocks.target, "mode=blocknumber&from=default");
    }
    // A contract that answers everything with other words of the same length.
    const answer = ethers.AbiCoder.defaultAbiCoder().encode(["string"], ["mode=TIMESTAMP"]);
    await setCode(EXCLUDED, ethers.concat(["0x6060600c60003960606000f3", answer]));
    await expect(ethers.deployContract("CombinedVotes", [EXCLUDED, escrow.target]))
      .to.be.revertedWithCustomError(votes, "TimestampClock_WrongClock")
      .withArgs(EXCLUDED, "mode=TIMESTAMP");
  });

  it("refuses what would count twice or be missing in the total: anything but locks of its token", async () => {
    const { votes, token, escrow } = await fixture();
    const others = await deployGovernance();
    const foreign = await deployStaking(others.token);
    for (const [first, second, locked] of [
      [token, token, ethers.ZeroAddress],
      [escrow, escrow, token.target],
      [escrow, token, ethers.ZeroAddress],
      [token, votes, ethers.ZeroAddress],
      [votes, escrow, token.target],
      [token, foreign, others.token.target],
    ] as const) {
      await expect(ethers.deployContract("CombinedVotes", [first.target, second.target]))
        .to.be.revertedWithCustomError(votes, "VotesOfTwo_OtherToken")
        .withArgs(second.target, locked, first.target);
    }
  });
});
