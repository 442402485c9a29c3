import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type { GovernanceToken } from "../../typechain-types/contracts/token/GovernanceToken";
import type { IDistributor } from "../../typechain-types/contracts/distribution/Distributor";
import { EXCLUDED } from "../helpers/governor";
import { CATEGORY, DAY, Destination, fixture, MAX_WEEKS, NONE, now, ONE, WEEK, YEAR } from "./fixture";

const ALL = 1_005n * ONE;

/** The signature of an account that lets `delegatee` vote for it. */
async function delegation(
  token: GovernanceToken,
  account: Wallet,
  delegatee: string,
  expiry = ethers.MaxUint256,
) {
  const nonce = await token.nonces(account);
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Test", version: "1", chainId, verifyingContract: token.target as string };
  const types = {
    Delegation: [
      { name: "delegatee", type: "address" },
      { name: "nonce", type: "uint256" },
      { name: "expiry", type: "uint256" },
    ],
  };
  const { v, r, s } = ethers.Signature.from(
    await account.signTypedData(domain, types, { delegatee, nonce, expiry }),
  );
  return { delegatee, nonce, expiry, v, r, s };
}

describe("Distributor", () => {
  describe("deployment", () => {
    it("names its parts and excludes its votes", async () => {
      const { distributor, token, treasury, vesting, escrow, timelock } = await fixture();
      expect(await distributor.TOKEN()).to.equal(token.target);
      expect(await distributor.TREASURY()).to.equal(treasury.target);
      expect(await distributor.VESTING()).to.equal(vesting.target);
      expect(await distributor.ESCROW()).to.equal(escrow.target);
      expect(await distributor.TIMELOCK()).to.equal(timelock.address);
      expect(await token.delegates(distributor)).to.equal(EXCLUDED);
    });

    it("refuses an escrow of another token", async () => {
      const { token, payment, treasury, vesting } = await fixture();
      const other = await ethers.deployContract("VoteEscrow", [payment, "Votes", "veODD", 4, ONE, false]);
      const factory = await ethers.getContractFactory("Distributor");
      await expect(factory.deploy(token, treasury, vesting, other))
        .to.be.revertedWithCustomError(factory, "Distributor_BadEscrow")
        .withArgs(other);
    });
  });

  describe("opening", () => {
    it("takes the tokens out of the budget and can be claimed from at once", async () => {
      const { distributor, treasury, token, distributionTerms } = await fixture();
      const terms = distributionTerms();
      const opening = distributor.open(terms as IDistributor.TermsStruct);
      await expect(opening).to.changeTokenBalances(token, [treasury, distributor], [-ALL, ALL]);
      const end = (await now()) + 90n * DAY;
      await expect(opening)
        .to.emit(distributor, "DistributionOpened")
        .withArgs(1, 2, Object.values(terms), end)
        .and.to.emit(treasury, "Disbursed")
        .withArgs(2, token, distributor, ALL, CATEGORY, ethers.zeroPadValue("0x01", 32), 0);
      expect(await distributor.distribution(1)).to.deep.equal([Object.values(terms), end, ALL]);
      expect(await distributor.distributionCount()).to.equal(1n);
    });

    it("is the timelock's alone", async () => {
      const { distributor, distributionTerms, stranger } = await fixture();
      await expect(distributor.connect(stranger).open(distributionTerms() as IDistributor.TermsStruct))
        .to.be.revertedWithCustomError(distributor, "BudgetSpender_NotTimelock")
        .withArgs(stranger.address);
    });

    it("refuses nothing, a list without a root, and a root without a list", async () => {
      const { distributor, distribute, tree } = await fixture();
      for (const changes of [{ amount: 0n }, { root: NONE }, { listHash: NONE }])
        await expect(distribute(changes))
          .to.be.revertedWithCustomError(distributor, "Distributor_BadTerms")
          .withArgs(changes.amount ?? ALL, changes.root ?? tree.root, changes.listHash ?? ethers.id("list"));
    });

    it("refuses less than 30 days and more than ten years", async () => {
      const { distributor, distribute } = await fixture();
      for (const duration of [0n, 30n * DAY - 1n, 3_650n * DAY + 1n])
        await expect(distribute({ duration }))
          .to.be.revertedWithCustomError(distributor, "Distributor_BadDuration")
          .withArgs(duration, 30n * DAY, 3_650n * DAY);
      for (const duration of [30n * DAY, 3_650n * DAY]) await distribute({ duration });
    });

    it("refuses terms of another destination", async () => {
      const { distributor, distribute } = await fixture();
      for (const changes of [
        { termSeconds: 1n },
        { vestingStart: 1n },
        { cliffSeconds: 1n },
        { destination: Destination.Lock, vestingStart: 1n },
        { destination: Destination.Lock, cliffSeconds: 1n },
      ])
        await expect(distribute(changes))
          .to.be.revertedWithCustomError(distributor, "Distributor_BadDestination")
          .withArgs(
            changes.destination ?? Destination.Wallet,
            changes.termSeconds ?? 0n,
            changes.vestingStart ?? 0n,
            changes.cliffSeconds ?? 0n,
          );
    });

    it("refuses locks that the escrow would refuse, and those of a network without one", async () => {
      const { distributor, distribute, distributionTerms, token, treasury, vesting } = await fixture();
      const destination = Destination.Lock;
      const max = MAX_WEEKS * WEEK;
      for (const termSeconds of [1n, WEEK - 1n, max + 1n])
        await expect(distribute({ destination, termSeconds }))
          .to.be.revertedWithCustomError(distributor, "Distributor_BadLock")
          .withArgs(termSeconds, max);
      for (const termSeconds of [0n, WEEK, max]) await distribute({ destination, termSeconds });

      // Where locks begin permanent, a claim with an end would never go through, and the tokens would be stuck.
      const staking = await ethers.deployContract("VoteEscrow", [token, "Staked", "ST", 4, 1, true]);
      const forGood = await ethers.deployContract("Distributor", [token, treasury, vesting, staking]);
      const lockOf = (termSeconds: bigint) =>
        forGood.open(
          distributionTerms({ destination, termSeconds, budgetId: 3n }) as IDistributor.TermsStruct,
        );
      await treasury.grantBudget({
        ...{ spender: forGood, token, amount: 100_000n * ONE, start: 0, period: WEEK, periods: 1 },
        ...{ rollover: false, category: ethers.id("claims") },
      });
      for (const termSeconds of [1n, WEEK, max])
        await expect(lockOf(termSeconds))
          .to.be.revertedWithCustomError(forGood, "Distributor_BadLock")
          .withArgs(termSeconds, 0n);
      await expect(lockOf(0n)).to.emit(forGood, "DistributionOpened");

      const without = await ethers.deployContract("Distributor", [
        token,
        treasury,
        vesting,
        ethers.ZeroAddress,
      ]);
      await expect(
        without.open(distributionTerms({ destination }) as IDistributor.TermsStruct),
      ).to.be.revertedWithCustomError(without, "Distributor_NoEscrow");
    });

    it("refuses vesting that no vault could keep", async () => {
      const { distributor, distribute } = await fixture();
      await expect(distribute({ destination: Destination.Vault, termSeconds: 1n, cliffSeconds: 2n }))
        .to.be.revertedWithCustomError(distributor, "BudgetSpender_CliffAfterEnd")
        .withArgs(2n, 1n);
    });
  });

  describe("claiming", () => {
    it("pays each leaf to its account, whoever claims, once", async () => {
      const { distributor, distribute, token, leaf, ada, stranger } = await fixture();
      const id = await distribute();
      for (const [index, amount] of [
        [0, 100n * ONE],
        [3, 5n * ONE],
      ] as const) {
        const claiming = distributor.connect(stranger).claim(id, leaf(index));
        await expect(claiming).to.changeTokenBalances(token, [distributor, ada], [-amount, amount]);
        await expect(claiming).to.emit(distributor, "Claimed").withArgs(id, index, ada, ada, amount);
        await expect(distributor.claim(id, leaf(index)))
          .to.be.revertedWithCustomError(distributor, "Distributor_AlreadyClaimed")
          .withArgs(id, index);
      }
      expect(await Promise.all([0, 1, 2, 3].map((index) => distributor.isClaimed(id, index)))).to.deep.equal([
        true,
        false,
        false,
        true,
      ]);
      expect((await distributor.distribution(id)).left).to.equal(900n * ONE);
    });

    it("refuses every change of a leaf, another leaf's proof, and a node for a leaf", async () => {
      const { distributor, distribute, leaf, tree, ben, stranger } = await fixture();
      const id = await distribute();
      const good = leaf(1);
      for (const bad of [
        { ...good, index: 2 },
        { ...good, account: stranger.address },
        { ...good, amount: good.amount + 1n },
        { ...good, proof: leaf(2).proof },
        { ...good, proof: [] },
        { index: tree.root, account: ben.address, amount: 1n, proof: [] },
      ]) {
        await expect(distributor.claim(id, bad))
          .to.be.revertedWithCustomError(distributor, "Distributor_NotListed")
          .withArgs(id, bad.index, bad.account, bad.amount);
        expect(await distributor.isListed(id, bad)).to.equal(false);
      }
      expect(await distributor.isListed(id, good)).to.equal(true);
    });

    it("keeps the claims of distributions apart", async () => {
      const { distributor, distribute, leaf } = await fixture();
      const [first, second] = [await distribute(), await distribute()];
      await distributor.claim(first, leaf(0));
      expect(await distributor.isClaimed(second, 0)).to.equal(false);
      await distributor.claim(second, leaf(0));
    });

    it("takes nothing from other distributions for a list that promises too much", async () => {
      const { distributor, distribute, leaf } = await fixture();
      await distribute();
      const id = await distribute({ amount: 300n * ONE });
      await distributor.claim(id, leaf(1));
      await expect(distributor.claim(id, leaf(2)))
        .to.be.revertedWithCustomError(distributor, "Distributor_Exhausted")
        .withArgs(id, 700n * ONE, 100n * ONE);
      await distributor.claim(id, leaf(0));
    });

    it("ends with the distribution", async () => {
      const { distributor, distribute, leaf } = await fixture();
      const id = await distribute();
      const { end } = await distributor.distribution(id);
      await time.setNextBlockTimestamp(end - 1n);
      await distributor.claim(id, leaf(0));
      await time.setNextBlockTimestamp(end);
      await expect(distributor.claim(id, leaf(1)))
        .to.be.revertedWithCustomError(distributor, "Distributor_Over")
        .withArgs(id, end);
    });

    it("needs a distribution", async () => {
      const { distributor, leaf, token, ada } = await fixture();
      const by = await delegation(token, ada, ada.address);
      for (const call of [
        () => distributor.claim(1, leaf(0)),
        () => distributor.claimMany(1, [leaf(0)]),
        () => distributor.claimAndDelegate(1, leaf(0), by),
        () => distributor.close(1),
        () => distributor.returnRest(1),
        () => distributor.distribution(1),
        () => distributor.isListed(1, leaf(0)),
      ])
        await expect(call()).to.be.revertedWithCustomError(distributor, "Distributor_Unknown").withArgs(1);
    });

    it("goes into vaults where the vote said so, all leaves of an account into one", async () => {
      const { distributor, distribute, token, vesting, leaf, ada } = await fixture();
      const vestingStart = (await now()) - 100n * DAY;
      const id = await distribute({
        destination: Destination.Vault,
        termSeconds: 4n * YEAR,
        vestingStart,
        cliffSeconds: YEAR,
      });
      const vault = await vesting.predict({
        beneficiary: ada,
        start: vestingStart,
        durationSeconds: 4n * YEAR,
        cliffSeconds: YEAR,
        revocable: false,
      });
      await expect(distributor.claim(id, leaf(0)))
        .to.emit(distributor, "Claimed")
        .withArgs(id, 0, ada, vault, 100n * ONE);
      await expect(distributor.claim(id, leaf(3))).to.changeTokenBalance(token, vault, 5n * ONE);
      expect(await token.allowance(distributor, vesting)).to.equal(0n);
    });

    it("goes into locks of those who allow it, as long as the vote said", async () => {
      const { distributor, distribute, escrow, token, leaf, ada, stranger } = await fixture();
      const id = await distribute({ destination: Destination.Lock, termSeconds: 2n * WEEK });
      await expect(distributor.claim(id, leaf(0)))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockerNotAllowed")
        .withArgs(ada.address, distributor);
      await escrow.connect(ada).allowLocker(distributor, true);
      await expect(distributor.connect(stranger).claim(id, leaf(0)))
        .to.emit(distributor, "Claimed")
        .withArgs(id, 0, ada, escrow, 100n * ONE);
      const unlockTime = (((await now()) + 2n * WEEK) / WEEK) * WEEK;
      const [lock] = await escrow.locksOf(ada);
      expect([lock!.amount, lock!.unlockTime]).to.deep.equal([100n * ONE, unlockTime]);
      expect(await token.allowance(distributor, escrow)).to.equal(0n);
    });

    it("goes into locks for good where the vote said no time", async () => {
      const { distributor, distribute, escrow, leaf, ada } = await fixture();
      const id = await distribute({ destination: Destination.Lock });
      await escrow.connect(ada).allowLocker(distributor, true);
      await distributor.claim(id, leaf(0));
      const [lock] = await escrow.locksOf(ada);
      expect([lock!.amount, lock!.unlockTime]).to.deep.equal([100n * ONE, 0n]);
    });
  });

  describe("claiming for many", () => {
    it("claims all that are not claimed, and passes over those that are", async () => {
      const { distributor, distribute, token, leaf, ada, ben, cleo } = await fixture();
      const id = await distribute();
      await distributor.claim(id, leaf(1));
      const leaves = [0, 1, 2, 3, 3].map((index) => leaf(index));
      expect(await distributor.claimMany.staticCall(id, leaves)).to.equal(3n);
      await expect(distributor.claimMany(id, leaves)).to.changeTokenBalances(
        token,
        [ada, ben, cleo],
        [105n * ONE, 0n, 700n * ONE],
      );
      expect((await distributor.distribution(id)).left).to.equal(0n);
    });

    it("takes none if one is not on the list", async () => {
      const { distributor, distribute, leaf } = await fixture();
      const id = await distribute();
      await expect(
        distributor.claimMany(id, [leaf(0), { ...leaf(1), amount: 1n }]),
      ).to.be.revertedWithCustomError(distributor, "Distributor_NotListed");
      expect(await distributor.isClaimed(id, 0)).to.equal(false);
    });
  });

  describe("delegating with a claim", () => {
    it("delegates the account's votes by its signature, sent by anybody", async () => {
      const { distributor, distribute, token, leaf, ada, cleo, stranger } = await fixture();
      const id = await distribute();
      const by = await delegation(token, ada, cleo.address);
      const claiming = distributor.connect(stranger).claimAndDelegate(id, leaf(0), by);
      await expect(claiming).to.changeTokenBalance(token, ada, 100n * ONE);
      expect(await token.delegates(ada)).to.equal(cleo.address);
      expect(await token.getVotes(cleo)).to.equal(100n * ONE);
    });

    it("is not spoiled by a stranger who uses the signature or the claim first", async () => {
      const { distributor, distribute, token, leaf, ada, cleo, stranger } = await fixture();
      const id = await distribute();
      const by = await delegation(token, ada, cleo.address);
      await token.connect(stranger).delegateBySig(by.delegatee, by.nonce, by.expiry, by.v, by.r, by.s);
      await expect(distributor.claimAndDelegate(id, leaf(0), by)).to.changeTokenBalance(
        token,
        ada,
        100n * ONE,
      );
      const next = await delegation(token, ada, ada.address);
      await distributor.connect(stranger).claim(id, leaf(3));
      await distributor.claimAndDelegate(id, leaf(3), next);
      expect(await token.getVotes(ada)).to.equal(105n * ONE);
    });

    it("refuses a signature that is old, of somebody else, or for somebody else", async () => {
      const { distributor, distribute, token, leaf, ada, ben, cleo } = await fixture();
      const id = await distribute();
      const good = await delegation(token, ada, cleo.address);
      for (const by of [
        await delegation(token, ada, cleo.address, 1n),
        await delegation(token, ben, cleo.address),
        { ...good, delegatee: ben.address },
        { ...good, nonce: 7n },
      ])
        await expect(distributor.claimAndDelegate(id, leaf(0), by))
          .to.be.revertedWithCustomError(distributor, "Distributor_NotDelegated")
          .withArgs(ada.address, by.delegatee, ethers.ZeroAddress);
      expect(await distributor.isClaimed(id, 0)).to.equal(false);
    });

    it("is refused where claims do not go to wallets", async () => {
      const { distributor, distribute, token, leaf, ada } = await fixture();
      const id = await distribute({ destination: Destination.Lock });
      await expect(distributor.claimAndDelegate(id, leaf(0), await delegation(token, ada, ada.address)))
        .to.be.revertedWithCustomError(distributor, "Distributor_NotToWallet")
        .withArgs(id, Destination.Lock);
    });
  });

  describe("the rest", () => {
    it("goes back to the budget from the end on, by anyone, once", async () => {
      const { distributor, distribute, treasury, token, leaf, stranger } = await fixture();
      const before = await treasury.budgetAvailable(2);
      const id = await distribute();
      const { end } = await distributor.distribution(id);
      await distributor.claim(id, leaf(0));
      await time.setNextBlockTimestamp(end - 1n);
      await expect(distributor.returnRest(id))
        .to.be.revertedWithCustomError(distributor, "Distributor_NotOver")
        .withArgs(id, end);
      await time.setNextBlockTimestamp(end);
      const returning = distributor.connect(stranger).returnRest(id);
      await expect(returning).to.changeTokenBalances(
        token,
        [distributor, treasury],
        [-905n * ONE, 905n * ONE],
      );
      await expect(returning)
        .to.emit(distributor, "RestReturned")
        .withArgs(id, 2, 905n * ONE);
      expect(await treasury.budgetAvailable(2)).to.equal(before - 100n * ONE);
      await expect(distributor.returnRest(id))
        .to.be.revertedWithCustomError(distributor, "Distributor_NothingToReturn")
        .withArgs(id);
    });
  });

  describe("closing", () => {
    it("is the timelock's alone, ends claims at once, and may come again", async () => {
      const { distributor, distribute, token, treasury, leaf, ada } = await fixture();
      const id = await distribute();
      await expect(distributor.connect(ada).close(id))
        .to.be.revertedWithCustomError(distributor, "BudgetSpender_NotTimelock")
        .withArgs(ada.address);
      await distributor.claim(id, leaf(0));
      await expect(distributor.close(id)).to.emit(distributor, "DistributionClosed").withArgs(id);
      const end = await now();
      await expect(distributor.close(id)).to.emit(distributor, "DistributionClosed");
      expect((await distributor.distribution(id)).end).to.equal(end);
      await expect(distributor.claim(id, leaf(1)))
        .to.be.revertedWithCustomError(distributor, "Distributor_Over")
        .withArgs(id, end);
      await expect(distributor.returnRest(id)).to.changeTokenBalance(token, treasury, 905n * ONE);
    });
  });
});
