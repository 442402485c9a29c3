import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { ethers } from "hardhat";

import type { Network } from "@polity/sdk/network";
import { readPrograms } from "@polity/sdk/work";
import { keeping } from "@polity/sdk/work/keeper";
import {
  BRIEF,
  DAY,
  DISCLOSURE,
  fixture,
  FLAG,
  makeWork,
  NEVER,
  NONE,
  now,
  ONE,
  PAY,
  REASON,
  REVIEW,
  Standard,
  Status,
  WINDOW,
  word,
} from "./fixture";

type Send = () => Promise<ContractTransactionResponse>;

/** What everybody is promised, with a pause that begins before it ends and is longer than all windows. */
async function paused() {
  const all = await fixture();
  const { work, pause } = all;
  /** Stops payments for 60 days, and longer by what is done meanwhile. */
  const stop = async (meanwhile: () => Promise<unknown> = () => Promise.resolve()) => {
    await pause(true);
    await time.increase(60n * DAY);
    await meanwhile();
    await pause(false);
    return work.stoppedFor();
  };
  /** Too late from a second on, and in time in the second before it. */
  const endsAt = async (end: bigint, send: Send) => {
    await time.setNextBlockTimestamp(end);
    await expect(send()).to.be.revertedWithCustomError(work, "Work_TooLate").withArgs(end);
  };
  /** Too early in the second before, and not then. */
  const beginsAt = async (start: bigint, send: Send) => {
    await time.setNextBlockTimestamp(start - 1n);
    await expect(send()).to.be.revertedWithCustomError(work, "Work_TooEarly").withArgs(start);
    await time.setNextBlockTimestamp(start);
    await send();
  };
  return { ...all, stop, endsAt, beginsAt };
}

