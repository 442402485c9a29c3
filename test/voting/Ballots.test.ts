import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { DAY, deployBallots, SPLIT, URI } from "./fixture";

const list = (values: readonly bigint[]) => [...values];

describe("Ballots", () => {
  const fixture = () => loadFixture(deployBallots);

  it("are made for a timelock, with the network's votes and a share of them", async () => {
    const { ballots, timelock, token, stranger } = await fixture();
    for (const [at, votes, bps] of [
      [ZeroAddress, token.target, 100],
      [timelock.address, token.target, 0],
      [timelock.address, token.target, 10_001],
    ] as const)
      await expect(ethers.deployContract("Ballots", [at, votes, bps]))
        .to.be.revertedWithCustomError(ballots, "Ballots_BadDeployment")
        .withArgs(at, bps);
    await expect(ethers.deployContract("Ballots", [timelock, stranger, 100]))
      .to.be.revertedWithCustomError(ballots, "Ballots_NoVotesThere")
      .withArgs(stranger.address);
    expect(await ballots.TIMELOCK()).to.equal(timelock.address);
    expect(await ballots.votes()).to.equal(token.target);
    expect(await ballots.OPEN_BPS()).to.equal(100n);
    const alone = await ethers.deployContract("Ballots", [timelock, token, 10_000]);
    expect(await alone.OPEN_BPS()).to.equal(10_000n);
  });

  describe("are opened", () => {
    it("by whoever has the share of what can vote, and keep their terms", async () => {
      const { ballots, dan, terms, token } = await fixture();
      await expect(ballots.connect(dan).open(terms, URI))
        .to.emit(ballots, "BallotOpened")
        .withArgs(1, dan.address, Object.values(terms), URI);
      const { opener, snapshot, turnout, terms: kept } = await ballots.ballotOf(1);
      expect([opener, snapshot, turnout]).to.deep.equal([dan.address, BigInt((await time.latest()) - 1), 0n]);
      expect(kept.source).to.equal(token.target);
      expect(await ballots.talliesOf(1)).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("by a share of other votes once the timelock has said so, while those that are there count as before", async () => {
      const { ballots, token, timelock, ada, dan, stranger, open, terms, toVoting } = await fixture();
      await open();
      const other = await ethers.deployContract("ToldVotes");
      await other.give(stranger, 1n);
      for (const by of [ada, stranger])
        await expect(ballots.connect(by).setVotes(other))
          .to.be.revertedWithCustomError(ballots, "Ballots_NotTimelock")
          .withArgs(by.address);
      await expect(ballots.connect(timelock).setVotes(stranger))
        .to.be.revertedWithCustomError(ballots, "Ballots_NoVotesThere")
        .withArgs(stranger.address);
      await expect(ballots.connect(timelock).setVotes(other))
        .to.emit(ballots, "VotesSet")
        .withArgs(other.target);
      expect(await ballots.votes()).to.equal(other.target);
      await ballots.connect(stranger).open(terms, URI);
      await expect(ballots.connect(dan).open(terms, URI))
        .to.be.revertedWithCustomError(ballots, "Ballots_TooFewVotes")
        .withArgs(dan.address, 0n, 0n);
      expect((await ballots.ballotOf(1)).terms.source).to.equal(token.target);
      await toVoting();
      await ballots.connect(dan).cast(1, [0], []);
      expect((await ballots.ballotOf(1)).turnout).to.equal(parseEther("100"));
    });

    it("by nobody with less, but by the timelock and what it has admitted", async () => {
      const { ballots, token, dan, stranger, terms } = await fixture();
      await token.connect(dan).transfer(stranger, 1n);
      await time.increase(2);
      await expect(ballots.connect(dan).open(terms, URI))
        .to.be.revertedWithCustomError(ballots, "Ballots_TooFewVotes")
        .withArgs(dan.address, parseEther("100") - 1n, parseEther("100"));
      await expect(ballots.connect(stranger).open(terms, URI)).to.be.revertedWithCustomError(
        ballots,
        "Ballots_TooFewVotes",
      );
      await ballots.open(terms, URI);
      await expect(ballots.connect(stranger).admit(stranger, true))
        .to.be.revertedWithCustomError(ballots, "Ballots_NotTimelock")
        .withArgs(stranger.address);
      await expect(ballots.admit(stranger, true))
        .to.emit(ballots, "OpenerAdmitted")
        .withArgs(stranger.address, true);
      await ballots.connect(stranger).open(terms, URI);
      expect(await ballots.ballotCount()).to.equal(2n);
      await ballots.admit(stranger, false);
      expect(await ballots.isOpener(stranger)).to.equal(false);
      await expect(ballots.connect(stranger).open(terms, URI)).to.be.revertedWithCustomError(
        ballots,
        "Ballots_TooFewVotes",
      );
    });

    it("with terms that fit together alone", async () => {
      const { ballots, terms } = await fixture();
      for (const wrong of [
        { opens: terms.opens - 2 * DAY },
        { closes: terms.opens + DAY - 1 },
        { closes: terms.opens + 366 * DAY },
        { options: 129 },
        { options: 1 },
        { options: 0, nomineeBps: 5_001 },
        { options: 29, nomineeBps: 100 },
        { winners: 0 },
        { winners: 17 },
      ])
        await expect(
          ballots.open({ ...terms, ...wrong }, URI),
          JSON.stringify(wrong),
        ).to.be.revertedWithCustomError(ballots, "Ballots_BadTerms");
      await expect(ballots.open(terms, "x".repeat(257)))
        .to.be.revertedWithCustomError(ballots, "Ballots_TextTooLong")
        .withArgs(257, 256);
      await ballots.open({ ...terms, options: 128, closes: terms.opens + DAY, winners: 16 }, "x".repeat(256));
      const ahead = (await time.latest()) + 5;
      await time.setNextBlockTimestamp(ahead);
      await ballots.open({ ...terms, options: 2, closes: ahead + 365 * DAY }, URI);
    });

    it("over a source that is there and counts seconds", async () => {
      const { ballots, terms } = await fixture();
      const told = await ethers.deployContract("ToldVotes");
      await told.become(4);
      for (const source of [told.target as string, ZeroAddress, "0x00000000000000000000000000000000000000aa"])
        await expect(ballots.open({ ...terms, source }, URI)).to.be.revertedWithCustomError(
          ballots,
          "Ballots_BadTerms",
        );
    });
  });

  describe("take nominations", () => {
    it("before they open, of whoever has the share, each once", async () => {
      const { ballots, open, ada, cleo, dan } = await fixture();
      const id = await open({ options: 0, nomineeBps: 500 });
      await expect(ballots.connect(cleo).nominate(id, URI))
        .to.emit(ballots, "Nominated")
        .withArgs(id, 0, cleo.address, URI);
      await expect(ballots.connect(cleo).nominate(id, URI))
        .to.be.revertedWithCustomError(ballots, "Ballots_AlreadyNominated")
        .withArgs(id, cleo.address);
      await expect(ballots.connect(dan).nominate(id, URI))
        .to.be.revertedWithCustomError(ballots, "Ballots_TooFewVotes")
        .withArgs(dan.address, parseEther("100"), parseEther("500"));
      await expect(ballots.connect(ada).nominate(id, "x".repeat(257))).to.be.revertedWithCustomError(
        ballots,
        "Ballots_TextTooLong",
      );
      expect(await ballots.nomineeOf(id, 0)).to.equal(cleo.address);
      expect((await ballots.ballotOf(id)).terms.options).to.equal(1n);
      const { opens } = (await ballots.ballotOf(id)).terms;
      await time.setNextBlockTimestamp(opens);
      await expect(ballots.connect(ada).nominate(id, URI))
        .to.be.revertedWithCustomError(ballots, "Ballots_NoNominations")
        .withArgs(id, opens);
    });

    it("only where their terms say so", async () => {
      const { ballots, open, ada } = await fixture();
      await expect(ballots.connect(ada).nominate(await open(), URI)).to.be.revertedWithCustomError(
        ballots,
        "Ballots_NoNominations",
      );
    });
  });

  describe("count", () => {
    it("all votes for each option that a voter approves", async () => {
      const { ballots, open, toVoting, ada, ben } = await fixture();
      const id = await open();
      await toVoting();
      await expect(ballots.connect(ada).cast(id, [0, 3], []))
        .to.emit(ballots, "BallotCast")
        .withArgs(id, ada.address, parseEther("6000"), [0, 3], []);
      await ballots.connect(ben).cast(id, [1, 2, 3], []);
      const [six, three] = [parseEther("6000"), parseEther("3000")];
      expect(await ballots.talliesOf(id)).to.deep.equal([six, three, three, six + three]);
      expect((await ballots.ballotOf(id)).turnout).to.equal(six + three);
      expect(await ballots.hasCast(id, ben)).to.equal(true);
    });

    it("votes in parts that make a whole", async () => {
      const { ballots, open, toVoting, dan, cleo } = await fixture();
      const id = await open({ kind: SPLIT });
      await toVoting();
      await ballots.connect(dan).cast(id, [0, 1], [2_500, 7_500]);
      await ballots.connect(cleo).cast(id, [3], [10_000]);
      expect(await ballots.talliesOf(id)).to.deep.equal([
        parseEther("25"),
        parseEther("75"),
        0n,
        parseEther("900"),
      ]);
      expect((await ballots.ballotOf(id)).turnout).to.equal(parseEther("1000"));
    });

    it("nothing that is malformed", async () => {
      const { ballots, open, toVoting, ada } = await fixture();
      const [approval, split] = [await open(), await open({ kind: SPLIT })];
      await toVoting();
      for (const options of [[], [4], [1, 1], [2, 1]])
        await expect(ballots.connect(ada).cast(approval, options, []))
          .to.be.revertedWithCustomError(ballots, "Ballots_BadOptions")
          .withArgs(approval, options, 4);
      await expect(ballots.connect(ada).cast(split, [], [])).to.be.revertedWithCustomError(
        ballots,
        "Ballots_BadOptions",
      );
      for (const [id, options, parts] of [
        [approval, [0], [10_000]],
        [split, [0], []],
        [split, [0, 1], [10_000, 0]],
        [split, [0, 1], [5_000, 5_001]],
        [split, [0, 1], [5_000, 4_999]],
      ] as const)
        await expect(ballots.connect(ada).cast(id, [...options], [...parts]))
          .to.be.revertedWithCustomError(ballots, "Ballots_BadParts")
          .withArgs(id, [...parts]);
    });

    it("in their time, each voter once, with votes from before they were opened", async () => {
      const { ballots, open, token, toVoting, ada, ben, stranger, terms } = await fixture();
      const id = await open();
      const closed = [id, terms.opens, terms.closes];
      await expect(ballots.connect(ada).cast(id, [0], []))
        .to.be.revertedWithCustomError(ballots, "Ballots_NotOpen")
        .withArgs(...closed);
      await token.connect(ada).transfer(stranger, parseEther("5000"));
      await token.connect(stranger).delegate(stranger);
      await toVoting();
      await expect(ballots.connect(stranger).cast(id, [0], []))
        .to.be.revertedWithCustomError(ballots, "Ballots_NoVotes")
        .withArgs(id, stranger.address);
      await ballots.connect(ada).cast(id, [0], []);
      expect((await ballots.talliesOf(id))[0]).to.equal(parseEther("6000"));
      await expect(ballots.connect(ada).cast(id, [1], []))
        .to.be.revertedWithCustomError(ballots, "Ballots_AlreadyCast")
        .withArgs(id, ada.address);
      await time.setNextBlockTimestamp(terms.closes);
      await expect(ballots.connect(ben).cast(id, [0], []))
        .to.be.revertedWithCustomError(ballots, "Ballots_NotOpen")
        .withArgs(...closed);
    });
  });

  describe("have winners", () => {
    it("when they are closed: the most votes first, of equal ones the lower number", async () => {
      const { ballots, open, toVoting, toEnd, ada, ben, cleo, terms } = await fixture();
      const id = await open({ winners: 3 });
      await toVoting();
      await ballots.connect(ben).cast(id, [1, 2], []);
      await ballots.connect(ada).cast(id, [3], []);
      await ballots.connect(cleo).cast(id, [3], []);
      await expect(ballots.winnersOf(id))
        .to.be.revertedWithCustomError(ballots, "Ballots_NotClosed")
        .withArgs(id, terms.closes);
      await toEnd();
      expect(list(await ballots.winnersOf(id))).to.deep.equal([3n, 1n, 2n]);
    });

    it("as many as there are seats at the most, and none without a vote", async () => {
      const { ballots, open, toVoting, toEnd, ada, ben } = await fixture();
      const [two, four] = [await open({ winners: 2 }), await open({ winners: 4 })];
      await toVoting();
      for (const id of [two, four]) {
        await ballots.connect(ada).cast(id, [0, 2], []);
        await ballots.connect(ben).cast(id, [1, 2], []);
      }
      await toEnd();
      expect(list(await ballots.winnersOf(two))).to.deep.equal([2n, 0n]);
      expect(list(await ballots.winnersOf(four))).to.deep.equal([2n, 0n, 1n]);
    });

    it("not below the quorum", async () => {
      const { ballots, open, toVoting, toEnd, dan, cleo } = await fixture();
      const [below, met] = [await open(), await open()];
      await toVoting();
      await ballots.connect(cleo).cast(below, [0], []);
      await ballots.connect(cleo).cast(met, [0], []);
      await ballots.connect(dan).cast(met, [1], []);
      await toEnd();
      expect(list(await ballots.winnersOf(below))).to.deep.equal([]);
      expect(list(await ballots.winnersOf(met))).to.deep.equal([0n, 1n]);
    });
  });

  it("answer nothing about a ballot that there is not", async () => {
    const { ballots, ada } = await fixture();
    for (const ask of [
      () => ballots.ballotOf(1),
      () => ballots.talliesOf(1),
      () => ballots.winnersOf(1),
      () => ballots.connect(ada).cast(1, [0], []),
      () => ballots.connect(ada).nominate(1, URI),
    ])
      await expect(ask()).to.be.revertedWithCustomError(ballots, "Ballots_UnknownBallot").withArgs(1);
  });
});
