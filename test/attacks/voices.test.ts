import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { CANCEL_BY_ID, code, EXCLUDED, GOV, Match, ONE, State, Support } from "../helpers/governor";
import { Mood, voices, voicesWithCouncil } from "../helpers/voices";

describe("Attack: one person who votes as many", () => {
  it("two parts of one vote are one voter, and so are a part and the rest", async () => {
    const { begin, part, cast, outcome, governor, frank, dave } = await voices();
    const proposal = await begin();
    await part(proposal, dave, 0n, 1n, 0n);
    await part(proposal, dave, 0n, 1n, 0n);
    await cast(proposal, dave);
    await cast(proposal, frank);
    await expect(cast(proposal, dave)).to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote");
    expect(await outcome(proposal)).to.equal(State.Defeated);
  });

  it("a ballot that is relayed twice, and once more by its voter, is one voter", async () => {
    const { begin, ballot, cast, outcome, governor, frank, dave } = await voices();
    const proposal = await begin();
    const mine = await ballot(proposal, dave);
    await governor.castVotesBySig(proposal.id, [mine, mine, await ballot(proposal, frank)]);
    await governor.castVotesBySig(proposal.id, [mine]);
    await expect(cast(proposal, dave)).to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote");
    expect(await outcome(proposal)).to.equal(State.Defeated);
  });

  it("a part that was cast keeps the relayed ballot of the same account out", async () => {
    const { begin, part, ballot, outcome, governor, frank, dave } = await voices();
    const proposal = await begin();
    await part(proposal, dave, 0n, 1n, 0n);
    await expect(governor.castVotesBySig(proposal.id, [await ballot(proposal, dave)]))
      .to.emit(governor, "BallotRejected")
      .withArgs(proposal.id, dave.address, 3n);
    await governor.castVotesBySig(proposal.id, [await ballot(proposal, frank)]);
    expect(await outcome(proposal)).to.equal(State.Defeated);
  });

  it("dust that is spread over accounts is no voter: what the source does not know has no weight", async () => {
    const { begin, cast, token, outcome, governor, alice, stranger, frank, dave } = await voices();
    const others = (await ethers.getSigners()).slice(10, 14);
    for (const other of others) {
      await token.connect(alice).transfer(other, 1n);
      await token.connect(other).delegate(other);
    }
    await mine();
    const proposal = await begin();
    await cast(proposal, dave);
    await cast(proposal, frank);
    for (const other of others) {
      await expect(cast(proposal, other)).to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes");
    }
    expect(await governor.hasVoted(proposal.id, stranger)).to.equal(false);
    expect(await outcome(proposal)).to.equal(State.Defeated);
  });

  it("where held tokens are counted, no number of voters can be asked for at all", async () => {
    const { book } = await voices();
    await expect(book.setRules(code("ARCH"), { ...GOV, minVoters: 2n })).to.be.revertedWithCustomError(
      book,
      "Rulebook_RuleOutOfRange",
    );
  });
});

describe("Attack: votes of one proposal's source used on another", () => {
  it("no parameters of a vote make another source count", async () => {
    const { governor, propose, begin, dave, alice } = await voices();
    const [people, gov] = [await propose(), await begin("# NEP-GOV: y")];
    const id = (proposal: { id: bigint }) => ethers.zeroPadValue(ethers.toBeHex(proposal.id), 32);
    for (const [on, named, by] of [
      [gov, people, dave],
      [people, gov, alice],
      [people, people, dave],
    ] as const) {
      for (const support of [Support.For, Support.Parts]) {
        await expect(
          governor.connect(by).castVoteWithReasonAndParams(on.id, support, "", id(named)),
        ).to.be.revertedWithCustomError(
          governor,
          by === alice ? "GovernorCounting_NoVotes" : "GovernorInvalidVoteParams",
        );
      }
    }
    expect(await governor.proposalVotes(gov.id)).to.deep.equal([0n, 0n, 0n]);
    expect(await governor.proposalVotes(people.id)).to.deep.equal([0n, 0n, 0n]);
  });
});

