import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { CANCEL_BY_ID, code, DAY, EXCLUDED, HOLDINGS, HOUR, ONE, State, Support } from "../helpers/governor";
import { Mood, PEOPLE, TECH, voices, voicesWithCouncil } from "../helpers/voices";

const word = (id: bigint) => ethers.zeroPadValue(ethers.toBeHex(id), 32);

describe("A type with a source of votes of its own", () => {
  it("counts the votes of its source, and none of the token's", async () => {
    const { governor, begin, cast, alice, dave, outcome } = await voices();
    const proposal = await begin();
    await expect(cast(proposal, alice))
      .to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes")
      .withArgs(proposal.id, alice.address);
    await expect(cast(proposal, dave))
      .to.emit(governor, "VoteCast")
      .withArgs(dave.address, proposal.id, Support.For, 40n * ONE, "");
    expect(await governor.usedVotes(proposal.id, dave)).to.equal(40n * ONE);
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([0n, 40n * ONE, 0n]);
    expect(await outcome(proposal)).to.equal(State.Defeated);
  });

  it("leaves every other type to the token's votes", async () => {
    const { governor, begin, cast, alice, frank } = await voices();
    const proposal = await begin("# NEP-GOV: x");
    await expect(cast(proposal, frank)).to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes");
    await cast(proposal, alice);
    const at = await governor.proposalSnapshot(proposal.id);
    expect(await governor.usedVotes(proposal.id, alice)).to.equal(await governor.getVotes(alice, at));
    expect(await governor.proposalVoters(proposal.id), "voters of a type that asks for none").to.equal(0n);
  });

  it("passes by a share of its source's votes, without those that nobody can cast", async () => {
    const { governor, begin, cast, source, erin, frank, stranger, outcome } = await voices();
    const proposal = await begin();
    expect(await governor.quorum(proposal.id)).to.equal(20n * ONE);
    await source.give(EXCLUDED, 100n * ONE);
    expect(await governor.quorum(proposal.id)).to.equal(20n * ONE);
    await source.setTotal(600n * ONE);
    expect(await governor.quorum(proposal.id)).to.equal(100n * ONE);
    await source.setTotal(400n * ONE);
    expect(await governor.quorum(proposal.id)).to.equal(60n * ONE);
    for (const by of [erin, frank, stranger]) await cast(proposal, by);
    expect(await outcome(proposal)).to.equal(State.Succeeded);
  });

  it("misses its quorum by one vote of its source", async () => {
    const { begin, cast, source, erin, frank, stranger, outcome } = await voices();
    const proposal = await begin();
    await source.setTotal(300n * ONE + 5n);
    for (const by of [erin, frank, stranger]) await cast(proposal, by);
    expect(await outcome(proposal)).to.equal(State.Defeated);
  });

  it("splits what its source gives, and no more", async () => {
    const { governor, begin, part, cast, dave } = await voices();
    const proposal = await begin();
    await part(proposal, dave, ONE, 2n * ONE, 3n * ONE);
    expect(await governor.usedVotes(proposal.id, dave)).to.equal(6n * ONE);
    await expect(part(proposal, dave, 0n, 34n * ONE + 1n, 0n))
      .to.be.revertedWithCustomError(governor, "GovernorCounting_BadParts")
      .withArgs(proposal.id, dave.address, 34n * ONE + 1n, 34n * ONE);
    await cast(proposal, dave);
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([ONE, 36n * ONE, 3n * ONE]);
    await expect(cast(proposal, dave)).to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote");
  });

  it("tells what an account can cast on it, when it is asked with its id", async () => {
    const { governor, propose, begin, alice, dave } = await voices();
    const [people, gov] = [await propose(), await begin("# NEP-GOV: y")];
    const at = await governor.proposalSnapshot(gov.id);
    const weigh = async ({ address }: { address: string }, params: string) =>
      governor.getVotesWithParams(address, at, params);
    expect(await weigh(dave, word(people.id))).to.equal(40n * ONE);
    expect(await weigh(alice, word(people.id))).to.equal(0n);
    for (const params of [word(gov.id), word(1n), "0x", "0x1234"]) {
      expect(await weigh(dave, params)).to.equal(await governor.getVotes(dave, at));
      expect(await weigh(alice, params)).to.equal(await governor.getVotes(alice, at));
    }
    expect(await governor.getVotes(dave, at)).to.be.within(1n, HOLDINGS.dave);
  });

  it("takes relayed ballots by its source's votes", async () => {
    const { governor, begin, ballot, alice, erin, dave, stranger } = await voices();
    const proposal = await begin();
    const ballots = [
      await ballot(proposal, alice),
      await ballot(proposal, erin),
      await ballot(proposal, dave, Support.Against),
    ];
    const relayed = governor.connect(stranger).castVotesBySig(proposal.id, ballots);
    await expect(relayed).to.emit(governor, "BallotRejected").withArgs(proposal.id, alice.address, 4n);
    await expect(relayed)
      .to.emit(governor, "VoteCast")
      .withArgs(dave.address, proposal.id, Support.Against, 40n * ONE, "");
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([40n * ONE, 10n * ONE, 0n]);
  });

  it("keeps its source for the proposals that are there, whatever the type becomes", async () => {
    const { governor, book, begin, cast, people, source, erin, dave } = await voices();
    const before = await begin();
    const other = await ethers.deployContract("ToldVotes");
    await other.give(erin, ONE);
    await book.setRules(code("PEOPLE"), { ...people, voteSource: other.target as string });
    await cast(before, dave);
    expect(await governor.usedVotes(before.id, dave)).to.equal(40n * ONE);
    const after = await begin("# NEP-PEOPLE: y");
    await expect(cast(after, dave)).to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes");
    await cast(after, erin);
    expect(await governor.usedVotes(after.id, erin)).to.equal(ONE);
    const { rulesId } = await governor.proposalType(before.id);
    expect((await governor.pinnedRules(rulesId)).voteSource).to.equal(source.target);
  });

  it("extends a late swing by the votes of its source", async () => {
    const { governor, begin, cast, erin, frank, dave } = await voices();
    const proposal = await begin();
    const deadline = await governor.proposalDeadline(proposal.id);
    await cast(proposal, erin);
    await cast(proposal, frank, Support.Against);
    await time.increaseTo(deadline - HOUR / 2n);
    await expect(cast(proposal, dave))
      .to.emit(governor, "ProposalExtended")
      .withArgs(proposal.id, deadline + HOUR);
  });

  it("is proposed, and kept from being cancelled, by the token's votes", async () => {
    const { governor, propose, token, alice, frank, dave } = await voices();
    await expect(propose("# NEP-PEOPLE: y", frank)).to.be.revertedWithCustomError(
      governor,
      "GovernorInsufficientProposerVotes",
    );
    const proposal = await propose("# NEP-PEOPLE: y", dave);
    await token.connect(dave).delegate(alice);
    await mine();
    await expect(governor.connect(alice)[CANCEL_BY_ID](proposal.id)).to.emit(governor, "ProposalCanceled");
  });

  it("goes all the way to its effect", async () => {
    const { governor, begin, cast, target, queue, toEta, execute, closeVote, erin, frank, dave } =
      await voices();
    const proposal = await begin();
    for (const by of [erin, frank, dave]) await cast(proposal, by);
    await closeVote(proposal);
    await queue(proposal);
    await toEta(proposal);
    await execute(proposal);
    expect(await target.parameters(ethers.encodeBytes32String("people"))).to.equal(7n);
    expect(await governor.state(proposal.id)).to.equal(State.Executed);
  });
});

