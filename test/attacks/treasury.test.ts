import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  CANCEL,
  CANCEL_BY_ID,
  councilFixture,
  EXCLUDED,
  ONE,
  type Action,
  type Proposal,
} from "../helpers/governor";
import { AUDITS, CAP, DAY, ETHER, fixture, FUNDS, GRANTS, MONTH, now, REF } from "../treasury/fixture";

/** Takes whatever there is for votes, now and then once every `step` seconds, and answers how much it was in all. */
async function drain(
  { treasury, token, pay }: Awaited<ReturnType<typeof fixture>>,
  seconds: bigint,
  step: bigint,
): Promise<bigint> {
  const begun = await now();
  let taken = 0n;
  for (let at = begun + 1n; at <= begun + 1n + seconds; at += step) {
    await time.increaseTo(at);
    const { forVotes } = await treasury.available(token);
    if (forVotes === 0n) continue;
    await pay(forVotes);
    taken += forVotes;
  }
  return taken;
}

describe("Attack: a treasury drained by many small proposals or budgets", () => {
  it("loses one cap in a moment, and less than two in any 30 days, however often it is asked", async () => {
    const context = await fixture();
    const taken = await drain(context, MONTH, DAY);
    expect(taken).to.be.lessThanOrEqual(2n * CAP);
    // The bound is as good as reached: it is not a looser one that holds.
    expect(taken).to.be.greaterThan(2n * CAP - CAP / 1000n);
    // A month later the next 30 days lose one cap more, not two: the bucket was never full again.
    expect(await drain(context, MONTH, DAY)).to.be.lessThan(CAP + CAP / 1000n);
  });

  it("through fifty budgets of the whole cap each loses half of that", async () => {
    const { treasury, token, spender, payee, grant } = await fixture();
    const ids: bigint[] = [];
    for (let i = 0; i < 50; i++) ids.push(await grant({ amount: CAP, rollover: i % 2 === 0 }));
    const begun = await now();
    let taken = 0n;
    for (let day = 0n; day <= 30n; day++) {
      const { forGrants } = await treasury.available(token);
      if (forGrants !== 0n) {
        await treasury.connect(spender).disburse(ids[Number(day)]!, payee, forGrants, GRANTS, REF);
        taken += forGrants;
      }
      await time.increaseTo(begun + (day + 1n) * DAY);
    }
    expect(taken).to.be.lessThanOrEqual(CAP);
    expect(taken).to.be.greaterThan(CAP - CAP / 100n);
    // And a vote can still pay what it could have paid without them.
    expect((await treasury.available(token)).forVotes).to.be.greaterThanOrEqual(CAP / 2n);
  });

  it("through recurring payments with a second between them, triggered in one call, loses no more", async () => {
    const { treasury, token, stranger, schedule } = await fixture();
    const id = await schedule({ amount: CAP / 10n, period: 1n, count: 1000n });
    await time.increase(1000n);
    const trigger = (times: number) =>
      treasury.connect(stranger).payRecurring(Array.from({ length: times }, () => id));
    await expect(trigger(6)).to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded");
    await trigger(5);
    await expect(trigger(1)).to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded");
    expect(await token.balanceOf(treasury)).to.equal(FUNDS - CAP / 2n);
  });
});

