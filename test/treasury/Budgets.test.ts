import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { plain } from "../helpers/governor";
import { AUDITS, CAP, DAY, ETHER, fixture, FUNDS, GRANTS, MONTH, now, ONE, PROPOSAL, REF } from "./fixture";

const ALLOTMENT = 100n * ONE;

describe("Budgets", () => {
  describe("granted", () => {
    it("have an id, their terms, and the proposal that granted them", async () => {
      const { treasury, token, spender, terms } = await fixture();
      expect(await treasury.grantBudget.staticCall(terms())).to.equal(1);
      const granting = treasury.grantBudget(terms());
      const start = BigInt((await (await granting).getBlock())!.timestamp);
      const named = Object.values({ ...terms(), spender: spender.address, token: token.target, start });
      await expect(granting).to.emit(treasury, "BudgetGranted").withArgs(1, PROPOSAL, named);
      expect(plain(await treasury.budget(1))).to.deep.equal({
        spender: spender.address,
        start,
        period: MONTH,
        token: token.target,
        periods: 12n,
        settled: 0n,
        rollover: false,
        frozen: false,
        ended: false,
        allotted: ALLOTMENT,
        spent: 0n,
        amount: ALLOTMENT,
        category: GRANTS,
        proposalId: PROPOSAL,
      });
      expect(await treasury.budgetCount()).to.equal(1);
      expect(await treasury.budgetAvailable(1)).to.equal(ALLOTMENT);
    });

    it("must say who spends how much in which time, of a sum that can be counted", async () => {
      const { treasury, grant } = await fixture();
      await expect(grant({ spender: ethers.ZeroAddress })).to.be.revertedWithCustomError(
        treasury,
        "Budgets_InvalidSpender",
      );
      const [maxTime, maxSum] = [2n ** 48n - 1n, 2n ** 120n - 1n];
      for (const wrong of [
        { amount: 0n },
        { period: 0n },
        { periods: 0n },
        { start: maxTime - 12n * MONTH + 1n },
        { amount: maxSum / 12n + 1n },
      ]) {
        await expect(grant(wrong)).to.be.revertedWithCustomError(treasury, "Budgets_InvalidTerms");
      }
      await grant({ start: maxTime - 12n * MONTH, amount: maxSum / 12n });
    });

    it("are known by id, and others are not", async () => {
      const { treasury, grant, disburse, stranger } = await fixture();
      await grant();
      for (const attempt of [
        () => disburse(2n, 1n),
        () => treasury.connect(stranger).refund(2, 1),
        () => treasury.raiseBudget(2, 1, 1),
        () => treasury.lowerBudget(2, 1, 1),
        () => treasury.endBudget(2),
        () => treasury.setBudgetSpender(2, stranger),
        () => treasury.freezeBudget(2),
        () => treasury.unfreezeBudget(2),
        () => treasury.budget(2),
        () => treasury.budgetAvailable(2),
      ]) {
        await expect(attempt()).to.be.revertedWithCustomError(treasury, "Budgets_Unknown").withArgs(2);
      }
    });
  });

  describe("spent", () => {
    it("by the spender alone, and say for what and by whose vote", async () => {
      const { treasury, token, labels, payee, spender, stranger, grant, disburse } = await fixture();
      const id = await grant();
      await labels.set(99n, 0);
      const disbursing = disburse(id, 30n * ONE);
      await expect(disbursing)
        .to.emit(treasury, "Disbursed")
        .withArgs(id, token, payee, 30n * ONE, GRANTS, REF, PROPOSAL);
      await expect(disbursing).to.changeTokenBalances(token, [treasury, payee], [-30n * ONE, 30n * ONE]);
      expect(await treasury.booked(token)).to.equal(FUNDS - 30n * ONE);
      expect(await treasury.budgetAvailable(id)).to.equal(70n * ONE);
      for (const caller of [stranger, payee]) {
        await expect(treasury.connect(caller).disburse(id, caller, 1n, GRANTS, REF))
          .to.be.revertedWithCustomError(treasury, "Budgets_NotSpender")
          .withArgs(id, caller.address, spender.address);
      }
    });

    it("in ether, to a payee that is somebody", async () => {
      const { treasury, spender, payee, grant } = await fixture();
      const id = await grant({ token: ETHER });
      const as = treasury.connect(spender);
      await expect(as.disburse(id, payee, ONE, GRANTS, REF)).to.changeEtherBalance(payee, ONE);
      await expect(as.disburse(id, treasury, ONE, GRANTS, REF)).to.be.revertedWithCustomError(
        treasury,
        "Treasury_InvalidPayee",
      );
      await expect(as.disburse(id, payee, 0n, GRANTS, REF)).to.be.revertedWithCustomError(
        treasury,
        "Treasury_ZeroAmount",
      );
    });

    it("for their category only, or for any if they have none", async () => {
      const { treasury, token, payee, grant, disburse } = await fixture();
      const [bound, free] = [await grant(), await grant({ category: ethers.ZeroHash })];
      for (const category of [AUDITS, ethers.ZeroHash]) {
        await expect(disburse(bound, 1n, category))
          .to.be.revertedWithCustomError(treasury, "Budgets_WrongCategory")
          .withArgs(bound, category, GRANTS);
        await expect(disburse(free, 1n, category))
          .to.emit(treasury, "Disbursed")
          .withArgs(free, token, payee, 1, category, REF, PROPOSAL);
      }
    });

    it("up to the allotment of each period, with the seconds in which periods change", async () => {
      const { treasury, grant, disburse } = await fixture();
      const id = await grant({ periods: 3n });
      const start = (await treasury.budget(id)).start;
      await disburse(id, ALLOTMENT);
      await time.setNextBlockTimestamp(start + MONTH - 1n);
      await expect(disburse(id, 1n))
        .to.be.revertedWithCustomError(treasury, "Budgets_Exceeded")
        .withArgs(id, 1, 0);
      await time.setNextBlockTimestamp(start + MONTH);
      await expect(disburse(id, ALLOTMENT + 1n))
        .to.be.revertedWithCustomError(treasury, "Budgets_Exceeded")
        .withArgs(id, ALLOTMENT + 1n, ALLOTMENT);
      await time.setNextBlockTimestamp(start + MONTH + 1n);
      await disburse(id, ALLOTMENT - 1n);
      expect(await treasury.budgetAvailable(id)).to.equal(1);
      await time.increaseTo(start + 2n * MONTH);
      expect(await treasury.budgetAvailable(id)).to.equal(ALLOTMENT);
      await time.increaseTo(start + 3n * MONTH - 1n);
      expect(await treasury.budgetAvailable(id)).to.equal(ALLOTMENT);
      await time.increaseTo(start + 3n * MONTH);
      expect(await treasury.budgetAvailable(id)).to.equal(0);
      await expect(disburse(id, 1n))
        .to.be.revertedWithCustomError(treasury, "Budgets_Over")
        .withArgs(id, start + 3n * MONTH);
    });

    it("with roll-over up to all allotments so far, and none after the last period", async () => {
      const { treasury, grant, disburse } = await fixture();
      const id = await grant({ rollover: true, periods: 4n });
      const start = (await treasury.budget(id)).start;
      await disburse(id, 30n * ONE);
      await time.setNextBlockTimestamp(start + 2n * MONTH);
      await expect(disburse(id, 270n * ONE + 1n))
        .to.be.revertedWithCustomError(treasury, "Budgets_Exceeded")
        .withArgs(id, 270n * ONE + 1n, 270n * ONE);
      await disburse(id, 250n * ONE);
      expect(await treasury.budgetAvailable(id)).to.equal(20n * ONE);
      await time.increaseTo(start + 3n * MONTH);
      expect(await treasury.budgetAvailable(id)).to.equal(120n * ONE);
      await time.increaseTo(start + 4n * MONTH);
      expect(await treasury.budgetAvailable(id)).to.equal(0);
    });

    it("from their start, which is the execution's time if it has passed", async () => {
      const { treasury, grant, disburse } = await fixture();
      const start = (await now()) + 10n * DAY;
      const id = await grant({ start, rollover: true });
      expect(await treasury.budgetAvailable(id)).to.equal(0);
      await expect(disburse(id, 1n))
        .to.be.revertedWithCustomError(treasury, "Budgets_NotStarted")
        .withArgs(id, start);
      await time.setNextBlockTimestamp(start);
      await disburse(id, ALLOTMENT);
      const late = await grant({ start: 1n, rollover: true });
      expect((await treasury.budget(late)).start).to.equal(await now());
      expect(await treasury.budgetAvailable(late)).to.equal(ALLOTMENT);
    });

    it("with what a token takes beyond the amount, or not at all", async () => {
      const { treasury, token, payee, grant, disburse } = await fixture();
      const id = await grant();
      await token.setFees(0, 1_000);
      await expect(disburse(id, 95n * ONE))
        .to.be.revertedWithCustomError(treasury, "Budgets_Exceeded")
        .withArgs(id, (95n * ONE) / 10n, 5n * ONE);
      await expect(disburse(id, 50n * ONE))
        .to.emit(treasury, "Disbursed")
        .withArgs(id, token, payee, 55n * ONE, GRANTS, REF, PROPOSAL);
      expect(await treasury.budgetAvailable(id)).to.equal(45n * ONE);
    });
  });

  describe("given back", () => {
    async function refundFixture(rollover = false) {
      const context = await fixture();
      const { treasury, token, stranger, grant, disburse } = context;
      const id = await grant({ rollover });
      await disburse(id, 60n * ONE);
      await token.mint(stranger, CAP);
      await token.connect(stranger).approve(treasury, CAP);
      const refund = (amount: bigint) => treasury.connect(stranger).refund(id, amount);
      return { ...context, id, refund };
    }

    it("can be spent again, and are no income", async () => {
      const { treasury, token, stranger, id, refund } = await refundFixture();
      await expect(refund(25n * ONE))
        .to.emit(treasury, "Refunded")
        .withArgs(id, token, stranger, 25n * ONE, 25n * ONE, GRANTS, PROPOSAL)
        .and.not.to.emit(treasury, "Deposited");
      expect(await treasury.budgetAvailable(id)).to.equal(65n * ONE);
      expect(await treasury.booked(token)).to.equal(FUNDS - 35n * ONE);
    });

    it("never grow the budget beyond its allotment", async () => {
      const { treasury, token, stranger, id, refund } = await refundFixture();
      await expect(refund(90n * ONE))
        .to.emit(treasury, "Refunded")
        .withArgs(id, token, stranger, 90n * ONE, 60n * ONE, GRANTS, PROPOSAL);
      expect(await treasury.budgetAvailable(id)).to.equal(ALLOTMENT);
      expect(await treasury.booked(token)).to.equal(FUNDS + 30n * ONE);
    });

    it("count as what arrives, where a token keeps a fee", async () => {
      const { treasury, token, stranger, id, refund } = await refundFixture();
      await token.setFees(1_000, 0);
      await expect(refund(30n * ONE))
        .to.emit(treasury, "Refunded")
        .withArgs(id, token, stranger, 27n * ONE, 27n * ONE, GRANTS, PROPOSAL);
      expect(await treasury.budgetAvailable(id)).to.equal(67n * ONE);
    });

    it("in a later period belong to the treasury, or with roll-over to the budget", async () => {
      for (const [rollover, left] of [
        [false, ALLOTMENT],
        [true, 2n * ALLOTMENT],
      ] as const) {
        const { treasury, id, refund } = await refundFixture(rollover);
        await time.increase(MONTH);
        await refund(60n * ONE);
        expect(await treasury.budgetAvailable(id)).to.equal(left);
        await refund(ONE);
        expect(await treasury.budgetAvailable(id)).to.equal(left);
      }
    });

    it("make no room under the cap", async () => {
      const { treasury, token, refund } = await refundFixture();
      const before = (await treasury.available(token)).forGrants;
      await time.setNextBlockTimestamp((await now()) + 1n);
      await refund(60n * ONE);
      // But for the second or so that went by.
      expect((await treasury.available(token)).forGrants - before).to.be.lessThan(ONE / 100n);
    });

    it("are taken after the end, and when frozen, and in ether", async () => {
      const { treasury, token, spender, stranger, payee, grant, id, refund } = await refundFixture();
      await treasury.freezeBudget(id);
      await refund(ONE);
      await treasury.endBudget(id);
      await refund(ONE);
      expect(await treasury.budgetAvailable(id)).to.equal(0);
      expect(await treasury.booked(token)).to.equal(FUNDS - 58n * ONE);

      const other = await grant({ token: ETHER });
      await treasury.connect(spender).disburse(other, payee, ONE, GRANTS, REF);
      const as = treasury.connect(stranger);
      await expect(as.refund(other, ONE, { value: ONE - 1n }))
        .to.be.revertedWithCustomError(treasury, "Treasury_WrongValue")
        .withArgs(ONE - 1n, ONE);
      await as.refund(other, ONE, { value: ONE });
      expect(await treasury.budgetAvailable(other)).to.equal(ALLOTMENT);
      expect(await treasury.booked(ETHER)).to.equal(FUNDS);
    });
  });

  describe("changed", () => {
    it("up from the present period on, and for more of them", async () => {
      const { treasury, grant, disburse } = await fixture();
      const id = await grant({ rollover: true, periods: 3n });
      const start = (await treasury.budget(id)).start;
      await disburse(id, 30n * ONE);
      await time.increaseTo(start + MONTH);
      await expect(treasury.raiseBudget(id, 150n * ONE, 4n))
        .to.emit(treasury, "BudgetChanged")
        .withArgs(id, PROPOSAL, 150n * ONE, 4);
      // 100 − 30 of the first period, 150 of the second.
      expect(await treasury.budgetAvailable(id)).to.equal(220n * ONE);
      await time.increaseTo(start + 3n * MONTH);
      expect(await treasury.budgetAvailable(id)).to.equal(520n * ONE);
      await time.increaseTo(start + 4n * MONTH);
      expect(await treasury.budgetAvailable(id)).to.equal(0);
    });

    it("down from the present period on, whose spending stays", async () => {
      const { treasury, grant, disburse } = await fixture();
      for (const [rollover, now_, next] of [
        [false, 0n, 40n],
        [true, 50n, 90n],
      ] as const) {
        const id = await grant({ rollover, periods: 6n, period: DAY });
        const start = (await treasury.budget(id)).start;
        await time.increaseTo(start + DAY);
        await disburse(id, 90n * ONE);
        await treasury.lowerBudget(id, 40n * ONE, 3n);
        // Without roll-over 40 − 90, with it 100 + 40 − 90.
        expect(await treasury.budgetAvailable(id)).to.equal(now_ * ONE);
        if (now_ === 0n) {
          await expect(disburse(id, 1n))
            .to.be.revertedWithCustomError(treasury, "Budgets_Exceeded")
            .withArgs(id, 1, 0);
        }
        await time.increaseTo(start + 2n * DAY);
        expect(await treasury.budgetAvailable(id)).to.equal(next * ONE);
        await time.increaseTo(start + 3n * DAY);
        expect(await treasury.budgetAvailable(id)).to.equal(0);
      }
    });

    it("before their start from the first period on", async () => {
      const { treasury, grant } = await fixture();
      const start = (await now()) + 10n * DAY;
      const id = await grant({ start });
      await treasury.lowerBudget(id, 40n * ONE, 12n);
      await treasury.raiseBudget(id, 50n * ONE, 12n);
      await time.increaseTo(start);
      expect(await treasury.budgetAvailable(id)).to.equal(50n * ONE);
    });

    it("by the function that says so: a raise lowers nothing, a lowering raises nothing", async () => {
      const { treasury, grant } = await fixture();
      const id = await grant();
      for (const [amount, periods] of [
        [ALLOTMENT - 1n, 13n],
        [ALLOTMENT + 1n, 11n],
      ] as const) {
        await expect(treasury.raiseBudget(id, amount, periods))
          .to.be.revertedWithCustomError(treasury, "Budgets_NotARaise")
          .withArgs(id, amount, periods);
        await expect(treasury.lowerBudget(id, amount, periods))
          .to.be.revertedWithCustomError(treasury, "Budgets_NotALowering")
          .withArgs(id, amount, periods);
      }
      await expect(treasury.raiseBudget(id, 2n ** 120n, 12n)).to.be.revertedWithCustomError(
        treasury,
        "Budgets_InvalidTerms",
      );
    });

    it("from nothing to something, and not to nothing again", async () => {
      const { treasury, grant } = await fixture();
      const id = await grant();
      const { start, period, periods } = await treasury.budget(id);
      await treasury.lowerBudget(id, 0n, periods);
      await expect(treasury.raiseBudget(id, 0n, periods))
        .to.be.revertedWithCustomError(treasury, "Budgets_InvalidTerms")
        .withArgs(0n, start, period, periods);
      await treasury.raiseBudget(id, 1n, periods);
      expect((await treasury.budget(id)).amount).to.equal(1n);
    });

    it("not up again when they are over, but down without a fuss, so that a vote on many does not fail", async () => {
      const { treasury, grant } = await fixture();
      const id = await grant({ periods: 1n });
      const { start } = await treasury.budget(id);
      await time.increaseTo(start + MONTH);
      await expect(treasury.raiseBudget(id, ALLOTMENT, 24n))
        .to.be.revertedWithCustomError(treasury, "Budgets_Over")
        .withArgs(id, start + MONTH);
      await treasury.lowerBudget(id, 0n, 0n);
      expect(await treasury.budgetAvailable(id)).to.equal(0);
    });

    it("to another spender in mid-period, who finds what the one before has left", async () => {
      const { treasury, spender, stranger, payee, grant, disburse } = await fixture();
      const id = await grant();
      await disburse(id, 60n * ONE);
      await expect(treasury.setBudgetSpender(id, stranger))
        .to.emit(treasury, "BudgetSpenderSet")
        .withArgs(id, PROPOSAL, spender, stranger);
      await expect(disburse(id, 1n))
        .to.be.revertedWithCustomError(treasury, "Budgets_NotSpender")
        .withArgs(id, spender.address, stranger.address);
      await treasury.connect(stranger).disburse(id, payee, 40n * ONE, GRANTS, REF);
      expect(await treasury.budgetAvailable(id)).to.equal(0);
      await expect(treasury.setBudgetSpender(id, ethers.ZeroAddress)).to.be.revertedWithCustomError(
        treasury,
        "Budgets_InvalidSpender",
      );
    });
  });

  describe("stopped", () => {
    it("can be frozen, again, and let go on", async () => {
      const { treasury, grant, disburse } = await fixture();
      const id = await grant();
      for (let i = 0; i < 2; i++) {
        await expect(treasury.freezeBudget(id))
          .to.emit(treasury, "BudgetFrozen")
          .withArgs(id, PROPOSAL, true);
        expect(await treasury.budgetAvailable(id)).to.equal(0);
        await expect(disburse(id, 1n)).to.be.revertedWithCustomError(treasury, "Budgets_Frozen").withArgs(id);
      }
      await expect(treasury.unfreezeBudget(id))
        .to.emit(treasury, "BudgetFrozen")
        .withArgs(id, PROPOSAL, false);
      await disburse(id, ALLOTMENT);
    });

    it("can be ended, again, for good", async () => {
      const { treasury, grant, disburse } = await fixture();
      const id = await grant();
      const { start } = await treasury.budget(id);
      for (let i = 0; i < 2; i++) {
        await expect(treasury.endBudget(id)).to.emit(treasury, "BudgetEnded").withArgs(id, PROPOSAL);
        await expect(disburse(id, 1n)).to.be.revertedWithCustomError(treasury, "Budgets_Over");
      }
      await treasury.freezeBudget(id);
      await treasury.unfreezeBudget(id);
      expect(await treasury.budgetAvailable(id)).to.equal(0);
      await expect(treasury.raiseBudget(id, CAP, 24n))
        .to.be.revertedWithCustomError(treasury, "Budgets_Over")
        .withArgs(id, start + 12n * MONTH);
    });
  });
});
