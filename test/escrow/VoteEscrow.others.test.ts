import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { MAX_WEEKS, MIN_AMOUNT, UNIT, WEEK, at, deployEscrow, signPermit, votesOf } from "./fixture";

describe("VoteEscrow: what others may do", () => {
  describe("createLockFor", () => {
    it("locks the caller's tokens for an account that has allowed it", async () => {
      const { escrow, token, alice, bob, inWeeks } = await loadFixture(deployEscrow);
      expect(await escrow.isLockerAllowed(alice, bob)).to.equal(false);
      await expect(escrow.connect(alice).allowLocker(bob, true))
        .to.emit(escrow, "LockerAllowed")
        .withArgs(alice, bob, true);
      expect(await escrow.isLockerAllowed(alice, bob)).to.equal(true);
      expect(await escrow.isLockerAllowed(bob, alice)).to.equal(false);

      const transaction = escrow.connect(bob).createLockFor(alice, UNIT, inWeeks(10) + 1);
      await expect(transaction).to.emit(escrow, "LockCreated").withArgs(alice, 0, UNIT, inWeeks(10));
      await expect(transaction).to.emit(escrow, "DelegateChanged").withArgs(alice, ethers.ZeroAddress, alice);
      await expect(transaction).to.changeTokenBalances(token, [alice, bob, escrow], [0, -UNIT, UNIT]);
      await expect(escrow.connect(bob).createLockFor(alice, 2n * UNIT, 0))
        .to.emit(escrow, "LockCreated")
        .withArgs(alice, 1, 2n * UNIT, 0);
      expect(await escrow.locksOf(bob)).to.deep.equal([]);
      expect(await escrow.getVotes(alice)).to.equal(
        votesOf(
          [
            [UNIT, inWeeks(10)],
            [2n * UNIT, 0],
          ],
          await time.latest(),
        ),
      );

      await at(inWeeks(10));
      await escrow.connect(alice).withdraw(0);
      expect(await token.balanceOf(alice)).to.equal(1001n * UNIT);
    });

    it("refuses anybody else, and a locker that is no longer allowed", async () => {
      const { escrow, alice, bob, carol, inWeeks } = await loadFixture(deployEscrow);
      await escrow.connect(alice).allowLocker(bob, true);
      await expect(escrow.connect(carol).createLockFor(alice, UNIT, inWeeks(10)))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockerNotAllowed")
        .withArgs(alice, carol);
      await expect(escrow.connect(alice).allowLocker(bob, false))
        .to.emit(escrow, "LockerAllowed")
        .withArgs(alice, bob, false);
      for (const unlockTime of [0, inWeeks(10)]) {
        await expect(escrow.connect(bob).createLockFor(alice, UNIT, unlockTime))
          .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockerNotAllowed")
          .withArgs(alice, bob);
      }
    });

    it("needs nobody's consent for the caller itself, and keeps the rules of createLock", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployEscrow);
      await expect(escrow.connect(alice).createLockFor(alice, UNIT, inWeeks(3))).to.emit(
        escrow,
        "LockCreated",
      );
      await expect(escrow.connect(alice).createLockFor(alice, MIN_AMOUNT - 1n, 0))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_AmountTooSmall")
        .withArgs(MIN_AMOUNT - 1n, MIN_AMOUNT);
      await expect(escrow.connect(alice).createLockFor(alice, UNIT, WEEK)).to.be.revertedWithCustomError(
        escrow,
        "VoteEscrow_BadUnlockTime",
      );
    });
  });

  describe("griefing", () => {
    it("finds no way to fill an account's locks, or to move their ends", async () => {
      const { escrow, alice, bob, inWeeks } = await loadFixture(deployEscrow);
      await escrow.connect(alice).createLock(UNIT, inWeeks(10));
      const before = await escrow.locksOf(alice);
      await expect(escrow.connect(bob).createLockFor(alice, UNIT, inWeeks(10))).to.be.reverted;
      for (const call of [
        () => escrow.connect(bob).extend(0, inWeeks(20)),
        () => escrow.connect(bob).makePermanent(0),
        () => escrow.connect(bob).startDecay(0),
        () => escrow.connect(bob).withdraw(0),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(escrow, "VoteEscrow_NoLock").withArgs(bob, 0);
      }
      const [lock] = await escrow.locksOf(alice);
      expect([lock!.amount, lock!.unlockTime]).to.deep.equal([before[0]!.amount, before[0]!.unlockTime]);
      expect(await escrow.locksOf(alice)).to.have.length(1);
    });

    it("leaves a gift with its lock: it neither extends it nor survives in it", async () => {
      const { escrow, token, alice, bob, inWeeks } = await loadFixture(deployEscrow);
      await escrow.connect(alice).createLock(UNIT, inWeeks(10));
      await expect(escrow.connect(bob).increaseAmount(alice, 0, 1)).to.be.revertedWithCustomError(
        escrow,
        "VoteEscrow_AmountTooSmall",
      );
      await at(inWeeks(10) - 1);
      await escrow.connect(bob).increaseAmount(alice, 0, MIN_AMOUNT);
      await escrow.connect(alice).withdraw(0);
      expect(await token.balanceOf(alice)).to.equal(1000n * UNIT + MIN_AMOUNT);
    });

    it("cannot make a delegate's vote unaffordable", async function () {
      if (process.env.SOLIDITY_COVERAGE) this.skip(); // instrumented code has other gas
      const { escrow, token, alice, bob, dave, inWeeks } = await loadFixture(deployEscrow);
      const senders = (await ethers.getSigners()).slice(5, 18);
      for (const [index, sender] of senders.entries()) {
        await token.connect(dave).transfer(sender, 20n * UNIT);
        await token.connect(sender).approve(escrow, ethers.MaxUint256);
        await escrow.connect(sender).delegate(bob);
        for (let weeks = index + 1; weeks <= MAX_WEEKS; weeks += senders.length) {
          await escrow.connect(sender).createLock(UNIT / 100n, inWeeks(weeks));
        }
      }
      for (let i = 0; i < 2000; ++i)
        await escrow.connect(senders[0]).increaseAmount(senders[0]!, 15, MIN_AMOUNT);
      const timepoint = await time.latest();
      const probe = await ethers.deployContract("GasProbe");
      const cost = async (time_: number): Promise<bigint> =>
        probe.measure(escrow, escrow.interface.encodeFunctionData("getPastVotes", [bob.address, time_]));

      await at(inWeeks(207));
      await escrow.connect(bob).createLock(UNIT, inWeeks(300));
      await at(inWeeks(207) + 5);
      await escrow.connect(alice).createLock(UNIT, inWeeks(300));
      expect(await cost(timepoint)).to.be.lessThan(60_000);
      expect(await cost(inWeeks(207) - 1)).to.be.lessThan(400_000);
      expect(await escrow.getPastVotes(bob, inWeeks(207) - 1)).to.be.greaterThan(0);

      const receipt = await (await escrow.connect(alice).delegate(bob)).wait();
      expect(receipt!.gasUsed).to.be.lessThan(160_000);
    });

    it("holds its tokens against a direct transfer in: nobody is credited, nobody is short", async () => {
      const { escrow, token, alice, bob, inWeeks } = await loadFixture(deployEscrow);
      await token.connect(bob).transfer(escrow, UNIT);
      await escrow.connect(alice).createLock(UNIT, inWeeks(1));
      expect(await escrow.totalSupply()).to.be.lessThan(UNIT);
      await at(inWeeks(1));
      await escrow.connect(alice).withdraw(0);
      expect(await token.balanceOf(escrow)).to.equal(UNIT);
    });
  });

  describe("selfPermit", () => {
    async function deployPermit() {
      const world = await deployEscrow();
      const { escrow, token, alice, inWeeks } = world;
      await token.connect(alice).approve(escrow, 0);
      const deadline = inWeeks(1);
      const { v, r, s } = await signPermit(token, alice, await escrow.getAddress(), UNIT, deadline);
      const calls = [
        escrow.interface.encodeFunctionData("selfPermit", [UNIT, deadline, v, r, s]),
        escrow.interface.encodeFunctionData("createLock", [UNIT, inWeeks(9)]),
      ];
      return { ...world, deadline, v, r, s, calls };
    }

    it("locks in one transaction with a signature", async () => {
      const { escrow, token, alice, calls, inWeeks } = await loadFixture(deployPermit);
      await expect(escrow.connect(alice).multicall(calls))
        .to.emit(escrow, "LockCreated")
        .withArgs(alice, 0, UNIT, inWeeks(9));
      expect(await token.allowance(alice, escrow)).to.equal(0);
    });

    it("locks as well when a stranger has used the permit first", async () => {
      const { escrow, token, alice, bob, calls, deadline, v, r, s } = await loadFixture(deployPermit);
      await token.connect(bob).permit(alice, escrow, UNIT, deadline, v, r, s);
      await expect(escrow.connect(alice).multicall(calls)).to.emit(escrow, "LockCreated");
    });

    it("gives a stranger who repeats the calls nothing", async () => {
      const { escrow, token, alice, deployer, calls } = await loadFixture(deployPermit);
      await expect(escrow.connect(deployer).multicall(calls))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(escrow, 0, UNIT);
      expect(await token.nonces(alice)).to.equal(0);
    });

    it("passes over a permit that is no good, and the lock then says why", async () => {
      const { escrow, token, alice, calls, deadline, v, r } = await loadFixture(deployPermit);
      const bad = escrow.interface.encodeFunctionData("selfPermit", [UNIT, deadline, v, r, ethers.ZeroHash]);
      await expect(escrow.connect(alice).multicall([bad, calls[1]!]))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(escrow, 0, UNIT);
      await at(deadline + 1);
      await expect(escrow.connect(alice).multicall(calls)).to.be.revertedWithCustomError(
        token,
        "ERC20InsufficientAllowance",
      );
    });

    it("takes no ether with the calls", async () => {
      const { escrow, alice } = await loadFixture(deployPermit);
      for (const fragment of escrow.interface.fragments) {
        if (fragment.type === "function") expect(fragment).to.have.property("payable", false);
      }
      await expect(alice.sendTransaction({ to: escrow, value: 1 })).to.be.reverted;
    });
  });
});