describe("Attack: around the cap by changing it", () => {
  it("lowering and raising again gives nothing back", async () => {
    const { treasury, token, pay } = await fixture();
    await pay(CAP);
    await treasury.lowerCap(token, 1n);
    await treasury.raiseCap(token, CAP);
    expect((await treasury.available(token)).forVotes).to.equal(0);
    await time.increase(MONTH - 10n);
    expect((await treasury.available(token)).forVotes).to.be.lessThanOrEqual(1);
  });

  it("lowering and raising, month after month, takes no more than leaving it alone", async () => {
    const context = await fixture();
    const { treasury, token, pay } = context;
    const takes: { at: bigint; amount: bigint }[] = [];
    const take = async () => {
      const { forVotes } = await treasury.available(token);
      if (forVotes === 0n) return;
      await pay(forVotes);
      takes.push({ at: await now(), amount: forVotes });
    };
    for (let month = 0; month < 4; month++) {
      await take();
      await treasury.lowerCap(token, CAP / 2n);
      await treasury.raiseCap(token, CAP);
      await time.increase(MONTH - 5n);
      await take();
      await time.increase(6n);
      await take();
    }
    for (const { at } of takes) {
      const inWindow = takes.filter((other) => other.at >= at && other.at <= at + MONTH);
      expect(inWindow.reduce((sum, { amount }) => sum + amount, 0n)).to.be.lessThanOrEqual(2n * CAP);
    }
  });

  it("a raise cannot be kept for later: it shows, and a lowering takes it away", async () => {
    const { treasury, token, pay } = await fixture();
    await treasury.raiseCap(token, 50n * CAP);
    await time.increase(10n * MONTH);
    // In force for nine months, and everyone could read it: nothing is hidden.
    expect((await treasury.capOf(token)).cap).to.equal(50n * CAP);
    await treasury.lowerCap(token, CAP);
    await expect(pay(CAP + 1n)).to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded");
    await time.increase(10n * MONTH);
    await expect(pay(CAP + 1n)).to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded");
  });

  it("raising in the middle of a drain adds the difference, and two highest caps bound it all", async () => {
    const context = await fixture();
    const { treasury, token } = context;
    await treasury.raiseCap(token, 2n * CAP);
    await time.increase(MONTH - 15n * DAY);
    const taken = await drain(context, MONTH, DAY);
    expect(taken).to.be.lessThanOrEqual(4n * CAP);
    expect(taken).to.be.greaterThan(3n * CAP);
  });

  it("a token that takes a fee from the sender cannot carry more out than the cap", async () => {
    const { treasury, token, pay } = await fixture();
    await token.setFees(0, 10_000);
    await expect(pay(CAP / 2n + 1n)).to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded");
    await pay(CAP / 2n);
    expect(await token.balanceOf(treasury)).to.equal(FUNDS - CAP);
  });

  it("ERC-721's way out is no way out for tokens", async () => {
    const { treasury, token, stranger } = await fixture();
    const transferFrom = token.interface.getFunction("transferFrom").selector;
    const recover = new ethers.Interface(["function safeTransferFrom(address,address,uint256)"]);
    expect(recover.getFunction("safeTransferFrom")!.selector).not.to.equal(transferFrom);
    const unlisted = await ethers.deployContract("OddToken");
    await unlisted.mint(treasury, CAP);
    await expect(treasury.recoverERC721(unlisted, CAP, stranger)).to.be.reverted;
    await expect(treasury.recoverERC1155(unlisted, 0n, CAP, stranger)).to.be.reverted;
    expect(await unlisted.balanceOf(treasury)).to.equal(CAP);
  });
});

