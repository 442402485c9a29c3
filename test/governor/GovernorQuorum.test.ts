import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { BASE, code, EXCLUDED, fixture, GOV, HOLDINGS, ONE, State } from "../helpers/governor";

describe("GovernorQuorum", () => {
  it("takes its clock and its votes from the token", async () => {
    const { governor, token, alice } = await fixture();
    const now = await time.latest();
    expect(await governor.clock()).to.equal(now);
    expect(await governor.token()).to.equal(token.target);
    expect(await governor.getVotes(alice, now - 1)).to.equal(HOLDINGS.alice);
    expect(await governor.getVotesWithParams(alice, now - 1, "0x12")).to.equal(HOLDINGS.alice);
  });

  it("is a share of the votes that exist, without those of EXCLUDED", async () => {
    const { governor, token } = await fixture();
    const now = (await time.latest()) - 1;
    expect(await token.getPastVotes(EXCLUDED, now)).to.equal(HOLDINGS.treasury);
    expect(await governor.quorum(now)).to.equal((BASE * 20n) / 100n);
    expect(await governor.quorumNumerator()).to.equal(GOV.quorumBps);
    expect(await governor.quorumDenominator()).to.equal(10_000);
  });

  it("follows what is delegated to EXCLUDED and withdrawn from it, for votes to come", async () => {
    const { governor, token, treasury, frank } = await fixture();
    const before = await time.latest();
    await token.connect(treasury).delegate(ethers.ZeroAddress);
    await token.connect(frank).delegate(EXCLUDED);
    const after = await time.latest();
    await time.increase(10);
    expect(await governor.quorum(before)).to.equal((BASE * 20n) / 100n);
    expect(await governor.quorum(after)).to.equal(((100_000n * ONE - HOLDINGS.frank) * 20n) / 100n);
  });

  it("is never below the floor", async () => {
    const { token, timelock, alice, bob, carol, dave, frank } = await fixture();
    const book = await ethers.deployContract("Rulebook", [
      timelock.target,
      [{ code: code("GOV"), rules: GOV }],
      [],
    ]);
    const args = ["Neuro Governor", token.target, token.target, timelock.target, book.target] as const;
    const governor = await ethers.deployContract("NetworkGovernor", [...args]);
    const quorumWith = async (excluded: typeof alice) => {
      await token.connect(excluded).delegate(EXCLUDED);
      await time.increase(10);
      return governor.quorum((await time.latest()) - 1);
    };
    let base = BASE;
    for (const voter of [alice, bob, carol]) {
      base -= await token.balanceOf(voter);
      expect(await quorumWith(voter)).to.equal((base * 20n) / 100n);
    }
    // 10,000 are left, of which 20 % are 2,000. Without frank, 20 % are 92, and the floor holds.
    expect(base).to.equal(10_000n * ONE);
    expect(await quorumWith(frank)).to.equal(GOV.quorumFloor);
    expect(await quorumWith(dave)).to.equal(GOV.quorumFloor);
  });

  it("is the proposal's own when asked by a proposal's id", async () => {
    const { governor, submit, upgrade } = await fixture();
    const gov = await submit("# NEP-GOV: x");
    const train = await submit("# NEP-TRAIN: x", [upgrade("train", 1n)]);
    // Fees have been burned: 10 and 10.
    const base = BASE - 20n * ONE;
    await time.increase(1);
    expect(await governor.quorum(gov.id)).to.equal((base * 2_000n) / 10_000n);
    expect(await governor.quorum(train.id)).to.equal((base * 1_500n) / 10_000n);
  });

  it("moves until the vote begins and stands still from then on", async () => {
    const { governor, token, submit, openVote, vote, alice, bob, frank, closeVote } = await fixture();
    const proposal = await submit("# NEP-GOV: x");
    await token.connect(frank).burn(1_000n * ONE);
    await time.increase(1);
    const base = BASE - GOV.fee - 1_000n * ONE;
    expect(await governor.quorum(proposal.id)).to.equal(base / 5n);

    await openVote(proposal);
    await token.connect(frank).burn(1_000n * ONE);
    expect(await governor.quorum(proposal.id)).to.equal(base / 5n);
    await vote(proposal, alice);
    await token.connect(frank).burn(1_000n * ONE);
    await vote(proposal, bob);
    expect(await governor.quorum(proposal.id)).to.equal(base / 5n);
    await closeVote(proposal);
    expect(await governor.quorum(proposal.id)).to.equal(base / 5n);
  });

  it("can be asked for in the second of the proposal and at its snapshot", async () => {
    const { governor, submit } = await fixture();
    const { id } = await submit("# NEP-GOV: x");
    expect(await governor.quorum(id)).to.equal(BASE / 5n);
    await time.increaseTo(await governor.proposalSnapshot(id));
    expect(await governor.quorum(id)).to.equal((BASE - GOV.fee) / 5n);
  });

  it("cannot be asked for a time to come", async () => {
    const { governor, token } = await fixture();
    const now = await time.latest();
    await expect(governor.quorum(now + 100)).to.be.revertedWithCustomError(token, "ERC5805FutureLookup");
  });

  it("of a vote with no ballots still tells a state", async () => {
    const { governor, submit, closeVote } = await fixture();
    const proposal = await submit("# NEP-GOV: x");
    await closeVote(proposal);
    expect(await governor.state(proposal.id)).to.equal(State.Defeated);
  });
});
