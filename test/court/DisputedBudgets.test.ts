import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { EXCLUDED } from "../helpers/governor";
import { DAY, now, ONE } from "./fixture";

const ETHER = ethers.ZeroAddress;
const ABOVE = 1_000n * ONE;
const BOND = 50n * ONE;
const WINDOW = 7n * DAY;
const FEE = ONE / 10n;
const TERMS = { above: ABOVE, bond: BOND, window: WINDOW };
/** Who rules from the start: a vote says it later. */
const NOBODY = [ETHER, "0x", ""] as const;
const CATEGORY = ethers.encodeBytes32String("grants");
const REF = ethers.encodeBytes32String("NEP-7");
const MAX_WORTH = 2n ** 96n - 1n;
const PAY = 1n;
const RETURN = 2n;
const Status = { Waiting: 1n, Disputed: 2n, Upheld: 3n, Refused: 4n, Paid: 5n, Returned: 6n } as const;

/** Three budgets (the network's token, ether, a payment token), whose instructor is the council, and a stock arbitrator. */
async function deploy() {
  const [timelock, council, payee, critic, stranger] = (await ethers.getSigners()) as [
    ...[Wallet, Wallet, Wallet, Wallet, Wallet],
  ];
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Test", "TEST"],
    timelock,
    [{ account: timelock.address, amount: 1_000_000n * ONE }],
    2n ** 96n - 1n,
    0,
  ]);
  const payment = await ethers.deployContract("OddToken");
  const treasury = await ethers.deployContract("Treasury", [
    timelock,
    ETHER,
    [token, payment, ETHER].map((each) => ({ token: each, cap: 1_000_000n * ONE })),
  ]);
  const budgets = await ethers.deployContract("DisputedBudgets", [token, treasury, TERMS, ...NOBODY]);
  const arbitrator = await ethers.deployContract("CentralArbitrator");
  await token.transfer(treasury, 500_000n * ONE);
  await token.transfer(critic, 1_000n * ONE);
  await payment.mint(treasury, 500_000n * ONE);
  await setBalance(treasury.target as string, 1_000n * ONE);
  for (const each of [token, payment, ETHER]) {
    await treasury.reconcile(each);
    await treasury.grantBudget({
      ...{ spender: budgets, token: each, amount: 10_000n * ONE, start: 0, period: 30n * DAY, periods: 12 },
      ...{ rollover: false, category: CATEGORY },
    });
  }
  for (const id of [1, 2, 3]) await budgets.setInstructor(id, council);
  await budgets.setArbitrator(arbitrator, "0x1234", "ipfs://meaning");
  await token.connect(critic).approve(budgets, ethers.MaxUint256);

  const disburse = (amount: bigint, budgetId = 1, to: { address: string } = payee) =>
    budgets.connect(council).disburse(budgetId, to.address, amount, CATEGORY, REF);
  /** A payment that waits, and its id. */
  const wait = async (amount = 2_000n * ONE, budgetId = 1, to?: { address: string }): Promise<bigint> => {
    await disburse(amount, budgetId, to);
    return budgets.paymentCount();
  };
  const dispute = (paymentId: bigint) => budgets.connect(critic).dispute(paymentId, { value: FEE });
  /** Disputes a payment, and has the arbitrator rule. */
  const ruleOn = async (paymentId: bigint, ruling: bigint) => {
    await dispute(paymentId);
    const { disputeId } = await budgets.disputeOf((await budgets.paymentOf(paymentId)).disputeId);
    await arbitrator.giveRuling(disputeId, ruling);
    await time.increase(180);
    await arbitrator.executeRuling(disputeId);
  };
  return {
    ...{ token, payment, treasury, budgets, arbitrator, timelock, council, payee, critic, stranger },
    ...{ disburse, wait, dispute, ruleOn },
  };
}

const fixture = () => loadFixture(deploy);