describe("Attack: coming back into the treasury while it pays", () => {
  async function hostileFixture() {
    const context = await fixture();
    const payee = await ethers.deployContract("HostilePayee");
    await context.token.setHook(payee, true);
    return { ...context, payee };
  }

  it("is refused to a payee in ether and to a token's hook, in every function that moves or books", async () => {
    const { treasury, token, payee, pay, grant, schedule } = await hostileFixture();
    const budget = await grant({ spender: payee.target });
    const recurring = await schedule({ payee, period: 1n });
    await time.increase(10n);
    const encode = treasury.interface;
    const stolen = [ONE, GRANTS, REF] as const;
    const guard = encode.getError("ReentrancyGuardReentrantCall")!.selector;
    for (const [value, data] of [
      [0n, encode.encodeFunctionData("disburse", [budget, payee.target, ...stolen])],
      [0n, encode.encodeFunctionData("payRecurring", [[recurring]])],
      [0n, encode.encodeFunctionData("reconcile", [token.target])],
      [0n, encode.encodeFunctionData("refund", [budget, 1n])],
      [0n, encode.encodeFunctionData("deposit", [token.target, 1n, GRANTS, REF])],
      [1n, encode.encodeFunctionData("deposit", [ETHER, 1n, GRANTS, REF])],
    ] as const) {
      await payee.plan(treasury, value, data);
      for (const asset of [token.target, ETHER]) {
        const calls = await payee.calls();
        await pay(ONE, { token: asset, payee });
        expect(await payee.calls()).to.equal(calls + 1n);
        expect([await payee.succeeded(), await payee.answer()]).to.deep.equal([false, guard]);
      }
    }
    expect(await treasury.booked(token)).to.equal(await token.balanceOf(treasury));
    expect(await treasury.booked(ETHER)).to.equal(await ethers.provider.getBalance(treasury));
  });

  it("is refused to the timelock too, were the payee to reach it", async () => {
    const { treasury, token, labels, payment } = await hostileFixture();
    // A payee that is the timelock itself: the worst that a vote could name.
    const timelock = await ethers.deployContract("HostilePayee");
    const own = await ethers.deployContract("Treasury", [timelock, labels, [{ token, cap: CAP }]]);
    await token.mint(own, FUNDS);
    await token.setHook(timelock, true);
    const encode = treasury.interface;
    const pay = encode.encodeFunctionData("pay", [[await resolved(payment(ONE, { payee: timelock }))]]);
    const [other, to] = [labels.target as string, timelock.target as string];
    for (const data of [
      pay,
      encode.encodeFunctionData("recoverERC721", [other, 1n, to]),
      encode.encodeFunctionData("recoverERC1155", [other, 1n, 1n, to]),
    ]) {
      await timelock.plan(own, 0n, data);
      await timelock.act(own, pay);
      expect(await timelock.answer()).to.equal(encode.getError("ReentrancyGuardReentrantCall")!.selector);
    }
    expect([await timelock.calls(), await timelock.succeeded()]).to.deep.equal([3n, false]);
    expect(await token.balanceOf(own)).to.equal(FUNDS - 3n * ONE);
    expect(await own.booked(token)).to.equal(FUNDS - 3n * ONE);
  });

  it("by giving ether or tokens back during the payment leaves the books right", async () => {
    const { treasury, token, payee, pay, grant } = await hostileFixture();
    await payee.plan(treasury, ONE / 2n, "0x");
    await expect(pay(ONE, { token: ETHER, payee }))
      .to.emit(treasury, "Deposited")
      .withArgs(ETHER, payee, ethers.ZeroHash, ONE / 2n, ethers.ZeroHash);
    expect(await treasury.booked(ETHER)).to.equal(FUNDS - ONE / 2n);
    expect(await treasury.booked(ETHER)).to.equal(await ethers.provider.getBalance(treasury));

    // More than it is paid: what it had, and what it gets.
    await token.mint(payee, 5n * ONE);
    const back = token.interface.encodeFunctionData("transfer", [treasury.target, 6n * ONE]);
    await payee.plan(token, 0n, back);
    const id = await grant({ spender: payee.target });
    const disburse = treasury.interface.encodeFunctionData("disburse", [id, payee.target, ONE, GRANTS, REF]);
    await payee.act(treasury, disburse);
    expect(await treasury.booked(token)).to.equal(FUNDS - ONE);
    expect(await treasury.budgetAvailable(id)).to.equal(99n * ONE);
    await expect(treasury.reconcile(token))
      .to.emit(treasury, "Reconciled")
      .withArgs(token, FUNDS - ONE, FUNDS + 5n * ONE);
  });
});

