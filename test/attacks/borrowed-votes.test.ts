import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { fixture, HOLDINGS, ONE, proposalOf, State, Support } from "../helpers/governor";

/** Votes that the attacker has for one transaction (Beanstalk, April 2022), and a vote and its execution in one block. */
describe("Attack: borrowed votes", () => {
  async function loanFixture() {
    const context = await fixture();
    const { token, alice, governor } = context;
    const lender = await ethers.deployContract("FlashLender");
    await token.connect(alice).transfer(lender.target, HOLDINGS.alice);
    const attacker = await ethers.deployContract("FlashAttacker", [lender.target, token.target]);
    const naive = await ethers.deployContract("NaiveGovernor", [token.target, 20_000n * ONE, 0n]);
    const loot = await proposalOf("# NEP-GOV: All to me", [context.setNumber(666n)]);
    const call = (name: "propose" | "castVote" | "queue" | "execute", ...args: unknown[]) =>
      governor.interface.encodeFunctionData(name as never, args as never);
    const attack = (...calls: [target: { target: unknown }, data: string][]) =>
      attacker.attack(
        HOLDINGS.alice,
        calls.map(([{ target }]) => target as string),
        calls.map(([, data]) => data),
      );
    await time.increase(1);
    return { ...context, lender, attacker, naive, loot, call, attack };
  }

  it("where votes count as of now, a flash loan proposes, votes and executes in one transaction", async () => {
    const { naive, target, attacker, attack, setNumber } = await loanFixture();
    const { data } = setNumber(666n);
    const text = "All to me";
    const id = await naive.idOf(target, data!, text);
    const encode = naive.interface;
    await attack(
      [naive, encode.encodeFunctionData("propose", [attacker.target, target.target, data!, text, 0n])],
      [naive, encode.encodeFunctionData("castVote", [id])],
      [naive, encode.encodeFunctionData("execute", [target.target, data!, text, ethers.ZeroHash])],
    );
    expect(await target.number()).to.equal(666);
  });

  it("borrowed tokens cannot propose: the threshold is asked of the second before", async () => {
    const { governor, attacker, loot, call, attack } = await loanFixture();
    await expect(attack([governor, call("propose", ...loot.full)]))
      .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
      .withArgs(attacker.target, 0, 100n * ONE);
  });

  it("borrowed tokens cannot vote: votes are those of the snapshot", async () => {
    const { governor, loot, attacker, call, attack, bob, openVote, token } = await loanFixture();
    await governor.connect(bob).propose(...loot.full);
    await openVote(loot);
    await expect(attack([governor, call("castVote", loot.id, Support.For)]))
      .to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes")
      .withArgs(loot.id, attacker.target);
    expect(await token.balanceOf(attacker.target)).to.equal(0);
  });

  it("not even when they are borrowed in the very second of the snapshot", async () => {
    const { governor, loot, attacker, call, attack, bob, token } = await loanFixture();
    await governor.connect(bob).propose(...loot.full);
    const snapshot = await governor.proposalSnapshot(loot.id);
    await time.setNextBlockTimestamp(snapshot);
    await attack([token, token.interface.encodeFunctionData("delegate", [attacker.target])]);
    expect(await time.latest()).to.equal(snapshot);
    await time.increase(10);
    expect(await token.getPastVotes(attacker.target, snapshot)).to.equal(0);
    await expect(attack([governor, call("castVote", loot.id, Support.For)])).to.be.revertedWithCustomError(
      governor,
      "GovernorCounting_NoVotes",
    );
  });

  it("even real votes cannot vote, queue and execute in one block: the vote has to close, the grace to pass", async () => {
    const { governor, token, loot, call, bob, carol, openVote, closeVote, target } = await loanFixture();
    const whale = await ethers.deployContract("Batcher");
    await token.connect(bob).delegate(whale.target);
    await time.increase(1);
    await governor.connect(carol).propose(...loot.full);
    await openVote(loot);
    const run = (...calls: string[]) => whale.run(Array(calls.length).fill(governor.target), calls);
    const [castVote, queue, execute] = [
      call("castVote", loot.id, Support.For),
      call("queue", ...loot.hashed),
      call("execute", ...loot.hashed),
    ];
    await expect(run(castVote, queue, execute))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(loot.id, State.Active, ethers.zeroPadValue(ethers.toBeHex(1n << State.Succeeded), 32));
    await run(castVote);
    await closeVote(loot);
    await expect(run(queue, execute)).to.be.revertedWithCustomError(
      governor,
      "GovernorTimelock_GraceNotOver",
    );
    expect(await target.number()).to.equal(0);
  });
});