describe("A pause of payments", () => {
  it("is counted by the second, and never in a network without a flag", async () => {
    const { work, stop, parts, pause } = await paused();
    expect(await work.stoppedFor()).to.equal(0);
    let start = 0n;
    const stopped = await stop(async () => {
      start = (await now()) - (await work.stoppedFor());
    });
    expect(stopped).to.equal((await now()) - start);
    expect(stopped).to.be.at.least(60n * DAY);
    await time.increase(DAY);
    expect(await work.stoppedFor()).to.equal(stopped);
    const other = await makeWork({ ...parts, pauseFlag: NONE });
    await pause(true);
    await time.increase(DAY);
    expect(await other.stoppedFor()).to.equal(0);
  });

  it("takes no time from whoever has a milestone to deliver, and nobody takes the money meanwhile", async () => {
    const { work, award, stop, submit, endsAt, beginsAt } = await paused();
    const [late, inTime, first] = [await award([ONE]), await award([ONE]), await award([ONE])];
    const due = (await work.jobOf(late)).expiredAt;
    await time.increase(10n * DAY);
    const stopped = await stop(async () => {
      const { expiredAt } = await work.jobOf(late);
      expect(expiredAt).to.equal(due + (await work.stoppedFor()));
      await expect(work.claimRefund(late)).to.be.revertedWithCustomError(work, "Work_TooEarly");
      // It can be delivered all the while.
      await submit(first);
      expect((await work.jobOf(first)).submittedAt).to.equal(await now());
    });
    const job = await work.jobOf(late);
    expect(job.expiredAt).to.equal(due + stopped);
    expect((await work.getJob(late)).expiredAt).to.equal(due + stopped);
    expect((await work.taskOf(job.task)).deadline).to.equal(due + stopped);
    await time.setNextBlockTimestamp(due + stopped - 1n);
    await submit(inTime);
    await endsAt(due + stopped, () => submit(late));
    await work.claimRefund(late);
    const next = await award([ONE]);
    const { submittedAt, until, expiredAt: end } = await work.jobOf(next);
    expect([submittedAt, until], "no times yet").to.deep.equal([0n, 0n]);
    await beginsAt(end, () => work.claimRefund(next));
  });

  it("is no part of the time at which a winner is named", async () => {
    const { work, post, compete, name, eva, stop } = await paused();
    const job = await post();
    await compete(job, eva);
    await stop();
    await name(job, eva);
    expect((await work.jobOf(job)).submittedAt).to.equal(await now());
  });

  it("lets no silence accept what reviewers had no time for, and they judge all the while", async () => {
    const { work, award, stop, submit, ours, endsAt, beginsAt, statusOf } = await paused();
    const [first, second, third] = [await award([ONE]), await award([ONE]), await award([ONE])];
    await submit(first);
    const at = (await now()) + 10n;
    await time.setNextBlockTimestamp(at - 1n);
    await submit(second);
    await time.setNextBlockTimestamp(at);
    await submit(third);
    const { submittedAt } = await work.jobOf(third);
    const stopped = await stop(async () => {
      await expect(work.complete(first, NONE, "0x")).to.be.revertedWithCustomError(work, "Work_NotReviewer");
      await ours.sendBack(first, REASON);
    });
    expect(await statusOf(first)).to.equal(Status.Funded);
    const end = submittedAt + stopped + REVIEW;
    expect((await work.jobOf(third)).submittedAt).to.equal(submittedAt + stopped);
    expect((await work.getJob(third)).submittedAt).to.equal(submittedAt + stopped);
    // The second was delivered a second earlier.
    await time.setNextBlockTimestamp(end - 2n);
    await ours.reject(second, REASON, "0x");
    await endsAt(end, () => ours.reject(third, REASON, "0x"));
    await work.complete(third, NONE, "0x");
    const again = await award([ONE]);
    await submit(again);
    const silent = (await work.jobOf(again)).submittedAt + REVIEW;
    await time.setNextBlockTimestamp(silent - 1n);
    await expect(work.complete(again, NONE, "0x")).to.be.revertedWithCustomError(work, "Work_NotReviewer");
    await work.complete(again, NONE, "0x");
    await beginsAt((await work.jobOf(again)).until, () => work.pay(again));
  });

  it("leaves the whole of its window to whoever disputes, also what is decided meanwhile", async () => {
    const { work, award, stop, submit, ours, council, dispute, endsAt, beginsAt } = await paused();
    const jobs = [];
    for (let i = 0; i < 5; ++i) jobs.push(await award([ONE]));
    const [accepted, refused, disputed, late, meanwhile] = jobs as [bigint, bigint, bigint, bigint, bigint];
    for (const job of jobs) await submit(job);
    for (const job of [accepted, disputed, late]) await ours.complete(job, REASON, "0x");
    await time.increase(DAY);
    await ours.reject(refused, REASON, "0x");
    const [untilAccepted, untilRefused, untilLate] = await Promise.all(
      [accepted, refused, late].map(async (job) => (await work.jobOf(job)).until),
    );
    const stopped = await stop(async () => {
      await expect(work.pay(accepted)).to.be.revertedWithCustomError(work, "Work_Paused").withArgs(FLAG);
      await expect(work.claimRefund(refused)).to.be.revertedWithCustomError(work, "Work_TooEarly");
      await dispute(disputed);
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      await expect(ours.complete(meanwhile, REASON, "0x"))
        .to.emit(work, "Decided")
        .withArgs(meanwhile, true, council.address, REASON, at + WINDOW);
    });
    // As the pause ends, nothing is paid at once of what it has caught in its window.
    await expect(work.pay(accepted))
      .to.be.revertedWithCustomError(work, "Work_TooEarly")
      .withArgs(untilAccepted! + stopped);
    expect((await work.jobOf(accepted)).until).to.equal(untilAccepted! + stopped);
    expect((await work.jobOf(disputed)).until).to.equal(NEVER);
    await time.setNextBlockTimestamp(untilAccepted! + stopped - 1n);
    await expect(work.pay(accepted)).to.be.revertedWithCustomError(work, "Work_TooEarly");
    await work.pay(accepted);
    await endsAt(untilLate! + stopped, () => dispute(late));
    await beginsAt(untilRefused! + stopped, () => work.claimRefund(refused));
    const { until } = await work.jobOf(meanwhile);
    if ((await now()) < until) await time.increaseTo(until);
    await work.pay(meanwhile);
  });

  it("stops no ruling: what is ruled meanwhile goes back at once, and is paid when payments go on", async () => {
    const { work, award, stop, submit, ours, dispute, ruleOn } = await paused();
    const jobs = [await award([ONE]), await award([ONE])] as [bigint, bigint];
    for (const job of jobs) {
      await submit(job);
      await ours.reject(job, REASON, "0x");
      await dispute(job);
    }
    await stop(async () => {
      await ruleOn(jobs[0], PAY);
      await ruleOn(jobs[1], 0n);
      expect((await work.jobOf(jobs[0])).until).to.equal(await now());
      await work.claimRefund(jobs[1]);
      await expect(work.pay(jobs[0])).to.be.revertedWithCustomError(work, "Work_Paused");
    });
    await work.pay(jobs[0]);
  });

  it("gives the next milestone the time of a review after the payment that it has held up", async () => {
    const { work, award, stop, submit, ours, gus, ripen } = await paused();
    await stop();
    const job = await award([ONE, ONE]);
    await submit(job);
    await ours.complete(job, REASON, "0x");
    // The next one is due while the first is not paid: it waits, pause or none.
    await ripen(job);
    await stop(async () => {
      await submit(job + 1n);
      const [at, { expiredAt }] = [await now(), await work.jobOf(job + 1n)];
      await time.setNextBlockTimestamp(at + 10n);
      await expect(ours.sendBack(job + 1n, REASON))
        .to.emit(work, "SentBack")
        .withArgs(job + 1n, REASON, expiredAt + 10n + REVIEW);
    });
    await time.increaseTo((await work.jobOf(job + 1n)).expiredAt);
    await work.pay(job);
    expect((await work.jobOf(job + 1n)).expiredAt).to.equal((await now()) + REVIEW);
    await work.connect(gus).submit(job + 1n, REASON, "0x");
  });

  it("moves the answers for a prize, their disclosure and their judgement", async () => {
    const { work, stop, post, enter, disclose, name, ours, gus, hana, eva, endsAt } = await paused();
    // One pause was before: dates are what was promised, whatever was stopped earlier.
    await stop();
    const start = await now();
    const job = await post([ONE, ONE]);
    const deadline = start + 30n * DAY;
    expect((await work.taskOf((await work.jobOf(job)).task)).deadline).to.equal(deadline);
    await enter(job, gus);
    const before = await work.stoppedFor();
    const moved = async () => (await work.stoppedFor()) - before;
    await stop(async () => {
      // Its deadline would be over; the clock stands, so that answers come in, and none is shown.
      await enter(job, hana);
      await expect(disclose(job, gus)).to.be.revertedWithCustomError(work, "Work_TooEarly");
    });
    await enter(job, eva);
    await endsAt(deadline + (await moved()), () => enter(job, eva));
    await stop(() => disclose(job, gus));
    await disclose(job, hana);
    await endsAt(deadline + DISCLOSURE + (await moved()), () => disclose(job, eva));
    await stop(() => name(job, gus));
    const { expiredAt } = await work.jobOf(job + 1n);
    expect(expiredAt).to.equal(deadline + DISCLOSURE + REVIEW + (await moved()));
    await endsAt(expiredAt, () => ours.complete(job + 1n, REASON, word(hana)));
    await work.claimRefund(job + 1n);
    const { until } = await work.jobOf(job);
    expect((await work.getJob(job)).status).to.equal(Standard.Submitted);
    if ((await now()) < until) await time.increaseTo(until);
    await work.pay(job);
  });

  it("moves the shortlist of a ballot, which itself runs on; nobody is late to settle it", async () => {
    const { work, verdicts, stop, council, gus, ballots, ours, enter, disclose, deadlineOf } = await paused();
    await ours.post(1, [ONE], (await now()) + 30n * DAY, { quorum: 0n, votingFor: 5n * DAY }, BRIEF);
    const job = await work.jobCounter();
    await enter(job, gus);
    await time.increaseTo(await deadlineOf(job));
    await disclose(job, gus);
    await stop();
    const { task } = await work.jobOf(job);
    const shortlist = () => verdicts.connect(council).shortlist(task, [gus], "");
    const from = (await deadlineOf(job)) + DISCLOSURE;
    await time.setNextBlockTimestamp(from - 1n);
    await expect(shortlist())
      .to.be.revertedWithCustomError(verdicts, "Verdicts_NotNow")
      .withArgs(task, from, from + REVIEW);
    await shortlist();
    await time.increase(1n);
    await ballots.connect(gus).cast(1, [0n], []);
    await stop(async () => {
      await verdicts.settleBallot(task);
      await expect(work.pay(job)).to.be.revertedWithCustomError(work, "Work_Paused");
    });
    await time.increaseTo((await work.jobOf(job)).until);
    await work.pay(job);
  });

  it("moves the day from which outcomes are reported", async () => {
    const { work, award, stop, beginsAt, terms } = await paused();
    const job = await award([ONE]);
    const { task } = await work.jobOf(job);
    const start = (await work.taskOf(task)).deadline + terms.outcomeAfter;
    const stopped = await stop();
    await beginsAt(start + stopped, () =>
      work.reportOutcome(task, ethers.encodeBytes32String("users"), 1, "ipfs://figures"),
    );
  });

  it("is known to a keeper, who pays when it is over", async () => {
    const { work, verdicts, award, submit, ours, pause, ripen, stranger } = await paused();
    const watch = keeping.watch({ work, verdicts } as unknown as Network, { fromBlock: 0 })!;
    const due = async () => {
      const { number: block, timestamp } = (await ethers.provider.getBlock("latest"))!;
      return watch({ block, time: timestamp });
    };
    const job = await award([ONE]);
    await submit(job);
    await ours.complete(job, REASON, "0x");
    await ripen(job);
    await pause(true);
    expect(await due()).to.deep.equal([]);
    expect((await readPrograms(work))[0]!.stopped).to.equal(true);
    await pause(false);
    const [step, ...others] = await due();
    expect([step!.kind, others]).to.deep.equal(["pay", []]);
    await stranger.sendTransaction({ to: step!.call.to, data: step!.call.data });
    expect((await work.jobOf(job)).status).to.equal(Status.Paid);
    expect((await readPrograms(work))[0]).not.to.have.property("stopped");
  });

  it("can be begun by nobody but a vote, and is no other flag's", async () => {
    const { work, registry, award, stranger, pause } = await paused();
    const job = await award([ONE]);
    const { expiredAt } = await work.jobOf(job);
    const change = [{ key: FLAG, value: ethers.toBeHex(1, 32) }];
    const emerg = ethers.encodeBytes32String("emerg");
    await expect(
      registry.connect(stranger).upgrade(emerg, change, true, REASON, ""),
    ).to.be.revertedWithCustomError(registry, "ProtocolRegistry_NotTimelock");
    const other = ethers.encodeBytes32String("emerg.other");
    const bool = { kind: 3, min: NONE, max: NONE, value: ethers.toBeHex(1, 32) };
    await registry.defineParameters([{ key: other, ...bool }]);
    await time.increase(DAY);
    expect((await work.jobOf(job)).expiredAt).to.equal(expiredAt);
    // A vote that raises and lowers it in one block moves nothing.
    await ethers.provider.send("evm_setAutomine", [false]);
    await pause(true);
    await pause(false);
    await ethers.provider.send("evm_mine");
    await ethers.provider.send("evm_setAutomine", [true]);
    expect((await work.jobOf(job)).expiredAt).to.equal(expiredAt);
  });
});
