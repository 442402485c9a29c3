import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import type { HostilePayee } from "../../typechain-types";
import { BRIEF, DAY, fixture, NO_POLL, now, ONE, REASON } from "./fixture";

const SHUT = ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10);

/** Nothing came of what `who` tried when it was called for the `times`th time. */
async function expectShut(who: HostilePayee, times: number) {
  expect(await who.calls()).to.equal(BigInt(times));
  expect(await who.succeeded()).to.equal(false);
  expect(await who.answer()).to.equal(SHUT);
}

describe("Whoever acts while work is paid or disputed", () => {
  it("finds every door of the work shut as its payee", async () => {
    const { work, odd, ours, ripen } = await fixture();
    const payee = await ethers.deployContract("HostilePayee");
    const { interface: calls } = work;
    const due = (await now()) + 300n * DAY;
    const doors = [
      calls.encodeFunctionData("award", [2, payee.target, [ONE], [due], BRIEF]),
      calls.encodeFunctionData("post", [2, [ONE], due, NO_POLL, BRIEF]),
      calls.encodeFunctionData("complete", [1, REASON, "0x"]),
      calls.encodeFunctionData("pay", [1]),
      calls.encodeFunctionData("claimRefund", [1]),
      calls.encodeFunctionData("withdraw", [odd.target, payee.target]),
    ];
    const jobs = doors.map((_, i) => BigInt(i + 1));
    await ours.award(
      ...([2n, payee.target] as const),
      jobs.map(() => ONE),
      jobs.map(() => due),
      BRIEF,
    );
    await odd.setHook(payee, true);
    for (const [i, data] of doors.entries()) {
      const job = jobs[i]!;
      await payee.plan(work, 0, "0x");
      await payee.act(work, calls.encodeFunctionData("submit", [job, REASON, "0x"]));
      await ours.complete(job, REASON, "0x");
      await ripen(job);
      await payee.plan(work, 0, data);
      await work.pay(job);
      await expectShut(payee, i + 1);
    }
    expect(await odd.balanceOf(payee)).to.equal(BigInt(doors.length) * ONE);
  });

  it("finds every door of the verdicts shut as the arbitrator", async () => {
    const { work, verdicts, award, submit, ours, dan } = await fixture();
    const arbitrator = await ethers.deployContract("CallingArbitrator");
    await verdicts.setArbitrator(arbitrator, "0x", "");
    const { interface: calls } = verdicts;
    const first = await award();
    for (const [i, data] of [
      calls.encodeFunctionData("shortlist", [1, [dan.address], ""]),
      calls.encodeFunctionData("settleBallot", [1]),
      calls.encodeFunctionData("dispute", [first, ""]),
    ].entries()) {
      const job = first + BigInt(i);
      await submit(job);
      await ours.complete(job, REASON, "0x");
      await arbitrator.plan(verdicts, 0, data);
      await verdicts.connect(dan).dispute(job, "");
      await expectShut(arbitrator, i + 1);
    }
    expect(await work.jobCounter()).to.equal(3n);
    expect(await verdicts.disputeCount()).to.equal(3n);
  });
});
