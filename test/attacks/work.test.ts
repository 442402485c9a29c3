import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import {
  BOND,
  BRIEF,
  CATEGORY,
  DAY,
  DISCLOSURE,
  FEE,
  fixture,
  now,
  ONE,
  PAY,
  REASON,
  REVIEW,
  SALT,
  Status,
  WINDOW,
  word,
} from "../work/fixture";

const gasOf = async (sent: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>) =>
  (await (await sent).wait())!.gasUsed;

describe("attack: money of work for what was not done", () => {
  it("an answer that is copied out of the mempool is nobody's but its author's", async () => {
    const { work, post, eva, dan, deadlineOf, disclose, answerBy, name, statusOf } = await fixture();
    const job = await post();
    // Dan sees Eva's entry on its way, and has the same one in the block before hers.
    const commitment = await work.commitmentOf(1, eva, answerBy(eva), SALT);
    await work.connect(dan).submit(job, commitment, "0x");
    await work.connect(eva).submit(job, commitment, "0x");
    await time.increaseTo(await deadlineOf(job));
    // He sees what it hides when she shows it, and has that in the block before hers, too.
    await expect(work.connect(dan).disclose(job, answerBy(eva), SALT, ""))
      .to.be.revertedWithCustomError(work, "Work_NoEntry")
      .withArgs(1, dan.address);
    await disclose(job, eva);
    await time.increase(DISCLOSURE);
    await expect(name(job, dan)).to.be.revertedWithCustomError(work, "Work_NoEntry");
    await name(job, eva);
    expect(await statusOf(job)).to.equal(Status.Accepted);
  });

  it("an answer that is entered again after the deadline, or shown late, wins nothing", async () => {
    const { work, post, eva, dan, enter, disclose, deadlineOf, name } = await fixture();
    const job = await post();
    for (const who of [eva, dan]) await enter(job, who);
    await time.increaseTo(await deadlineOf(job));
    await disclose(job, eva);
    // Dan has read hers, and would rather have another one now.
    await expect(enter(job, dan, ethers.id("better")))
      .to.be.revertedWithCustomError(work, "Work_TooLate")
      .withArgs(await deadlineOf(job));
    // Or holds his back until nobody can answer it any more.
    await time.increaseTo((await deadlineOf(job)) + DISCLOSURE);
    await expect(disclose(job, dan)).to.be.revertedWithCustomError(work, "Work_TooLate");
    await expect(name(job, dan)).to.be.revertedWithCustomError(work, "Work_NoEntry");
    await name(job, eva);
  });

  it("entries by the hundred cost those who make them, and change nothing for others", async () => {
    const { work, verdicts, ballots, council, post, eva, compete, deadlineOf, enter, name } = await fixture();
    const alone = await post();
    await compete(alone, eva);
    const quiet = await gasOf(name(alone, eva));

    const crowded = await post();
    const puppets = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        ethers.getImpersonatedSigner(
          ethers.getAddress(`0x${(0xc0de_0000 + i).toString(16).padStart(40, "0")}`),
        ),
      ),
    );
    for (const puppet of puppets) {
      await ethers.provider.send("hardhat_setBalance", [puppet.address, ethers.toBeHex(ONE)]);
      await work.connect(puppet).submit(crowded, REASON, "0x");
    }
    await enter(crowded, eva);
    await time.increaseTo(await deadlineOf(crowded));
    await work.connect(eva).disclose(crowded, ethers.id(`answer of ${eva.address}`), SALT, "ipfs://answer");
    await time.increase(DISCLOSURE);
    expect(await gasOf(name(crowded, eva))).to.be.at.most(quiet);
    // A ballot is between those whom the reviewers list: junk does not crowd anybody out.
    const voted = await post([ONE], { quorum: 0n, votingFor: 7n * DAY });
    for (const puppet of puppets.slice(0, 40)) await work.connect(puppet).submit(voted, REASON, "0x");
    await compete(voted, eva);
    await verdicts.connect(council).shortlist(3, [eva], "");
    expect((await ballots.ballotOf(await verdicts.ballotOf(3))).terms.options).to.equal(2n);
  });

  it("a milestone is not submitted twice, and not paid for the one before", async () => {
    const { work, award, submit, ours, finish, gus, token } = await fixture();
    const job = await award();
    await submit(job);
    await expect(submit(job)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
    await ours.complete(job, REASON, "0x");
    await expect(submit(job)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
    await time.increase(WINDOW);
    await expect(work.pay(job)).to.changeTokenBalance(token, gus, 100n * ONE);
    await expect(work.pay(job)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
    await expect(submit(job)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
    await expect(finish(job + 1n)).to.changeTokenBalance(token, gus, 200n * ONE);
  });

  it("a refusal in the last second, or a delivery sent back for ever, does not take what silence gives", async () => {
    const { work, award, submit, ours, gus, token, dispute, ruleOn } = await fixture();
    const job = await award([ONE]);
    for (const _ of [1, 2]) {
      await submit(job);
      await ours.sendBack(job, REASON);
    }
    await submit(job);
    await expect(ours.sendBack(job, REASON)).to.be.revertedWithCustomError(work, "Work_SentBackEnough");
    const { submittedAt } = await work.jobOf(job);
    await time.setNextBlockTimestamp(submittedAt + REVIEW - 1n);
    await ours.reject(job, REASON, "0x");
    // It is in time, and whoever disagrees has the whole window, though the clock of silence has run out.
    await time.increase(WINDOW / 2n);
    await expect(work.claimRefund(job)).to.be.revertedWithCustomError(work, "Work_TooEarly");
    await dispute(job, gus);
    await ruleOn(job, PAY);
    await expect(work.pay(job)).to.changeTokenBalance(token, gus, ONE);
  });
});

describe("attack: taking promised money back", () => {
  it("a frozen budget, a lower cap, another spender, an ended budget and program touch no promise", async () => {
    const { work, treasury, token, award, submit, ours, gus, stranger, finish } = await fixture();
    const job = await award();
    await treasury.freezeBudget(1);
    const due = (await now()) + 30n * DAY;
    const again = () => ours.award(1, gus, [ONE], [due], BRIEF);
    const budgets = await ethers.getContractFactory("Budgets");
    await expect(again()).to.be.revertedWithCustomError(budgets, "Budgets_Frozen");
    await treasury.lowerCap(token, 1n);
    await treasury.setBudgetSpender(1, stranger);
    await treasury.endBudget(1);
    await work.endProgram(1);
    await expect(finish(job)).to.changeTokenBalance(token, gus, 100n * ONE);
    await submit(job + 1n);
    await ours.reject(job + 1n, REASON, "0x");
    await time.increase(WINDOW);
    // What comes back still has a place, though nobody can spend it from there.
    await expect(work.claimRefund(job + 1n)).to.changeTokenBalance(token, treasury, 200n * ONE);
    await expect(work.claimRefund(job + 2n)).to.changeTokenBalance(token, treasury, 300n * ONE);
    expect(await work.escrowed(token)).to.equal(0n);
  });

  it("a budget that is another's, or that another proposal has granted, opens no program", async () => {
    const { work, treasury, token, terms, stranger } = await fixture();
    const grant = (spender: string) =>
      treasury.grantBudget({
        ...{ spender, token, amount: ONE, start: 0, period: DAY, periods: 1, rollover: false },
        ...{ category: CATEGORY },
      });
    const labels = await ethers.deployContract("MockLabels");
    await treasury.setGovernor(labels);
    await labels.set(1, 0);
    await grant(work.target as string);
    // Whoever has proposal 2 carried out in between grants a budget to himself: 1 does not open a program on it.
    await labels.set(2, 0);
    await grant(stranger.address);
    await labels.set(1, 0);
    await expect(work.openProgram({ ...terms, budgetId: 0n })).to.be.revertedWithCustomError(
      work,
      "GrantedBudget_NotOfProposal",
    );
    await expect(work.openProgram({ ...terms, budgetId: 4n })).to.be.revertedWithCustomError(
      work,
      "Work_WrongBudget",
    );
  });
});

describe("attack: disputes for their own sake", () => {
  it("a bot that disputes every decision pays a bond for each, and the provider gets it", async () => {
    const { work, verdicts, award, submit, ours, dan, gus, token, dispute, ruleOn } = await fixture();
    const jobs: bigint[] = [];
    for (let i = 0; i < 3; i++) {
      const job = await award([ONE]);
      await submit(job);
      await ours.complete(job, REASON, "0x");
      await expect(dispute(job, dan)).to.changeTokenBalance(token, dan, -BOND);
      // Once: a second one would begin the waiting anew.
      await expect(dispute(job, dan)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
      jobs.push(job);
    }
    for (const job of jobs) {
      await ruleOn(job, PAY);
      await expect(verdicts.connect(dan).dispute(job, "", { value: FEE })).to.be.revertedWithCustomError(
        work,
        "Work_WrongStatus",
      );
      await expect(work.pay(job)).to.changeTokenBalance(token, gus, ONE);
    }
    expect(await verdicts.bondsOf(gus)).to.equal(3n * BOND);
    expect(await verdicts.bondsOf(dan)).to.equal(0n);
  });

  it("reviewers who refuse everything earn nothing by it", async () => {
    const { work, verdicts, token, award, submit, ours, council, treasury, gus, dispute, ruleOn } =
      await fixture();
    const job = await award([ONE]);
    await submit(job);
    await ours.reject(job, REASON, "0x");
    await dispute(job, gus);
    await ruleOn(job, 2n);
    expect(await verdicts.bondsOf(council)).to.equal(0n);
    expect(await verdicts.bondsOf(treasury)).to.equal(BOND);
    await expect(work.claimRefund(job)).to.changeTokenBalance(token, council, 0n);
  });

  it("a reviewer does not claim the prize that he has given to nobody", async () => {
    const { work, verdicts, post, enter, disclose, deadlineOf, council, token, dan, ours } = await fixture();
    const job = await post();
    await enter(job, council);
    await time.increaseTo(await deadlineOf(job));
    await disclose(job, council);
    await time.increase(DISCLOSURE);
    await expect(ours.complete(job, REASON, word(council))).to.be.revertedWithCustomError(
      work,
      "Work_OwnWork",
    );
    await ours.reject(job, REASON, "0x");
    await token.connect(dan).transfer(council, BOND);
    await token.connect(council).approve(verdicts, BOND);
    await expect(verdicts.connect(council).dispute(job, "", { value: FEE }))
      .to.be.revertedWithCustomError(work, "Work_OwnWork")
      .withArgs(1, council.address);
  });
});