describe("A type that needs a number of voters", () => {
  it("passes with the last of them, and not before, however many votes there are", async () => {
    const { propose, begin, cast, closeVote, governor, erin, frank, dave } = await voices();
    const [short, enough] = [await propose(), await begin("# NEP-PEOPLE: y")];
    for (const by of [frank, dave]) {
      await cast(short, by);
      await cast(enough, by);
    }
    await cast(enough, erin);
    await closeVote(enough);
    expect(await governor.state(short.id)).to.equal(State.Defeated);
    expect(await governor.state(enough.id)).to.equal(State.Succeeded);
  });

  for (const [name, support] of [
    ["against it", Support.Against],
    ["abstaining", Support.Abstain],
  ] as const) {
    it(`counts a voter that is ${name} as one, too`, async () => {
      const { begin, cast, outcome, erin, frank, dave } = await voices();
      const proposal = await begin();
      await cast(proposal, erin, support);
      await cast(proposal, frank);
      await cast(proposal, dave);
      expect(await outcome(proposal)).to.equal(State.Succeeded);
    });
  }

  it("counts those of relayed ballots that are counted, beside those who came themselves", async () => {
    const { governor, begin, cast, ballot, outcome, alice, erin, frank, dave, stranger } = await voices();
    const proposal = await begin();
    await cast(proposal, dave);
    const twice = await ballot(proposal, erin);
    // Erin's second, Dave's second and Alice, who has no votes, are nobody's heads.
    const ballots = [twice, twice, await ballot(proposal, dave), await ballot(proposal, alice)];
    expect(await governor.castVotesBySig.staticCall(proposal.id, ballots)).to.equal(1n);
    await governor.connect(stranger).castVotesBySig(proposal.id, ballots);
    const before = await ethers.provider.send("evm_snapshot", []);
    expect(await outcome(proposal)).to.equal(State.Defeated);
    await ethers.provider.send("evm_revert", [before]);
    await governor.castVotesBySig(proposal.id, [await ballot(proposal, frank, Support.Abstain)]);
    expect(await outcome(proposal)).to.equal(State.Succeeded);
  });

  it("extends the vote when the last voter that is needed comes late", async () => {
    const { governor, begin, cast, erin, frank, dave } = await voices();
    const proposal = await begin();
    const deadline = await governor.proposalDeadline(proposal.id);
    await cast(proposal, dave);
    await cast(proposal, frank);
    await time.increaseTo(deadline - HOUR / 2n);
    await expect(cast(proposal, erin, Support.Abstain))
      .to.emit(governor, "ProposalExtended")
      .withArgs(proposal.id, deadline + HOUR);
  });

  it("is no rule where none asks for it: one voter is enough", async () => {
    const { begin, book, people, cast, outcome, dave } = await voices();
    await book.setRules(code("PEOPLE"), { ...people, minVoters: 0n });
    const proposal = await begin();
    await cast(proposal, dave);
    expect(await outcome(proposal)).to.equal(State.Succeeded);
  });
});

