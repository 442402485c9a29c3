import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { AMOUNT, deployVesting, grant, ONE, YEAR } from "./fixture";

describe("VestingFactory", () => {
  const fixture = () => loadFixture(deployVesting);

  it("creates vaults where it predicted, pays them, and tells who they are for", async () => {
    const { factory, token, funder, ada, ben, terms } = await fixture();
    const grants = [
      { terms, amount: AMOUNT },
      {
        terms: { ...terms, beneficiary: ben.address, revocable: true, cliffSeconds: 0 },
        amount: 2n * AMOUNT,
      },
    ];
    const vaults = await Promise.all(grants.map((each) => factory.predict(each.terms)));
    expect(await factory.create.staticCall(grants)).to.deep.equal(vaults);
    const transaction = await factory.create(grants);
    await expect(transaction)
      .to.emit(factory, "VaultCreated")
      .withArgs(ada, vaults[0], terms.start, 4 * YEAR, YEAR, false);
    await expect(transaction)
      .to.emit(factory, "VaultCreated")
      .withArgs(ben, vaults[1], terms.start, 4 * YEAR, 0, true);
    await expect(transaction)
      .to.emit(factory, "VaultFunded")
      .withArgs(vaults[1], funder, 2n * AMOUNT);
    await expect(transaction).to.changeTokenBalances(
      token,
      [funder, factory, ...vaults],
      [-3n * AMOUNT, 0, AMOUNT, 2n * AMOUNT],
    );
    for (const [i, at] of vaults.entries()) {
      const vault = await ethers.getContractAt("VestingVault", at);
      const told = await vault.terms();
      expect([told.beneficiary, told.revocable, told.start]).to.deep.equal([
        grants[i]!.terms.beneficiary,
        grants[i]!.terms.revocable,
        BigInt(terms.start),
      ]);
    }
  });

  it("adds to a vault that is there, whoever names the terms again", async () => {
    const { factory, token, cleo, terms } = await fixture();
    const vault = await grant(factory, terms);
    const again = await factory.connect(cleo).create([
      { terms, amount: ONE },
      { terms, amount: ONE },
    ]);
    await expect(again).to.not.emit(factory, "VaultCreated");
    await expect(again).to.emit(factory, "VaultFunded").withArgs(vault, cleo, ONE);
    expect(await token.balanceOf(vault)).to.equal(AMOUNT + 2n * ONE);
  });

  it("puts a vault where tokens already are", async () => {
    const { factory, token, terms, funder } = await fixture();
    const at = await factory.predict(terms);
    await token.connect(funder).transfer(at, AMOUNT);
    const transaction = await factory.create([{ terms, amount: 0 }]);
    await expect(transaction).to.emit(factory, "VaultCreated");
    await expect(transaction).to.not.emit(factory, "VaultFunded");
    await expect(transaction).to.not.emit(token, "Transfer");
    const vault = await ethers.getContractAt("VestingVault", at);
    expect(await vault["vestedAmount(address,uint64)"](token, terms.start + 4 * YEAR)).to.equal(AMOUNT);
  });

  it("tells every term apart by the address", async () => {
    const { factory, ben, terms } = await fixture();
    const variants = [
      terms,
      { ...terms, beneficiary: ben.address },
      { ...terms, start: terms.start + 1 },
      { ...terms, durationSeconds: terms.durationSeconds + 1 },
      { ...terms, cliffSeconds: terms.cliffSeconds + 1 },
      { ...terms, revocable: true },
    ];
    const addresses = await Promise.all(variants.map((each) => factory.predict(each)));
    expect(new Set(addresses).size).to.equal(variants.length);
    await factory.create(variants.map((each) => ({ terms: each, amount: 1n })));
    for (const [i, each] of variants.entries()) {
      const told = await (await ethers.getContractAt("VestingVault", addresses[i]!)).terms();
      expect([...told].map(String)).to.deep.equal(Object.values(each).map(String));
    }
  });

  it("carries the widest terms that fit", async () => {
    const { factory, terms } = await fixture();
    const max = (await time.latest()) + Number(await factory.MAX_TIME());
    const widest = {
      ...terms,
      start: 0,
      durationSeconds: 2 ** 32 - 1,
      cliffSeconds: 2 ** 32 - 1,
      revocable: true,
    };
    const vault = await grant(factory, widest);
    expect([await vault.start(), await vault.cliff(), await vault.end()].map(Number)).to.deep.equal([
      0,
      2 ** 32 - 1,
      2 ** 32 - 1,
    ]);
    const latest = await grant(factory, { ...terms, start: max - 4 * YEAR });
    expect(await latest.end()).to.equal(max);
  });

  it("takes a grant that ends in the last second that there may be", async () => {
    const { factory, terms } = await fixture();
    const now = (await time.latest()) + 10;
    const start = now + 100 * YEAR - terms.durationSeconds;
    await time.setNextBlockTimestamp(now);
    await factory.create([{ terms: { ...terms, start }, amount: 1n }]);
    await time.setNextBlockTimestamp(now + 1);
    await expect(
      factory.create([{ terms: { ...terms, start: start + 2 }, amount: 1n }]),
    ).to.be.revertedWithCustomError(factory, "VestingFactory_EndsTooLate");
  });

  it("refuses what can only be a mistake, and names the grant in the list", async () => {
    const { factory, terms } = await fixture();
    const good = { terms, amount: 1n };
    const bad = (change: object) => factory.create([good, { terms: { ...terms, ...change }, amount: 1n }]);
    await expect(bad({ beneficiary: ethers.ZeroAddress }))
      .to.be.revertedWithCustomError(factory, "VestingFactory_NoBeneficiary")
      .withArgs(1);
    await expect(bad({ cliffSeconds: 4 * YEAR + 1 }))
      .to.be.revertedWithCustomError(factory, "VestingFactory_CliffAfterEnd")
      .withArgs(1, 4 * YEAR + 1, 4 * YEAR);
    // A start in milliseconds, and the largest there is: no sum overflows.
    for (const start of [terms.start * 1000, 2 ** 48 - 1]) {
      const now = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(now);
      await expect(bad({ start, durationSeconds: 2 ** 32 - 1 }))
        .to.be.revertedWithCustomError(factory, "VestingFactory_EndsTooLate")
        .withArgs(1, start + 2 ** 32 - 1, now + 100 * YEAR);
    }
  });

  it("creates none of a list of which one is refused", async () => {
    const { factory, terms } = await fixture();
    await expect(
      factory.create([
        { terms, amount: 1n },
        { terms: { ...terms, cliffSeconds: 5 * YEAR }, amount: 1n },
      ]),
    ).to.be.reverted;
    expect(await ethers.provider.getCode(await factory.predict(terms))).to.equal("0x");
  });

  it("pays out of the caller's tokens and nobody else's", async () => {
    const { factory, token, ben, terms } = await fixture();
    await expect(factory.connect(ben).create([{ terms, amount: 1n }]))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
      .withArgs(factory, 0, 1);
  });

  it("does nothing for an empty list", async () => {
    const { factory } = await fixture();
    expect(await factory.create.staticCall([])).to.deep.equal([]);
  });

  describe("deployment", () => {
    it("tells its parameters, in the code that vaults share", async () => {
      const { factory, token, escrow, timelock, treasury } = await fixture();
      expect(await factory.TOKEN()).to.equal(token.target);
      const code = await ethers.getContractAt("VestingVault", await factory.IMPLEMENTATION());
      expect([
        await code.TOKEN(),
        await code.ESCROW(),
        await code.TIMELOCK(),
        await code.TREASURY(),
      ]).to.deep.equal([token.target, escrow.target, timelock.address, treasury.address]);
    });

    it("is refused without a token, a timelock or a treasury, and with an escrow of another token", async () => {
      const { factory, token, escrow, timelock, treasury, ada } = await fixture();
      const other = await ethers.deployContract("PlainToken", [1]);
      const zero = ethers.ZeroAddress;
      for (const parameters of [
        [ada.address, zero, timelock.address, treasury.address],
        [other.target, escrow.target, timelock.address, treasury.address],
        [token.target, escrow.target, zero, treasury.address],
        [token.target, escrow.target, timelock.address, zero],
      ] as const) {
        await expect(ethers.deployContract("VestingFactory", [...parameters]))
          .to.be.revertedWithCustomError(factory, "VestingFactory_BadParameters")
          .withArgs(...parameters);
      }
    });
  });
});
