import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { plain } from "../helpers/governor";
import { AUDITS, CAP, DAY, ETHER, fixture, FUNDS, NEVER, now, ONE, PROPOSAL, REF } from "./fixture";

const WEEK = 7n * DAY;

describe("Recurring payments", () => {
  it("are scheduled by a vote, with an id, their terms and its proposal", async () => {
    const { treasury, token, payee, salary } = await fixture();
    expect(await treasury.scheduleRecurring.staticCall(salary())).to.equal(1);
    const scheduling = treasury.scheduleRecurring(salary());
    const start = BigInt((await (await scheduling).getBlock())!.timestamp);
    const named = Object.values({ ...salary(), token: token.target, start });
    await expect(scheduling).to.emit(treasury, "RecurringScheduled").withArgs(1, PROPOSAL, named);
    expect(plain(await treasury.recurring(1))).to.deep.equal({
      payee: payee.address,
      due: start,
      period: WEEK,
      token: token.target,
      left: 4n,
      amount: 10n * ONE,
      category: AUDITS,
      ref: REF,
      proposalId: PROPOSAL,
    });
    expect(await treasury.recurringCount()).to.equal(1);
    expect(await treasury.nextDue(1)).to.equal(start);
  });

  it("must say who gets how much how often", async () => {
    const { treasury, schedule } = await fixture();
    for (const payee of [ethers.ZeroAddress, treasury.target]) {
      await expect(schedule({ payee }))
        .to.be.revertedWithCustomError(treasury, "Treasury_InvalidPayee")
        .withArgs(payee);
    }
    const maxTime = 2n ** 48n - 1n;
    for (const wrong of [
      { amount: 0n },
      { period: 0n },
      { count: 0n },
      { start: maxTime - 4n * WEEK + 1n },
    ]) {
      await expect(schedule(wrong)).to.be.revertedWithCustomError(treasury, "Treasury_InvalidRecurring");
    }
    await schedule({ start: maxTime - 4n * WEEK });
  });

  it("are triggered by anyone when they are due, one instalment a time, and not before", async () => {
    const { treasury, token, labels, payee, stranger, schedule } = await fixture();
    const start = (await now()) + DAY;
    const id = await schedule({ start, count: 2n });
    await labels.set(99n, 0);
    const trigger = () => treasury.connect(stranger).payRecurring([id]);
    await time.setNextBlockTimestamp(start - 1n);
    await expect(trigger()).to.be.revertedWithCustomError(treasury, "Treasury_NotDue").withArgs(id, start);
    await time.setNextBlockTimestamp(start);
    const paying = trigger();
    await expect(paying)
      .to.emit(treasury, "RecurringPaid")
      .withArgs(id, token, payee, 10n * ONE, AUDITS, REF, PROPOSAL, start);
    await expect(paying).to.changeTokenBalances(token, [treasury, payee], [-10n * ONE, 10n * ONE]);
    expect(await treasury.booked(token)).to.equal(FUNDS - 10n * ONE);
    expect(await treasury.nextDue(id)).to.equal(start + WEEK);
    await expect(trigger())
      .to.be.revertedWithCustomError(treasury, "Treasury_NotDue")
      .withArgs(id, start + WEEK);
    await time.setNextBlockTimestamp(start + WEEK);
    await trigger();
    expect(await treasury.nextDue(id)).to.equal(NEVER);
    await time.increase(10n * WEEK);
    await expect(trigger()).to.be.revertedWithCustomError(treasury, "Treasury_NotDue").withArgs(id, NEVER);
  });

  it("keep their dates when they are triggered late, and can be caught up with in one call", async () => {
    const { treasury, token, payee, schedule } = await fixture();
    const start = (await now()) + DAY;
    const [first, second] = [await schedule({ start }), await schedule({ start, amount: ONE })];
    await time.increaseTo(start + 2n * WEEK + DAY);
    await treasury.payRecurring([first, second, first, first]);
    expect(await token.balanceOf(payee)).to.equal(31n * ONE);
    expect(await treasury.nextDue(first)).to.equal(start + 3n * WEEK);
    expect(await treasury.nextDue(second)).to.equal(start + WEEK);
    await expect(treasury.payRecurring([second, first])).to.be.revertedWithCustomError(
      treasury,
      "Treasury_NotDue",
    );
    expect(await treasury.nextDue(second)).to.equal(start + WEEK);
  });

  it("begin when their vote is executed, if their start has passed", async () => {
    const { treasury, schedule } = await fixture();
    const id = await schedule({ start: 1n });
    expect(await treasury.nextDue(id)).to.equal(await now());
  });

  it("are cancelled by a vote, with what is overdue", async () => {
    const { treasury, schedule } = await fixture();
    const id = await schedule();
    await time.increase(WEEK);
    for (let i = 0; i < 2; i++) {
      await expect(treasury.cancelRecurring(id))
        .to.emit(treasury, "RecurringCancelled")
        .withArgs(id, PROPOSAL);
    }
    await expect(treasury.payRecurring([id]))
      .to.be.revertedWithCustomError(treasury, "Treasury_NotDue")
      .withArgs(id, NEVER);
    expect((await treasury.recurring(id)).left).to.equal(0);
  });

  it("are known by id, and others are not", async () => {
    const { treasury, schedule } = await fixture();
    await schedule();
    for (const attempt of [
      () => treasury.payRecurring([2]),
      () => treasury.cancelRecurring(2),
      () => treasury.recurring(2),
      () => treasury.nextDue(2),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(treasury, "Treasury_UnknownRecurring")
        .withArgs(2);
    }
  });

  it("to a payee that is refused block nobody else's, and wait for it", async () => {
    const { treasury, token, payee, schedule } = await fixture();
    const blocked = ethers.Wallet.createRandom().address;
    const refusing = await ethers.deployContract("HostilePayee");
    await refusing.setRefuses(true);
    await token.setBlocked(blocked, true);
    const inToken = await schedule({ payee: blocked });
    const inEther = await schedule({ payee: refusing, token: ETHER });
    const fine = await schedule();
    await expect(treasury.payRecurring([inToken])).to.be.revertedWithCustomError(token, "OddToken_Blocked");
    await expect(treasury.payRecurring([inEther])).to.be.revertedWithCustomError(
      refusing,
      "HostilePayee_Refused",
    );
    await expect(treasury.payRecurring([fine])).to.changeTokenBalance(token, payee, 10n * ONE);
    await token.setBlocked(blocked, false);
    await refusing.setRefuses(false);
    await treasury.payRecurring([inToken, inEther]);
    expect(await token.balanceOf(blocked)).to.equal(10n * ONE);
    expect(await ethers.provider.getBalance(refusing)).to.equal(10n * ONE);
  });

  it("wait when the half of the cap that is theirs is used up", async () => {
    const { treasury, token, schedule } = await fixture();
    const id = await schedule({ amount: CAP / 2n, period: 1n });
    await treasury.payRecurring([id]);
    const begun = await now();
    await time.setNextBlockTimestamp(begun + WEEK);
    await expect(treasury.payRecurring([id]))
      .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
      .withArgs(token, CAP / 2n, ((CAP / 2n) * 7n) / 30n, begun + 30n * DAY);
    await time.setNextBlockTimestamp(begun + 30n * DAY);
    await treasury.payRecurring([id]);
  });
});
