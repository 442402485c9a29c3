import { setBalance } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { DAY, ONE } from "./fixture";

/** Calls itself back when it is paid: instructor, timelock and payee in one, with a token that tells it of each payment. */
describe("An instructor who acts while it is paid", () => {
  it("finds every door of the budgets shut", async () => {
    const payee = await ethers.deployContract("HostilePayee");
    await setBalance(payee.target as string, ONE);
    const token = await ethers.deployContract("OddVotes");
    const treasury = await ethers.deployContract("Treasury", [
      ...[payee, ethers.ZeroAddress, [{ token, cap: 1_000n * ONE }]],
    ]);
    const terms = { above: 10n * ONE, bond: 1n, window: DAY };
    const budgets = await ethers.deployContract("DisputedBudgets", [
      ...[token, treasury, terms, ethers.ZeroAddress, "0x", ""],
    ]);
    await token.mint(treasury, 1_000n * ONE);
    await treasury.reconcile(token);
    const budget = {
      ...{ spender: budgets.target, token: token.target, amount: 100n * ONE, start: 0, period: DAY },
      ...{ periods: 1, rollover: false, category: ethers.ZeroHash },
    };
    await payee.act(treasury, treasury.interface.encodeFunctionData("grantBudget", [budget]));
    const { interface: calls } = budgets;
    await payee.act(budgets, calls.encodeFunctionData("setInstructor", [1, payee.target]));
    const arbitrator = await ethers.deployContract("CentralArbitrator");
    await payee.act(budgets, calls.encodeFunctionData("setArbitrator", [arbitrator.target, "0x", ""]));
    const disburse = (amount: bigint) =>
      calls.encodeFunctionData("disburse", [1, payee.target, amount, ethers.ZeroHash, ethers.ZeroHash]);
    await payee.act(budgets, disburse(20n * ONE));
    expect(await budgets.paymentCount()).to.equal(1n);
    await token.setHook(payee, true);

    for (const data of [
      disburse(1n),
      calls.encodeFunctionData("cancel", [1]),
      calls.encodeFunctionData("dispute", [1]),
      calls.encodeFunctionData("finish", [1]),
      calls.encodeFunctionData("giveUp", [1]),
    ]) {
      const before = await payee.calls();
      await payee.plan(budgets, 0, data);
      await payee.act(budgets, disburse(ONE));
      expect(await payee.calls()).to.equal(before + 1n);
      expect(await payee.succeeded()).to.equal(false);
      expect(await payee.answer()).to.equal(ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10));
    }
    expect(await token.balanceOf(payee)).to.equal(5n * ONE);
  });
});