describe("Attack: a spender who wants more than was granted", () => {
  it("cannot label a payment as what its budget is not for", async () => {
    const { treasury, grant, disburse } = await fixture();
    const id = await grant({ category: GRANTS });
    await expect(disburse(id, 1n, AUDITS)).to.be.revertedWithCustomError(treasury, "Budgets_WrongCategory");
  });

  it("cannot spend when frozen, ended or replaced, nor hand the rest to itself through a refund", async () => {
    const { treasury, token, spender, stranger, grant, disburse } = await fixture();
    const [frozen, ended, replaced] = [await grant(), await grant(), await grant()];
    await disburse(replaced, 60n * ONE);
    await treasury.freezeBudget(frozen);
    await treasury.endBudget(ended);
    await treasury.setBudgetSpender(replaced, stranger);
    await token.mint(spender, 10n * ONE);
    await token.connect(spender).approve(treasury, 10n * ONE);
    for (const id of [frozen, ended, replaced]) await treasury.connect(spender).refund(id, ONE);
    await expect(disburse(frozen, 1n)).to.be.revertedWithCustomError(treasury, "Budgets_Frozen");
    await expect(disburse(ended, 1n)).to.be.revertedWithCustomError(treasury, "Budgets_Over");
    await expect(disburse(replaced, 1n)).to.be.revertedWithCustomError(treasury, "Budgets_NotSpender");
    expect(await treasury.budgetAvailable(replaced)).to.equal(41n * ONE);
  });

  it("cannot spend a period twice by paying itself and refunding", async () => {
    const { treasury, token, spender, grant } = await fixture();
    const id = await grant();
    const as = treasury.connect(spender);
    await token.connect(spender).approve(treasury, CAP);
    for (let i = 0; i < 3; i++) {
      await as.disburse(id, spender, 100n * ONE, GRANTS, REF);
      await as.refund(id, 100n * ONE);
    }
    await as.disburse(id, spender, 100n * ONE, GRANTS, REF);
    expect(await token.balanceOf(spender)).to.equal(100n * ONE);
    // And the cap counts each time it left.
    expect((await treasury.available(token)).forGrants).to.be.lessThan(101n * ONE);
  });
});