describe("A type that passes unless it is vetoed", () => {
  it("is the council's alone, which needs no votes for it", async () => {
    const { governor, propose, proposeTech, alice } = await voicesWithCouncil();
    await expect(propose("# NEP-TECH: y", alice))
      .to.be.revertedWithCustomError(governor, "GovernorTypes_CouncilOnly")
      .withArgs(code("TECH"), alice.address);
    const { id } = await proposeTech();
    expect((await governor.proposalType(id)).code).to.equal(code("TECH"));
  });

  it("passes when nobody says anything, and takes effect", async () => {
    const { governor, announce, closeVote, queue, toEta, execute, target } = await voicesWithCouncil();
    const proposal = await announce();
    await closeVote(proposal);
    expect(await governor.state(proposal.id)).to.equal(State.Succeeded);
    await queue(proposal);
    await toEta(proposal);
    await execute(proposal);
    expect(await target.parameters(ethers.encodeBytes32String("tech"))).to.equal(7n);
  });

  it("fails with the vote that makes the share, and not with one less, whoever is for it", async () => {
    const { governor, announce, proposeTech, part, cast, closeVote, alice, bob, carol } =
      await voicesWithCouncil();
    const [passes, fails] = [await proposeTech(), await announce("# NEP-TECH: y")];
    const needed = await governor.quorum(fails.id);
    const at = await governor.proposalSnapshot(fails.id);
    // A tenth of what can be cast: without the excluded treasury.
    const votes = await ethers.getContractAt("GovernanceToken", await governor.token());
    const base = (await votes.getPastTotalSupply(at)) - HOLDINGS.treasury;
    expect(needed).to.equal(base / 10n);
    await part(passes, carol, (await governor.quorum(passes.id)) - 1n, 0n, 0n);
    await part(fails, carol, needed - 1n, 0n, 0n);
    await part(fails, bob, 1n, 0n, 0n);
    await cast(fails, alice);
    await closeVote(fails);
    expect(await governor.state(passes.id)).to.equal(State.Succeeded);
    expect(await governor.state(fails.id)).to.equal(State.Defeated);
  });

  it("is vetoed by relayed ballots, too", async () => {
    const { governor, announce, ballot, outcome, alice, stranger } = await voicesWithCouncil();
    const proposal = await announce();
    await governor
      .connect(stranger)
      .castVotesBySig(proposal.id, [await ballot(proposal, alice, Support.Against)]);
    expect(await outcome(proposal)).to.equal(State.Defeated);
  });

  it("is stopped by the council that proposed it, while it is guardian", async () => {
    const { governor, announce, council } = await voicesWithCouncil();
    const proposal = await announce();
    await expect(governor.connect(council)[CANCEL_BY_ID](proposal.id)).to.emit(governor, "ProposalCanceled");
  });

  it("keeps its share when the type's is changed", async () => {
    const { governor, book, announce, cast, outcome, carol } = await voicesWithCouncil();
    const proposal = await announce();
    await book.setRules(code("TECH"), { ...TECH, vetoBps: 5_000n });
    await cast(proposal, carol, Support.Against);
    expect(await outcome(proposal)).to.equal(State.Defeated);
    expect(await governor.quorum(proposal.id)).to.be.lessThan(HOLDINGS.carol);
  });

  it("ends without a word where its type's vote would have been extended", async () => {
    const { governor, announce, cast, alice } = await voicesWithCouncil();
    const proposal = await announce();
    const deadline = await governor.proposalDeadline(proposal.id);
    expect(deadline - (await governor.proposalSnapshot(proposal.id))).to.equal(3n * DAY);
    await time.setNextBlockTimestamp(deadline);
    await expect(cast(proposal, alice, Support.Against)).not.to.emit(governor, "ProposalExtended");
    await mine();
    expect(await governor.state(proposal.id)).to.equal(State.Defeated);
  });
});

