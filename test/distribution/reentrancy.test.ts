import { setBalance } from "@nomicfoundation/hardhat-network-helpers";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { AMOUNT, ANY_PRICE, CATEGORY, DAY, Destination, ETHER, NONE, ONE, WEEK, YEAR } from "./fixture";

/** Calls itself back when it is paid: the worst timelock there can be, with a token that tells it of each payment. */
describe("A timelock that acts while it is paid", () => {
  async function deploy() {
    const payee = await ethers.deployContract("HostilePayee");
    await setBalance(payee.target as string, 1_000n * ONE);
    const token = await ethers.deployContract("OddVotes");
    const caps = [token.target, ETHER].map((each) => ({ token: each, cap: 1_000n * AMOUNT }));
    const treasury = await ethers.deployContract("Treasury", [payee, ethers.ZeroAddress, caps]);
    await token.mint(treasury, 10n * AMOUNT);
    await treasury.reconcile(token);

    const fund = async (spender: BaseContract) => {
      const addresses = { spender: spender.target as string, token: token.target as string };
      const terms = { ...addresses, amount: 10n * AMOUNT, start: 0, period: YEAR, periods: 1 };
      const budget = { ...terms, rollover: false, category: CATEGORY };
      await payee.act(treasury, treasury.interface.encodeFunctionData("grantBudget", [budget]));
    };
    /** Does `pay`, which pays the timelock, and asks what became of `data`, which the timelock called meanwhile. */
    const isShut = async (contract: BaseContract, data: string, pay: () => Promise<unknown>) => {
      const calls = await payee.calls();
      await payee.plan(contract, 0, data);
      await pay();
      expect(await payee.calls()).to.equal(calls + 1n);
      expect(await payee.succeeded()).to.equal(false);
      expect(await payee.answer()).to.equal(ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10));
    };
    return { payee, token, treasury, fund, isShut };
  }

  it("finds every door of the distributor shut", async () => {
    const { payee, token, treasury, fund, isShut } = await deploy();
    const nowhere = ethers.ZeroAddress;
    const distributor = await ethers.deployContract("Distributor", [token, treasury, nowhere, nowhere]);
    await fund(distributor);
    const { interface: calls } = distributor;
    const entries = [0, 1, 2, 3, 4].map((index): [number, string, bigint] => [
      index,
      payee.target as string,
      ONE,
    ]);
    const tree = StandardMerkleTree.of(entries, ["uint256", "address", "uint256"]);
    const leaf = (index: number) => ({
      ...{ index, account: payee.target as string, amount: ONE },
      proof: tree.getProof(index),
    });
    const terms = {
      ...{ budgetId: 1, root: tree.root, listHash: ethers.id("list"), amount: 5n * ONE, duration: 90n * DAY },
      ...{ destination: Destination.Wallet, termSeconds: 0, vestingStart: 0, cliffSeconds: 0 },
    };
    const open = calls.encodeFunctionData("open", [terms]);
    await payee.act(distributor, open);
    await token.setHook(payee, true);

    const signed = { delegatee: payee.target as string, nonce: 0, expiry: 0, v: 27, r: NONE, s: NONE };
    for (const [index, data] of [
      open,
      calls.encodeFunctionData("claim", [1, leaf(4)]),
      calls.encodeFunctionData("claimAndDelegate", [1, leaf(4), signed]),
      calls.encodeFunctionData("claimMany", [1, [leaf(4)]]),
      calls.encodeFunctionData("returnRest", [1]),
    ].entries())
      await isShut(distributor, data, () => distributor.claim(1, leaf(index)));
    expect(await distributor.distributionCount()).to.equal(1n);
    expect(await token.balanceOf(payee)).to.equal(5n * ONE);
  });

  it("finds no way to open a sale in the middle of a purchase", async () => {
    const { payee, token, treasury, fund, isShut } = await deploy();
    const sale = await ethers.deployContract("Sale", [token, treasury, ethers.ZeroAddress]);
    await fund(sale);
    const terms = {
      ...{ budgetId: 1, payment: ETHER, startPrice: ONE, endPrice: ONE, amount: AMOUNT, start: 0, least: 0 },
      ...{ cap: 0, duration: WEEK, vestingSeconds: 0, cliffSeconds: 0, allowList: NONE, category: CATEGORY },
    };
    const open = sale.interface.encodeFunctionData("open", [terms]);
    await payee.act(sale, open);
    await token.setHook(payee, true);
    const purchase = sale.interface.encodeFunctionData("buy", [1, ONE, ANY_PRICE, []]);
    await isShut(sale, open, () => payee.actWith(sale, ONE, purchase));
    expect(await sale.saleCount()).to.equal(1n);
  });
});