describe("The treasury under the governor", () => {
  async function governedFixture() {
    const context = await councilFixture();
    const { timelock, governor, token } = context;
    const treasury = await ethers.deployContract("Treasury", [
      timelock,
      governor,
      [{ token, cap: 500n * ONE }],
    ]);
    await token.connect(context.frank).transfer(treasury, 2_000n * ONE);
    await treasury.exclude(token);
    /** Takes proposals through one vote together: Queued. */
    const queueAll = async (...proposals: Proposal[]) => {
      const last = proposals.at(-1)!;
      await context.openVote(last);
      for (const proposal of proposals) await context.vote(proposal, context.alice);
      await context.closeVote(last);
      for (const proposal of proposals) await context.queue(proposal);
    };
    const call = (data: string): Action => ({ target: treasury, data });
    const payment = (amount: bigint, ref = REF) => ({
      token: token.target as string,
      payee: context.stranger.address,
      amount,
      category: AUDITS,
      ref,
    });
    return { ...context, treasury, call, payment, queueAll };
  }

  it("pays by proposal and names it, and a nested execution does not mix up the names", async () => {
    const { treasury, governor, token, stranger, call, payment, submit, queueAll, toEta, execute } =
      await governedFixture();
    const pay = (amount: bigint) => call(treasury.interface.encodeFunctionData("pay", [[payment(amount)]]));
    const inner = await submit("# NEP-GOV: inner", [pay(1n)]);
    const outer = await submit("# NEP-GOV: outer", [
      pay(2n),
      { target: governor, data: governor.interface.encodeFunctionData("execute", inner.hashed) },
      pay(3n),
    ]);
    await queueAll(inner, outer);
    await toEta(outer);
    const executing = execute(outer);
    for (const [id, amount] of [
      [outer.id, 2n],
      [inner.id, 1n],
      [outer.id, 3n],
    ]) {
      await expect(executing).to.emit(treasury, "Paid").withArgs(id, token, stranger, amount, AUDITS, REF);
    }
    expect(await governor.executingProposal()).to.equal(0);
    expect(await token.getVotes(EXCLUDED)).to.equal(10_000n * ONE + 2_000n * ONE - 6n);
  });

  it("lets a proposal that meets an exhausted cap wait inside its window", async () => {
    const { treasury, governor, token, call, payment, submit, queueAll, toEta, execute } =
      await governedFixture();
    const pay = (amount: bigint) => call(treasury.interface.encodeFunctionData("pay", [[payment(amount)]]));
    const first = await submit("# NEP-GOV: first", [pay(500n * ONE)]);
    const second = await submit("# NEP-GOV: second", [pay(100n * ONE)]);
    await queueAll(first, second);
    await toEta(second);
    await execute(first);
    const enoughAt = (await now()) + 6n * DAY;
    await time.setNextBlockTimestamp(enoughAt - 1n);
    await expect(execute(second))
      .to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded")
      .withArgs(token, 100n * ONE, (500n * ONE * (6n * DAY - 1n)) / MONTH, enoughAt);
    expect(await governor.proposalExpiry(second.id)).to.be.greaterThan(enoughAt);
    await time.setNextBlockTimestamp(enoughAt);
    await execute(second);
  });

  it("lets a vote that nobody can veto end the budget of the council that would veto it", async () => {
    const fixture = await governedFixture();
    const { treasury, governor, rulebook, council, call, enact, pass, queue, toEta, execute, token } =
      fixture;
    const encode = treasury.interface;
    const code = (text: string) => ethers.zeroPadBytes(ethers.toUtf8Bytes(text), 8);
    const scope = (name: "endBudget" | "lowerBudget" | "setBudgetSpender") => ({
      target: treasury.target as string,
      how: 0,
      selector: encode.getFunction(name).selector,
      word: ethers.ZeroHash,
      allowsValue: false,
      unstoppable: true,
      // The last one also gives: it is left to the default type.
      codes: name === "setBudgetSpender" ? [] : [code("ECON")],
    });
    const scopes = (["endBudget", "lowerBudget", "setBudgetSpender"] as const).map(scope);
    const terms = {
      spender: council.address,
      token: token.target as string,
      amount: 100n * ONE,
      start: 0n,
      period: MONTH,
      periods: 12n,
      rollover: false,
      category: GRANTS,
    };
    await enact("# NEP-GOV: A budget for the council", [
      call(encode.encodeFunctionData("grantBudget", [terms])),
      ...scopes.map((open) => ({
        target: rulebook,
        data: rulebook.interface.encodeFunctionData("setScope", [open]),
      })),
    ]);
    await treasury.connect(council).disburse(1n, council, ONE, GRANTS, REF);
    const ending = await pass("# NEP-ECON: No budget for the council", [
      call(encode.encodeFunctionData("endBudget", [1n])),
    ]);
    await queue(ending);
    await expect(governor.connect(council)[CANCEL](...ending.hashed)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnableToCancel",
    );
    await toEta(ending);
    await execute(ending);
    await expect(
      treasury.connect(council).disburse(1n, council, ONE, GRANTS, REF),
    ).to.be.revertedWithCustomError(treasury, "Budgets_Over");
    // What takes the council's budget away and gives it to a stranger takes the type that can replace the council.
    const given = call(encode.encodeFunctionData("setBudgetSpender", [1n, fixture.stranger.address]));
    await expect(fixture.submit("# NEP-ECON: The budget for me", [given]))
      .to.be.revertedWithCustomError(rulebook, "Rulebook_OutOfScope")
      .withArgs(0, treasury, encode.getFunction("setBudgetSpender").selector, code("ECON"), []);
    const replaced = await pass("# NEP-GOV: Another spender", [given]);
    await queue(replaced);
    await expect(governor.connect(council)[CANCEL_BY_ID](replaced.id)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnableToCancel",
    );
  });
});

async function resolved<T extends { token: unknown; payee: unknown }>(payment: T) {
  const address = (value: unknown) => ethers.resolveAddress(value as string);
  return { ...payment, token: await address(payment.token), payee: await address(payment.payee) };
}
