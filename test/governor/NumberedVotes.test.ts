import { loadFixture, mine } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { asAccount, code, HOLDINGS, Match, ONE, Support, word } from "../helpers/governor";
import { governorOver } from "../helpers/sources";
import { PEOPLE } from "../helpers/voices";

/** What an account without votes costs a fresh slot for a mark. */
const FRESH = 17_000n;

describe("A governor whose source numbers its voters", () => {
  /** Locks for good vote. Four people get the numbers on both sides of where a word ends. */
  async function numbered() {
    const context = await governorOver("permanent locks");
    const { sources, alice, bob, carol, dave, erin } = context;
    const escrow = sources.escrow!;
    const has = async ({ address }: { address: string }) => Number(await escrow.voterNumber(address));
    expect(await Promise.all([alice, bob, carol, dave, erin].map(has))).to.deep.equal([1, 2, 3, 4, 5]);
    // Somebody's votes pass through many hands.
    const frank = escrow.connect(context.frank);
    let next = 1 + Number(await escrow.voterNumber(context.treasury));
    for (let i = 0; next + i < 126; ++i) await frank.delegate(ethers.toBeHex(0xf00d + i, 20));
    const late = (await ethers.getSigners()).slice(10, 14);
    for (const [i, voter] of late.entries()) {
      await context.token.connect(context.alice).transfer(voter, ONE);
      await context.token.connect(voter).approve(escrow, ONE);
      await escrow.connect(voter).createPermanentLock(ONE);
      next = Number(await escrow.voterNumber(voter));
      expect([125 + i, 126 + i, 127 + i]).to.include(next);
    }
    return { ...context, escrow, late };
  }
  const fixture = () => loadFixture(numbered);

  it("tells voters apart whose marks lie in one word, and in the words beside it", async () => {
    const { governor, escrow, submit, openVote, vote, late, alice } = await fixture();
    const numbers = await Promise.all(late.map((voter) => escrow.voterNumber(voter)));
    expect(new Set(numbers.map((number) => number / 128n)).size).to.equal(2);
    const [one, other] = [await submit("# NEP-GOV: x"), await submit("# NEP-GOV: y")];
    await openVote(other);
    for (const [i, voter] of late.entries()) {
      await vote(one, voter, i % 2 ? Support.For : Support.Against);
      const voted = await Promise.all([...late, alice].map((each) => governor.hasVoted(one.id, each)));
      expect(voted).to.deep.equal([...late.map((_, j) => j <= i), false]);
      expect(await governor.hasVoted(other.id, voter)).to.equal(false);
      expect(await governor.usedVotes(one.id, voter)).to.equal(ONE);
    }
    expect(await governor.proposalVotes(one.id)).to.deep.equal([2n * ONE, 2n * ONE, 0n]);
    for (const voter of late) {
      await expect(vote(one, voter)).to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote");
      await vote(other, voter);
    }
    expect(await governor.proposalVotes(other.id)).to.deep.equal([0n, 4n * ONE, 0n]);
    expect(await governor.hasVoted(1n, alice)).to.equal(false);
    expect(await governor.usedVotes(1n, alice)).to.equal(0n);
  });

  it("counts parts beside the marks of neighbours", async () => {
    const { governor, submit, openVote, vote, late } = await fixture();
    const proposal = await submit("# NEP-GOV: x");
    await openVote(proposal);
    const [first, second] = late;
    const parts = ethers.solidityPacked(["uint128", "uint128", "uint128"], [0n, ONE / 4n, 0n]);
    const part = () =>
      governor.connect(first).castVoteWithReasonAndParams(proposal.id, Support.Parts, "", parts);
    await part();
    await vote(proposal, second!);
    await part();
    expect(await governor.usedVotes(proposal.id, first!)).to.equal(ONE / 2n);
    await vote(proposal, first!, Support.Against);
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([ONE / 2n, (3n * ONE) / 2n, 0n]);
  });

  it("lets one of its neighbours pay for the word, and the others save it", async () => {
    if (process.env.SOLIDITY_COVERAGE) return;
    const { submit, openVote, vote, alice, bob, carol } = await fixture();
    const proposal = await submit("# NEP-GOV: x");
    await openVote(proposal);
    const gasOf = async (by: typeof alice) => (await (await vote(proposal, by)).wait())!.gasUsed;
    const [first, second, third] = [await gasOf(alice), await gasOf(bob), await gasOf(carol)];
    expect(first - second > FRESH).to.equal(true);
    expect(third <= second + 200n).to.equal(true);
  });

  it("never asks for numbers where a type has a source of its own: its voters may have none", async () => {
    const { governor, rulebook, timelock, target, upgrade, openVote, submit, vote, late } = await fixture();
    const [stranger] = (await ethers.getSigners()).slice(15);
    const source = await ethers.deployContract("ToldVotes");
    const persons = [stranger!, (await ethers.getSigners())[16]!, late[0]!];
    for (const person of persons) await source.give(person, 10n * ONE);
    const book = rulebook.connect(await asAccount(timelock.target as string));
    await book.setRules(code("PEOPLE"), { ...PEOPLE, voteSource: source.target as string });
    await book.setScope({
      ...{ target: target.target, how: Match.SelectorAndWord, word: word("people") },
      ...{ selector: target.interface.getFunction("upgrade").selector, allowsValue: false },
      ...{ unstoppable: false, codes: [code("PEOPLE")] },
    });
    const proposal = await submit("# NEP-PEOPLE: x", [upgrade("people", 1n)]);
    await openVote(proposal);
    for (const [i, person] of persons.entries()) {
      await vote(proposal, person);
      const voted = await Promise.all(persons.map((each) => governor.hasVoted(proposal.id, each)));
      expect(voted).to.deep.equal(persons.map((_, j) => j <= i));
    }
    expect(await governor.proposalVoters(proposal.id)).to.equal(3n);
  });
});

describe("Attack: a number that comes after the vote", () => {
  it("is of no use where two sources are added up: there nobody has one", async () => {
    const { governor, sources, token, submit, openVote, vote, alice, bob } =
      await governorOver("tokens held or locked");
    const escrow = sources.escrow!;
    const fresh = (await ethers.getSigners())[10]!;
    await token.connect(alice).transfer(fresh, 2n * ONE);
    await token.connect(fresh).delegate(fresh);
    await mine();
    const proposal = await submit("# NEP-GOV: x", undefined, bob);
    await openVote(proposal);
    await vote(proposal, fresh);
    expect(await escrow.voterNumber(fresh)).to.equal(0n);
    await token.connect(fresh).approve(escrow, ONE);
    await escrow.connect(fresh).createPermanentLock(ONE);
    expect(await escrow.voterNumber(fresh)).to.be.greaterThan(0n);
    await expect(vote(proposal, fresh)).to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote");
    expect(await governor.usedVotes(proposal.id, fresh)).to.equal(2n * ONE);
    expect(HOLDINGS.alice).to.be.greaterThan(2n * ONE);
  });
});
