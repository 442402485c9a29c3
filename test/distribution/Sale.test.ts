import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { ethers } from "hardhat";

import type { ISale } from "../../typechain-types/contracts/distribution/Sale";
import { EXCLUDED } from "../helpers/governor";
import {
  AMOUNT,
  ANY_PRICE,
  CATEGORY,
  DAY,
  ETHER,
  fixture,
  HOUR,
  NONE,
  now,
  ONE,
  Status,
  WEEK,
  YEAR,
} from "./fixture";

const reference = (id: bigint) => ethers.zeroPadValue(ethers.toBeHex(id), 32);

describe("Sale", () => {
  describe("deployment", () => {
    it("names what it sells, where money goes and whom it obeys, and excludes its votes", async () => {
      const { sale, token, treasury, vesting, timelock } = await fixture();
      expect(await sale.TOKEN()).to.equal(token.target);
      expect(await sale.TREASURY()).to.equal(treasury.target);
      expect(await sale.VESTING()).to.equal(vesting.target);
      expect(await sale.TIMELOCK()).to.equal(timelock.address);
      expect(await token.delegates(sale)).to.equal(EXCLUDED);
      expect(await sale.saleCount()).to.equal(0n);
    });

    it("refuses a token or a treasury that is not there, and vaults of another token", async () => {
      const { token, treasury, payment, vesting, stranger } = await fixture();
      const factory = await ethers.getContractFactory("Sale");
      for (const [one, other, third] of [
        [stranger.address, treasury.target, vesting.target],
        [token.target, stranger.address, vesting.target],
        [payment.target, treasury.target, vesting.target],
      ] as const) {
        await expect(factory.deploy(one, other, third))
          .to.be.revertedWithCustomError(factory, "BudgetSpender_BadParameters")
          .withArgs(one, other, third);
      }
    });
  });

  describe("opening", () => {
    it("takes the tokens out of the budget and begins at once", async () => {
      const { sale, treasury, token, saleTerms } = await fixture();
      const before = await treasury.budgetAvailable(1);
      const terms = saleTerms({ start: 7n });
      const opening = sale.open(terms as ISale.TermsStruct);
      await expect(opening).to.changeTokenBalances(token, [treasury, sale], [-AMOUNT, AMOUNT]);
      const opened = { ...terms, start: await now() };
      await expect(opening)
        .to.emit(sale, "SaleOpened")
        .withArgs(1, 1, Object.values(opened))
        .and.to.emit(treasury, "Disbursed")
        .withArgs(1, token, sale, AMOUNT, CATEGORY, reference(1n), 0);
      expect(await treasury.budgetAvailable(1)).to.equal(before - AMOUNT);
      expect(await sale.sale(1)).to.deep.equal([Object.values(opened), 0n, 0n, false, false, 0n]);
      expect(await sale.statusOf(1)).to.equal(Status.Open);
      expect(await sale.saleCount()).to.equal(1n);
    });

    it("is the timelock's alone", async () => {
      const { sale, saleTerms, stranger } = await fixture();
      await expect(sale.connect(stranger).open(saleTerms() as ISale.TermsStruct))
        .to.be.revertedWithCustomError(sale, "BudgetSpender_NotTimelock")
        .withArgs(stranger.address);
    });

    it("refuses terms that sell nothing, rise, cost nothing, or ask for more than can come in", async () => {
      const { sale, openSale } = await fixture();
      const most = (AMOUNT * (ONE / 2n)) / ONE;
      for (const changes of [
        { amount: 0n },
        { startPrice: ONE, endPrice: ONE + 1n },
        { startPrice: 0n, endPrice: 0n },
        { endPrice: 0n },
        { least: most + 1n },
      ]) {
        await expect(openSale(changes))
          .to.be.revertedWithCustomError(sale, "Sale_BadTerms")
          .withArgs(
            changes.amount ?? AMOUNT,
            changes.startPrice ?? ONE / 2n,
            changes.endPrice ?? ONE / 2n,
            changes.least ?? 0n,
          );
      }
      await openSale({ least: most });
    });

    it("refuses a start after a year and less than an hour or more than a year of time", async () => {
      const { sale, openSale } = await fixture();
      const latest = (await now()) + 1n + YEAR;
      await time.setNextBlockTimestamp(latest - YEAR);
      await expect(openSale({ start: latest + 1n }))
        .to.be.revertedWithCustomError(sale, "Sale_BadTimes")
        .withArgs(latest + 1n, WEEK, latest);
      for (const duration of [0n, HOUR - 1n, YEAR + 1n])
        await expect(openSale({ duration })).to.be.revertedWithCustomError(sale, "Sale_BadTimes");
      for (const duration of [HOUR, YEAR]) await openSale({ duration });
      await openSale({ start: latest });
    });

    it("refuses payments that the treasury could not book, and those in the token that is sold", async () => {
      const { sale, openSale, token, stranger } = await fixture();
      for (const payment of [stranger.address, token.target as string])
        await expect(openSale({ payment }))
          .to.be.revertedWithCustomError(sale, "Sale_BadPayment")
          .withArgs(payment);
    });

    it("refuses vesting that no vault could keep, before anybody has paid", async () => {
      const { sale, openSale, token, treasury, saleTerms } = await fixture();
      await expect(openSale({ vestingSeconds: DAY, cliffSeconds: DAY + 1n }))
        .to.be.revertedWithCustomError(sale, "BudgetSpender_CliffAfterEnd")
        .withArgs(DAY + 1n, DAY);
      await expect(openSale({ cliffSeconds: 1n }))
        .to.be.revertedWithCustomError(sale, "BudgetSpender_CliffAfterEnd")
        .withArgs(1n, 0n);
      const at = (await now()) + 1n;
      await time.setNextBlockTimestamp(at);
      await expect(openSale({ vestingSeconds: 100n * YEAR }))
        .to.be.revertedWithCustomError(sale, "BudgetSpender_EndsTooLate")
        .withArgs(at + WEEK + 100n * YEAR, at + 100n * YEAR);
      // In the last second that a vault may end in, and with nothing before the end.
      const longest = 100n * YEAR - WEEK;
      await expect(openSale({ vestingSeconds: longest + 1n })).to.be.revertedWithCustomError(
        sale,
        "BudgetSpender_EndsTooLate",
      );
      expect(await openSale({ vestingSeconds: longest, cliffSeconds: longest })).to.equal(1n);

      const without = await ethers.deployContract("Sale", [token, treasury, ethers.ZeroAddress]);
      await expect(
        without.open(saleTerms({ vestingSeconds: DAY }) as ISale.TermsStruct),
      ).to.be.revertedWithCustomError(without, "BudgetSpender_NoVesting");
    });

    it("refuses a budget that is another's, of another token, or too small", async () => {
      const { sale, openSale, treasury, payment } = await fixture();
      await expect(openSale({ budgetId: 2n })).to.be.revertedWithCustomError(treasury, "Budgets_NotSpender");
      await expect(openSale({ amount: 100_001n * ONE })).to.be.revertedWithCustomError(
        treasury,
        "Budgets_Exceeded",
      );
      await payment.mint(treasury, AMOUNT);
      await treasury.grantBudget({
        spender: sale,
        token: payment,
        amount: AMOUNT,
        start: 0,
        period: YEAR,
        periods: 1,
        rollover: false,
        category: NONE,
      });
      await expect(openSale({ budgetId: 3n }))
        .to.be.revertedWithCustomError(sale, "BudgetSpender_WrongToken")
        .withArgs(3, payment, await sale.TOKEN());
    });

    it("refuses tokens that do not arrive whole", async () => {
      const { treasury, saleTerms, timelock } = await fixture();
      const odd = await ethers.deployContract("OddVotes");
      const second = await ethers.deployContract("Treasury", [
        timelock,
        ethers.ZeroAddress,
        [{ token: odd, cap: 10n * AMOUNT }],
      ]);
      const sale = await ethers.deployContract("Sale", [odd, second, ethers.ZeroAddress]);
      await odd.mint(second, 10n * AMOUNT);
      await second.grantBudget({
        spender: sale,
        token: odd,
        amount: AMOUNT,
        start: 0,
        period: YEAR,
        periods: 1,
        rollover: false,
        category: NONE,
      });
      await odd.setFees(100, 0);
      await expect(sale.open(saleTerms({ payment: ETHER }) as ISale.TermsStruct))
        .to.be.revertedWithCustomError(sale, "BudgetSpender_WrongReceipt")
        .withArgs(1, (AMOUNT * 99n) / 100n, AMOUNT);
      expect(await treasury.budgetCount()).to.equal(2n);
    });
  });

  describe("buying", () => {
    it("hands over tokens at once where there is no least amount", async () => {
      const { sale, openSale, buy, token, payment, ada } = await fixture();
      const id = await openSale();
      const buying = buy(ada, id, 10n * ONE);
      await expect(buying).to.changeTokenBalances(token, [sale, ada], [-10n * ONE, 10n * ONE]);
      await expect(buying).to.changeTokenBalances(payment, [ada, sale], [-5n * ONE, 5n * ONE]);
      await expect(buying)
        .to.emit(sale, "Bought")
        .withArgs(id, ada, payment, 10n * ONE, 5n * ONE)
        .and.to.emit(sale, "Delivered")
        .withArgs(id, ada, ada, 10n * ONE);
      expect(await sale.purchaseOf(id, ada)).to.deep.equal([10n * ONE, 5n * ONE, false]);
      expect(await sale.heldOf(payment)).to.equal(5n * ONE);
      await time.increase(WEEK);
      await expect(sale.claim(id, ada))
        .to.be.revertedWithCustomError(sale, "Sale_NothingToClaim")
        .withArgs(id, ada.address);
    });

    it("takes ether and gives back what is more than the cost", async () => {
      const { sale, openSale, token, ada } = await fixture();
      const id = await openSale({ payment: ETHER });
      const buying = sale.connect(ada).buy(id, 10n * ONE, ANY_PRICE, [], { value: 8n * ONE });
      await expect(buying).to.changeEtherBalances([ada, sale], [-5n * ONE, 5n * ONE]);
      await expect(buying).to.changeTokenBalance(token, ada, 10n * ONE);
      await expect(
        sale.connect(ada).buy(id, 10n * ONE, ANY_PRICE, [], { value: 5n * ONE }),
      ).to.changeEtherBalance(ada, -5n * ONE);
    });

    it("refuses too little ether, and any where a token is paid", async () => {
      const { sale, openSale, buy, ada } = await fixture();
      const inEther = await openSale({ payment: ETHER });
      await expect(buy(ada, inEther, 10n * ONE, 5n * ONE - 1n))
        .to.be.revertedWithCustomError(sale, "Sale_WrongValue")
        .withArgs(5n * ONE - 1n, 5n * ONE);
      const inToken = await openSale();
      await expect(buy(ada, inToken, 10n * ONE, 1n))
        .to.be.revertedWithCustomError(sale, "Sale_WrongValue")
        .withArgs(1, 0);
    });

    it("lets a price fall in a straight line, and rounds in the buyer's disfavour", async () => {
      const { sale, openSale, buy, payment, ada } = await fixture();
      const id = await openSale({ startPrice: 1_000n, endPrice: 1n, duration: HOUR });
      const { start } = (await sale.sale(id)).terms;
      const whole = 7n * ONE;
      for (const elapsed of [1n, 1_799n, HOUR - 1n]) {
        const scaled = 1_000n * HOUR - 999n * elapsed;
        const ceil = (a: bigint, b: bigint) => (a + b - 1n) / b;
        await time.setNextBlockTimestamp(start + elapsed);
        await expect(buy(ada, id, whole))
          .to.emit(sale, "Bought")
          .withArgs(id, ada, payment, whole, ceil(whole * scaled, ONE * HOUR));
        expect(await sale.quote(id, whole)).to.deep.equal([
          whole,
          ceil(whole * scaled, ONE * HOUR),
          ceil(scaled, HOUR),
        ]);
      }
      await time.increase(HOUR);
      expect((await sale.quote(id, ONE)).price).to.equal(1n);
    });

    it("charges at least one base unit for any dust", async () => {
      const { sale, openSale, buy, payment, ada } = await fixture();
      const id = await openSale({ startPrice: 1n, endPrice: 1n });
      await expect(buy(ada, id, 1n))
        .to.emit(sale, "Bought")
        .withArgs(id, ada, payment, 1, 1);
    });

    it("refuses a price above the one that the buyer accepts", async () => {
      const { sale, openSale, ada } = await fixture();
      const id = await openSale({ startPrice: 2n * ONE, endPrice: ONE });
      const { price } = await sale.quote(id, ONE);
      await time.setNextBlockTimestamp((await now()) + 60n);
      await expect(sale.connect(ada).buy(id, ONE, ONE, []))
        .to.be.revertedWithCustomError(sale, "Sale_PriceTooHigh")
        .withArgs(id, (value: bigint) => value < price && value > ONE, ONE);
      await sale.connect(ada).buy(id, ONE, price, []);
    });

    it("sells what is left to whoever wanted more, and is over then", async () => {
      const { sale, openSale, buy, token, ada, ben } = await fixture();
      const id = await openSale();
      await buy(ada, id, AMOUNT - ONE);
      await expect(buy(ben, id, 5n * ONE)).to.changeTokenBalance(token, ben, ONE);
      expect(await sale.statusOf(id)).to.equal(Status.Succeeded);
      await expect(buy(ben, id, 1n))
        .to.be.revertedWithCustomError(sale, "Sale_NotOpen")
        .withArgs(id, Status.Succeeded);
    });

    it("holds each account to the cap, over all its purchases", async () => {
      const { sale, openSale, buy, ada, ben } = await fixture();
      const id = await openSale({ cap: 10n * ONE });
      await buy(ada, id, 6n * ONE);
      await expect(buy(ada, id, 4n * ONE + 1n))
        .to.be.revertedWithCustomError(sale, "Sale_CapExceeded")
        .withArgs(id, ada.address, 10n * ONE + 1n, 10n * ONE);
      await buy(ada, id, 4n * ONE);
      await buy(ben, id, 10n * ONE);
    });

    it("sells to those on the list alone, each by a proof of their own", async () => {
      const { sale, openSale, buy, ada, ben, cleo } = await fixture();
      const list = StandardMerkleTree.of([[ada.address], [ben.address]], ["address"]);
      const id = await openSale({ allowList: list.root });
      await sale.connect(ada).buy(id, ONE, ANY_PRICE, list.getProof([ada.address]));
      for (const [buyer, proof] of [
        [ben, list.getProof([ada.address])],
        [cleo, list.getProof([ada.address])],
        [ben, []],
      ] satisfies [typeof ada, string[]][]) {
        await expect(sale.connect(buyer).buy(id, ONE, ANY_PRICE, proof))
          .to.be.revertedWithCustomError(sale, "Sale_NotAllowed")
          .withArgs(id, buyer.address);
      }
      await sale.connect(ben).buy(id, ONE, ANY_PRICE, list.getProof([ben.address]));
      const open = await openSale();
      await expect(buy(cleo, open, ONE)).to.emit(sale, "Bought");
    });

    it("needs an amount, and a sale that is open", async () => {
      const { sale, openSale, buy, ada } = await fixture();
      const id = await openSale({ start: (await now()) + DAY });
      await expect(buy(ada, id, ONE))
        .to.be.revertedWithCustomError(sale, "Sale_NotOpen")
        .withArgs(id, Status.Pending);
      await time.increaseTo((await sale.sale(id)).terms.start);
      await expect(buy(ada, id, 0n)).to.be.revertedWithCustomError(sale, "Sale_ZeroAmount");
      await time.setNextBlockTimestamp((await sale.sale(id)).terms.start + WEEK - 1n);
      await buy(ada, id, ONE);
      await expect(buy(ada, id, ONE))
        .to.be.revertedWithCustomError(sale, "Sale_NotOpen")
        .withArgs(id, Status.Succeeded);
      for (const call of [
        () => buy(ada, 9n, ONE),
        () => sale.sale(9),
        () => sale.statusOf(9),
        () => sale.quote(9, 1),
        () => sale.close(9),
        () => sale.claim(9, ada),
        () => sale.refund(9, ada),
        () => sale.collect(9),
        () => sale.returnUnsold(9),
      ])
        await expect(call()).to.be.revertedWithCustomError(sale, "Sale_Unknown").withArgs(9);
    });

    it("puts what is bought into one vault of each buyer, which vests from the sale's end", async () => {
      const { sale, openSale, buy, token, vesting, ada } = await fixture();
      const id = await openSale({ vestingSeconds: 4n * YEAR, cliffSeconds: YEAR });
      const { start } = (await sale.sale(id)).terms;
      const vault = await vesting.predict({
        beneficiary: ada,
        start: start + WEEK,
        durationSeconds: 4n * YEAR,
        cliffSeconds: YEAR,
        revocable: false,
      });
      await expect(buy(ada, id, ONE))
        .to.emit(sale, "Delivered")
        .withArgs(id, ada, vault, ONE);
      await expect(buy(ada, id, 2n * ONE)).to.changeTokenBalance(token, vault, 2n * ONE);
      expect(await (await ethers.getContractAt("VestingVault", vault)).owner()).to.equal(ada.address);
      expect(await token.allowance(sale, vesting)).to.equal(0n);
    });
  });

  describe("a least amount", () => {
    const LEAST = 100n * ONE;

    it("keeps tokens until the sale has succeeded; then anyone claims them for their buyers, once", async () => {
      const { sale, openSale, buy, token, ada, ben, stranger } = await fixture();
      const id = await openSale({ least: LEAST });
      await expect(buy(ada, id, 150n * ONE)).not.to.emit(sale, "Delivered");
      await buy(ben, id, 50n * ONE);
      await expect(sale.claim(id, ada))
        .to.be.revertedWithCustomError(sale, "Sale_NotSucceeded")
        .withArgs(id, Status.Open);
      await time.increase(WEEK);
      const claiming = sale.connect(stranger).claim(id, ada);
      await expect(claiming).to.changeTokenBalances(token, [sale, ada], [-150n * ONE, 150n * ONE]);
      await expect(claiming)
        .to.emit(sale, "Delivered")
        .withArgs(id, ada, ada, 150n * ONE);
      for (const account of [ada, stranger])
        await expect(sale.claim(id, account))
          .to.be.revertedWithCustomError(sale, "Sale_NothingToClaim")
          .withArgs(id, account.address);
      expect((await sale.purchaseOf(id, ada)).claimed).to.equal(true);
      await expect(sale.connect(ada).refund(id, ada))
        .to.be.revertedWithCustomError(sale, "Sale_NotFailed")
        .withArgs(id, Status.Succeeded);
    });

    it("puts claims into vaults where the terms say so", async () => {
      const { sale, openSale, buy, ada } = await fixture();
      const id = await openSale({ least: LEAST, vestingSeconds: YEAR });
      await buy(ada, id, 200n * ONE);
      await time.increase(WEEK);
      const vault = await sale.claim.staticCall(id, ada);
      await sale.claim(id, ada);
      const start = (await sale.sale(id)).terms.start + WEEK;
      expect(await (await ethers.getContractAt("VestingVault", vault)).terms()).to.deep.equal([
        ada.address,
        start,
        YEAR,
        0n,
        false,
      ]);
    });

    it("gives each buyer its payment back where it was missed, wherever the buyer wants it", async () => {
      for (const inEther of [false, true]) {
        const { sale, openSale, buy, payment, ada, ben, stranger } = await fixture();
        const id = await openSale({ least: LEAST, ...(inEther ? { payment: ETHER } : {}) });
        await buy(ada, id, 150n * ONE, inEther ? 75n * ONE : 0n);
        await buy(ben, id, 49n * ONE, inEther ? 24n * ONE + ONE / 2n : 0n);
        await time.increase(WEEK);
        expect(await sale.statusOf(id)).to.equal(Status.Failed);
        const back = sale.connect(ada).refund(id, stranger);
        if (inEther) await expect(back).to.changeEtherBalances([sale, stranger], [-75n * ONE, 75n * ONE]);
        else await expect(back).to.changeTokenBalances(payment, [sale, stranger], [-75n * ONE, 75n * ONE]);
        await expect(back)
          .to.emit(sale, "PaymentReturned")
          .withArgs(id, ada, stranger, inEther ? ETHER : payment, 75n * ONE, 75n * ONE);
        for (const buyer of [ada, stranger])
          await expect(sale.connect(buyer).refund(id, buyer))
            .to.be.revertedWithCustomError(sale, "Sale_NothingToRefund")
            .withArgs(id, buyer.address);
        await sale.connect(ben).refund(id, ben);
        expect(await sale.heldOf(inEther ? ETHER : payment)).to.equal(0n);
        await expect(sale.claim(id, ada))
          .to.be.revertedWithCustomError(sale, "Sale_NotSucceeded")
          .withArgs(id, Status.Failed);
        await expect(sale.collect(id)).to.be.revertedWithCustomError(sale, "Sale_LeastNotRaised");
      }
    });

    it("succeeds at exactly the least amount, and fails one base unit below", async () => {
      const { sale, openSale, buy, ada } = await fixture();
      const enough = await openSale({ least: LEAST });
      const short = await openSale({ least: LEAST + 1n });
      for (const id of [enough, short]) await buy(ada, id, 2n * LEAST);
      await time.increase(WEEK);
      expect(await sale.statusOf(enough)).to.equal(Status.Succeeded);
      expect(await sale.statusOf(short)).to.equal(Status.Failed);
    });
  });

  describe("proceeds", () => {
    it("go to the treasury under the sale's category, by anyone, as often as there are new ones", async () => {
      for (const inEther of [false, true]) {
        const { sale, openSale, buy, treasury, payment, ada, stranger } = await fixture();
        const currency = inEther ? ETHER : (payment.target as string);
        const id = await openSale({ payment: currency });
        await expect(sale.collect(id))
          .to.be.revertedWithCustomError(sale, "Sale_NothingToCollect")
          .withArgs(id);
        for (const amount of [10n * ONE, 20n * ONE]) {
          await buy(ada, id, amount, inEther ? amount : 0n);
          const cost = amount / 2n;
          const collecting = sale.connect(stranger).collect(id);
          if (inEther) await expect(collecting).to.changeEtherBalances([sale, treasury], [-cost, cost]);
          else await expect(collecting).to.changeTokenBalances(payment, [sale, treasury], [-cost, cost]);
          await expect(collecting)
            .to.emit(treasury, "Deposited")
            .withArgs(currency, sale, CATEGORY, cost, reference(id))
            .and.to.emit(sale, "ProceedsCollected")
            .withArgs(id, currency, cost, cost);
          await expect(sale.collect(id)).to.be.revertedWithCustomError(sale, "Sale_NothingToCollect");
        }
        expect((await sale.sale(id)).collected).to.equal(15n * ONE);
        expect(await treasury.booked(currency)).to.equal(15n * ONE);
      }
    });

    it("wait for the least amount and no longer", async () => {
      const { sale, openSale, buy, ada } = await fixture();
      const id = await openSale({ least: 10n * ONE });
      await buy(ada, id, 19n * ONE);
      await expect(sale.collect(id))
        .to.be.revertedWithCustomError(sale, "Sale_LeastNotRaised")
        .withArgs(id, (19n * ONE) / 2n, 10n * ONE);
      await buy(ada, id, ONE);
      expect(await sale.statusOf(id)).to.equal(Status.Open);
      await sale.collect(id);
    });
  });

  describe("what is unsold", () => {
    it("goes back to the budget when the sale is over, once, and can be spent again", async () => {
      const { sale, openSale, buy, treasury, token, ada, stranger } = await fixture();
      const before = await treasury.budgetAvailable(1);
      const id = await openSale();
      await buy(ada, id, 100n * ONE);
      await expect(sale.returnUnsold(id))
        .to.be.revertedWithCustomError(sale, "Sale_NotOver")
        .withArgs(id, Status.Open);
      await time.increase(WEEK);
      const returning = sale.connect(stranger).returnUnsold(id);
      await expect(returning).to.changeTokenBalances(token, [sale, treasury], [-900n * ONE, 900n * ONE]);
      await expect(returning)
        .to.emit(sale, "UnsoldReturned")
        .withArgs(id, 1, 900n * ONE);
      expect(await treasury.budgetAvailable(1)).to.equal(before - 100n * ONE);
      await expect(sale.returnUnsold(id))
        .to.be.revertedWithCustomError(sale, "Sale_NothingToReturn")
        .withArgs(id);
    });

    it("is everything where a sale has failed, and nothing where it is sold out", async () => {
      const { sale, openSale, buy, token, treasury, ada } = await fixture();
      const failed = await openSale({ least: ONE });
      await buy(ada, failed, ONE);
      const soldOut = await openSale();
      await buy(ada, soldOut, AMOUNT);
      await expect(sale.returnUnsold(soldOut)).to.be.revertedWithCustomError(sale, "Sale_NothingToReturn");
      await time.increase(WEEK);
      await expect(sale.returnUnsold(failed)).to.changeTokenBalance(token, treasury, AMOUNT);
      expect(await token.balanceOf(sale)).to.equal(0n);
    });

    it("waits for a sale that has not begun", async () => {
      const { sale, openSale } = await fixture();
      const id = await openSale({ start: (await now()) + DAY });
      await expect(sale.returnUnsold(id))
        .to.be.revertedWithCustomError(sale, "Sale_NotOver")
        .withArgs(id, Status.Pending);
    });

    it("is taken back also by a budget that was ended", async () => {
      const { sale, openSale, treasury, token } = await fixture();
      const id = await openSale();
      await treasury.endBudget(1);
      await time.increase(WEEK);
      await expect(sale.returnUnsold(id)).to.changeTokenBalance(token, treasury, AMOUNT);
    });
  });

  describe("closing", () => {
    it("is the timelock's alone, and may come again", async () => {
      const { sale, openSale, ada } = await fixture();
      const id = await openSale();
      await expect(sale.connect(ada).close(id))
        .to.be.revertedWithCustomError(sale, "BudgetSpender_NotTimelock")
        .withArgs(ada.address);
      for (let i = 0; i < 2; i++) await expect(sale.close(id)).to.emit(sale, "SaleClosed").withArgs(id);
    });

    it("leaves what was bought bought, and sells no more", async () => {
      const { sale, openSale, buy, token, ada } = await fixture();
      const id = await openSale({ least: ONE });
      await buy(ada, id, 2n * ONE);
      await sale.close(id);
      await expect(buy(ada, id, ONE))
        .to.be.revertedWithCustomError(sale, "Sale_NotOpen")
        .withArgs(id, Status.Succeeded);
      await expect(sale.claim(id, ada)).to.changeTokenBalance(token, ada, 2n * ONE);
      await sale.returnUnsold(id);
      await sale.collect(id);
    });

    it("makes a sale fail that has not raised its least amount, also before it begins", async () => {
      const { sale, openSale, buy, payment, ada } = await fixture();
      const begun = await openSale({ least: ONE });
      const ahead = await openSale({ least: ONE, start: (await now()) + DAY });
      await buy(ada, begun, ONE);
      for (const id of [begun, ahead]) {
        await sale.close(id);
        expect(await sale.statusOf(id)).to.equal(Status.Failed);
        await sale.returnUnsold(id);
      }
      await expect(sale.connect(ada).refund(begun, ada)).to.changeTokenBalance(payment, ada, ONE / 2n);
    });
  });

  describe("odd payment tokens", () => {
    it("are refused where they take a fee or move nothing", async () => {
      const { sale, openSale, buy, payment, ada } = await fixture();
      const id = await openSale();
      await payment.setFees(100, 0);
      await expect(buy(ada, id, 2n * ONE))
        .to.be.revertedWithCustomError(sale, "Sale_WrongReceipt")
        .withArgs(payment, (ONE * 99n) / 100n, ONE);
      await payment.setFees(0, 0);
      await payment.setLies(true);
      await expect(buy(ada, id, 2n * ONE))
        .to.be.revertedWithCustomError(sale, "Sale_WrongReceipt")
        .withArgs(payment, 0, ONE);
    });

    it("may answer nothing, as USDT", async () => {
      const { sale, openSale, buy, treasury, ada } = await fixture();
      const silent = await ethers.deployContract("SilentToken");
      await treasury.raiseCap(silent, ONE);
      await silent.mint(ada, ONE);
      await silent.connect(ada).approve(sale, ONE);
      const id = await openSale({ payment: silent.target as string, least: ONE / 2n });
      await buy(ada, id, ONE);
      await sale.collect(id);
      expect(await silent.balanceOf(treasury)).to.equal(ONE / 2n);
    });

    it("lower every payment out alike when they shrink, so that nobody gains by being first", async () => {
      const { sale, openSale, buy, treasury, payment, ada, ben } = await fixture();
      const done = await openSale();
      const failed = await openSale({ least: AMOUNT / 2n });
      await buy(ada, done, 40n * ONE);
      await buy(ada, failed, 20n * ONE);
      await buy(ben, failed, 20n * ONE);
      await time.increase(WEEK);
      await payment.setBalance(sale, 20n * ONE);
      await expect(sale.connect(ada).refund(failed, ada)).to.changeTokenBalance(payment, ada, 5n * ONE);
      await expect(sale.collect(done)).to.changeTokenBalance(payment, treasury, 10n * ONE);
      await expect(sale.connect(ben).refund(failed, ben)).to.changeTokenBalance(payment, ben, 5n * ONE);
      expect(await sale.heldOf(payment)).to.equal(0n);
    });

    it("stop only the payments of those whom they refuse", async () => {
      const { sale, openSale, buy, treasury, payment, token, ada, ben } = await fixture();
      const failed = await openSale({ least: AMOUNT / 2n });
      const done = await openSale({ least: ONE });
      for (const buyer of [ada, ben]) await buy(buyer, failed, 10n * ONE);
      await buy(ada, done, 10n * ONE);
      await time.increase(WEEK);
      for (const account of [ada, treasury]) await payment.setBlocked(account, true);
      await expect(sale.connect(ada).refund(failed, ada))
        .to.be.revertedWithCustomError(payment, "OddToken_Blocked")
        .withArgs(ada.address);
      await expect(sale.collect(done)).to.be.revertedWithCustomError(payment, "OddToken_Blocked");
      await expect(sale.connect(ben).refund(failed, ben)).to.changeTokenBalance(payment, ben, 5n * ONE);
      await expect(sale.claim(done, ada)).to.changeTokenBalance(token, ada, 10n * ONE);
      await sale.returnUnsold(done);
      await expect(sale.connect(ada).refund(failed, ben)).to.changeTokenBalance(payment, ben, 5n * ONE);
    });
  });

  describe("reentrancy", () => {
    it("finds every door shut while a buyer is paid its change or its refund", async () => {
      const { sale, openSale } = await fixture();
      const payee = await ethers.deployContract("HostilePayee");
      await setBalance(payee.target as string, 1_000n * ONE);
      const id = await openSale({ payment: ETHER, least: AMOUNT / 2n });
      const { interface: calls } = sale;
      const purchase = calls.encodeFunctionData("buy", [id, ONE, ANY_PRICE, []]);
      const refund = calls.encodeFunctionData("refund", [id, payee.target]);
      const unsold = calls.encodeFunctionData("returnUnsold", [id]);
      const isShut = async () => {
        expect(await payee.succeeded()).to.equal(false);
        expect(await payee.answer()).to.equal(ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10));
      };
      for (const data of [
        purchase,
        refund,
        unsold,
        calls.encodeFunctionData("claim", [id, payee.target]),
        calls.encodeFunctionData("collect", [id]),
      ]) {
        await payee.plan(sale, 0, data);
        // It pays twice the cost, so that change comes back.
        await payee.actWith(sale, ONE, purchase);
        await isShut();
      }
      await time.increase(WEEK);
      await payee.plan(sale, 0, unsold);
      await payee.act(sale, refund);
      await isShut();
      await sale.returnUnsold(id);
      expect(await ethers.provider.getBalance(sale)).to.equal(0n);
    });

    it("finds every door shut while a payment token calls its receiver", async () => {
      const { sale, openSale, buy, payment, ada } = await fixture();
      const payee = await ethers.deployContract("HostilePayee");
      const id = await openSale({ least: AMOUNT / 2n });
      await buy(ada, id, ONE);
      await time.increase(WEEK);
      await payment.setHook(payee, true);
      await payee.plan(sale, 0, sale.interface.encodeFunctionData("returnUnsold", [id]));
      await sale.connect(ada).refund(id, payee.target);
      expect(await payee.succeeded()).to.equal(false);
      expect(await sale.statusOf(id)).to.equal(Status.Failed);
    });
  });
});
