import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { at, deployEscrow, MAX_TIME, MAX_WEEKS, MIN_AMOUNT, UNIT, votesOf } from "./fixture";

const NO_END = "VoteEscrow_PermanentOnly";

/** An escrow in which locks begin permanent. Alice has lock 0, which decays since week 1, and the permanent lock 1. */
async function deployPermanentOnly() {
  const world = await deployEscrow();
  const { token, alice, bob, inWeeks } = world;
  const escrow = await ethers.deployContract("VoteEscrow", [token, "V", "v", MAX_WEEKS, MIN_AMOUNT, true]);
  for (const holder of [alice, bob]) await token.connect(holder).approve(escrow, ethers.MaxUint256);
  const own = escrow.connect(alice);
  await own.createPermanentLock(8n * UNIT);
  await own.createPermanentLock(40n * UNIT);
  await at(inWeeks(1));
  await own.startDecay(0);
  const end = inWeeks(1) + MAX_TIME;
  const locks = async () =>
    (await escrow.locksOf(alice)).map(({ id, amount, unlockTime }) => [id, amount, unlockTime]);
  return { ...world, escrow, own, end, locks };
}

describe("VoteEscrow: permanent locks only", () => {
  it("says which kind of escrow it is, for ever", async () => {
    const { escrow } = await loadFixture(deployPermanentOnly);
    expect(await escrow.PERMANENT_ONLY()).to.equal(true);
    expect(await (await loadFixture(deployEscrow)).escrow.PERMANENT_ONLY()).to.equal(false);
  });

  it("takes a lock without an end, one's own or for another, and each token of it is a vote", async () => {
    const { escrow, alice, bob } = await loadFixture(deployPermanentOnly);
    const before = await escrow.getVotes(bob);
    await escrow.connect(bob).createPermanentLock(3n * UNIT);
    await escrow.connect(bob).allowLocker(alice, true);
    await escrow.connect(alice).createLockFor(bob, 2n * UNIT, 0);
    await escrow.connect(alice).increaseAmount(bob, 1, UNIT);
    expect((await escrow.getVotes(bob)) - before).to.equal(6n * UNIT);
  });

  it("refuses an end, even one that no lock could have", async () => {
    const { escrow, own, alice, inWeeks, locks } = await loadFixture(deployPermanentOnly);
    const before = await locks();
    for (const end of [0, 1, inWeeks(1), inWeeks(50), ethers.MaxUint256])
      await expect(own.createLock(UNIT, end)).to.be.revertedWithCustomError(escrow, NO_END).withArgs(end);
    await expect(own.createLockFor(alice, UNIT, inWeeks(50)))
      .to.be.revertedWithCustomError(escrow, NO_END)
      .withArgs(inWeeks(50));
    await expect(own.extend(0, inWeeks(300)))
      .to.be.revertedWithCustomError(escrow, NO_END)
      .withArgs(inWeeks(300));
    expect(await locks()).to.deep.equal(before);
  });

  it("says first what is wrong with a lock that is not there, has none of the votes or is permanent", async () => {
    const { escrow, own, alice, inWeeks, end } = await loadFixture(deployPermanentOnly);
    await expect(own.extend(5, inWeeks(300)))
      .to.be.revertedWithCustomError(escrow, "VoteEscrow_NoLock")
      .withArgs(alice, 5);
    await expect(own.extend(1, inWeeks(300)))
      .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockPermanent")
      .withArgs(alice, 1);
    await at(end);
    await expect(own.increaseAmount(alice, 0, UNIT))
      .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockExpired")
      .withArgs(alice, 0, end);
  });

  it("lets a lock decay, takes no tokens into it until it is permanent again, and gives them back at its end", async () => {
    const { escrow, token, own, alice, bob, end, inWeeks, locks } = await loadFixture(deployPermanentOnly);
    for (const giver of [alice, bob])
      await expect(escrow.connect(giver).increaseAmount(alice, 0, UNIT))
        .to.be.revertedWithCustomError(escrow, NO_END)
        .withArgs(end);
    await at(inWeeks(53));
    await own.makePermanent(0);
    await own.increaseAmount(alice, 0, UNIT);
    expect(await escrow.getVotes(alice)).to.equal(49n * UNIT);

    await at(inWeeks(60));
    await own.startDecay(0);
    await at(inWeeks(60) + MAX_TIME / 4);
    await escrow.connect(bob).createPermanentLock(UNIT);
    expect(await escrow.getVotes(alice)).to.equal(
      votesOf(
        [
          [9n * UNIT, inWeeks(60) + MAX_TIME],
          [40n * UNIT, 0],
        ],
        inWeeks(60) + MAX_TIME / 4,
      ),
    );
    await at(inWeeks(60) + MAX_TIME);
    await expect(own.withdraw(0)).to.changeTokenBalance(token, alice, 9n * UNIT);
    expect(await locks()).to.deep.equal([[1n, 40n * UNIT, 0n]]);
  });

  it("merges as ever: what decays becomes permanent with what is, and of two ends the later holds", async () => {
    const { own, inWeeks, end, locks } = await loadFixture(deployPermanentOnly);
    await own.createPermanentLock(UNIT);
    await at(inWeeks(5));
    await own.startDecay(2);
    await own.merge(0, 2);
    expect((await locks())[1]).to.deep.equal([2n, 9n * UNIT, BigInt(end + 4 * 604_800)]);
    await own.merge(2, 1);
    expect(await locks()).to.deep.equal([[1n, 49n * UNIT, 0n]]);
  });
});
