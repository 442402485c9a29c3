import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { explain, formatTimestamp, PolityError, readBudgets, readLedger } from "@polity/sdk";
import { payInstalment } from "@polity/sdk/treasury/recurring";
import {
  AUDITS,
  DAY,
  ETHER,
  fixture,
  FUNDS,
  GRANTS,
  MONTH,
  now,
  ONE,
  PROPOSAL,
  REF,
} from "../treasury/fixture";

const NONE = ethers.ZeroHash;

describe("Reading the treasury with the SDK", () => {
  it("tells every movement, with the balance after it, from events alone", async () => {
    const { treasury, token, timelock, payee, stranger, pay, grant, disburse, schedule } = await fixture();
    const budgetId = await grant();
    await pay(5n * ONE);
    await pay(2n * ONE, { token: ETHER });
    await disburse(budgetId, 3n * ONE);
    const due = (await now()) + DAY;
    const recurringId = await schedule({ start: due });
    await time.increaseTo(due);
    await treasury.payRecurring([recurringId]);
    await token.mint(stranger, ONE);
    await token.connect(stranger).approve(treasury, ONE);
    await treasury.connect(stranger).refund(budgetId, ONE);
    await stranger.sendTransaction({ to: treasury, value: 9n });
    await token.setBalance(treasury, FUNDS - 20n * ONE);
    await treasury.reconcile(token);

    const { movements, balances } = await readLedger(treasury, { fromBlock: 0 });
    const seen = movements.map(({ time: _, blockNumber: __, transactionHash: ___, ...rest }) => rest);
    const common = { category: NONE, reference: NONE, proposalId: 0n };
    const [inToken, inEther] = [{ token: token.target }, { token: ETHER }];
    const paid = { counterparty: payee.address, category: AUDITS, reference: REF, proposalId: PROPOSAL };
    expect(seen).to.deep.equal([
      { ...common, ...inToken, kind: "difference", amount: FUNDS, balance: FUNDS },
      {
        ...common,
        ...inEther,
        kind: "deposit",
        counterparty: timelock.address,
        amount: FUNDS,
        balance: FUNDS,
      },
      { ...paid, ...inToken, kind: "payment", amount: -5n * ONE, balance: FUNDS - 5n * ONE },
      { ...paid, ...inEther, kind: "payment", amount: -2n * ONE, balance: FUNDS - 2n * ONE },
      {
        ...{ ...paid, ...inToken, kind: "disbursement", category: GRANTS, budgetId },
        ...{ amount: -3n * ONE, balance: FUNDS - 8n * ONE },
      },
      {
        ...{ ...paid, ...inToken, kind: "recurring", recurringId, due: Number(due) },
        ...{ amount: -10n * ONE, balance: FUNDS - 18n * ONE },
      },
      {
        ...{ ...inToken, kind: "refund", category: GRANTS, reference: NONE, proposalId: PROPOSAL, budgetId },
        ...{ counterparty: stranger.address, amount: ONE, balance: FUNDS - 17n * ONE },
      },
      {
        ...{ ...common, ...inEther, kind: "deposit", counterparty: stranger.address },
        ...{ amount: 9n, balance: FUNDS - 2n * ONE + 9n },
      },
      { ...common, ...inToken, kind: "difference", amount: -3n * ONE, balance: FUNDS - 20n * ONE },
    ]);
    for (const [address, balance] of balances) expect(balance).to.equal(await treasury.booked(address));
    expect([...balances.keys()]).to.have.members([token.target, ETHER]);

    const last = (await treasury.queryFilter(treasury.filters.Reconciled())).at(-1)!;
    expect(movements.at(-1)).to.include({
      time: (await last.getBlock()).timestamp,
      blockNumber: last.blockNumber,
      transactionHash: last.transactionHash,
    });
    const until = await readLedger(treasury, { fromBlock: 0, toBlock: last.blockNumber - 1 });
    expect(until.movements).to.deep.equal(movements.slice(0, -1));
  });

  it("pays an instalment to its payee, whoever asks, and says from when on where it is too early", async () => {
    const { treasury, token, payee, stranger, schedule } = await fixture();
    const due = (await now()) + DAY;
    const id = await schedule({ start: due });
    const early = await payInstalment(treasury, stranger, id).catch((error: unknown) => error as PolityError);
    expect(early).to.be.an.instanceOf(PolityError);
    expect(explain(early)).to.contain(`instalment of payment ${id} is not due yet`);
    expect(explain(early)).to.contain(formatTimestamp(due));

    await time.increaseTo(due);
    const { amount, payee: paid, receipt } = await payInstalment(treasury, stranger, id);
    expect({ amount, paid }).to.deep.equal({ amount: 10n * ONE, paid: payee.address });
    expect(receipt.from).to.equal(stranger.address);
    expect(await token.balanceOf(payee)).to.equal(10n * ONE);
  });

  it("finds what lies many blocks apart", async () => {
    const { treasury, token, pay } = await fixture();
    await ethers.provider.send("hardhat_mine", ["0x6000"]);
    await pay(ONE);
    const { balances, movements } = await readLedger(treasury, { fromBlock: 0 });
    expect(movements).to.have.lengthOf(3);
    expect(balances.get(token.target as string)).to.equal(FUNDS - ONE);
  });

  it("tells what each budget is and has left", async () => {
    const { treasury, token, spender, grant, disburse } = await fixture();
    const start = (await now()) + DAY;
    await grant({ periods: 2n });
    await grant({ start: start + MONTH, token: ETHER, rollover: true });
    await grant();
    await grant();
    await grant({ period: DAY, periods: 1n });
    await treasury.freezeBudget(3n);
    await treasury.endBudget(4n);
    await disburse(1n, 40n * ONE);
    await time.increaseTo(start + DAY / 2n);
    const budgets = await readBudgets(treasury);
    expect(budgets.map(({ id, status, available }) => [id, status, available])).to.deep.equal([
      [1n, "active", 60n * ONE],
      [2n, "pending", 0n],
      [3n, "frozen", 0n],
      [4n, "over", 0n],
      [5n, "over", 0n],
    ]);
    const first = await treasury.budget(1n);
    expect(budgets[0]).to.deep.equal({
      id: 1n,
      spender: spender.address,
      token: token.target,
      category: GRANTS,
      amount: 100n * ONE,
      period: Number(MONTH),
      periods: 2,
      start: Number(first.start),
      end: Number(first.start + 2n * MONTH),
      rollover: false,
      status: "active",
      available: 60n * ONE,
      proposalId: PROPOSAL,
    });
    expect(budgets[1]).to.include({ token: ETHER, rollover: true, start: Number(start + MONTH) });
  });
});
