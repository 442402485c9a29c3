import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  BOND,
  BRIEF,
  DAY,
  DISCLOSURE,
  FEE,
  fixture,
  Kind,
  NEVER,
  NOBODY,
  now,
  ONE,
  PAY,
  REASON,
  REFUSE,
  REVIEW,
  Status,
  WINDOW,
  word,
} from "./fixture";

const POLL = { quorum: 1_000n * ONE, votingFor: 5n * DAY };
const SILENCE = 180n * DAY;

/** A challenge of two prizes that a ballot gives, with three answers to choose from. */
async function contest() {
  const context = await fixture();
  const { post, compete, eva, hana, dan, verdicts, council } = context;
  const job = await post([300n * ONE, 200n * ONE], POLL);
  await compete(job, eva, hana, dan);
  const accounts = [eva, hana, dan]
    .map(({ address }) => address)
    .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  const option = (who: { address: string }) => BigInt(accounts.indexOf(who.address));
  const nobody = BigInt(accounts.length);
  const shortlist = (of = accounts, uri = "ipfs://ballot") => verdicts.connect(council).shortlist(1, of, uri);
  return { ...context, job, accounts, option, nobody, shortlist };
}

describe("Verdicts", () => {
  describe("a ballot about a challenge", () => {
    it("is opened by the reviewers, once, in their time, between those who have shown an answer", async () => {
      const { work, verdicts, ballots, token, shortlist, accounts, stranger, deadlineOf, job } =
        await contest();
      const start = (await deadlineOf(job)) + DISCLOSURE;
      await expect(verdicts.connect(stranger).shortlist(1, accounts, ""))
        .to.be.revertedWithCustomError(verdicts, "Verdicts_NotReviewer")
        .withArgs(1, stranger.address);
      await expect(verdicts.settleBallot(1))
        .to.be.revertedWithCustomError(verdicts, "Verdicts_NoBallot")
        .withArgs(1, 0);
      const listing = shortlist();
      await expect(listing).to.emit(verdicts, "Shortlisted").withArgs(1, 1, accounts);
      const opened = await now();
      expect(await verdicts.ballotOf(1)).to.equal(1n);
      expect(await verdicts.shortlistOf(1)).to.deep.equal(accounts);
      const { terms, opener } = await ballots.ballotOf(1);
      expect([...terms]).to.deep.equal([
        ...[
          token.target,
          0n,
          opened,
          opened + POLL.votingFor,
          4n,
          2n,
          0n,
          POLL.quorum,
          ethers.toBeHex(1, 32),
        ],
      ]);
      expect(opener).to.equal(verdicts.target);
      await expect(shortlist()).to.be.revertedWithCustomError(verdicts, "Verdicts_NoBallot").withArgs(1, 1);
      expect((await work.jobOf(job)).expiredAt).to.equal(start + REVIEW + POLL.votingFor + REVIEW);
    });

    it("has a list of 1 to 32 accounts in rising order, none of whom reviews or has shown nothing", async () => {
      const { work, verdicts, shortlist, accounts, post, council, compete, stranger } = await contest();
      const bad = async (of: string[], account: string) =>
        expect(shortlist(of))
          .to.be.revertedWithCustomError(verdicts, "Verdicts_BadShortlist")
          .withArgs(1, account);
      await bad([], NOBODY);
      await bad(Array<string>(33).fill(accounts[0]!), NOBODY);
      await bad([accounts[0]!, accounts[0]!], accounts[0]!);
      await bad([accounts[1]!, accounts[0]!], accounts[0]!);
      await bad([stranger.address], stranger.address);

      const other = await post([ONE], POLL);
      await compete(other, council);
      await expect(verdicts.connect(council).shortlist(2, [council], ""))
        .to.be.revertedWithCustomError(verdicts, "Verdicts_BadShortlist")
        .withArgs(2, council.address);
      expect((await work.taskOf(2)).jobs).to.equal(1n);
    });

    it("has 32 accounts at the most, and so many", async () => {
      const { verdicts, ballots, council, post, compete, deadlineOf } = await fixture();
      const people = await Promise.all(
        Array.from({ length: 32 }, (_, i) =>
          ethers.getImpersonatedSigner(ethers.toBeHex(0xbeef_0000 + i, 20)),
        ),
      );
      for (const { address } of people)
        await ethers.provider.send("hardhat_setBalance", [address, ethers.toBeHex(ONE)]);
      const job = await post([ONE], { quorum: 0n, votingFor: 7n * DAY });
      await compete(job, ...people);
      expect(await now()).to.equal((await deadlineOf(job)) + 7n * DAY);
      await verdicts.connect(council).shortlist(
        1,
        people.map(({ address }) => address),
        "",
      );
      expect((await ballots.ballotOf(await verdicts.ballotOf(1))).terms.options).to.equal(33n);
    });

    it("is not opened early, late, or about what reviewers decide", async () => {
      const { work, verdicts, council, post, compete, eva, deadlineOf, enter, disclose } = await fixture();
      const job = await post([ONE], POLL);
      await enter(job, eva);
      const deadline = await deadlineOf(job);
      await time.increaseTo(deadline);
      await disclose(job, eva);
      const shortlist = (task: bigint) => verdicts.connect(council).shortlist(task, [eva], "");
      const [start, end] = [deadline + DISCLOSURE, deadline + DISCLOSURE + REVIEW];
      for (const at of [start - 1n, end]) {
        await time.setNextBlockTimestamp(at);
        await expect(shortlist(1n))
          .to.be.revertedWithCustomError(verdicts, "Verdicts_NotNow")
          .withArgs(1, start, end);
      }
      const plain = await post([ONE, ONE]);
      await compete(plain, eva);
      await expect(shortlist(2n)).to.be.revertedWithCustomError(verdicts, "Verdicts_NoBallot").withArgs(2, 0);
      await expect(shortlist(9n)).to.be.revertedWithCustomError(work, "Work_Unknown").withArgs(9);
      // What nobody shortlists goes back.
      await work.claimRefund(job);
    });

    it("takes the prizes out of the reviewers' hands", async () => {
      const { work, ours, job, eva } = await contest();
      for (const attempt of [
        () => ours.complete(job, REASON, word(eva)),
        () => ours.reject(job, REASON, "0x"),
      ])
        await expect(attempt()).to.be.revertedWithCustomError(work, "Work_WrongJudge").withArgs(1);
    });

    it("gives the prizes in the order of its votes, and each can be disputed", async () => {
      const { work, verdicts, ballots, token, shortlist, option, job, eva, hana, gus, ripen, dispute } =
        await contest();
      await shortlist();
      await mine();
      await ballots.connect(gus).cast(1, [option(hana)], []);
      await ballots.connect(eva).cast(1, [option(eva), option(hana)].sort(), []);
      await expect(verdicts.settleBallot(1)).to.be.revertedWithCustomError(ballots, "Ballots_NotClosed");
      await time.increase(POLL.votingFor);
      const settling = verdicts.settleBallot(1);
      await settling;
      const until = (await now()) + WINDOW;
      await expect(settling)
        .to.emit(work, "Decided")
        .withArgs(job, true, verdicts, ethers.toBeHex(1, 32), until)
        .and.to.emit(work, "Decided")
        .withArgs(job + 1n, true, verdicts, ethers.toBeHex(1, 32), until);
      expect((await work.jobOf(job)).provider).to.equal(hana.address);
      expect((await work.jobOf(job + 1n)).provider).to.equal(eva.address);
      await expect(verdicts.settleBallot(1))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Accepted);
      await dispute(job + 1n);
      await ripen(job);
      await expect(work.pay(job)).to.changeTokenBalance(token, hana, 300n * ONE);
      await expect(work.pay(job + 1n))
        .to.be.revertedWithCustomError(work, "Work_TooEarly")
        .withArgs(NEVER);
    });

    it("gives nobody the place that nobody wins, and none behind; that cannot be disputed", async () => {
      const { work, verdicts, ballots, shortlist, option, nobody, job, eva, gus, hana, dispute, statusOf } =
        await contest();
      await shortlist();
      await mine();
      for (const each of [gus, hana]) await ballots.connect(each).cast(1, [nobody], []);
      await ballots.connect(eva).cast(1, [option(eva)], []);
      await time.increase(POLL.votingFor);
      await verdicts.settleBallot(1);
      expect([await statusOf(job), await statusOf(job + 1n)]).to.deep.equal([Status.Refused, Status.Refused]);
      await expect(dispute(job, eva)).to.be.revertedWithCustomError(work, "Work_TooLate");
      await work.claimRefund(job);
      await work.claimRefund(job + 1n);
      expect(await statusOf(job)).to.equal(Status.Returned);
    });

    it("without its quorum gives nothing, and the money goes back", async () => {
      const { work, verdicts, token, treasury, shortlist, job } = await contest();
      await shortlist();
      await time.increase(POLL.votingFor);
      await verdicts.settleBallot(1);
      await expect(work.claimRefund(job)).to.changeTokenBalance(token, treasury, 300n * ONE);
    });

    it("that nobody settles locks nothing", async () => {
      const { work, verdicts, ballots, shortlist, option, job, eva } = await contest();
      await shortlist();
      await mine();
      await ballots.connect(eva).cast(1, [option(eva)], []);
      await time.increaseTo((await work.jobOf(job)).expiredAt);
      await work.claimRefund(job);
      await expect(verdicts.settleBallot(1))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Expired);
      await work.claimRefund(job + 1n);
    });

    it("is promised for a day to 365", async () => {
      const { work, ours } = await fixture();
      const due = (await now()) + 30n * DAY;
      for (const votingFor of [DAY - 1n, 365n * DAY + 1n])
        await expect(ours.post(1, [ONE], due, { quorum: 0n, votingFor }, BRIEF))
          .to.be.revertedWithCustomError(work, "Work_BadPoll")
          .withArgs([0n, votingFor]);
      for (const votingFor of [DAY, 365n * DAY])
        await ours.post(1, [ONE], due, { quorum: 0n, votingFor }, BRIEF);
      // One prize that a ballot gives is a challenge still: a bounty is the reviewers'.
      expect((await work.taskOf(1)).kind).to.equal(Kind.Challenge);
    });
  });

  describe("a dispute", () => {
    it("is about what the job is worth in the court's token, not about its amount", async () => {
      const { verdicts, odd, award, submit, ours, dispute } = await fixture();
      await verdicts.setRate(odd, 3n * ONE);
      const job = await award([100n * ONE], 2n);
      await submit(job);
      await ours.reject(job, REASON, "0x");
      await dispute(job);
      expect((await verdicts.disputeOf(1))[4]).to.equal(300n * ONE);
    });

    it("takes the bond and the fee, and tells the arbitrator who pays and what it is worth", async () => {
      const { work, verdicts, token, arbitrator, award, submit, ours, dan } = await fixture();
      const job = await award();
      await submit(job);
      await ours.reject(job, REASON, "0x");
      const disputing = verdicts.connect(dan).dispute(job, "ipfs://evidence", { value: FEE });
      await expect(disputing).to.changeTokenBalances(token, [dan, verdicts], [-BOND, BOND]);
      await expect(disputing).to.changeEtherBalance(arbitrator, FEE);
      await expect(disputing)
        .to.emit(verdicts, "JobDisputed")
        .withArgs(job, 1, dan, BOND)
        .and.to.emit(verdicts, "Evidence")
        .withArgs(arbitrator, 1, dan, "ipfs://evidence")
        .and.to.emit(work, "Held")
        .withArgs(job);
      expect(await arbitrator.lastExtraData()).to.equal(
        ethers.AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [dan.address, 100n * ONE]),
      );
      expect(await verdicts.subjectOf(1)).to.deep.equal([job, BOND]);
      expect(await verdicts.disputeAbout(job)).to.equal(1n);
      const state = await work.jobOf(job);
      expect([state.status, state.until, state.disputed]).to.deep.equal([Status.Refused, NEVER, true]);
      for (const attempt of [() => work.pay(job), () => work.claimRefund(job)])
        await expect(attempt()).to.be.reverted;
    });

    it("comes in time, about a decision, once", async () => {
      const { work, award, submit, ours, dispute, ruleOn, ripen } = await fixture();
      const job = await award();
      await expect(dispute(job))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Funded);
      await submit(job);
      await expect(dispute(job)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
      await ours.complete(job, REASON, "0x");
      await dispute(job);
      await expect(dispute(job))
        .to.be.revertedWithCustomError(work, "Work_WrongStatus")
        .withArgs(job, Status.Accepted);
      await ruleOn(job, 0n);
      await expect(dispute(job)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
      await submit(job + 1n);
      await ours.complete(job + 1n, REASON, "0x");
      await ripen(job + 1n);
      await expect(dispute(job + 1n))
        .to.be.revertedWithCustomError(work, "Work_TooLate")
        .withArgs((await work.jobOf(job + 1n)).until);
    });

    for (const [decision, ruling, status, bondTo] of [
      ["accepted", PAY, Status.Accepted, "provider"],
      ["accepted", REFUSE, Status.Refused, "disputer"],
      ["accepted", 0n, Status.Accepted, "disputer"],
      ["refused", PAY, Status.Accepted, "disputer"],
      ["refused", REFUSE, Status.Refused, "treasury"],
      ["refused", 0n, Status.Refused, "disputer"],
    ] as const)
      it(`about a job that was ${decision} and is ruled ${ruling} leaves its bond to the ${bondTo}`, async () => {
        const { work, verdicts, token, treasury, award, submit, ours, gus, dan, dispute, ruleOn, stranger } =
          await fixture();
        const job = await award();
        await submit(job);
        if (decision === "accepted") await ours.complete(job, REASON, "0x");
        else await ours.reject(job, REASON, "0x");
        await dispute(job);
        const to = { provider: gus, disputer: dan, treasury }[bondTo];
        const ruled = ruleOn(job, ruling);
        await ruled;
        await expect(ruled)
          .to.emit(verdicts, "JobRuled")
          .withArgs(job, ruling, status === Status.Accepted, to)
          .and.to.emit(work, "Ruled")
          .withArgs(job, status === Status.Accepted);
        const state = await work.jobOf(job);
        expect([state.status, state.until]).to.deep.equal([status, await now()]);
        expect(await verdicts.bondsOf(to)).to.equal(BOND);
        const withdrawing = verdicts.connect(stranger).withdrawBonds(to);
        await expect(withdrawing).to.changeTokenBalances(token, [verdicts, to], [-BOND, BOND]);
        await expect(withdrawing).to.emit(verdicts, "BondsWithdrawn").withArgs(to, BOND);
        await expect(verdicts.withdrawBonds(to))
          .to.be.revertedWithCustomError(verdicts, "Verdicts_NothingToWithdraw")
          .withArgs(await ethers.resolveAddress(to));
        // The ruling is final at once.
        if (status === Status.Accepted) await work.pay(job);
        else await work.claimRefund(job);
      });

    it("that the arbitrator forgets leaves everything as it was, after half a year", async () => {
      const { work, verdicts, award, submit, ours, dispute, gus, token } = await fixture();
      const job = await award();
      await submit(job);
      await ours.complete(job, REASON, "0x");
      await dispute(job);
      await expect(verdicts.endSilence(1)).to.be.revertedWithCustomError(verdicts, "Disputes_NotSilent");
      await time.increase(SILENCE);
      await verdicts.endSilence(1);
      await expect(work.pay(job)).to.changeTokenBalance(token, gus, 100n * ONE);
    });

    it("obeys the timelock about arbitrators and rates, and nobody else", async () => {
      const { verdicts, arbitrator, odd, stranger } = await fixture();
      const theirs = verdicts.connect(stranger);
      for (const attempt of [() => theirs.setArbitrator(arbitrator, "0x", ""), () => theirs.setRate(odd, 1)])
        await expect(attempt())
          .to.be.revertedWithCustomError(verdicts, "Disputes_NotTimelock")
          .withArgs(stranger.address);
      await verdicts.setRate(odd, ONE / 2n);
      expect(await verdicts.worthOf(odd, 10n)).to.equal(5n);
    });
  });
});
