import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import {
  claim,
  createGrants,
  GRANTS_PER_TRANSACTION,
  listVaults,
  planGrants,
  predictVault,
  readFactoryCode,
  readVault,
  vaultAt,
  vestedAt,
  type Grant,
} from "@polity/sdk";
import { fails } from "../helpers/fails";
import { AMOUNT, deployVesting, ONE, YEAR } from "../vesting/fixture";

/** Two grants; the funder has approved nothing. */
async function deployed() {
  const all = await deployVesting();
  const { token, factory, funder, ada, ben, start } = all;
  await token.connect(funder).approve(factory, 0);
  const first: Grant = {
    beneficiary: ada.address,
    amount: AMOUNT,
    start,
    duration: 4 * YEAR,
    cliff: YEAR,
    revocable: false,
  };
  const second: Grant = { ...first, beneficiary: ben.address, amount: ONE, cliff: 0, revocable: true };
  return { ...all, first, second };
}
const fixture = () => loadFixture(deployed);

describe("Vesting with the SDK", () => {
  it("predicts what the factory predicts, without asking it", async () => {
    const { factory, first, second } = await fixture();
    const code = await readFactoryCode(factory);
    for (const grant of [first, second, { ...first, start: 0, duration: 2 ** 32 - 1, cliff: 2 ** 32 - 1 }]) {
      const { beneficiary, start, duration, cliff, revocable } = grant;
      const terms = { beneficiary, start, durationSeconds: duration, cliffSeconds: cliff, revocable };
      expect(predictVault(code, grant)).to.equal(await factory.predict(terms));
    }
  });

  describe("create", () => {
    it("approves exactly the sum, pays each vault its amount, and leaves no allowance", async () => {
      const { factory, token, funder, first, second } = await fixture();
      const { planned, paid, approval, receipts } = await createGrants(factory, funder, [first, second]);
      expect([paid, receipts.length]).to.deep.equal([AMOUNT + ONE, 1]);
      const [approved] = await token.queryFilter(
        token.filters.Approval(funder.address),
        approval!.blockNumber,
      );
      expect(approved!.args.value).to.equal(AMOUNT + ONE);
      expect(await token.allowance(funder, factory)).to.equal(0);
      for (const { vault, grant } of planned) expect(await token.balanceOf(vault)).to.equal(grant.amount);
    });

    it("sent again, pays nothing twice", async () => {
      const { factory, token, funder, first, second } = await fixture();
      await createGrants(factory, funder, [first]);
      const before = await token.balanceOf(funder);
      const again = await createGrants(factory, funder, [first, second]);
      expect(before - (await token.balanceOf(funder))).to.equal(ONE);
      expect(again.planned.map(({ exists, payment }) => [exists, payment])).to.deep.equal([
        [true, 0n],
        [false, ONE],
      ]);
      const { receipts, approval, paid } = await createGrants(factory, funder, [first, second]);
      expect([receipts.length, approval, paid]).to.deep.equal([0, undefined, 0n]);
    });

    it("completes what somebody else has begun, also where tokens wait for their vault", async () => {
      const { factory, token, funder, cleo, first, second, terms } = await fixture();
      await factory.connect(cleo).create([{ terms, amount: 1n }]);
      const code = await readFactoryCode(factory);
      await token.connect(cleo).transfer(predictVault(code, second), 2n * ONE);
      const { planned, paid } = await createGrants(factory, funder, [first, second]);
      expect(paid).to.equal(AMOUNT - 1n);
      expect(planned.map(({ allocation }) => allocation)).to.deep.equal([1n, 2n * ONE]);
      expect(await ethers.provider.getCode(planned[1]!.vault)).to.not.equal("0x");
    });

    it("counts what a vault has released or locked as paid", async () => {
      const { factory, funder, ada, first } = await fixture();
      const { planned } = await createGrants(factory, funder, [first]);
      const vault = vaultAt(planned[0]!.vault, funder);
      await vault.connect(ada).createPermanentLock(ONE);
      await time.increaseTo(first.start + 2 * YEAR);
      await claim(vault, funder);
      expect((await planGrants(factory, [first]))[0]).to.include({ allocation: AMOUNT, payment: 0n });
    });

    it("adds to what is there when that is asked for", async () => {
      const { factory, token, funder, first } = await fixture();
      await createGrants(factory, funder, [first]);
      const { planned } = await createGrants(factory, funder, [first], { add: true });
      expect(await token.balanceOf(planned[0]!.vault)).to.equal(2n * AMOUNT);
    });

    it("cuts a long list into transactions that fit a block's limit for one", async () => {
      const { factory, funder, first } = await fixture();
      const grants = Array.from({ length: GRANTS_PER_TRANSACTION + 5 }, (_, i) => ({
        ...first,
        beneficiary: ethers.getAddress(ethers.toBeHex(0xabcd_0000 + i, 20)),
        amount: BigInt(i + 1),
      }));
      const { receipts } = await createGrants(factory, funder, grants);
      expect(receipts.length).to.equal(2);
      if (!process.env.SOLIDITY_COVERAGE) {
        for (const { gasUsed } of receipts) expect((gasUsed * 13n) / 10n).to.be.lessThan(2n ** 24n);
      }
      const states = await listVaults(factory);
      expect(states.map(({ allocation }) => allocation)).to.deep.equal(grants.map(({ amount }) => amount));
    });

    it("refuses before it sends anything what the signer cannot pay, and grants that were revoked", async () => {
      const { factory, funder, timelock, ada, first, second } = await fixture();
      const nonce = await ada.getNonce();
      await fails(createGrants(factory, ada, [first]), /^0x\w+ has 0 tokens, and the grants need 4800$/);
      const { planned } = await createGrants(factory, funder, [second]);
      await vaultAt(planned[0]!.vault, timelock).revoke();
      await fails(createGrants(factory, ada, [first, second]), /^the grant of vault 0x\w+ was revoked$/);
      expect(await ada.getNonce()).to.equal(nonce);
    });
  });

  describe("list", () => {
    it("tells all of a vault, as it is now", async () => {
      const { factory, funder, ada, ben, first } = await fixture();
      const { planned } = await createGrants(factory, funder, [first]);
      const vault = vaultAt(planned[0]!.vault, ada);
      await vault.delegate(ben);
      await vault.createPermanentLock(ONE);
      await vault.transferOwnership(ben);
      await time.increaseTo(first.start + 2 * YEAR);
      const { amount } = await claim(vault, ada);
      const [state] = await listVaults(factory, { owner: ada.address });
      const { amount: allocation, ...terms } = first;
      expect(state).to.deep.include({
        vault: planned[0]!.vault,
        terms,
        owner: ada.address,
        pendingOwner: ben.address,
        ...{
          allocation,
          revoked: false,
          locked: ONE,
          released: amount,
          delegatee: ben.address,
          releasable: 0n,
        },
      });
      expect(state!.vested).to.equal(vestedAt(first, AMOUNT, state!.now));
    });

    it("finds vaults by who owns them now, not by who did", async () => {
      const { factory, funder, ada, ben, cleo, first, second } = await fixture();
      await createGrants(factory, funder, [first, second]);
      const [own] = await listVaults(factory, { owner: ada.address });
      await vaultAt(own!.vault, ada).transferOwnership(cleo);
      expect((await listVaults(factory, { owner: ada.address })).length).to.equal(1);
      await vaultAt(own!.vault, cleo).acceptOwnership();
      expect(await listVaults(factory, { owner: ada.address })).to.deep.equal([]);
      expect((await listVaults(factory, { owner: cleo.address })).map(({ vault }) => vault)).to.deep.equal([
        own!.vault,
      ]);
      expect((await listVaults(factory, { owner: ben.address })).length).to.equal(1);
      expect((await listVaults(factory)).length).to.equal(2);
      expect(await listVaults(factory, { fromBlock: (await time.latestBlock()) + 1 })).to.deep.equal([]);
    });

    it("takes no other factory's vaults for its own", async () => {
      const { factory, token, escrow, funder, timelock, treasury, ada, cleo, first } = await fixture();
      const other = await ethers.deployContract("VestingFactory", [token, escrow, timelock, treasury]);
      const { planned } = await createGrants(other, funder, [first]);
      await vaultAt(planned[0]!.vault, ada).transferOwnership(cleo);
      await vaultAt(planned[0]!.vault, cleo).acceptOwnership();
      expect(await listVaults(factory, { owner: cleo.address })).to.deep.equal([]);
      expect((await listVaults(other, { owner: cleo.address })).length).to.equal(1);
    });

    it("reads a vault of a token without votes, and says where there is none", async () => {
      const { funder, timelock, treasury, ada, first } = await fixture();
      const plain = await ethers.deployContract("PlainToken", [AMOUNT], funder);
      const factory = await ethers.deployContract("VestingFactory", [plain, ZeroAddress, timelock, treasury]);
      const { planned } = await createGrants(factory, funder, [first]);
      const state = await readVault(vaultAt(planned[0]!.vault, funder));
      expect([state.delegatee, state.pendingOwner]).to.deep.equal([ZeroAddress, undefined]);
      await fails(readVault(vaultAt(ada.address, funder)), /^there is no vault at 0x/);
    });
  });

  describe("claim", () => {
    it("sends the owner what is vested, whoever pays the gas", async () => {
      const { factory, token, funder, ada, first } = await fixture();
      const { planned } = await createGrants(factory, funder, [first]);
      await time.increaseTo(first.start + 2 * YEAR);
      const { amount, owner } = await claim(vaultAt(planned[0]!.vault, funder), funder);
      expect([owner, await token.balanceOf(ada)]).to.deep.equal([ada.address, amount]);
      expect(amount).to.equal((AMOUNT * BigInt((await time.latest()) - first.start)) / BigInt(4 * YEAR));
    });

    it("says why there is nothing, and when there will be", async () => {
      const { factory, funder, ada, first } = await fixture();
      const { planned } = await createGrants(factory, funder, [first]);
      const vault = vaultAt(planned[0]!.vault, ada);
      const hint = async () => {
        const error: unknown = await claim(vault, ada).catch((reason: unknown) => reason);
        return (error as { hint: string }).hint;
      };
      expect(await hint()).to.match(/^the first are vested at \d{4}-\d\d-\d\dT00:00:00Z$/);
      await vault.createPermanentLock(AMOUNT);
      await time.increaseTo(first.start + 4 * YEAR);
      expect(await hint()).to.equal("4800 are locked: withdraw a lock that has ended first");
      await vault.startDecay(0);
      await time.increase(5 * 7 * 86_400);
      await vault.withdraw(0);
      await claim(vault, ada);
      expect(await hint()).to.equal("everything vested so far has been released");
    });

    it("tells a contract's refusals in sentences", async () => {
      const { factory, funder, ben, first } = await fixture();
      const { planned } = await createGrants(factory, funder, [first]);
      const vault = vaultAt(planned[0]!.vault, ben);
      const { send } = await import("@polity/sdk");
      await fails(
        send(ben, vault.delegate.populateTransaction(ben.address)),
        /is not the owner of the vault$/,
      );
    });
  });
});
