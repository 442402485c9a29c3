import { loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import type { Result } from "ethers";
import { ethers } from "hardhat";

import { WEEK } from "@polity/sdk/escrow";
import { AMOUNT, deployVaults, deployVesting, grant, MAX_WEEKS, ONE, vested, YEAR } from "./fixture";

const RELEASE = "release(address)";
const VESTED = "vestedAmount(address,uint64)";
const RELEASABLE = "releasable(address)";
const RELEASED = "released(address)";

describe("VestingVault", () => {
  const fixture = () => loadFixture(deployVaults);

  describe("who it belongs to", () => {
    it("is the beneficiary, with the terms that it was created with", async () => {
      const { vault, ada, terms } = await fixture();
      expect(await vault.owner()).to.equal(ada.address);
      expect(await vault.pendingOwner()).to.equal(ethers.ZeroAddress);
      const told = (await vault.terms()) as unknown as Result;
      expect(told.toObject()).to.deep.equal({
        ...terms,
        start: BigInt(terms.start),
        durationSeconds: BigInt(terms.durationSeconds),
        cliffSeconds: BigInt(terms.cliffSeconds),
      });
      expect([await vault.revocable(), await vault.revoked(), await vault.locked()]).to.deep.equal([
        false,
        false,
        0n,
      ]);
    });

    it("changes hands in two steps, and what is released goes to the new owner", async () => {
      const { vault, token, ada, ben, terms } = await fixture();
      await expect(vault.connect(ada).transferOwnership(ben))
        .to.emit(vault, "OwnershipTransferStarted")
        .withArgs(ada, ben);
      expect(await vault.owner()).to.equal(ada.address);
      expect(await vault.pendingOwner()).to.equal(ben.address);
      await expect(vault.connect(ben).acceptOwnership())
        .to.emit(vault, "OwnershipTransferred")
        .withArgs(ada, ben);
      expect(await vault.owner()).to.equal(ben.address);
      expect(await vault.pendingOwner()).to.equal(ethers.ZeroAddress);
      await time.increaseTo(terms.start + terms.durationSeconds);
      await expect(vault[RELEASE](token)).to.changeTokenBalances(token, [ada, ben], [0, AMOUNT]);
    });

    it("can be handed on again, and back", async () => {
      const { vault, ada, ben, cleo } = await fixture();
      for (const [from, to] of [
        [ada, ben],
        [ben, cleo],
        [cleo, ada],
      ] as const) {
        await vault.connect(from).transferOwnership(to);
        await expect(vault.connect(to).acceptOwnership())
          .to.emit(vault, "OwnershipTransferred")
          .withArgs(from, to);
        expect(await vault.owner()).to.equal(to.address);
      }
    });

    it("is offered by the owner alone, and accepted by nobody else", async () => {
      const { vault, ada, ben, cleo, timelock } = await fixture();
      for (const other of [ben, timelock]) {
        await expect(vault.connect(other).transferOwnership(other))
          .to.be.revertedWithCustomError(vault, "VestingVault_NotOwner")
          .withArgs(other);
      }
      await vault.connect(ada).transferOwnership(ben);
      for (const other of [ada, cleo, timelock]) {
        await expect(vault.connect(other).acceptOwnership())
          .to.be.revertedWithCustomError(vault, "VestingVault_NotPendingOwner")
          .withArgs(other);
      }
    });

    it("stays with the owner who takes the offer back", async () => {
      const { vault, ada, ben } = await fixture();
      await vault.connect(ada).transferOwnership(ben);
      await vault.connect(ada).transferOwnership(ethers.ZeroAddress);
      await expect(vault.connect(ben).acceptOwnership()).to.be.revertedWithCustomError(
        vault,
        "VestingVault_NotPendingOwner",
      );
    });

    it("takes the votes from the former owner's delegates, held and locked, and gives them to the new owner", async () => {
      const { vault, token, escrow, ada, ben, cleo } = await fixture();
      const [held, locked] = [AMOUNT / 4n, (3n * AMOUNT) / 4n];
      await vault.connect(ada).delegateLocked(cleo);
      await vault.connect(ada).createPermanentLock(locked);
      await vault.connect(ada).delegate(cleo);
      await vault.connect(ada).transferOwnership(ben);
      expect([await token.getVotes(cleo), await escrow.getVotes(cleo)]).to.deep.equal([held, locked]);

      await vault.connect(ben).acceptOwnership();
      for (const votes of [token, escrow]) {
        expect(await votes.getVotes(cleo)).to.equal(0);
        expect(await votes.delegates(vault)).to.equal(ben.address);
      }
      expect([await token.getVotes(ben), await escrow.getVotes(ben)]).to.deep.equal([held, locked]);
    });

    it("takes them from whoever has them: the former owner, the vault itself", async () => {
      const { vault, token, escrow, ada, ben } = await fixture();
      await vault.connect(ada).createPermanentLock(ONE);
      await vault.connect(ada).delegate(vault);
      await vault.connect(ada).transferOwnership(ben);
      await vault.connect(ben).acceptOwnership();
      expect([await escrow.getVotes(ada), await token.getVotes(vault)]).to.deep.equal([0n, 0n]);
      expect([await escrow.getVotes(ben), await token.getVotes(ben)]).to.deep.equal([ONE, AMOUNT - ONE]);
    });

    it("gives nobody votes that nobody had, and changes hands where there is no escrow, too", async () => {
      const { vault, token, escrow, timelock, treasury, terms, funder, ada, ben } = await fixture();
      const plain = await ethers.deployContract("VestingFactory", [
        token,
        ethers.ZeroAddress,
        timelock,
        treasury,
      ]);
      await token.connect(funder).approve(plain, AMOUNT);
      const without = await grant(plain, terms);
      for (const each of [vault, without]) {
        await each.connect(ada).transferOwnership(ben);
        await each.connect(ben).acceptOwnership();
        expect(await token.delegates(each)).to.equal(ethers.ZeroAddress);
      }
      expect(await escrow.delegates(vault)).to.equal(ethers.ZeroAddress);
      await without.connect(ben).delegate(ben);
      await without.connect(ben).transferOwnership(ada);
      await without.connect(ada).acceptOwnership();
      expect([await token.getVotes(ben), await token.getVotes(ada)]).to.deep.equal([0n, AMOUNT]);
    });

    it("leaves a former owner nothing to decide", async () => {
      const { vault, ada, ben } = await fixture();
      await vault.connect(ada).transferOwnership(ben);
      await vault.connect(ben).acceptOwnership();
      for (const call of [
        () => vault.connect(ada).delegate(ada),
        () => vault.connect(ada).createPermanentLock(ONE),
        () => vault.connect(ada).transferOwnership(ada),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(vault, "VestingVault_NotOwner").withArgs(ada);
      }
    });
  });

  describe("votes", () => {
    it("has none before the owner delegates, then those of all tokens, vested or not", async () => {
      const { vault, token, ada, ben } = await fixture();
      expect(await token.getVotes(ada)).to.equal(0);
      await vault.connect(ada).delegate(ben);
      expect(await token.getVotes(ben)).to.equal(AMOUNT);
      await vault.connect(ada).delegate(ethers.ZeroAddress);
      expect(await token.getVotes(ben)).to.equal(0);
    });

    it("takes the votes of what is released along", async () => {
      const { vault, token, ada, ben, terms } = await fixture();
      await vault.connect(ada).delegate(ben);
      await time.setNextBlockTimestamp(terms.start + 2 * YEAR);
      await vault[RELEASE](token);
      expect(await token.getVotes(ben)).to.equal(AMOUNT / 2n);
    });

    it("can be delegated from a revocable vault, too", async () => {
      const { revocable, token, ada, ben } = await fixture();
      await revocable.connect(ada).delegate(ben);
      expect(await token.getVotes(ben)).to.equal(AMOUNT);
    });

    it("are delegated by the owner alone", async () => {
      const { vault, ben, timelock } = await fixture();
      for (const other of [ben, timelock]) {
        for (const call of [
          () => vault.connect(other).delegate(other),
          () => vault.connect(other).delegateLocked(other),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(vault, "VestingVault_NotOwner").withArgs(other);
        }
      }
    });
  });

  describe("locks", () => {
    it("changes nothing about what is vested, and makes the owner the delegate", async () => {
      const { vault, token, escrow, ada, terms } = await fixture();
      const end = terms.start + 2 * WEEK;
      expect(await vault.connect(ada).createLock.staticCall(1_000n * ONE, end)).to.equal(0);
      await vault.connect(ada).createLock(1_000n * ONE, end);
      expect(await vault.locked()).to.equal(1_000n * ONE);
      expect(await token.balanceOf(vault)).to.equal(AMOUNT - 1_000n * ONE);
      expect(await token.allowance(vault, escrow)).to.equal(0);
      expect(await escrow.delegates(vault)).to.equal(ada.address);
      expect(await escrow.getVotes(ada)).to.be.greaterThan(0);
      for (const at of [terms.start + YEAR, terms.start + 3 * YEAR, terms.start + 4 * YEAR]) {
        expect(await vault[VESTED](token, at)).to.equal(vested(terms, AMOUNT, at));
      }
    });

    it("keeps to the delegate that was chosen before, and can choose another", async () => {
      const { vault, escrow, ada, ben, cleo } = await fixture();
      await vault.connect(ada).delegateLocked(ben);
      await vault.connect(ada).createPermanentLock(100n * ONE);
      expect(await escrow.getVotes(ben)).to.equal(100n * ONE);
      await vault.connect(ada).createPermanentLock(50n * ONE);
      expect(await escrow.getVotes(ben)).to.equal(150n * ONE);
      await vault.connect(ada).delegateLocked(cleo);
      expect([await escrow.getVotes(ben), await escrow.getVotes(cleo)]).to.deep.equal([0n, 150n * ONE]);
    });

    it("does with its locks what the escrow lets owners do, and gets all of it back", async () => {
      const { vault, token, escrow, ada, start } = await fixture();
      const owned = vault.connect(ada);
      await owned.createLock(100n * ONE, start + WEEK);
      await owned.createPermanentLock(200n * ONE);
      await owned.increaseAmount(0, 50n * ONE);
      await owned.extend(0, start + 2 * WEEK);
      expect(
        (await escrow.locksOf(vault)).map(({ amount, unlockTime }) => [amount, unlockTime]),
      ).to.deep.equal([
        [150n * ONE, BigInt(start + 2 * WEEK)],
        [200n * ONE, 0n],
      ]);
      await owned.makePermanent(0);
      await owned.merge(0, 1);
      expect(await vault.locked()).to.equal(350n * ONE);
      await owned.startDecay(1);
      await expect(owned.withdraw(1)).to.be.revertedWithCustomError(escrow, "VoteEscrow_LockActive");
      await time.increase(MAX_WEEKS * WEEK);
      await expect(owned.withdraw(1)).to.changeTokenBalances(token, [vault, ada], [350n * ONE, 0]);
      expect([await vault.locked(), await token.balanceOf(vault)]).to.deep.equal([0n, AMOUNT]);
    });

    it("releases out of what is free, and the rest once it is back", async () => {
      const { vault, token, ada, terms, start } = await fixture();
      const end = start + 4 * YEAR;
      await time.increaseTo(end - WEEK);
      await vault.connect(ada).createLock(AMOUNT - ONE, end + WEEK);
      await time.setNextBlockTimestamp(end);
      await expect(vault[RELEASE](token)).to.changeTokenBalances(token, [vault, ada], [-ONE, ONE]);
      expect(await vault[VESTED](token, end)).to.equal(vested(terms, AMOUNT, end));
      expect(await vault[RELEASABLE](token)).to.equal(0);
      await time.increaseTo(end + WEEK);
      await vault.connect(ada).withdraw(0);
      expect(await vault[RELEASABLE](token)).to.equal(AMOUNT - ONE);
      await vault[RELEASE](token);
      expect([await token.balanceOf(ada), await vault[RELEASED](token)]).to.deep.equal([AMOUNT, AMOUNT]);
    });

    it("for ever makes the owner the delegate, too", async () => {
      const { vault, escrow, ada } = await fixture();
      await vault.connect(ada).createPermanentLock(ONE);
      expect(await escrow.delegates(vault)).to.equal(ada.address);
    });

    it("counts what is locked to what vests, and pays it out of what is free", async () => {
      const { vault, token, ada, terms, start } = await fixture();
      const half = start + 2 * YEAR;
      await time.increaseTo(half - WEEK);
      await vault.connect(ada).createPermanentLock(AMOUNT / 4n);
      await time.setNextBlockTimestamp(half);
      await vault[RELEASE](token);
      // A half of all, not of the three quarters that are here.
      expect(await token.balanceOf(ada))
        .to.equal(vested(terms, AMOUNT, half))
        .and.to.equal(AMOUNT / 2n);
    });

    it("counts nothing of what is locked to other tokens, which vest by the same schedule", async () => {
      const { vault, ada, cleo, terms, start } = await fixture();
      const other = await ethers.deployContract("PlainToken", [AMOUNT], cleo);
      await other.transfer(vault, AMOUNT);
      const half = start + 2 * YEAR;
      await time.increaseTo(half - WEEK);
      await vault.connect(ada).createPermanentLock(AMOUNT / 4n);
      expect(await vault[VESTED](other, half)).to.equal(vested(terms, AMOUNT, half));
      await time.setNextBlockTimestamp(half);
      await expect(vault[RELEASE](other)).to.changeTokenBalance(other, ada, AMOUNT / 2n);
    });

    it("is the owner's to do, all of it", async () => {
      const { vault, ben } = await fixture();
      const other = vault.connect(ben);
      for (const call of [
        () => other.createLock(ONE, 0),
        () => other.createPermanentLock(ONE),
        () => other.increaseAmount(0, ONE),
        () => other.extend(0, 0),
        () => other.makePermanent(0),
        () => other.startDecay(0),
        () => other.merge(0, 1),
        () => other.withdraw(0),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(vault, "VestingVault_NotOwner").withArgs(ben);
      }
    });

    it("is not for a revocable vault, nor where there is no escrow", async () => {
      const { revocable, token, funder, timelock, treasury, ada, terms } = await fixture();
      const factory = await ethers.deployContract("VestingFactory", [
        token,
        ethers.ZeroAddress,
        timelock,
        treasury,
      ]);
      await token.connect(funder).approve(factory, ethers.MaxUint256);
      const alone = await grant(factory, terms);
      for (const [vault, error] of [
        [revocable, "VestingVault_Revocable"],
        [alone, "VestingVault_NoEscrow"],
      ] as const) {
        const owned = vault.connect(ada);
        for (const call of [
          () => owned.createLock(ONE, 0),
          () => owned.createPermanentLock(ONE),
          () => owned.increaseAmount(0, ONE),
          () => owned.extend(0, 0),
          () => owned.makePermanent(0),
          () => owned.startDecay(0),
          () => owned.merge(0, 1),
          () => owned.withdraw(0),
          () => owned.delegateLocked(ada),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(vault, error);
        }
      }
      await alone.connect(ada).delegate(ada);
      expect(await token.getVotes(ada)).to.equal(AMOUNT);
    });

    it("locks no more than the vault has", async () => {
      const { vault, token, ada } = await fixture();
      await expect(vault.connect(ada).createPermanentLock(AMOUNT + 1n)).to.be.revertedWithCustomError(
        token,
        "ERC20InsufficientBalance",
      );
    });
  });

  describe("revoking", () => {
    it("leaves the owner what is vested and returns the rest, with its votes", async () => {
      const { revocable, token, timelock, treasury, ada, ben, cleo, terms } = await fixture();
      await revocable.connect(ada).delegate(ben);
      await token.connect(treasury).delegate(cleo);
      await time.setNextBlockTimestamp(terms.start + 2 * YEAR);
      await revocable[RELEASE](token);
      const at = terms.start + 3 * YEAR;
      await time.setNextBlockTimestamp(at);
      const before = await token.getVotes(cleo);
      await expect(revocable.connect(timelock).revoke())
        .to.emit(revocable, "GrantRevoked")
        .withArgs(AMOUNT / 4n);
      expect(await revocable.revoked()).to.equal(true);
      expect(await token.balanceOf(treasury)).to.equal(AMOUNT / 4n);
      expect(await token.getVotes(ben)).to.equal(AMOUNT / 4n);
      expect((await token.getVotes(cleo)) - before).to.equal(AMOUNT / 4n);
      expect(await revocable[VESTED](token, at + 1)).to.equal((AMOUNT * 3n) / 4n);
      await expect(revocable[RELEASE](token)).to.changeTokenBalance(token, ada, AMOUNT / 4n);
      expect(await token.balanceOf(revocable)).to.equal(0);
    });

    it("returns everything before the cliff", async () => {
      const { revocable, token, timelock, treasury, ada, terms } = await fixture();
      await time.setNextBlockTimestamp(terms.start + YEAR - 1);
      await expect(revocable.connect(timelock).revoke()).to.changeTokenBalance(token, treasury, AMOUNT);
      await time.increaseTo(terms.start + 4 * YEAR);
      await expect(revocable[RELEASE](token)).to.changeTokenBalance(token, ada, 0);
    });

    it("is refused from the end on, and a second time", async () => {
      const { factory, revocable, timelock, ada, terms } = await fixture();
      const other = await grant(factory, { ...terms, revocable: true, cliffSeconds: 0 });
      const early = await grant(factory, { ...terms, revocable: true, cliffSeconds: 1 });
      await time.setNextBlockTimestamp(terms.start + YEAR);
      await early.connect(timelock).revoke();
      // What was left is the owner's, though the schedule would have run for three more years.
      await expect(early.connect(timelock).revoke()).to.be.revertedWithCustomError(
        early,
        "VestingVault_NothingToRevoke",
      );
      await time.setNextBlockTimestamp(terms.start + 4 * YEAR - 1);
      await other.connect(timelock).revoke();
      for (const vault of [revocable, other]) {
        await expect(vault.connect(timelock).revoke()).to.be.revertedWithCustomError(
          vault,
          "VestingVault_NothingToRevoke",
        );
      }
      expect(await revocable.revoked()).to.equal(false);
      expect(await revocable.owner()).to.equal(ada.address);
    });

    it("is the timelock's alone, and only where the terms say so", async () => {
      const { vault, revocable, timelock, treasury, funder, ada } = await fixture();
      for (const other of [ada, treasury, funder]) {
        await expect(revocable.connect(other).revoke())
          .to.be.revertedWithCustomError(revocable, "VestingVault_NotTimelock")
          .withArgs(other);
      }
      await expect(vault.connect(timelock).revoke()).to.be.revertedWithCustomError(
        vault,
        "VestingVault_NotRevocable",
      );
    });

    it("leaves other tokens and the native currency to the owner, at once", async () => {
      const { revocable, timelock, ada, cleo, terms } = await fixture();
      const other = await ethers.deployContract("PlainToken", [AMOUNT], cleo);
      await other.transfer(revocable, AMOUNT);
      await setBalance(await revocable.getAddress(), ONE);
      await time.increaseTo(terms.start);
      await revocable.connect(timelock).revoke();
      await expect(revocable[RELEASE](other)).to.changeTokenBalance(other, ada, AMOUNT);
      await expect(revocable["release()"]()).to.changeEtherBalance(ada, ONE);
    });
  });

  it("passes the refusal of an owner to take the native currency on", async () => {
    const { factory, terms, ben } = await fixture();
    const penniless = await ethers.deployContract("Penniless");
    const vault = await grant(factory, { ...terms, beneficiary: await penniless.getAddress() }, 0n);
    await ben.sendTransaction({ to: vault, value: ONE });
    await time.increaseTo(terms.start + terms.durationSeconds);
    await expect(vault["release()"]()).to.be.reverted;
    expect(await ethers.provider.getBalance(vault)).to.equal(ONE);
  });

  it("is nothing by itself: the code that vaults share has no owner, no schedule and takes no money", async () => {
    const { factory, token, timelock, ada } = await loadFixture(deployVesting);
    const code = await ethers.getContractAt("VestingVault", await factory.IMPLEMENTATION());
    const at = Math.floor(Date.now() / 1000);
    for (const call of [
      () => code.owner(),
      () => code.terms(),
      () => code.start(),
      () => code.cliff(),
      () => code.duration(),
      () => code.end(),
      () => code.revocable(),
      () => code[VESTED](token, at),
      () => code["vestedAmount(uint64)"](at),
      () => code[RELEASABLE](token),
      () => code["releasable()"](),
      () => code[RELEASE](token),
      () => code["release()"](),
      () => code.connect(timelock).revoke(),
      () => code.delegate(ada),
      () => code.createPermanentLock(1),
      () => code.transferOwnership(ada),
      () => ada.sendTransaction({ to: code, value: 1 }),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(code, "VestingVault_NoVault");
    }
    await expect(code.acceptOwnership()).to.be.revertedWithCustomError(code, "VestingVault_NotPendingOwner");
  });
});
