import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { MaxUint256, parseEther, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { WEEK, weekOf } from "@polity/sdk/escrow";
import type { VoteEscrow } from "../../typechain-types";

const ONE = parseEther("1");

/**
 * Where one staked token is one vote, mallory wants stakes that are less: of a victim who has allowed her to lock for it,
 * of a vault, of all who claim. Or stakes of her own that vote in full and leave sooner than the others'.
 */
describe("Attack: stakes that weigh less than their tokens, or leave sooner than their votes", () => {
  async function deployStaking() {
    const [deployer, mallory, victim, timelock, treasury] = await ethers.getSigners();
    const token = await ethers.deployContract("GovernanceToken", [
      ...["Test", "TEST", deployer!.address],
      [{ account: mallory!.address, amount: 1_000n * ONE }],
      ...[2n ** 96n - 1n, 0],
    ]);
    const escrow = await ethers.deployContract("VoteEscrow", [token, "Staked", "ST", 4, ONE, true]);
    const factory = await ethers.deployContract("VestingFactory", [
      token,
      escrow,
      timelock!.address,
      treasury!.address,
    ]);
    for (const spender of [escrow, factory]) await token.connect(mallory).approve(spender, MaxUint256);
    await escrow.connect(victim).allowLocker(mallory!, true);
    await time.increaseTo(weekOf(await time.latest()) + WEEK + 60);
    const end = weekOf(await time.latest()) + WEEK;
    return { token, escrow, factory, own: escrow.connect(mallory), mallory: mallory!, victim: victim!, end };
  }
  const refused = (call: Promise<unknown>, escrow: VoteEscrow, end: number) =>
    expect(call).to.be.revertedWithCustomError(escrow, "VoteEscrow_PermanentOnly").withArgs(end);

  it("finds no way in for a token that counts less: not for others, not by a vault, not several calls in one", async () => {
    const { token, escrow, factory, own, mallory, victim, end } = await loadFixture(deployStaking);
    await refused(own.createLockFor(victim, ONE, end), escrow, end);
    const calls = [
      escrow.interface.encodeFunctionData("createPermanentLock", [ONE]),
      escrow.interface.encodeFunctionData("createLock", [ONE, end]),
    ];
    await refused(own.multicall(calls), escrow, end);

    const terms = { beneficiary: mallory.address, start: end, durationSeconds: WEEK, cliffSeconds: 0 };
    await factory.connect(mallory).create([{ terms: { ...terms, revocable: false }, amount: 5n * ONE }]);
    const vault = await ethers.getContractAt(
      "VestingVault",
      await factory.predict({ ...terms, revocable: false }),
    );
    await refused(vault.connect(mallory).createLock(ONE, end), escrow, end);
    await vault.connect(mallory).createPermanentLock(5n * ONE);
    expect(await escrow.getVotes(mallory)).to.equal(5n * ONE);
    expect(await escrow.totalSupply()).to.equal(await token.balanceOf(escrow));
  });

  it("cannot slip fresh tokens out behind a lock that is nearly over", async () => {
    const { escrow, own, mallory, victim } = await loadFixture(deployStaking);
    await own.createPermanentLock(ONE);
    await own.startDecay(0);
    const [{ unlockTime }] = (await escrow.locksOf(mallory)) as unknown as [{ unlockTime: bigint }];
    await time.increaseTo(unlockTime - 600n);
    await refused(own.increaseAmount(mallory, 0, 500n * ONE), escrow, Number(unlockTime));
    await own.createPermanentLock(500n * ONE);
    // Either way round, it is all permanent.
    await own.merge(1, 0);
    expect(await escrow.getVotes(mallory)).to.equal(501n * ONE);
    await expect(own.withdraw(0)).to.be.revertedWithCustomError(escrow, "VoteEscrow_LockActive");

    // Whoever wants out gives votes up at once, all the way down.
    await own.startDecay(0);
    await own.delegate(victim);
    for (const left of [3, 2, 1]) {
      const [lock] = (await escrow.locksOf(mallory)) as unknown as [{ unlockTime: bigint }];
      await time.increaseTo(lock.unlockTime - BigInt(left * WEEK));
      expect(await escrow.getVotes(victim)).to.equal((501n * ONE * BigInt(left)) / 4n);
    }
    expect(await escrow.getVotes(ZeroAddress)).to.equal(0n);
  });
});
