import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { fixture, HOLDINGS, letPropose, ONE, proposalOf, Support } from "../helpers/governor";

/**
 * The attacker has stolen tokens while a vote is under way, and votes with them on what to do about the theft (Mango
 * Markets, October 2022: the proposal to let the thief keep the loot was voted for with the loot).
 */
describe("Attack: voting with stolen tokens", () => {
  async function theftFixture() {
    const context = await fixture();
    const { token, carol, stranger } = context;
    const [, , , , , , , , , accomplice] = await ethers.getSigners();
    const steal = async () => {
      await token.connect(carol).transfer(stranger, HOLDINGS.carol);
      await token.connect(stranger).delegate(stranger);
      await mine();
    };
    const passOn = async () => {
      await token.connect(stranger).transfer(accomplice!, HOLDINGS.carol);
      await token.connect(accomplice).delegate(accomplice!);
      await mine();
    };
    return { ...context, accomplice: accomplice!, steal, passOn };
  }

  it("where votes count as of now, the loot votes, and votes again from the next account", async () => {
    const { token, target, setNumber, dave, carol, stranger, accomplice, steal, passOn } =
      await theftFixture();
    const quorum = 2n * HOLDINGS.carol;
    const naive = await ethers.deployContract("NaiveGovernor", [token.target, quorum, 0n]);
    const { data } = setNumber(666n);
    await naive.propose(dave.address, target.target, data!, "The thief keeps it", 0n);
    const id = await naive.idOf(target, data!, "The thief keeps it");
    await steal();
    await naive.connect(stranger).castVote(id);
    expect(await naive.passed(id, ethers.ZeroHash)).to.equal(false);
    await passOn();
    await naive.connect(accomplice).castVote(id);
    await naive.execute(target, data!, "The thief keeps it", ethers.ZeroHash);
    expect(await target.number()).to.equal(666);
    expect(await token.getVotes(carol)).to.equal(0);
  });

  it("here the loot has no vote in what was proposed before, in whoever's hands, and its owner still has", async () => {
    const { governor, submit, openVote, vote, carol, stranger, accomplice, steal, passOn } =
      await theftFixture();
    const proposal = await submit("# NEP-GOV: The thief keeps it");
    await openVote(proposal);
    await steal();
    const refused = (thief: typeof stranger) =>
      expect(vote(proposal, thief))
        .to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes")
        .withArgs(proposal.id, thief.address);
    await refused(stranger);
    await passOn();
    await refused(accomplice);
    await expect(vote(proposal, carol, Support.Against))
      .to.emit(governor, "VoteCast")
      .withArgs(carol.address, proposal.id, Support.Against, HOLDINGS.carol, "");
  });

  it("and a theft during the review gives each token one vote, not two: the snapshot is one second", async () => {
    const { governor, token, submit, openVote, vote, carol, stranger, accomplice, steal, passOn } =
      await theftFixture();
    const proposal = await submit("# NEP-GOV: The thief keeps it");
    await steal();
    await openVote(proposal);
    await vote(proposal, stranger);
    await passOn();
    for (const other of [accomplice, carol]) {
      await expect(vote(proposal, other)).to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes");
    }
    const [, forVotes] = await governor.proposalVotes(proposal.id);
    expect(forVotes).to.equal(HOLDINGS.carol);
    expect(await token.getPastVotes(carol, await governor.proposalSnapshot(proposal.id))).to.equal(0);
  });

  it("where votes are staked, the thief must lock the loot before the snapshot, and cannot run with it", async () => {
    const { token, rulebook, timelock, alice, carol, stranger, setNumber, steal } = await theftFixture();
    const escrow = await ethers.deployContract("VoteEscrow", [token.target, "Staked", "ST", 4, ONE, false]);
    const governor = await ethers.deployContract("NetworkGovernor", [
      "Staked Governor",
      escrow.target,
      token.target,
      timelock.target,
      rulebook.target,
    ]);
    await letPropose(timelock, governor);
    for (const holder of [alice, carol]) {
      await token.connect(holder).approve(escrow, ethers.MaxUint256);
      await token.connect(holder).approve(governor, ethers.MaxUint256);
    }
    await escrow.connect(alice).createPermanentLock(20_000n * ONE);
    await mine();
    const proposal = await proposalOf("# NEP-GOV: The thief keeps it", [setNumber(666n)]);
    await governor.connect(alice).propose(...proposal.full);
    await steal();
    await token.connect(stranger).approve(escrow, ethers.MaxUint256);
    const snapshot = await governor.proposalSnapshot(proposal.id);

    // A second after the snapshot is too late for this vote, and too late for regrets.
    await time.setNextBlockTimestamp(snapshot + 1n);
    await escrow.connect(stranger).createPermanentLock(HOLDINGS.carol);
    await expect(governor.connect(stranger).castVote(proposal.id, Support.For))
      .to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes")
      .withArgs(proposal.id, stranger.address);
    await expect(escrow.connect(stranger).withdraw(0)).to.be.revertedWithCustomError(
      escrow,
      "VoteEscrow_LockActive",
    );
    await escrow.connect(stranger).startDecay(0);
    const [{ unlockTime }] = (await escrow.locksOf(stranger)) as unknown as [{ unlockTime: bigint }];
    expect(unlockTime).to.be.greaterThan((await governor.proposalDeadline(proposal.id)) + 7n * 86_400n);
    await expect(escrow.connect(stranger).withdraw(0)).to.be.revertedWithCustomError(
      escrow,
      "VoteEscrow_LockActive",
    );
  });
});
