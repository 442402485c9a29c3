import { mine, takeSnapshot, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { EXCLUDED } from "../helpers/governor";
import {
  BOND,
  BRIEF,
  CATEGORY,
  DAY,
  DISCLOSURE,
  fixture,
  FLAG,
  Kind,
  MAX_JOB,
  NEVER,
  NO_POLL,
  NOBODY,
  NONE,
  now,
  ONE,
  PAY,
  REASON,
  REFUSE,
  REVIEW,
  SALT,
  Status,
  TERMS,
  WINDOW,
  word,
  makeWork,
} from "./fixture";

describe("Work", () => {
  describe("deployment", () => {
    it("names its parts, makes its verdicts, and excludes the votes of what it holds", async () => {
      const { work, verdicts, token, treasury, reputation, credentials, registry, ballots, timelock } =
        await fixture();
      expect([await work.TOKEN(), await verdicts.TOKEN()]).to.deep.equal([token.target, token.target]);
      expect([await work.TREASURY(), await verdicts.TREASURY()]).to.deep.equal([
        treasury.target,
        treasury.target,
      ]);
      expect([await work.TIMELOCK(), await verdicts.TIMELOCK()]).to.deep.equal([
        timelock.address,
        timelock.address,
      ]);
      expect(await work.REPUTATION()).to.equal(reputation.target);
      expect(await work.CREDENTIALS()).to.equal(credentials.target);
      expect(await work.REGISTRY()).to.equal(registry.target);
      expect(await work.PAUSE_FLAG()).to.equal(FLAG);
      expect(await work.DISCLOSURE()).to.equal(DISCLOSURE);
      expect(await verdicts.WORK()).to.equal(work.target);
      expect(await verdicts.BALLOTS()).to.equal(ballots.target);
      expect([await verdicts.PAY(), await verdicts.REFUSE()]).to.deep.equal([PAY, REFUSE]);
      expect(await token.delegates(work)).to.equal(EXCLUDED);
      expect(await token.delegates(verdicts)).to.equal(EXCLUDED);
    });

    it("refuses a part that is a wallet, and a flag without a registry", async () => {
      const { parts, stranger } = await fixture();
      const factory = await ethers.getContractFactory("Work");
      for (const part of ["token", "treasury", "ballots", "reputation", "credentials", "registry"] as const)
        await expect(
          factory.deploy({ ...parts, [part]: stranger.address }),
          part,
        ).to.be.revertedWithCustomError(factory, "Work_BadDeployment");
    });

    it("does without ballots, reputation, credentials and flag where the network has none", async () => {
      const { parts, treasury, terms, arbitrator, council } = await fixture();
      const bare = await makeWork({
        ...parts,
        ...{ ballots: NOBODY, reputation: NOBODY, credentials: NOBODY, registry: NOBODY, pauseFlag: NONE },
      });
      await treasury.setBudgetSpender(1, bare);
      const judges = await ethers.getContractAt("Verdicts", await bare.VERDICTS());
      await judges.setArbitrator(arbitrator, "0x", "");
      for (const asked of [{ credential: 1n }, { minReputation: 1n }])
        await expect(bare.openProgram({ ...terms, ...asked })).to.be.revertedWithCustomError(
          bare,
          "Work_BadTerms",
        );
      await bare.openProgram(terms);
      const due = (await now()) + 30n * DAY;
      const poll = { quorum: 0n, votingFor: 7n * DAY };
      await expect(bare.connect(council).post(1, [ONE], due, poll, BRIEF))
        .to.be.revertedWithCustomError(bare, "Work_BadPoll")
        .withArgs([0n, 7n * DAY]);
      const payee = (await ethers.getSigners())[2]!;
      await bare.connect(council).award(1, payee, [ONE], [due], BRIEF);
      await bare.connect(payee).submit(1, REASON, "0x");
      await bare.connect(council).complete(1, REASON, "0x");
      await time.increase(WINDOW);
      await expect(bare.pay(1)).not.to.emit(bare, "ReputationSkipped");
    });
  });

  describe("a program", () => {
    it("is opened, ended and given reviewers by the timelock alone", async () => {
      const { work, terms, stranger } = await fixture();
      const theirs = work.connect(stranger);
      for (const attempt of [
        () => theirs.openProgram(terms),
        () => theirs.endProgram(1),
        () => theirs.setReviewers(1, stranger),
      ])
        await expect(attempt())
          .to.be.revertedWithCustomError(work, "Work_NotTimelock")
          .withArgs(stranger.address);
    });

    it("keeps its terms, and says what its budget pays", async () => {
      const { work, terms, token } = await fixture();
      const opening = work.openProgram({ ...terms, byVote: true, bond: 1n });
      const expected = { ...terms, byVote: true, bond: 1n };
      await expect(opening).to.emit(work, "ProgramOpened").withArgs(3, Object.values(expected), token);
      expect(await work.programOf(3)).to.deep.equal([Object.values(expected), token.target, false]);
      expect(await work.programCount()).to.equal(3n);
      await expect(work.programOf(4)).to.be.revertedWithCustomError(work, "Work_Unknown").withArgs(4);
    });

    it("needs a budget that it spends, in a token, of its own category", async () => {
      const { work, treasury, terms, stranger, token } = await fixture();
      const grant = (over: object) =>
        treasury.grantBudget({
          ...{ spender: work, token, amount: ONE, start: 0, period: DAY, periods: 1, rollover: false },
          ...{ category: NONE },
          ...over,
        });
      await grant({ spender: stranger });
      await grant({ token: NOBODY });
      await grant({ category: ethers.encodeBytes32String("community") });
      for (const budgetId of [3n, 4n, 5n])
        await expect(work.openProgram({ ...terms, budgetId }))
          .to.be.revertedWithCustomError(work, "Work_WrongBudget")
          .withArgs(budgetId);
      await expect(work.openProgram({ ...terms, budgetId: 9n })).to.be.revertedWithCustomError(
        treasury,
        "Budgets_Unknown",
      );
      await grant({});
      await work.openProgram({ ...terms, budgetId: 6n });
    });

    it("takes for 0 the budget that was granted last, each once, and keeps its number", async () => {
      const { work, treasury, terms, token, stranger } = await fixture();
      const opening = (over: object = {}) => work.openProgram({ ...terms, budgetId: 0n, ...over });
      const grant = (over: object = {}) =>
        treasury.grantBudget({
          ...{ spender: work, token, amount: ONE, start: 0, period: DAY, periods: 1, rollover: false },
          ...{ category: CATEGORY },
          ...over,
        });
      // The newest one is that of the program before.
      await expect(opening()).to.be.revertedWithCustomError(work, "Work_WrongBudget").withArgs(2);
      await grant();
      const expected = Object.values({ ...terms, budgetId: 3n });
      await expect(opening()).to.emit(work, "ProgramOpened").withArgs(3, expected, token);
      expect((await work.programOf(3)).terms.budgetId).to.equal(3n);
      await expect(opening()).to.be.revertedWithCustomError(work, "Work_WrongBudget").withArgs(3);
      // What is named by its number may be shared.
      await work.openProgram({ ...terms, budgetId: 3n });
      for (const [id, over] of [
        [4n, { spender: stranger }],
        [5n, { token: NOBODY }],
        [6n, { category: ethers.encodeBytes32String("community") }],
      ] as const) {
        await grant(over);
        await expect(opening()).to.be.revertedWithCustomError(work, "Work_WrongBudget").withArgs(id);
      }
      await opening({ category: ethers.encodeBytes32String("community") });
    });

    it("takes for 0 nothing where no budget was ever granted", async () => {
      const { work, treasury, terms, parts } = await fixture();
      const empty = await ethers.deployContract("Treasury", [await treasury.TIMELOCK(), NOBODY, []]);
      const fresh = await makeWork({ ...parts, treasury: empty.target });
      await expect(fresh.openProgram({ ...terms, budgetId: 0n }))
        .to.be.revertedWithCustomError(treasury, "Budgets_Unknown")
        .withArgs(0);
      expect(await work.programCount()).to.equal(2n);
    });

    it("takes for 0 no budget of another proposal, whichever is carried out first or in between", async () => {
      const { work, treasury, terms, token } = await fixture();
      const labels = await ethers.deployContract("MockLabels");
      await treasury.setGovernor(labels);
      const executing = (proposal: bigint) => labels.set(proposal, 0);
      const grant = () =>
        treasury.grantBudget({
          ...{ spender: work, token, amount: ONE, start: 0, period: DAY, periods: 1, rollover: false },
          ...{ category: CATEGORY },
        });
      const opening = () => work.openProgram({ ...terms, budgetId: 0n });
      const refused = async (budget: bigint, by: bigint, proposal: bigint) =>
        expect(opening())
          .to.be.revertedWithCustomError(work, "GrantedBudget_NotOfProposal")
          .withArgs(budget, by, proposal);
      await executing(7n);
      await grant();
      // An action of 7 has 8 carried out, which grants a budget and uses it, before 7 uses its own.
      await executing(8n);
      await refused(3n, 7n, 8n);
      await grant();
      await executing(7n);
      await refused(4n, 8n, 7n);
      await executing(8n);
      await opening();
      expect((await work.programOf(3)).terms.budgetId).to.equal(4n);
      await executing(0n);
      await refused(4n, 8n, 0n);
      // By its number each is there, whoever has granted it.
      await work.openProgram({ ...terms, budgetId: 3n });
      // A governor that cannot say what it executes has labelled nothing, and is not believed to have.
      await grant();
      await labels.set(0, 1);
      await expect(opening()).to.be.revertedWith("no label");
    });

    it("needs reviewers, an amount, windows of a minute to a year, and a credential that there is", async () => {
      const { work, terms } = await fixture();
      for (const bad of [
        { reviewers: NOBODY },
        { reviewers: work.target as string },
        { maxJob: 0n },
        { reviewFor: 59n },
        { reviewFor: 365n * DAY + 1n },
        { disputeFor: 59n },
        { disputeFor: 365n * DAY + 1n },
        { credential: 2n },
      ])
        await expect(work.openProgram({ ...terms, ...bad }))
          .to.be.revertedWithCustomError(work, "Work_BadTerms")
          .withArgs(Object.values({ ...terms, ...bad }));
      await work.openProgram({ ...terms, reviewFor: 60n, disputeFor: 365n * DAY, credential: 1n });
    });

    it("is not opened before a vote has chosen who rules in disputes", async () => {
      const { parts, treasury, terms } = await fixture();
      const fresh = await makeWork(parts);
      await treasury.setBudgetSpender(1, fresh);
      await expect(fresh.openProgram(terms)).to.be.revertedWithCustomError(fresh, "Work_NoArbitrator");
    });

    it("that is ended promises nothing, and its jobs go on", async () => {
      const { work, award, ours, gus, finish, token, terms } = await fixture();
      const job = await award();
      await expect(work.endProgram(1)).to.emit(work, "ProgramEnded").withArgs(1);
      expect((await work.programOf(1)).ended).to.equal(true);
      const due = (await now()) + DAY;
      await expect(ours.award(1, gus, [ONE], [due], BRIEF))
        .to.be.revertedWithCustomError(work, "Work_Ended")
        .withArgs(1);
      await expect(ours.post(1, [ONE], due, NO_POLL, BRIEF)).to.be.revertedWithCustomError(
        work,
        "Work_Ended",
      );
      await expect(work.applyFor(1, [ONE], [due], TERMS, "")).to.be.revertedWithCustomError(
        work,
        "Work_Ended",
      );
      await expect(finish(job)).to.changeTokenBalance(token, gus, 100n * ONE);
      await expect(work.endProgram(7)).to.be.revertedWithCustomError(work, "Work_Unknown").withArgs(7);
      expect(terms.byVote).to.equal(false);
    });

    it("has other reviewers when a vote says so, for jobs that are there too", async () => {
      const { work, award, submit, ours, council, dan, stranger } = await fixture();
      const job = await award();
      await submit(job);
      await expect(work.setReviewers(1, dan)).to.emit(work, "ReviewersSet").withArgs(1, dan);
      await expect(ours.complete(job, REASON, "0x"))
        .to.be.revertedWithCustomError(work, "Work_NotReviewer")
        .withArgs(1, council.address);
      await work.connect(dan).complete(job, REASON, "0x");
      for (const nobody of [NOBODY, work.target])
        await expect(work.setReviewers(1, nobody))
          .to.be.revertedWithCustomError(work, "Work_BadReviewers")
          .withArgs(nobody);
      await expect(work.setReviewers(9, stranger)).to.be.revertedWithCustomError(work, "Work_Unknown");
    });
  });

  describe("an application", () => {
    it("is recorded, binds nobody, and has the bounds of a grant", async () => {
      const { work, gus } = await fixture();
      const due = (await now()) + 30n * DAY;
      const applying = work.connect(gus).applyFor(1, [ONE, 2n * ONE], [due, due], TERMS, "ipfs://plan");
      await expect(applying)
        .to.emit(work, "Applied")
        .withArgs(1, 1, gus, [ONE, 2n * ONE], [due, due], TERMS, "ipfs://plan");
      expect(await work.applicationCount()).to.equal(1n);
      await expect(work.applyFor(1, [MAX_JOB + 1n], [due], TERMS, ""))
        .to.be.revertedWithCustomError(work, "Work_TooMuch")
        .withArgs(MAX_JOB + 1n, MAX_JOB);
      await expect(work.applyFor(1, [ONE], [due], TERMS, "x".repeat(257)))
        .to.be.revertedWithCustomError(work, "Work_TextTooLong")
        .withArgs(257, 256);
      await work.applyFor(1, [ONE], [due], TERMS, "x".repeat(256));
    });
  });

  describe("a promise", () => {
    it("takes all its money from the budget at once, under its own number", async () => {
      const { work, treasury, token, ours, gus } = await fixture();
      const start = await now();
      const dues = [start + 30n * DAY, start + 60n * DAY];
      const before = await treasury.budgetAvailable(1);
      const awarding = ours.award(1, gus, [ONE, 2n * ONE], dues, BRIEF);
      await expect(awarding).to.changeTokenBalances(token, [treasury, work], [-3n * ONE, 3n * ONE]);
      await expect(awarding)
        .to.emit(treasury, "Disbursed")
        .withArgs(1, token, work, 3n * ONE, CATEGORY, ethers.toBeHex(1, 32), 0)
        .and.to.emit(work, "TaskOpened")
        .withArgs(1, 1, gus, Kind.Grant, 1, 2, dues[1], [0n, 0n], [TERMS, 7n, "ipfs://terms"]);
      expect(await treasury.budgetAvailable(1)).to.equal(before - 3n * ONE);
      expect(await work.escrowed(token)).to.equal(3n * ONE);
      expect(await work.taskOf(1)).to.deep.equal([1n, Kind.Grant, 2n, dues[1], 1n, 0n, 0n, TERMS]);
      expect(await work.jobOf(2)).to.deep.equal([
        ...[gus.address, 1n, 0n, Status.Funded, 2n * ONE, dues[1], 0n, false, 0n],
      ]);
      expect([await work.taskCount(), await work.jobCounter()]).to.deep.equal([1n, 2n]);
      for (const unknown of [() => work.taskOf(2), () => work.jobOf(3)])
        await expect(unknown()).to.be.revertedWithCustomError(work, "Work_Unknown");
    });

    it("is the reviewers' and the timelock's, and the timelock's alone where votes promise", async () => {
      const { work, ours, terms, gus, council, stranger } = await fixture();
      await work.openProgram({ ...terms, byVote: true });
      const due = (await now()) + 30n * DAY;
      const refused = [
        [() => work.connect(stranger).award(1, gus, [ONE], [due], BRIEF), 1, stranger],
        [() => work.connect(stranger).post(1, [ONE], due, NO_POLL, BRIEF), 1, stranger],
        [() => ours.award(3, gus, [ONE], [due], BRIEF), 3, council],
        [() => ours.post(3, [ONE], due, NO_POLL, BRIEF), 3, council],
      ] as const;
      for (const [attempt, program, caller] of refused)
        await expect(attempt())
          .to.be.revertedWithCustomError(work, "Work_NotReviewer")
          .withArgs(program, caller.address);
      await work.award(1, gus, [ONE], [due], BRIEF);
      await work.award(3, gus, [ONE], [due], BRIEF);
      await work.post(3, [ONE], due, NO_POLL, BRIEF);
    });

    it("has 1 to 16 jobs of 1 base unit to the most, and dates that rise and come within 10 years", async () => {
      const { work, ours, gus } = await fixture();
      const start = await now();
      const due = start + 30n * DAY;
      const award = (amounts: bigint[], dues: bigint[]) => ours.award(1, gus, amounts, dues, BRIEF);
      const seventeen = Array<bigint>(17).fill(1n);
      for (const [amounts, dues] of [
        [[], []],
        [[ONE], [due, due]],
        [seventeen, seventeen.map(() => due)],
        [
          [ONE, ONE],
          [due, due - 1n],
        ],
      ] as [bigint[], bigint[]][])
        await expect(award(amounts, dues))
          .to.be.revertedWithCustomError(work, "Work_BadJobs")
          .withArgs(amounts.length, dues.length);
      await expect(ours.post(1, [], due, NO_POLL, BRIEF)).to.be.revertedWithCustomError(work, "Work_BadJobs");
      await expect(ours.post(1, seventeen, due, NO_POLL, BRIEF)).to.be.revertedWithCustomError(
        work,
        "Work_BadJobs",
      );
      for (const amount of [0n, MAX_JOB + 1n]) {
        await expect(award([ONE, amount], [due, due]))
          .to.be.revertedWithCustomError(work, "Work_TooMuch")
          .withArgs(amount, MAX_JOB);
        await expect(ours.post(1, [amount], due, NO_POLL, BRIEF)).to.be.revertedWithCustomError(
          work,
          "Work_TooMuch",
        );
      }
      const at = (await now()) + 10n;
      for (const attempt of [() => award([ONE], [at]), () => ours.post(1, [ONE], at + 1n, NO_POLL, BRIEF)])
        await attempt();
      await time.setNextBlockTimestamp(at + 100n);
      await expect(award([ONE], [at + 100n]))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs(at + 101n);
      await time.setNextBlockTimestamp(at + 200n);
      await expect(ours.post(1, [ONE], at + 200n, NO_POLL, BRIEF)).to.be.revertedWithCustomError(
        work,
        "Work_TooEarly",
      );
      await time.setNextBlockTimestamp(at + 300n);
      await expect(award([ONE], [at + 300n + 3650n * DAY + 1n]))
        .to.be.revertedWithCustomError(work, "Work_TooLate")
        .withArgs(at + 300n + 3650n * DAY);
      const sixteen = seventeen.slice(1);
      await award(
        sixteen,
        sixteen.map(() => due),
      );
      const last = (await now()) + 10n;
      await time.setNextBlockTimestamp(last);
      await award([MAX_JOB], [last + 3650n * DAY]);
      for (const attempt of [
        () => ours.award(1, gus, [ONE], [due], { ...BRIEF, uri: "x".repeat(257) }),
        () => ours.post(1, [ONE], due, NO_POLL, { ...BRIEF, uri: "x".repeat(257) }),
      ])
        await expect(attempt()).to.be.revertedWithCustomError(work, "Work_TextTooLong").withArgs(257, 256);
    });

    it("is not made to the reviewers, an owner of their Safe, nobody, or this contract", async () => {
      const { work, ours, council, gus, terms } = await fixture();
      const due = (await now()) + 30n * DAY;
      await expect(ours.award(1, council, [ONE], [due], BRIEF))
        .to.be.revertedWithCustomError(work, "Work_OwnWork")
        .withArgs(1, council.address);
      for (const payee of [NOBODY, work.target])
        await expect(ours.award(1, payee, [ONE], [due], BRIEF))
          .to.be.revertedWithCustomError(work, "Work_NoAccess")
          .withArgs(1, payee);

      const safe = await ethers.deployContract("OwnedReviewers");
      await safe.setOwner(gus, true);
      await work.openProgram({ ...terms, reviewers: safe.target as string });
      expect(await work.isReviewer(3, gus)).to.equal(true);
      expect(await work.isReviewer(3, safe)).to.equal(true);
      expect(await work.isReviewer(3, council)).to.equal(false);
      const call = work.interface.encodeFunctionData("award", [3, gus.address, [ONE], [due], BRIEF]);
      await expect(safe.act(work, call))
        .to.be.revertedWithCustomError(work, "Work_OwnWork")
        .withArgs(3, gus.address);
      // What does not answer as a Safe does is owned by nobody.
      for (const manners of [1, 2, 3, 4]) {
        await safe.behave(manners);
        expect(await work.isReviewer(3, gus)).to.equal(false);
      }
      await safe.act(work, call);
    });

    it("is made to those who have the credential and the reputation that the program asks for", async () => {
      const { work, ours, terms, gus, credentials, reputation, timelock } = await fixture();
      await work.openProgram({ ...terms, credential: 1n });
      await work.openProgram({ ...terms, minReputation: 10n * ONE });
      const due = (await now()) + 30n * DAY;
      for (const program of [3n, 4n]) {
        await expect(ours.award(program, gus, [ONE], [due], BRIEF))
          .to.be.revertedWithCustomError(work, "Work_NoAccess")
          .withArgs(program, gus.address);
        await ours.post(program, [ONE], due, NO_POLL, BRIEF);
        const job = await work.jobCounter();
        await expect(work.connect(gus).submit(job, REASON, "0x")).to.be.revertedWithCustomError(
          work,
          "Work_NoAccess",
        );
      }
      await credentials.issue(0, gus, NONE);
      await ours.award(3, gus, [ONE], [due], BRIEF);
      await reputation.setAwarder(timelock, 1_000n * ONE);
      await reputation.award(gus, 100n * ONE, NONE);
      await ours.award(4, gus, [ONE], [due], BRIEF);
      // Exactly as much as there was a second before is enough. It fades, so both are in one block.
      const at = await now();
      const { restore } = await takeSnapshot();
      await mine();
      const least = await reputation.getPastVotes(gus, at);
      await restore();
      await ethers.provider.send("evm_setAutomine", [false]);
      await time.setNextBlockTimestamp(at + 1n);
      const gas = { gasLimit: 1_500_000 };
      for (const minReputation of [least, least + 1n])
        await work.openProgram({ ...terms, minReputation }, gas);
      const awards = [];
      for (const program of [5, 6]) awards.push(await ours.award(program, gus, [ONE], [due], BRIEF, gas));
      await ethers.provider.send("evm_mine");
      await ethers.provider.send("evm_setAutomine", [true]);
      const receipts = await Promise.all(
        awards.map(({ hash }) => ethers.provider.getTransactionReceipt(hash)),
      );
      expect(receipts.map((receipt) => receipt!.status)).to.deep.equal([1, 0]);
    });

    it("waits while the network has stopped payments, and so does a payment", async () => {
      const { work, ours, gus, award, submit, ripen, pause } = await fixture();
      const job = await award();
      await pause(true);
      const due = (await now()) + 30n * DAY;
      for (const attempt of [
        () => ours.award(1, gus, [ONE], [due], BRIEF),
        () => ours.post(1, [ONE], due, NO_POLL, BRIEF),
      ])
        await expect(attempt()).to.be.revertedWithCustomError(work, "Work_Paused").withArgs(FLAG);
      await submit(job);
      await ours.complete(job, REASON, "0x");
      await submit(job + 1n);
      await ripen(job);
      await expect(work.pay(job)).to.be.revertedWithCustomError(work, "Work_Paused").withArgs(FLAG);
      await pause(false);
      await ripen(job);
      await work.pay(job);
      await award();
    });

    it("waits for the treasury's cap, and costs nobody else's money", async () => {
      const { work, treasury, ours, gus, token } = await fixture();
      await treasury.lowerCap(token, 100n * ONE);
      const due = (await now()) + 30n * DAY;
      await ours.award(1, gus, [50n * ONE], [due], BRIEF);
      await expect(ours.award(1, gus, [ONE], [due], BRIEF)).to.be.revertedWithCustomError(
        treasury,
        "OutflowCap_Exceeded",
      );
      expect(await work.escrowed(token)).to.equal(50n * ONE);
    });
  });

  describe("a milestone", () => {
    it("is submitted by its payee, after the one before was accepted, and in time", async () => {
      const { work, award, submit, ours, stranger, gus, ripen } = await fixture();
      const job = await award();
      await expect(submit(job, stranger))
        .to.be.revertedWithCustomError(work, "Work_NotProvider")
        .withArgs(job, stranger.address);
      await expect(submit(job + 1n))
        .to.be.revertedWithCustomError(work, "Work_InOrder")
        .withArgs(job + 1n, job);
      await submit(job);
      await expect(submit(job))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Submitted);
      await expect(submit(job + 1n)).to.be.revertedWithCustomError(work, "Work_InOrder");
      await ours.complete(job, REASON, "0x");
      await submit(job + 1n);
      await ripen(job);
      await work.pay(job);
      await ours.complete(job + 1n, REASON, "0x");
      await ripen(job + 1n);
      await work.pay(job + 1n);
      const { expiredAt } = await work.jobOf(job + 2n);
      await time.setNextBlockTimestamp(expiredAt);
      await expect(work.connect(gus).submit(job + 2n, REASON, "0x"))
        .to.be.revertedWithCustomError(work, "Work_TooLate")
        .withArgs(expiredAt);
    });

    it("is accepted or refused by the reviewers while they have time", async () => {
      const { work, award, submit, ours, council, stranger } = await fixture();
      const job = await award();
      for (const attempt of [() => ours.complete(job, REASON, "0x"), () => ours.reject(job, REASON, "0x")])
        await expect(attempt()).to.be.reverted;
      await submit(job);
      for (const attempt of [
        () => work.connect(stranger).complete(job, REASON, "0x"),
        () => work.connect(stranger).reject(job, REASON, "0x"),
      ])
        await expect(attempt())
          .to.be.revertedWithCustomError(work, "Work_NotReviewer")
          .withArgs(1, stranger.address);
      const accepting = ours.complete(job, REASON, "0x");
      await accepting;
      const until = (await now()) + WINDOW;
      await expect(accepting).to.emit(work, "Decided").withArgs(job, true, council.address, REASON, until);
      expect((await work.jobOf(job)).until).to.equal(until);
      for (const attempt of [() => ours.complete(job, REASON, "0x"), () => ours.reject(job, REASON, "0x")])
        await expect(attempt())
          .to.be.revertedWithCustomError(work, "Work_WrongStatus")
          .withArgs(job, Status.Accepted);

      await submit(job + 1n);
      const at = (await now()) + 100n;
      await time.setNextBlockTimestamp(at);
      await expect(ours.reject(job + 1n, REASON, "0x"))
        .to.emit(work, "Decided")
        .withArgs(job + 1n, false, council.address, REASON, at + WINDOW);
    });

    it("that nobody judges is accepted by silence, by anyone's call, and then reviewers are too late", async () => {
      const { work, award, submit, ours, stranger, gus } = await fixture();
      const job = await award();
      await submit(job);
      const { submittedAt } = await work.jobOf(job);
      await time.setNextBlockTimestamp(submittedAt + REVIEW - 1n);
      await expect(work.connect(stranger).complete(job, REASON, "0x")).to.be.revertedWithCustomError(
        work,
        "Work_NotReviewer",
      );
      await time.setNextBlockTimestamp(submittedAt + REVIEW);
      for (const attempt of [() => ours.reject(job, REASON, "0x"), () => ours.sendBack(job, REASON)])
        await expect(attempt())
          .to.be.revertedWithCustomError(work, "Work_TooLate")
          .withArgs(submittedAt + REVIEW);
      const completing = work.connect(gus).complete(job, REASON, "0x");
      await completing;
      await expect(completing)
        .to.emit(work, "Decided")
        .withArgs(job, true, NOBODY, NONE, (await now()) + WINDOW);
      await expect(work.complete(job, REASON, "0x"))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Accepted);
    });

    it("is sent back twice at the most, and has more time then", async () => {
      const { work, award, submit, ours, stranger, post, taskOf } = await fixture();
      const job = await award();
      await expect(ours.sendBack(job, REASON)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
      await submit(job);
      await expect(work.connect(stranger).sendBack(job, REASON)).to.be.revertedWithCustomError(
        work,
        "Work_NotReviewer",
      );
      const { expiredAt } = await work.jobOf(job);
      await expect(ours.sendBack(job, REASON))
        .to.emit(work, "SentBack")
        .withArgs(job, REASON, expiredAt + REVIEW);
      await time.increaseTo(expiredAt + REVIEW - 2n);
      await submit(job);
      // What is sent back after its date has time from now on.
      await time.increase(DAY);
      await ours.sendBack(job, REASON);
      const state = await work.jobOf(job);
      expect([state.status, state.sentBack, state.expiredAt]).to.deep.equal([
        ...[Status.Funded, 2n, (await now()) + REVIEW],
      ]);
      await submit(job);
      await expect(ours.sendBack(job, REASON))
        .to.be.revertedWithCustomError(work, "Work_SentBackEnough")
        .withArgs(job);
      const prize = await post();
      await expect(ours.sendBack(prize, REASON))
        .to.be.revertedWithCustomError(work, "Work_WrongKind")
        .withArgs(await taskOf(prize), Kind.Bounty);
    });

    it("is not accepted by reviewers whom its payee has joined, but by silence", async () => {
      const { work, terms, gus, timelock } = await fixture();
      const safe = await ethers.deployContract("OwnedReviewers");
      await work.openProgram({ ...terms, reviewers: safe.target as string });
      await work.award(3, gus, [ONE], [(await now()) + 30n * DAY], BRIEF);
      await work.connect(gus).submit(1, REASON, "0x");
      await safe.setOwner(gus, true);
      const call = work.interface.encodeFunctionData("complete", [1, REASON, "0x"]);
      await expect(safe.act(work, call))
        .to.be.revertedWithCustomError(work, "Work_OwnWork")
        .withArgs(3, gus.address);
      await time.increase(REVIEW);
      await work.connect(timelock).complete(1, REASON, "0x");
      expect((await work.jobOf(1)).status).to.equal(Status.Accepted);
    });

    it("is paid after the one before, and gives the next one the time that it took too long", async () => {
      const { work, token, award, submit, ours, gus, ripen, dispute, ruleOn } = await fixture();
      const job = await award();
      await submit(job);
      await ours.complete(job, REASON, "0x");
      await submit(job + 1n);
      await ours.complete(job + 1n, REASON, "0x");
      await expect(work.pay(job))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs((await work.jobOf(job)).until);
      await dispute(job);
      await ripen(job + 1n);
      await expect(work.pay(job + 1n))
        .to.be.revertedWithCustomError(work, "Work_InOrder")
        .withArgs(job + 1n, job);
      await time.increase(100n * DAY);
      await ruleOn(job, PAY);
      await expect(work.pay(job)).to.changeTokenBalances(token, [work, gus], [-100n * ONE, 100n * ONE]);
      await submit(job + 2n);
      await ours.sendBack(job + 2n, REASON);
      await expect(work.pay(job)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
      const before = (await work.jobOf(job + 2n)).expiredAt;
      await work.pay(job + 1n);
      const paidAt = await now();
      expect((await work.jobOf(job + 2n)).expiredAt).to.equal(
        before > paidAt + REVIEW ? before : paidAt + REVIEW,
      );
      expect(await work.escrowed(token)).to.equal(300n * ONE);
    });

    it("is not lost while the one before is still judged", async () => {
      const { work, award, submit, ours, ripen, dispute, ruleOn } = await fixture();
      const job = await award();
      await submit(job);
      await ours.complete(job, REASON, "0x");
      await dispute(job);
      await time.increase(200n * DAY);
      await expect(work.claimRefund(job + 1n))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs(NEVER);
      await ruleOn(job, PAY);
      await ripen(job);
      await work.pay(job);
      const { expiredAt } = await work.jobOf(job + 1n);
      expect(expiredAt).to.equal((await now()) + REVIEW);
      await submit(job + 1n);
    });

    it("that was not submitted in time goes back, and all behind it", async () => {
      const { work, treasury, token, award, gus, stranger } = await fixture();
      const job = await award();
      const available = await treasury.budgetAvailable(1);
      const { expiredAt } = await work.jobOf(job);
      await expect(work.claimRefund(job))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs(expiredAt);
      await time.increaseTo(expiredAt);
      await expect(work.claimRefund(job + 1n)).to.be.revertedWithCustomError(work, "Work_TooEarly");
      const claiming = work.connect(stranger).claimRefund(job);
      await expect(claiming).to.changeTokenBalances(token, [work, treasury], [-100n * ONE, 100n * ONE]);
      await expect(claiming)
        .to.emit(treasury, "Refunded")
        .withArgs(1, token, work, 100n * ONE, 100n * ONE, CATEGORY, 0);
      await work.claimRefund(job + 1n);
      await work.claimRefund(job + 2n);
      expect(await treasury.budgetAvailable(1)).to.equal(available + 600n * ONE);
      expect(await work.escrowed(token)).to.equal(0n);
      await expect(work.claimRefund(job))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Expired);
      await expect(work.connect(gus).submit(job + 1n, REASON, "0x")).to.be.revertedWithCustomError(
        work,
        "Work_WrongStatus",
      );
    });

    it("that is refused for good takes those behind it along, whatever was judged of them", async () => {
      const { work, award, submit, ours, ripen, dispute, ruleOn, statusOf } = await fixture();
      const job = await award();
      await submit(job);
      await ours.complete(job, REASON, "0x");
      await submit(job + 1n);
      await dispute(job);
      await ours.complete(job + 1n, REASON, "0x");
      await dispute(job + 1n);
      await ruleOn(job, REFUSE);
      await expect(work.claimRefund(job + 1n)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
      await work.claimRefund(job);
      // In dispute it neither pays nor goes back.
      await expect(work.claimRefund(job + 1n))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs(NEVER);
      await ruleOn(job + 1n, PAY);
      await ripen(job + 1n);
      await expect(work.pay(job + 1n)).to.be.revertedWithCustomError(work, "Work_InOrder");
      await work.claimRefund(job + 1n);
      await work.claimRefund(job + 2n);
      expect([await statusOf(job), await statusOf(job + 1n), await statusOf(job + 2n)]).to.deep.equal([
        ...[Status.Returned, Status.Expired, Status.Expired],
      ]);
    });

    it("does not expire once it is submitted", async () => {
      const { work, award, submit } = await fixture();
      const job = await award();
      await submit(job);
      await time.increase(1_000n * DAY);
      await expect(work.claimRefund(job))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Submitted);
    });
  });

  describe("the edges of time and order", () => {
    it("are the second in which silence accepts, and the one in which a decision is final", async () => {
      const { work, award, submit, stranger, token, gus } = await fixture();
      const job = await award([ONE]);
      await submit(job);
      const { submittedAt } = await work.jobOf(job);
      await time.setNextBlockTimestamp(submittedAt + REVIEW);
      await work.connect(stranger).complete(job, NONE, "0x");
      const { until } = await work.jobOf(job);
      await time.setNextBlockTimestamp(until);
      await expect(work.pay(job)).to.changeTokenBalance(token, gus, ONE);
    });

    it("leave a milestone the time that it has, where that is longer than a review from now", async () => {
      const { work, award, finish } = await fixture();
      const job = await award([ONE, ONE]);
      const { expiredAt } = await work.jobOf(job + 1n);
      await finish(job);
      expect((await work.jobOf(job + 1n)).expiredAt).to.equal(expiredAt);
    });

    it("take a milestone along that is still judged when the one before is refused for good", async () => {
      const { work, award, submit, ours, dispute, ruleOn, statusOf } = await fixture();
      const job = await award([ONE, ONE]);
      await submit(job);
      await ours.complete(job, REASON, "0x");
      await submit(job + 1n);
      await dispute(job);
      await ruleOn(job, REFUSE);
      await work.claimRefund(job);
      expect(await statusOf(job + 1n)).to.equal(Status.Submitted);
      await work.claimRefund(job + 1n);
      expect(await statusOf(job + 1n)).to.equal(Status.Expired);
    });
  });

  describe("a payment", () => {
    it("of the network's token gives as many points, within the awarder's cap", async () => {
      const { work, reputation, award, finish, gus } = await fixture();
      // Caps are of a quarter: both milestones are to fall into the same.
      const quarter = 91 * Number(DAY);
      await time.increaseTo((Math.floor((await time.latest()) / quarter) + 1) * quarter);
      const job = await award();
      await expect(finish(job))
        .to.emit(reputation, "Awarded")
        .withArgs(work, gus, 100n * ONE, 100n * ONE, (week: bigint) => week > 0n, ethers.toBeHex(job, 32))
        .and.not.to.emit(work, "ReputationSkipped");
      await reputation.setAwarder(work, 150n * ONE);
      await expect(finish(job + 1n))
        .to.emit(work, "ReputationSkipped")
        .withArgs(job + 1n, gus, 150n * ONE);
      expect(await work.pay.staticCall(job + 2n).catch(() => "not yet")).to.equal("not yet");
    });

    it("of another token gives none", async () => {
      const { work, reputation, award, finish } = await fixture();
      const job = await award([ONE], 2n);
      const paying = finish(job);
      await expect(paying).not.to.emit(work, "ReputationSkipped");
      await expect(paying).not.to.emit(reputation, "Awarded");
    });

    it("is made whatever the reputation does", async () => {
      const { parts, treasury, terms, arbitrator, council, gus, token } = await fixture();
      const reputation = await ethers.deployContract("OddReputation");
      const work = await makeWork({ ...parts, reputation: reputation.target });
      const verdicts = await ethers.getContractAt("Verdicts", await work.VERDICTS());
      await verdicts.setArbitrator(arbitrator, "0x", "");
      await treasury.setBudgetSpender(1, work);
      await work.openProgram(terms);
      for (const [manners, skipped] of [
        [0, ONE],
        [1, 0n],
        [2, ONE],
      ] as const) {
        await reputation.behave(manners);
        await work.connect(council).award(1, gus, [ONE], [(await now()) + DAY], BRIEF);
        const job = await work.jobCounter();
        await work.connect(gus).submit(job, REASON, "0x");
        await work.connect(council).complete(job, REASON, "0x");
        await time.increase(WINDOW);
        const paying = work.pay(job, { gasLimit: 5_000_000n });
        await expect(paying).to.changeTokenBalance(token, gus, ONE);
        // Whoever pays does not pay for what a reputation burns.
        expect((await (await paying).wait())!.gasUsed).to.be.below(500_000n);
        if (skipped === 0n) await expect(paying).not.to.emit(work, "ReputationSkipped");
        else await expect(paying).to.emit(work, "ReputationSkipped").withArgs(job, gus, skipped);
      }
    });

    it("cannot be robbed of its points by giving it too little gas", async () => {
      const { work, reputation, award, submit, ours, ripen, gus } = await fixture();
      const job = await award();
      await submit(job);
      await ours.complete(job, REASON, "0x");
      await ripen(job);
      let points = 0n;
      for (let gas = 80_000n; gas <= 480_000n && points === 0n; gas += 4_000n) {
        await work.pay(job, { gasLimit: gas }).catch(() => undefined);
        points = (await reputation.getVotes(gus)) > 0n ? 1n : 0n;
        expect((await work.jobOf(job)).status === Status.Paid, `with ${gas} gas`).to.equal(points === 1n);
      }
      expect(points).to.equal(1n);
    });

    it("that its payee cannot take is kept for him", async () => {
      const { work, odd, award, finish, gus, stranger } = await fixture();
      const job = await award([ONE, ONE], 2n);
      await odd.setBlocked(gus, true);
      await expect(finish(job)).to.emit(work, "Credited").withArgs(odd, gus, ONE);
      await finish(job + 1n);
      expect(await work.creditOf(odd, gus)).to.equal(2n * ONE);
      expect(await work.escrowed(odd)).to.equal(0n);
      await expect(work.withdraw(odd, gus)).to.be.revertedWithCustomError(odd, "OddToken_Blocked");
      await odd.setBlocked(gus, false);
      const withdrawing = work.connect(stranger).withdraw(odd, gus);
      await expect(withdrawing).to.changeTokenBalances(odd, [work, gus], [-2n * ONE, 2n * ONE]);
      await expect(withdrawing)
        .to.emit(work, "Withdrawn")
        .withArgs(odd, gus, 2n * ONE);
      await expect(work.withdraw(odd, gus))
        .to.be.revertedWithCustomError(work, "Work_NothingToWithdraw")
        .withArgs(odd, gus);
    });

    it("is not promised in a token that keeps a fee", async () => {
      const { work, odd, award } = await fixture();
      await odd.setFees(100, 0);
      await expect(award([100n * ONE], 2n))
        .to.be.revertedWithCustomError(work, "Work_WrongReceipt")
        .withArgs(2, 99n * ONE, 100n * ONE);
    });
  });

  describe("a prize", () => {
    it("is entered in secret, shown after the deadline, and won by whom the reviewers name", async () => {
      const { work, token, post, enter, disclose, deadlineOf, name, ripen, eva, hana, answerBy } =
        await fixture();
      const job = await post([500n * ONE]);
      expect((await work.taskOf(1)).kind).to.equal(Kind.Bounty);
      const commitment = await work.commitmentOf(1, eva, answerBy(eva), SALT);
      await expect(enter(job, eva)).to.emit(work, "Entered").withArgs(1, eva, commitment);
      expect(await work.enteredBy(1, eva)).to.equal(commitment);
      await enter(job, hana);
      const deadline = await deadlineOf(job);
      await expect(disclose(job, eva))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs(deadline);
      await time.increaseTo(deadline);
      await expect(enter(job, eva)).to.be.revertedWithCustomError(work, "Work_TooLate").withArgs(deadline);
      await expect(disclose(job, eva))
        .to.emit(work, "Disclosed")
        .withArgs(1, eva, answerBy(eva), "ipfs://answer");
      expect([await work.answerOf(1, eva), await work.enteredBy(1, eva)]).to.deep.equal([
        answerBy(eva),
        NONE,
      ]);
      await expect(name(job, eva))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs(deadline + DISCLOSURE);
      await time.setNextBlockTimestamp(deadline + DISCLOSURE);
      await expect(disclose(job, hana))
        .to.be.revertedWithCustomError(work, "Work_TooLate")
        .withArgs(deadline + DISCLOSURE);
      // Who has not shown an answer forfeits.
      await expect(name(job, hana))
        .to.be.revertedWithCustomError(work, "Work_NoEntry")
        .withArgs(1, hana.address);
      await name(job, eva);
      await ripen(job);
      await expect(work.pay(job)).to.changeTokenBalance(token, eva, 500n * ONE);
    });

    it("takes an answer only from whoever entered it, for this task, once", async () => {
      const { work, post, enter, deadlineOf, eva, hana, answerBy } = await fixture();
      const job = await post();
      const other = await post();
      await enter(job, eva);
      await work.connect(hana).submit(job, await work.commitmentOf(1, eva, answerBy(eva), SALT), "0x");
      await work.connect(hana).submit(other, await work.commitmentOf(1, hana, answerBy(eva), SALT), "0x");
      await work.connect(eva).submit(other, await work.commitmentOf(2, eva, NONE, SALT), "0x");
      await time.increaseTo(await deadlineOf(other));
      const show = (who: typeof eva, of: bigint, answer: string, uri = "") =>
        work.connect(who).disclose(of, answer, SALT, uri);
      for (const [attempt, task, who] of [
        [() => show(hana, job, answerBy(eva)), 1, hana],
        [() => show(hana, other, answerBy(eva)), 2, hana],
        [() => show(eva, job, REASON), 1, eva],
        [() => show(eva, other, NONE), 2, eva],
      ] as const)
        await expect(attempt())
          .to.be.revertedWithCustomError(work, "Work_NoEntry")
          .withArgs(task, who.address);
      await expect(show(eva, job, answerBy(eva), "x".repeat(257))).to.be.revertedWithCustomError(
        work,
        "Work_TextTooLong",
      );
      await show(eva, job, answerBy(eva));
      await expect(show(eva, job, answerBy(eva))).to.be.revertedWithCustomError(work, "Work_NoEntry");
    });

    it("of several goes to each account once", async () => {
      const { work, post, compete, name, eva, hana, taskOf } = await fixture();
      const job = await post([300n * ONE, 200n * ONE, 100n * ONE]);
      expect((await work.taskOf(await taskOf(job))).kind).to.equal(Kind.Challenge);
      await compete(job, eva, hana);
      await name(job, eva);
      await expect(name(job + 1n, eva))
        .to.be.revertedWithCustomError(work, "Work_NoEntry")
        .withArgs(1, eva.address);
      await name(job + 1n, hana);
      await expect(name(job + 1n, hana))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job + 1n, Status.Accepted);
      await expect(work.connect(eva).submit(job, REASON, "0x")).to.be.revertedWithCustomError(
        work,
        "Work_WrongStatus",
      );
    });

    it("is not won by a reviewer, nor by a name that is none", async () => {
      const { work, post, compete, council, ours, eva, stranger } = await fixture();
      const job = await post();
      await compete(job, council, eva);
      await expect(ours.complete(job, REASON, word(council)))
        .to.be.revertedWithCustomError(work, "Work_OwnWork")
        .withArgs(1, council.address);
      for (const name of ["0x", ethers.zeroPadValue("0x01", 31)])
        await expect(ours.complete(job, REASON, name))
          .to.be.revertedWithCustomError(work, "Work_NoEntry")
          .withArgs(1, NOBODY);
      await expect(work.connect(stranger).complete(job, REASON, word(eva))).to.be.revertedWithCustomError(
        work,
        "Work_NotReviewer",
      );
      await expect(work.connect(stranger).reject(job, REASON, "0x")).to.be.revertedWithCustomError(
        work,
        "Work_NotReviewer",
      );
    });

    it("that reviewers give to nobody can be claimed in a dispute by whoever has shown an answer", async () => {
      const { work, verdicts, token, post, compete, ours, council, eva, hana, dispute, ruleOn, ripen } =
        await fixture();
      const job = await post();
      await compete(job, eva, council);
      await ours.reject(job, REASON, "0x");
      await expect(dispute(job, hana))
        .to.be.revertedWithCustomError(work, "Work_NoEntry")
        .withArgs(1, hana.address);
      await token.transfer(council, BOND);
      await token.connect(council).approve(verdicts, BOND);
      await expect(dispute(job, council))
        .to.be.revertedWithCustomError(work, "Work_OwnWork")
        .withArgs(1, council.address);
      await dispute(job, eva);
      await ruleOn(job, PAY);
      await ripen(job);
      await expect(work.pay(job)).to.changeTokenBalance(token, eva, 500n * ONE);
    });

    it("is given to one winner, in one word", async () => {
      const { work, post, compete, ours, eva, dan } = await fixture();
      const job = await post();
      await compete(job, eva, dan);
      for (const words of [ethers.concat([word(eva), word(dan)]), eva.address])
        await expect(ours.complete(job, REASON, words))
          .to.be.revertedWithCustomError(work, "Work_NoEntry")
          .withArgs(1, NOBODY);
    });

    it("that nobody decides about goes back, and silence pays nobody", async () => {
      const { work, treasury, post, compete, ours, eva, name, statusOf } = await fixture();
      const job = await post();
      await compete(job, eva);
      const { expiredAt } = await work.jobOf(job);
      await expect(work.claimRefund(job))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs(expiredAt);
      await time.increaseTo(expiredAt);
      await expect(work.connect(eva).complete(job, REASON, word(eva))).to.be.revertedWithCustomError(
        work,
        "Work_NotReviewer",
      );
      for (const attempt of [() => name(job, eva), () => ours.reject(job, REASON, "0x")])
        await expect(attempt()).to.be.revertedWithCustomError(work, "Work_TooLate").withArgs(expiredAt);
      const available = await treasury.budgetAvailable(1);
      await work.claimRefund(job);
      expect(await statusOf(job)).to.equal(Status.Expired);
      expect(await treasury.budgetAvailable(1)).to.equal(available + 500n * ONE);
      await expect(work.claimRefund(job)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
    });

    it("is not disclosed for a grant", async () => {
      const { work, award, gus } = await fixture();
      const job = await award();
      await expect(work.connect(gus).disclose(job, REASON, SALT, ""))
        .to.be.revertedWithCustomError(work, "Work_WrongKind")
        .withArgs(1, Kind.Grant);
    });
  });

  describe("an outcome", () => {
    it("is reported by anyone, long after the task", async () => {
      const { work, award, stranger } = await fixture();
      await award();
      const { deadline } = await work.taskOf(1);
      const metric = ethers.encodeBytes32String("users");
      const theirs = work.connect(stranger);
      await time.setNextBlockTimestamp(deadline + 90n * DAY - 1n);
      await expect(theirs.reportOutcome(1, metric, 12, "ipfs://figures"))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs(deadline + 90n * DAY);
      await expect(theirs.reportOutcome(1, metric, 12, "ipfs://figures"))
        .to.emit(work, "OutcomeReported")
        .withArgs(1, stranger, metric, 12, "ipfs://figures");
      await expect(theirs.reportOutcome(1, metric, 12, "x".repeat(257)))
        .to.be.revertedWithCustomError(work, "Work_TextTooLong")
        .withArgs(257, 256);
      await expect(theirs.reportOutcome(9, metric, 12, "")).to.be.revertedWithCustomError(
        work,
        "Work_Unknown",
      );
    });
  });

  describe("its verdicts", () => {
    it("are believed from one contract alone, and about jobs that stand so", async () => {
      const { work, verdicts, award, stranger } = await fixture();
      const job = await award();
      for (const attempt of [
        () => work.connect(stranger).hold(job, stranger),
        () => work.connect(stranger).ruleOn(job, true, false),
        () => work.connect(stranger).give(job, stranger, NONE),
      ])
        await expect(attempt())
          .to.be.revertedWithCustomError(work, "Work_NotVerdicts")
          .withArgs(stranger.address);
      const ours = work.connect(await ethers.getImpersonatedSigner(verdicts.target as string));
      await ethers.provider.send("hardhat_setBalance", [verdicts.target, "0x56bc75e2d63100000"]);
      await expect(ours.hold(job, stranger))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Funded);
      await expect(ours.ruleOn(job, true, false))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Funded);
      await expect(ours.give(99, stranger, NONE)).to.be.revertedWithCustomError(work, "Work_Unknown");
    });
  });

  it("costs a program no more for its thousandth job than for its first", async () => {
    const { work, ours, odd, treasury, gus } = await fixture();
    await treasury.raiseCap(odd, 10_000_000n * ONE);
    await time.increase(31n * DAY);
    const dues = Array<bigint>(16).fill((await now()) + 60n * DAY);
    const amounts = Array<bigint>(16).fill(ONE);
    const costs = async () => {
      const gas: bigint[] = [];
      const add = async (sent: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>) =>
        gas.push((await (await sent).wait())!.gasUsed);
      await add(ours.award(2, gus, [ONE], [(await now()) + 30n * DAY], BRIEF));
      const job = await work.jobCounter();
      await add(work.connect(gus).submit(job, REASON, "0x"));
      await add(ours.complete(job, REASON, "0x"));
      await time.increase(WINDOW);
      await add(work.pay(job));
      return gas;
    };
    // Something is always held, so that nothing is given back for emptied slots.
    await ours.award(2, gus, amounts, dues, BRIEF);
    await costs();
    const first = await costs();
    while ((await work.jobCounter()) < 1_000n) await ours.award(2, gus, amounts, dues, BRIEF);
    const last = await costs();
    // What differs is the bytes of larger numbers.
    for (const [step, gas] of last.entries())
      expect(gas, `step ${step}`).to.be.at.most(first[step]! + first[step]! / 100n);
  });
});
