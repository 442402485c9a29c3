import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { CAP, DAY, fixture, FUNDS, MONTH, NEVER, now, ONE, PROPOSAL } from "./fixture";

/** What a cap gives back in `seconds`. */
const refill = (cap: bigint, seconds: bigint) => (cap * seconds) / MONTH;

describe("The cap on what leaves", () => {
  describe("as a bucket", () => {
    it("lets the whole cap go at once, and then what 30 days give back, second by second", async () => {
      const { treasury, token, pay } = await fixture();
      await pay(CAP);
      const begun = await now();
      expect(await treasury.available(token)).to.deep.equal([0n, 0n]);
      for (const seconds of [1n, 10n, DAY, 15n * DAY, MONTH - 1n]) {
        await time.increaseTo(begun + seconds);
        const room = refill(CAP, seconds);
        expect((await treasury.available(token)).forVotes).to.equal(room);
      }
      await time.increaseTo(begun + MONTH);
      expect(await treasury.available(token)).to.deep.equal([CAP, CAP / 2n]);
      await time.increaseTo(begun + 3n * MONTH);
      expect(await treasury.available(token)).to.deep.equal([CAP, CAP / 2n]);
    });

    it("says how much may leave now, and from when on enough may", async () => {
      const { treasury, token, pay } = await fixture();
      await pay(CAP - ONE);
      const at = (await now()) + DAY;
      const room = ONE + refill(CAP, DAY);
      const amount = room + 1n;
      // One base unit more than there is: one second more.
      await time.setNextBlockTimestamp(at);
      await expect(pay(amount))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(token, amount, room, at + 1n);
      await time.setNextBlockTimestamp(at + 1n);
      await pay(amount);
    });

    it("lets a payment through in the very second that the error names, and not before", async () => {
      const { treasury, token, pay } = await fixture();
      await pay(CAP);
      const begun = await now();
      const amount = 123_456_789_012_345_678_901n;
      const enoughAt = begun + (amount * MONTH + CAP - 1n) / CAP;
      const refused = async (at: bigint) => {
        await time.setNextBlockTimestamp(at);
        await expect(pay(amount))
          .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
          .withArgs(token, amount, refill(CAP, at - begun), enoughAt);
      };
      await refused(begun + 10n);
      await refused(enoughAt - 1n);
      await time.setNextBlockTimestamp(enoughAt);
      await pay(amount);
    });

    it("never lets more than itself go at once, and says so", async () => {
      const { treasury, token, pay } = await fixture();
      await token.mint(treasury, ethers.MaxUint256 / 2n);
      for (const amount of [CAP + 1n, 2n ** 128n, 2n ** 254n]) {
        await expect(pay(amount))
          .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
          .withArgs(token, amount, CAP, NEVER);
      }
    });

    it("holds for a batch of payments as for one", async () => {
      const { treasury, payment } = await fixture();
      const third = payment(CAP / 3n);
      await expect(treasury.pay([third, third, third, third])).to.be.revertedWithCustomError(
        treasury,
        "OutflowCap_Exceeded",
      );
      await treasury.pay([third, third, third]);
    });

    it("keeps a token without one here", async () => {
      const { treasury, pay } = await fixture();
      const other = await ethers.deployContract("OddToken");
      await other.mint(treasury, FUNDS);
      await expect(pay(1n, { token: other }))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(other, 1, 0, NEVER);
    });

    it("refills to the second for a token of few units, however often dust leaves", async () => {
      const { treasury, pay } = await fixture();
      const [cap, other] = [10_000n, await ethers.deployContract("OddToken")];
      await other.mint(treasury, FUNDS);
      await treasury.raiseCap(other, cap);
      await time.increase(MONTH);
      await pay(cap, { token: other });
      const begun = await now();
      // A unit is given back in 259.2 seconds: rounded, none of these steps would give anything.
      for (let i = 1n; i <= 20n; i++) {
        await time.setNextBlockTimestamp(begun + i * 260n);
        await pay(1n, { token: other });
      }
      await time.increaseTo(begun + MONTH);
      expect((await treasury.available(other)).forVotes).to.equal(cap - 20n);
    });
  });

  describe("for budgets and recurring payments", () => {
    it("is half of it, which they share", async () => {
      const { treasury, token, grant, disburse, schedule } = await fixture();
      const [first, second] = [await grant({ amount: CAP }), await grant({ amount: CAP })];
      const salary = await schedule({ amount: CAP / 10n });
      await disburse(first, CAP / 4n);
      const begun = await now();
      await treasury.payRecurring([salary]);
      await time.setNextBlockTimestamp(begun + 100n);
      const room = CAP / 2n - CAP / 4n - CAP / 10n + refill(CAP / 2n, 100n);
      await expect(disburse(second, room + 1n))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(token, room + 1n, room, begun + 101n);
      await time.setNextBlockTimestamp(begun + 101n);
      await disburse(second, room + 1n);
    });

    it("never is what a payment by vote could have had", async () => {
      const { treasury, token, grant, disburse, pay } = await fixture();
      const id = await grant({ amount: CAP });
      await disburse(id, CAP / 2n);
      const begun = await now();
      await time.setNextBlockTimestamp(begun + 1n);
      await pay(CAP / 2n);
      // From now on both may have half of what comes back.
      for (let day = 1n; day <= 5n; day++) {
        await time.setNextBlockTimestamp(begun + day * DAY);
        await disburse(id, refill(CAP / 2n, DAY));
      }
      await time.setNextBlockTimestamp(begun + 5n * DAY + 1n);
      await pay(refill(CAP / 2n, 5n * DAY));
      expect((await treasury.available(token)).forGrants).to.be.lessThan(CAP / 1000n);
    });

    it("is less when votes have used more than the other half", async () => {
      const { treasury, token, grant, disburse, pay } = await fixture();
      const id = await grant({ amount: CAP });
      await pay(CAP - ONE);
      const begun = await now();
      expect((await treasury.available(token)).forGrants).to.equal(ONE);
      const amount = ONE + refill(CAP, 1000n);
      await time.setNextBlockTimestamp(begun + 500n);
      await expect(disburse(id, amount))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(token, amount, ONE + refill(CAP, 500n), begun + 1000n);
      await time.setNextBlockTimestamp(begun + 1000n);
      await disburse(id, amount);
    });

    it("never lets more than half of itself go at once, and says so", async () => {
      const { treasury, token, grant, disburse } = await fixture();
      const id = await grant({ amount: CAP });
      await expect(disburse(id, CAP / 2n + 1n))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(token, CAP / 2n + 1n, CAP / 2n, NEVER);
    });
  });

  describe("raised", () => {
    it("is announced, readable, and in force 30 days later by itself", async () => {
      const { treasury, token, pay } = await fixture();
      const raising = treasury.raiseCap(token, 3n * CAP);
      const effectiveAt = BigInt((await (await raising).getBlock())!.timestamp) + MONTH;
      await expect(raising)
        .to.emit(treasury, "CapRaiseAnnounced")
        .withArgs(token, PROPOSAL, 3n * CAP, effectiveAt);
      expect(await treasury.capOf(token)).to.deep.equal([CAP, 3n * CAP, effectiveAt]);
      await time.increaseTo(effectiveAt - 1n);
      expect(await treasury.capOf(token)).to.deep.equal([CAP, 3n * CAP, effectiveAt]);
      expect((await treasury.available(token)).forVotes).to.equal(CAP);
      await time.increaseTo(effectiveAt);
      expect(await treasury.capOf(token)).to.deep.equal([3n * CAP, 0n, 0n]);
      expect(await treasury.available(token)).to.deep.equal([3n * CAP, (3n * CAP) / 2n]);
      await pay(3n * CAP);
      expect(await treasury.capOf(token)).to.deep.equal([3n * CAP, 0n, 0n]);
      const paid = await now();
      await time.increaseTo(paid + DAY);
      expect((await treasury.available(token)).forVotes).to.equal(refill(3n * CAP, DAY));
    });

    it("keeps what was used: the raise adds the difference and no more", async () => {
      const { treasury, token, pay } = await fixture();
      await treasury.raiseCap(token, 2n * CAP);
      const effectiveAt = (await now()) + MONTH;
      await time.setNextBlockTimestamp(effectiveAt - DAY);
      await pay(CAP);
      await time.increaseTo(effectiveAt);
      expect((await treasury.available(token)).forVotes).to.equal(CAP + refill(CAP, DAY));
      // The raise is written down by the next use, from when on twice as much comes back.
      await time.setNextBlockTimestamp(effectiveAt + DAY);
      await pay(ONE);
      expect((await treasury.available(token)).forVotes).to.equal(CAP + refill(2n * CAP, DAY) - ONE);
      await time.increaseTo(effectiveAt + 2n * DAY);
      expect((await treasury.available(token)).forVotes).to.equal(CAP + refill(4n * CAP, DAY) - ONE);
    });

    it("is named by the error when it comes before the bucket is full enough", async () => {
      const { treasury, token, pay } = await fixture();
      await treasury.raiseCap(token, 2n * CAP);
      const effectiveAt = (await now()) + MONTH;
      await expect(pay(2n * CAP))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(token, 2n * CAP, CAP, effectiveAt);
      await expect(pay(2n * CAP + 1n))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(token, 2n * CAP + 1n, CAP, NEVER);
      // A day before the raise half of the cap leaves: the other half and the raise make 1.5 caps, and 1.6 come later.
      await time.setNextBlockTimestamp(effectiveAt - DAY);
      await pay(CAP / 2n);
      const wanted = (16n * CAP) / 10n;
      const enoughAt = effectiveAt - DAY + MONTH / 10n;
      await time.setNextBlockTimestamp(effectiveAt);
      await expect(pay(wanted))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(token, wanted, (15n * CAP) / 10n + refill(CAP, DAY), enoughAt);
      await time.setNextBlockTimestamp(enoughAt - 1n);
      await expect(pay(wanted)).to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded");
      await time.setNextBlockTimestamp(enoughAt);
      await pay(wanted);
    });

    it("starts its 30 days again when another is announced", async () => {
      const { treasury, token } = await fixture();
      await treasury.raiseCap(token, 2n * CAP);
      await time.increase(29n * DAY);
      await treasury.raiseCap(token, 3n * CAP);
      const effectiveAt = (await now()) + MONTH;
      await time.increase(29n * DAY);
      expect(await treasury.capOf(token)).to.deep.equal([CAP, 3n * CAP, effectiveAt]);
      expect((await treasury.available(token)).forVotes).to.equal(CAP);
    });

    it("can be raised again from what a raise has become, and not from less", async () => {
      const { treasury, token } = await fixture();
      await treasury.raiseCap(token, 2n * CAP);
      await time.increase(MONTH);
      for (const cap of [CAP, 2n * CAP]) {
        await expect(treasury.raiseCap(token, cap))
          .to.be.revertedWithCustomError(treasury, "OutflowCap_NotARaise")
          .withArgs(token, cap, 2n * CAP);
      }
      await treasury.raiseCap(token, 2n * CAP + 1n);
      expect((await treasury.capOf(token)).slice(0, 2)).to.deep.equal([2n * CAP, 2n * CAP + 1n]);
    });

    it("is how a token gets its first cap", async () => {
      const { treasury, pay } = await fixture();
      const other = await ethers.deployContract("OddToken");
      await other.mint(treasury, FUNDS);
      await treasury.raiseCap(other, CAP);
      const effectiveAt = (await now()) + MONTH;
      expect(await treasury.isListed(other)).to.equal(true);
      await expect(pay(CAP, { token: other }))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(other, CAP, 0, effectiveAt);
      await time.setNextBlockTimestamp(effectiveAt);
      await pay(CAP, { token: other });
    });
  });

  describe("lowered", () => {
    it("is in force at once, and withdraws a raise", async () => {
      const { treasury, token } = await fixture();
      await treasury.raiseCap(token, 2n * CAP);
      await expect(treasury.lowerCap(token, CAP / 2n))
        .to.emit(treasury, "CapSet")
        .withArgs(token, PROPOSAL, CAP, CAP / 2n);
      expect(await treasury.capOf(token)).to.deep.equal([CAP / 2n, 0n, 0n]);
      await time.increase(2n * MONTH);
      expect(await treasury.available(token)).to.deep.equal([CAP / 2n, CAP / 4n]);
    });

    it("to what it is withdraws a raise and changes nothing else", async () => {
      const { treasury, token, pay } = await fixture();
      await pay(ONE);
      const at = await now();
      await treasury.raiseCap(token, 2n * CAP);
      await time.setNextBlockTimestamp(at + 100n);
      await expect(treasury.lowerCap(token, CAP))
        .to.emit(treasury, "CapSet")
        .withArgs(token, PROPOSAL, CAP, CAP);
      expect(await treasury.capOf(token)).to.deep.equal([CAP, 0n, 0n]);
      expect((await treasury.available(token)).forVotes).to.equal(CAP - ONE + refill(CAP, 100n));
    });

    it("cannot raise", async () => {
      const { treasury, token } = await fixture();
      await expect(treasury.lowerCap(token, CAP + 1n))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_NotALowering")
        .withArgs(token, CAP + 1n, CAP);
    });

    it("below what was used leaves nothing, and is full again 30 days later", async () => {
      const { treasury, token, grant, disburse, pay } = await fixture();
      const id = await grant({ amount: CAP });
      await disburse(id, CAP / 2n);
      await pay(CAP / 2n);
      await treasury.lowerCap(token, CAP / 10n);
      const begun = await now();
      expect(await treasury.available(token)).to.deep.equal([0n, 0n]);
      await time.increaseTo(begun + MONTH / 2n);
      expect(await treasury.available(token)).to.deep.equal([CAP / 20n, CAP / 40n]);
      await time.increaseTo(begun + MONTH);
      expect(await treasury.available(token)).to.deep.equal([CAP / 10n, CAP / 20n]);
    });

    it("to nothing stops everything until a raise of 30 days", async () => {
      const { treasury, token, pay } = await fixture();
      await pay(CAP);
      await treasury.lowerCap(token, 0n);
      await expect(pay(1n))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(token, 1, 0, NEVER);
      await treasury.raiseCap(token, CAP);
      const effectiveAt = (await now()) + MONTH;
      await expect(pay(1n))
        .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
        .withArgs(token, 1, 0, effectiveAt);
      await time.setNextBlockTimestamp(effectiveAt);
      await pay(CAP);
    });

    it("after a raise has come into force is measured against that", async () => {
      const { treasury, token } = await fixture();
      await treasury.raiseCap(token, 2n * CAP);
      await time.increase(MONTH);
      await expect(treasury.lowerCap(token, CAP + 1n))
        .to.emit(treasury, "CapSet")
        .withArgs(token, PROPOSAL, 2n * CAP, CAP + 1n);
    });
  });
});
