import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type { FeeToken, HookToken } from "../../typechain-types";
import { WEEK } from "@polity/sdk/escrow";
import { AMOUNT, deployVaults, grant, MAX_WEEKS, ONE, vested, YEAR } from "../vesting/fixture";

const RELEASE = "release(address)";
const VESTED = "vestedAmount(address,uint64)";
const RELEASABLE = "releasable(address)";

/** keccak256("polity.votes.excluded"), of which contracts/votes/Excluded.sol takes the first 20 bytes. */
const EXCLUDED = ethers.getAddress(ethers.dataSlice(ethers.id("polity.votes.excluded"), 0, 20));

describe("Attacks on vesting", () => {
  const fixture = () => loadFixture(deployVaults);

  it("a donation hastens nothing: it vests like the rest", async () => {
    const { vault, token, ben, funder, terms } = await fixture();
    await token.connect(funder).transfer(ben, AMOUNT);
    await time.increaseTo(terms.start + YEAR);
    await token.connect(ben).transfer(vault, AMOUNT);
    for (const at of [terms.start + YEAR - 1, terms.start + YEAR, terms.start + 4 * YEAR]) {
      expect(await vault[VESTED](token, at)).to.equal(vested(terms, 2n * AMOUNT, at));
    }
  });

  it("sending released tokens in again and again yields nothing but the schedule", async () => {
    const { vault, token, ada, terms } = await fixture();
    const at = terms.start + 2 * YEAR;
    await time.increaseTo(at);
    let sent = 0n;
    for (let i = 0; i < 5; ++i) {
      await vault[RELEASE](token);
      const own = await token.balanceOf(ada);
      await token.connect(ada).transfer(vault, own);
      sent += own;
    }
    await vault[RELEASE](token);
    const [own, now] = [await token.balanceOf(ada), await time.latest()];
    expect(own).to.equal(vested(terms, AMOUNT + sent, now) - sent);
    expect(own).to.be.at.most(vested(terms, AMOUNT, now));
  });

  it("a front-runner who creates the grant first has only helped", async () => {
    const { factory, token, cleo, ben, terms } = await fixture();
    const victim = { ...terms, beneficiary: ben.address };
    await factory.connect(cleo).create([{ terms: victim, amount: 0 }]);
    const vault = await grant(factory, victim);
    expect(await vault.owner()).to.equal(ben.address);
    expect(await token.balanceOf(vault)).to.equal(AMOUNT);
  });

  it("two funders of the same terms share a vault, and a revocation returns both shares to the treasury", async () => {
    const { factory, revocable, token, cleo, timelock, treasury, terms } = await fixture();
    await factory.connect(cleo).create([{ terms: { ...terms, revocable: true }, amount: AMOUNT }]);
    await time.setNextBlockTimestamp(terms.start + 2 * YEAR);
    await expect(revocable.connect(timelock).revoke()).to.changeTokenBalances(
      token,
      [treasury, cleo],
      [AMOUNT, 0],
    );
  });

  it("nobody can be made to add to a grant that was revoked a moment ago", async () => {
    const { factory, revocable, timelock, terms } = await fixture();
    await revocable.connect(timelock).revoke();
    await expect(factory.create([{ terms: { ...terms, revocable: true }, amount: AMOUNT }]))
      .to.be.revertedWithCustomError(factory, "VestingFactory_Revoked")
      .withArgs(0, revocable);
  });

  it("nothing can be locked away from a revocation", async () => {
    const { escrow, revocable, token, ada, funder, timelock, treasury, start } = await fixture();
    await expect(revocable.connect(ada).createPermanentLock(AMOUNT)).to.be.revertedWithCustomError(
      revocable,
      "VestingVault_Revocable",
    );
    // Nor can anybody lock for the vault: it allows no one.
    await expect(
      escrow.connect(funder).createLockFor(revocable, ONE, start + WEEK),
    ).to.be.revertedWithCustomError(escrow, "VoteEscrow_LockerNotAllowed");
    await expect(revocable.connect(timelock).revoke()).to.changeTokenBalance(token, treasury, AMOUNT);
  });

  it("strangers cannot fill a vault's sixteen locks", async () => {
    const { escrow, vault, funder, start } = await fixture();
    await expect(
      escrow.connect(funder).createLockFor(vault, ONE, start + WEEK),
    ).to.be.revertedWithCustomError(escrow, "VoteEscrow_LockerNotAllowed");
  });

  it("what a stranger adds to a vault's lock neither vests early nor gets lost", async () => {
    const { escrow, vault, token, ada, funder, terms, start } = await fixture();
    const owned = vault.connect(ada);
    await owned.createLock(100n * ONE, start + WEEK);
    await owned.createLock(100n * ONE, start + 2 * WEEK);
    await escrow.connect(funder).increaseAmount(vault, 0, 50n * ONE);
    const end = terms.start + 4 * YEAR;
    expect(await vault[VESTED](token, end)).to.equal(AMOUNT);
    await time.increaseTo(start + WEEK);
    await owned.withdraw(0);
    expect([await vault[VESTED](token, end), await vault.locked()]).to.deep.equal([AMOUNT, 50n * ONE]);
    await time.increaseTo(start + 2 * WEEK);
    await owned.withdraw(1);
    expect([await vault[VESTED](token, end), await vault.locked()]).to.deep.equal([AMOUNT + 50n * ONE, 0n]);
    expect(await token.balanceOf(vault)).to.equal(AMOUNT + 50n * ONE);
  });

  it("a lock that is permanent at the end of vesting comes back all the same", async () => {
    const { vault, token, ada, terms } = await fixture();
    await vault.connect(ada).createPermanentLock(AMOUNT);
    await time.increaseTo(terms.start + terms.durationSeconds);
    expect(await vault[RELEASABLE](token)).to.equal(0);
    await vault[RELEASE](token);
    await vault.connect(ada).startDecay(0);
    await time.increase(MAX_WEEKS * WEEK);
    await vault.connect(ada).withdraw(0);
    await expect(vault[RELEASE](token)).to.changeTokenBalance(token, ada, AMOUNT);
  });

  it("a pending change of owner neither stops a revocation nor survives as a way around it", async () => {
    const { revocable, token, ada, ben, timelock, treasury, terms } = await fixture();
    await revocable.connect(ada).transferOwnership(ben);
    await time.setNextBlockTimestamp(terms.start + 2 * YEAR);
    await expect(revocable.connect(timelock).revoke()).to.changeTokenBalance(token, treasury, AMOUNT / 2n);
    await revocable.connect(ben).acceptOwnership();
    await expect(revocable[RELEASE](token)).to.changeTokenBalances(token, [ada, ben], [0, AMOUNT / 2n]);
    await expect(revocable.connect(ben).createPermanentLock(1)).to.be.revertedWithCustomError(
      revocable,
      "VestingVault_Revocable",
    );
  });

  it("delegating unvested tokens to nobody's account lowers the quorum's base by no more than they are", async () => {
    const { vault, token, ada } = await fixture();
    await vault.connect(ada).delegate(EXCLUDED);
    expect(await token.getVotes(EXCLUDED)).to.equal(AMOUNT);
    // It costs the votes themselves, which weigh more than the share of a quorum that they are, and ends at will.
    expect(await token.getVotes(ada)).to.equal(0);
    await vault.connect(ada).delegate(ada);
    expect([await token.getVotes(EXCLUDED), await token.getVotes(ada)]).to.deep.equal([0n, AMOUNT]);
  });

  describe("with tokens that do not behave", () => {
    /** A factory for grants of another token, which may take all of it from its owner. */
    async function factoryOf(
      token: HookToken | FeeToken,
      { timelock, treasury }: Awaited<ReturnType<typeof fixture>>,
    ) {
      const made = [token, ethers.ZeroAddress, timelock, treasury] as const;
      const factory = await ethers.deployContract("VestingFactory", [...made]);
      await token.approve(factory, ethers.MaxUint256);
      return factory;
    }
    async function hooked() {
      const all = await fixture();
      const { funder, terms } = all;
      const token = await ethers.deployContract("HookToken", [10n * AMOUNT], funder);
      const factory = await factoryOf(token, all);
      const vault = await grant(factory, { ...terms, revocable: true });
      return { ...all, token, factory, vault };
    }

    it("a hook before the transfer cannot release once more, though the balance has not moved yet", async () => {
      const { vault, token, terms } = await hooked();
      await time.increaseTo(terms.start + 2 * YEAR);
      await token.hook(vault, vault, vault.interface.encodeFunctionData(RELEASE, [await token.getAddress()]));
      await expect(vault[RELEASE](token)).to.be.revertedWithCustomError(
        vault,
        "ReentrancyGuardReentrantCall",
      );
    });

    it("nor can it in a revocation, or release the native currency in between", async () => {
      const { vault, token, timelock, terms } = await hooked();
      await time.increaseTo(terms.start + 2 * YEAR);
      for (const call of [
        vault.interface.encodeFunctionData(RELEASE, [await token.getAddress()]),
        vault.interface.encodeFunctionData("release()"),
      ]) {
        await token.hook(vault, vault, call);
        await expect(vault.connect(timelock).revoke()).to.be.revertedWithCustomError(
          vault,
          "ReentrancyGuardReentrantCall",
        );
      }
    });

    it("nor can one that owns the vault and governs the network lock, withdraw or revoke in between", async () => {
      const { funder, treasury, terms } = await fixture();
      const token = await ethers.deployContract("HookToken", [10n * AMOUNT], funder);
      const escrow = await ethers.deployContract("VoteEscrow", [
        token,
        "Votes",
        "veHOOK",
        MAX_WEEKS,
        1,
        false,
      ]);
      const factory = await ethers.deployContract("VestingFactory", [token, escrow, token, treasury]);
      await token.approve(factory, ethers.MaxUint256);
      const own = { ...terms, beneficiary: await token.getAddress() };
      const [vault, revocable] = [
        await grant(factory, own),
        await grant(factory, { ...own, revocable: true }),
      ];
      await time.increaseTo(terms.start + 2 * YEAR);
      const { interface: abi } = vault;
      for (const [target, call] of [
        [vault, abi.encodeFunctionData("createLock", [1, terms.start + 3 * YEAR])],
        [vault, abi.encodeFunctionData("createPermanentLock", [1])],
        [vault, abi.encodeFunctionData("increaseAmount", [0, 1])],
        [vault, abi.encodeFunctionData("withdraw", [0])],
        [revocable, abi.encodeFunctionData("revoke")],
      ] as const) {
        await token.hook(target, target, call);
        await expect(target[RELEASE](token)).to.be.revertedWithCustomError(
          target,
          "ReentrancyGuardReentrantCall",
        );
      }
    });

    it("of a token that takes a fee on the way, what arrives is what vests", async () => {
      const all = await fixture();
      const { funder, ada, terms } = all;
      const token = await ethers.deployContract("FeeToken", [10n * AMOUNT], funder);
      const vault = await grant(await factoryOf(token, all), terms);
      const arrived = AMOUNT - AMOUNT / 100n;
      await time.setNextBlockTimestamp(terms.start + 2 * YEAR);
      await vault[RELEASE](token);
      expect(await token.balanceOf(ada)).to.equal(arrived / 2n - arrived / 200n);
      await time.increaseTo(terms.start + 4 * YEAR);
      await vault[RELEASE](token);
      expect(await token.balanceOf(vault)).to.equal(0);
    });

    it("a token that only pretends to be there, or to move, touches no other", async () => {
      const { vault, token, ada, terms } = await fixture();
      const pretender = await ethers.deployContract("PretendingToken");
      const amount = 2n ** 200n;
      await time.increaseTo(terms.start + 2 * YEAR);
      await pretender.pretend(amount);
      const due = await vault[RELEASABLE](token);
      await vault[RELEASE](pretender);
      expect(await vault["released(address)"](pretender)).to.equal(
        vested(terms, amount, await time.latest()),
      );
      expect(await vault["released(address)"](token)).to.equal(0);
      expect(await vault[RELEASABLE](token)).to.be.at.least(due);
      await vault[RELEASE](token);
      expect(await token.balanceOf(ada)).to.equal(vested(terms, AMOUNT, await time.latest()));
    });

    it("neither an account without code nor the escrow's votes can be released", async () => {
      const { vault, escrow, ada, ben, terms } = await fixture();
      await vault.connect(ada).createPermanentLock(ONE);
      await time.increaseTo(terms.start + 4 * YEAR);
      await expect(vault[RELEASE](ben)).to.be.reverted;
      await expect(vault[RELEASE](escrow)).to.be.revertedWithCustomError(
        escrow,
        "VoteEscrow_NotTransferable",
      );
    });
  });
});