describe("Attack: a source of votes that turns", () => {
  it("stops its own type alone, and a vote of the default type gives that type another", async () => {
    const { governor, book, begin, cast, enact, rulebook, source, people, erin, frank, stranger, outcome } =
      await voices();
    const stuck = await begin();
    for (const by of [erin, frank, stranger]) await cast(stuck, by);
    await source.become(Mood.Revert);
    const honest = await ethers.deployContract("ToldVotes");
    for (const person of [erin, frank, stranger]) await honest.give(person, 10n * ONE);
    await expect(book.setRules(code("PEOPLE"), people)).to.be.revertedWithCustomError(
      book,
      "Rulebook_BadSource",
    );
    const rules = { ...people, voteSource: honest.target as string };
    await enact("# NEP-GOV: Another source", [
      { target: rulebook, data: rulebook.interface.encodeFunctionData("setRules", [code("PEOPLE"), rules]) },
    ]);
    await expect(governor.state(stuck.id)).to.be.revertedWith("no total");
    await expect(governor.queue(...stuck.hashed)).to.be.revertedWith("no total");
    const next = await begin("# NEP-PEOPLE: Again");
    for (const by of [erin, frank, stranger]) await cast(next, by);
    expect(await outcome(next)).to.equal(State.Succeeded);
  });

  it("cannot swell the votes for a proposal into its terms: they revert beyond 96 bits", async () => {
    const { governor, begin, cast, source, dave } = await voices();
    const proposal = await begin();
    await source.give(dave, 2n ** 96n);
    await expect(cast(proposal, dave)).to.be.revertedWithCustomError(
      governor,
      "SafeCastOverflowedUintDowncast",
    );
  });
});

describe("Attack: what passes in silence", () => {
  it("nothing passes where nothing could be cast against it", async () => {
    const { governor, announce, outcome, token } = await emptied();
    const proposal = await announce();
    const at = await governor.proposalSnapshot(proposal.id);
    expect(await token.getPastTotalSupply(at)).to.equal(await token.getPastVotes(EXCLUDED, at));
    expect(await outcome(proposal)).to.equal(State.Defeated);
  });

  it("a veto in the last second stands: nobody gets the time to answer it", async () => {
    const { governor, announce, cast, alice, bob } = await voicesWithCouncil();
    const proposal = await announce();
    const deadline = await governor.proposalDeadline(proposal.id);
    await time.setNextBlockTimestamp(deadline);
    await cast(proposal, alice, Support.Against);
    await expect(cast(proposal, bob)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnexpectedProposalState",
    );
    expect(await governor.state(proposal.id)).to.equal(State.Defeated);
  });

  it("a council cannot keep its place by it: not even a scope would let it appoint anybody", async () => {
    const { governor, book, council, submit, scopeOf } = await voicesWithCouncil();
    const appoint = governor.interface.getFunction("setGuardian").selector;
    const whole = { ...scopeOf("x", ["TECH"]), target: governor.target, selector: appoint };
    await expect(
      book.setScope({ ...whole, how: Match.Selector, word: ethers.ZeroHash }),
    ).to.be.revertedWithCustomError(book, "Rulebook_ScopeTooWide");
    // By its first argument it can be opened, and stays closed: the governor obeys the default type alone.
    const again = ethers.zeroPadValue(council.address, 32);
    await book.setScope({ ...whole, word: again });
    const data = governor.interface.encodeFunctionData("setGuardian", [council.address, 2n ** 40n]);
    await expect(submit("# NEP-TECH: For ever", [{ target: governor, data }], council))
      .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
      .withArgs(0, governor.target, appoint, code("TECH"), []);
  });

  it("a council that was replaced proposes no more of it, and the next one stops what it left", async () => {
    const { governor, proposeTech, propose, pass, queue, toEta, execute, council, bob } =
      await voicesWithCouncil();
    const { until } = await governor.guardian();
    const data = governor.interface.encodeFunctionData("setGuardian", [bob.address, until]);
    const replacement = await pass("# NEP-GOV: Another council", [{ target: governor, data }]);
    await queue(replacement);
    const left = await proposeTech();
    await toEta(replacement);
    await execute(replacement);
    await expect(propose("# NEP-TECH: y", council)).to.be.revertedWithCustomError(
      governor,
      "GovernorTypes_CouncilOnly",
    );
    await governor.connect(bob)[CANCEL_BY_ID](left.id);
    expect(await governor.state(left.id)).to.equal(State.Canceled);
  });

  /** A network in which every vote there is has been excluded. */
  async function emptied() {
    const context = await voicesWithCouncil();
    const { token, alice, bob, carol, dave, erin, frank, treasury } = context;
    for (const holder of [alice, bob, carol, dave, erin, frank]) {
      await token.connect(holder).transfer(treasury, await token.balanceOf(holder));
    }
    return context;
  }
});