describe("DisputedBudgets", () => {
  describe("deployment", () => {
    it("names its parts and terms, and excludes its votes", async () => {
      const { budgets, token, treasury, timelock } = await fixture();
      expect(await budgets.TOKEN()).to.equal(token.target);
      expect(await budgets.TREASURY()).to.equal(treasury.target);
      expect(await budgets.TIMELOCK()).to.equal(timelock.address);
      expect([await budgets.PAY(), await budgets.RETURN()]).to.deep.equal([PAY, RETURN]);
      expect(await budgets.terms()).to.deep.equal(Object.values(TERMS));
      expect(await token.delegates(budgets)).to.equal(EXCLUDED);
      expect(await budgets.rateOf(token)).to.equal(ONE);
    });

    it("refuses a token or a treasury without code", async () => {
      const { token, treasury, stranger } = await fixture();
      const factory = await ethers.getContractFactory("DisputedBudgets");
      for (const [first, second] of [
        [stranger.address, treasury.target as string],
        [token.target as string, stranger.address],
      ] as const)
        await expect(factory.deploy(first, second, TERMS, ...NOBODY))
          .to.be.revertedWithCustomError(factory, "DisputedBudgets_BadParameters")
          .withArgs(first, second);
    });
  });

  describe("what votes decide", () => {
    it("is the timelock's alone", async () => {
      const { budgets, arbitrator, token, stranger } = await fixture();
      const theirs = budgets.connect(stranger);
      for (const attempt of [
        () => theirs.setInstructor(1, stranger),
        () => theirs.setTerms(TERMS),
        () => theirs.setRate(token, 1),
        () => theirs.setArbitrator(arbitrator, "0x", ""),
      ])
        await expect(attempt())
          .to.be.revertedWithCustomError(budgets, "Disputes_NotTimelock")
          .withArgs(stranger.address);
    });

    it("is who instructs, and how long a payment waits: from a minute to a year", async () => {
      const { budgets, stranger } = await fixture();
      await expect(budgets.setInstructor(1, stranger))
        .to.emit(budgets, "InstructorSet")
        .withArgs(1, stranger);
      expect(await budgets.instructorOf(1)).to.equal(stranger.address);
      for (const window of [59n, 365n * DAY + 1n])
        await expect(budgets.setTerms({ ...TERMS, window }))
          .to.be.revertedWithCustomError(budgets, "DisputedBudgets_BadTerms")
          .withArgs([ABOVE, BOND, window]);
      await expect(budgets.setTerms({ ...TERMS, window: 60n }))
        .to.emit(budgets, "TermsSet")
        .withArgs([ABOVE, BOND, 60n]);
      await budgets.setTerms({ ...TERMS, window: 365n * DAY });
    });
  });

  describe("a payment", () => {
    it("is made at once as long as a window's payments are small together", async () => {
      const { budgets, token, treasury, disburse, payee } = await fixture();
      expect(await budgets.freeOf(1)).to.equal(ABOVE);
      const paying = disburse(600n * ONE);
      await expect(paying).to.changeTokenBalances(
        token,
        [treasury, budgets, payee],
        [-600n * ONE, 0n, 600n * ONE],
      );
      await expect(paying)
        .to.emit(budgets, "PaidAtOnce")
        .withArgs(1, payee, 600n * ONE, REF);
      expect(await budgets.freeOf(1)).to.equal(400n * ONE);
      await disburse(400n * ONE);
      expect(await budgets.paymentCount()).to.equal(0n);
      await disburse(1n);
      expect(await budgets.paymentCount()).to.equal(1n);
      await time.increase(WINDOW);
      expect(await budgets.freeOf(1)).to.equal(ABOVE);
      await disburse(ABOVE);
      expect(await budgets.paymentCount()).to.equal(1n);
      expect(await budgets.freeOf(1)).to.equal(0n);
      // A vote that allows less takes nothing back.
      await budgets.setTerms({ ...TERMS, above: ABOVE / 2n });
      expect(await budgets.freeOf(1)).to.equal(0n);
    });

    it("counts from the first of a window to the second in which that ends", async () => {
      const { budgets, disburse } = await fixture();
      await disburse(600n * ONE);
      const end = (await now()) + WINDOW;
      await time.increase(WINDOW / 2n);
      await disburse(300n * ONE);
      await time.setNextBlockTimestamp(end - 1n);
      await disburse(101n * ONE);
      expect(await budgets.paymentCount()).to.equal(1n);
      await time.setNextBlockTimestamp(end);
      await disburse(ABOVE);
      expect(await budgets.paymentCount()).to.equal(1n);
    });

    it("waits when it is larger, and then anyone has it made", async () => {
      const { budgets, token, disburse, payee, stranger } = await fixture();
      const disbursing = disburse(2_000n * ONE);
      await expect(disbursing).to.changeTokenBalance(token, budgets, 2_000n * ONE);
      const until = (await now()) + WINDOW;
      await expect(disbursing)
        .to.emit(budgets, "PaymentWaiting")
        .withArgs(1, 1, payee, token, 2_000n * ONE, REF, until);
      expect(await budgets.paymentOf(1)).to.deep.equal([
        ...[payee.address, until, Status.Waiting, token.target, 0n, ETHER, 1n, 2_000n * ONE, REF, 0n],
      ]);
      await expect(budgets.finish(1))
        .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotNow")
        .withArgs(1, Status.Waiting, until);
      await time.setNextBlockTimestamp(until);
      const finishing = budgets.connect(stranger).finish(1);
      await expect(finishing).to.changeTokenBalances(token, [budgets, payee], [-2_000n * ONE, 2_000n * ONE]);
      await expect(finishing)
        .to.emit(budgets, "PaymentMade")
        .withArgs(1, payee, 2_000n * ONE);
      await expect(budgets.finish(1))
        .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotNow")
        .withArgs(1, Status.Paid, until);
    });

    it("in another asset counts by its rate, and without one waits whatever it is", async () => {
      const { budgets, payment, disburse, payee } = await fixture();
      expect(await budgets.worthOf(payment, 1n)).to.equal(MAX_WORTH);
      await disburse(1n, 2);
      expect(await budgets.paymentCount()).to.equal(1n);
      await budgets.setRate(payment, ONE / 2n);
      await disburse(2n * ABOVE, 2);
      expect(await budgets.paymentCount()).to.equal(1n);
      await disburse(1n, 3);
      expect(await budgets.paymentCount()).to.equal(2n);
      await time.increase(WINDOW);
      await expect(budgets.finish(2)).to.changeEtherBalances([budgets, payee], [-1n, 1n]);
      await expect(budgets.finish(1)).to.changeTokenBalance(payment, payee, 1n);
    });

    it("is what arrived, of a token that takes a fee", async () => {
      const { budgets, payment, wait } = await fixture();
      await payment.setFees(100, 0);
      const id = await wait(2_000n * ONE, 2);
      const { amount } = await budgets.paymentOf(id);
      expect(amount).to.be.lessThan(2_000n * ONE);
      expect(amount).to.equal(await payment.balanceOf(budgets));
    });

    it("is the instructor's alone, and has a payee", async () => {
      const { budgets, stranger, council, wait } = await fixture();
      await expect(budgets.connect(stranger).disburse(1, stranger, 1, CATEGORY, REF))
        .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotInstructor")
        .withArgs(1, stranger.address, council.address);
      await expect(budgets.connect(stranger).disburse(9, stranger, 1, CATEGORY, REF))
        .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotInstructor")
        .withArgs(9, stranger.address, ETHER);
      for (const payee of [ETHER, budgets.target as string])
        await expect(budgets.connect(council).disburse(1, payee, 1, CATEGORY, REF))
          .to.be.revertedWithCustomError(budgets, "DisputedBudgets_BadPayee")
          .withArgs(payee);
      const id = await wait();
      await expect(budgets.connect(stranger).cancel(id))
        .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotInstructor")
        .withArgs(1, stranger.address, council.address);
    });

    it("that would wait is refused until a vote has chosen who rules", async () => {
      const { token, treasury, council, payee } = await fixture();
      const fresh = await ethers.deployContract("DisputedBudgets", [token, treasury, TERMS, ...NOBODY]);
      await treasury.setBudgetSpender(1, fresh);
      await fresh.setInstructor(1, council);
      await fresh.connect(council).disburse(1, payee, ABOVE, CATEGORY, REF);
      await expect(
        fresh.connect(council).disburse(1, payee, 1n, CATEGORY, REF),
      ).to.be.revertedWithCustomError(fresh, "Disputes_NoArbitrator");
    });

    it("is taken back by its instructor while nobody disputes it", async () => {
      const { budgets, token, treasury, council, wait, dispute } = await fixture();
      const id = await wait();
      const available = await treasury.budgetAvailable(1);
      const cancelling = budgets.connect(council).cancel(id);
      await expect(cancelling).to.changeTokenBalances(
        token,
        [budgets, treasury],
        [-2_000n * ONE, 2_000n * ONE],
      );
      await expect(cancelling).to.emit(budgets, "PaymentCancelled").withArgs(id);
      expect(await treasury.budgetAvailable(1)).to.equal(available + 2_000n * ONE);
      const other = await wait();
      await dispute(other);
      await expect(budgets.connect(council).cancel(other))
        .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotNow")
        .withArgs(other, Status.Disputed, (await budgets.paymentOf(other)).until);
    });

    it("that its payee refuses goes back to its budget half a year later, and not before", async () => {
      const { budgets, treasury, token, wait, ruleOn, stranger } = await fixture();
      const available = await treasury.budgetAvailable(3);
      // The token's contract takes no ether.
      const payee = { address: token.target as string };
      const undisputed = await wait(ONE, 3, payee);
      const upheld = await wait(2n * ONE, 3, payee);
      await ruleOn(upheld, PAY);
      const ruled = await now();
      expect((await budgets.paymentOf(upheld)).until).to.equal(ruled);
      await time.increase(WINDOW);
      for (const id of [undisputed, upheld])
        await expect(budgets.finish(id)).to.be.revertedWithCustomError(budgets, "FailedCall");
      for (const [id, status, amount] of [
        [upheld, Status.Upheld, 2n * ONE],
        [undisputed, Status.Waiting, ONE],
      ] as const) {
        const { until } = await budgets.paymentOf(id);
        const end = until + 180n * DAY;
        await time.setNextBlockTimestamp(end - 1n);
        await expect(budgets.giveUp(id))
          .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotNow")
          .withArgs(id, status, until);
        const giving = budgets.connect(stranger).giveUp(id);
        await expect(giving).to.changeEtherBalances([budgets, treasury], [-amount, amount]);
        await expect(giving)
          .to.emit(budgets, "PaymentGivenUp")
          .withArgs(id)
          .and.to.emit(budgets, "PaymentReturned")
          .withArgs(id, 3, amount);
        expect((await budgets.paymentOf(id)).status).to.equal(Status.Returned);
      }
      expect(await treasury.budgetAvailable(3)).to.equal(available);
    });

    it("is given up neither twice, nor when it was made, is disputed or was refused", async () => {
      const { budgets, wait, dispute, ruleOn } = await fixture();
      const [made, disputed, refused, given] = [await wait(), await wait(), await wait(), await wait()];
      await ruleOn(refused, RETURN);
      await dispute(disputed);
      await time.increase(187n * DAY);
      await budgets.finish(made);
      await budgets.giveUp(given);
      for (const [id, status] of [
        ...([
          [made, Status.Paid],
          [disputed, Status.Disputed],
        ] as const),
        ...([
          [refused, Status.Refused],
          [given, Status.Returned],
          [99n, 0n],
        ] as const),
      ])
        await expect(budgets.giveUp(id))
          .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotNow")
          .withArgs(id, status, (await budgets.paymentOf(id)).until);
    });

    it("brings ether from the treasury alone", async () => {
      const { budgets, stranger } = await fixture();
      await expect(stranger.sendTransaction({ to: budgets, value: 1 }))
        .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotTreasury")
        .withArgs(stranger.address);
    });
  });

  describe("a dispute", () => {
    it("takes the bond and the fee, and tells the arbitrator who pays and what it is worth", async () => {
      const { budgets, token, arbitrator, critic, wait, dispute } = await fixture();
      const id = await wait();
      expect(await budgets.disputeCost(2_000n * ONE)).to.equal(FEE);
      const disputing = dispute(id);
      await expect(disputing).to.changeTokenBalances(token, [critic, budgets], [-BOND, BOND]);
      await expect(disputing).to.changeEtherBalance(arbitrator, FEE);
      await expect(disputing)
        .to.emit(budgets, "PaymentDisputed")
        .withArgs(id, 1, critic, BOND)
        .and.to.emit(budgets, "Dispute")
        .withArgs(arbitrator, 0, 0, 1);
      expect(await arbitrator.lastExtraData()).to.equal(
        ethers.concat([
          "0x1234",
          ethers.AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [critic.address, 2_000n * ONE]),
        ]),
      );
      expect(await budgets.disputeOf(1)).to.deep.equal([
        ...[0n, 2n, await now(), false, 2_000n * ONE, critic.address, 0n],
      ]);
      expect((await budgets.paymentOf(id)).status).to.equal(Status.Disputed);
      await expect(budgets.finish(id)).to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotNow");
    });

    it("is about what the payment is worth in the court's token, not about its amount", async () => {
      const { budgets, payment, wait, dispute } = await fixture();
      await budgets.setRate(payment, 3n * ONE);
      await dispute(await wait(2_000n * ONE, 2));
      expect((await budgets.disputeOf(1))[4]).to.equal(6_000n * ONE);
    });

    it("comes in time, once, and with exactly the fee", async () => {
      const { budgets, critic, wait, dispute } = await fixture();
      const id = await wait();
      await expect(budgets.connect(critic).dispute(id, { value: FEE + 1n }))
        .to.be.revertedWithCustomError(budgets, "Disputes_WrongFee")
        .withArgs(FEE + 1n, FEE);
      await dispute(id);
      await expect(dispute(id)).to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotNow");
      const late = await wait();
      await time.setNextBlockTimestamp((await budgets.paymentOf(late)).until);
      await expect(dispute(late)).to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotNow");
    });

    it("that is lost has the payment made, and its bond is the payee's", async () => {
      const { budgets, token, payee, wait, ruleOn, stranger } = await fixture();
      const id = await wait();
      await ruleOn(id, PAY);
      expect((await budgets.paymentOf(id)).status).to.equal(Status.Upheld);
      await expect(budgets.finish(id)).to.changeTokenBalance(token, payee, 2_000n * ONE);
      const withdrawing = budgets.connect(stranger).withdrawBonds(payee);
      await expect(withdrawing).to.changeTokenBalances(token, [budgets, payee], [-BOND, BOND]);
      await expect(withdrawing).to.emit(budgets, "BondsWithdrawn").withArgs(payee, BOND);
      await expect(budgets.withdrawBonds(payee))
        .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NothingToWithdraw")
        .withArgs(payee.address);
    });

    it("that is won returns the payment to its budget, and its bond", async () => {
      const { budgets, token, treasury, critic, wait, ruleOn } = await fixture();
      for (const [budgetId, held] of [
        [1, token],
        [3, ETHER],
      ] as const) {
        const available = await treasury.budgetAvailable(budgetId);
        const id = await wait(
          2_000n * ONE > 100n * ONE && held === ETHER ? 100n * ONE : 2_000n * ONE,
          budgetId,
        );
        await ruleOn(id, RETURN);
        expect((await budgets.paymentOf(id)).status).to.equal(Status.Refused);
        await budgets.finish(id);
        expect((await budgets.paymentOf(id)).status).to.equal(Status.Returned);
        expect(await treasury.budgetAvailable(budgetId)).to.equal(available);
      }
      expect(await budgets.bondsOf(critic)).to.equal(2n * BOND);
    });

    it("that is not decided has the payment made, and the bond goes back", async () => {
      const { budgets, critic, wait, ruleOn } = await fixture();
      const id = await wait();
      await ruleOn(id, 0n);
      expect((await budgets.paymentOf(id)).status).to.equal(Status.Upheld);
      expect(await budgets.bondsOf(critic)).to.equal(BOND);
    });

    it("keeps its arbitrator, its bond and its terms when a vote changes them", async () => {
      const { budgets, arbitrator, critic, wait, dispute } = await fixture();
      const id = await wait();
      await dispute(id);
      const other = await ethers.deployContract("CentralArbitrator");
      await budgets.setArbitrator(other, "0x", "");
      await budgets.setTerms({ ...TERMS, bond: 1n });
      await expect(other.ruleAnyhow(budgets, 0, RETURN))
        .to.be.revertedWithCustomError(budgets, "Disputes_NotArbitrator")
        .withArgs(other, 0);
      await arbitrator.ruleAnyhow(budgets, 0, RETURN);
      expect(await budgets.bondsOf(critic)).to.equal(BOND);
    });
  });
});