describe("What the governor is asked between proposals", () => {
  it("has the lowest threshold of those that holders may propose: the council's own do not count", async () => {
    const { governor, book } = await voices();
    expect(await governor.proposalThreshold()).to.equal(50n * ONE);
    await book.setRules(code("FREE"), { ...TECH, vetoBps: 0n });
    expect(await governor.proposalThreshold()).to.equal(50n * ONE);
    await book.setRules(code("FREE"), { ...PEOPLE, minVoters: 0n, threshold: ONE });
    expect(await governor.proposalThreshold()).to.equal(ONE);
  });

  it("fails for a proposal whose source does, and for no other", async () => {
    const { governor, propose, begin, cast, closeVote, source, alice, erin, frank, stranger, dave } =
      await voices();
    const [people, gov] = [await propose(), await begin("# NEP-GOV: y")];
    for (const by of [erin, frank, stranger]) await cast(people, by);
    await source.become(Mood.Revert);
    await expect(governor.quorum(people.id)).to.be.revertedWith("no total");
    await expect(cast(people, dave)).to.be.revertedWith("no votes");
    expect(await governor.state(people.id)).to.equal(State.Active);
    await cast(gov, alice);
    await closeVote(gov);
    await expect(governor.state(people.id)).to.be.revertedWith("no total");
    expect(await governor.state(gov.id)).to.equal(State.Succeeded);
  });
});
