import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { fixture, GOV, ONE, State, Support, type Proposal } from "../helpers/governor";

const LATE = GOV.late;

/*
 * given a vote with `late` > 0
 * ├── when a ballot brings the quorum
 * │   ├── before the last `late` seconds: the deadline stays
 * │   └── within them: the deadline moves by `late`, once
 * ├── when a ballot turns the outcome to success: the same
 * └── when a ballot does neither, or turns it to defeat: the deadline stays
 * given `late` = 0: the deadline stays
 */
describe("A late swing", () => {
  async function lateFixture() {
    const context = await fixture();
    const { governor, submit, openVote, vote } = context;
    const begin = async (title = "# NEP-GOV: x"): Promise<Proposal & { deadline: bigint }> => {
      const proposal = await submit(title);
      await openVote(proposal);
      return { ...proposal, deadline: await governor.proposalDeadline(proposal.id) };
    };
    const voteAt = async (second: bigint, proposal: Proposal, by: HardhatEthersSigner, support?: number) => {
      await time.setNextBlockTimestamp(second);
      return vote(proposal, by, support);
    };
    return { ...context, begin, voteAt };
  }

  it("that brings the quorum moves the deadline by the extension", async () => {
    const { governor, begin, voteAt, alice } = await lateFixture();
    const proposal = await begin();
    await expect(voteAt(proposal.deadline - LATE + 1n, proposal, alice))
      .to.emit(governor, "ProposalExtended")
      .withArgs(proposal.id, proposal.deadline + LATE);
    expect(await governor.proposalDeadline(proposal.id)).to.equal(proposal.deadline + LATE);
    await time.increaseTo(proposal.deadline + LATE);
    expect(await governor.state(proposal.id)).to.equal(State.Active);
    await time.increase(1);
    expect(await governor.state(proposal.id)).to.equal(State.Succeeded);
  });

  it("is one from the first of the last seconds on, and not in the second before", async () => {
    const { governor, begin, voteAt, alice } = await lateFixture();
    const early = await begin();
    await expect(voteAt(early.deadline - LATE, early, alice)).not.to.emit(governor, "ProposalExtended");
    expect(await governor.proposalDeadline(early.id)).to.equal(early.deadline);

    const last = await begin("# NEP-GOV: y");
    await expect(voteAt(last.deadline, last, alice)).to.emit(governor, "ProposalExtended");
    expect(await governor.proposalDeadline(last.id)).to.equal(last.deadline + LATE);
  });

  it("that brings the quorum counts even when it brings defeat, or abstains", async () => {
    const { governor, begin, voteAt, vote, alice, bob } = await lateFixture();
    const abstained = await begin();
    await expect(voteAt(abstained.deadline, abstained, alice, Support.Abstain)).to.emit(
      governor,
      "ProposalExtended",
    );

    // The approval is missed before and after; only the quorum is new.
    const failing = await begin("# NEP-GOV: y");
    await vote(failing, alice, Support.Against);
    await expect(voteAt(failing.deadline, failing, bob)).to.emit(governor, "ProposalExtended");
    expect((await governor.proposalVotes(failing.id)).forVotes).to.be.greaterThan(
      await governor.quorum(failing.id),
    );
  });

  it("that turns the outcome to success moves the deadline, though the quorum was there before", async () => {
    const { governor, begin, voteAt, vote, alice, bob, carol } = await lateFixture();
    const proposal = await begin();
    // 25,000 for against 15,000 are 62.5 %; 65,000 are 81 %.
    await vote(proposal, bob);
    await vote(proposal, carol, Support.Against);
    await expect(voteAt(proposal.deadline, proposal, alice))
      .to.emit(governor, "ProposalExtended")
      .withArgs(proposal.id, proposal.deadline + LATE);
  });

  it("that turns the outcome to success counts without the quorum, too", async () => {
    const { governor, begin, voteAt, vote, carol, dave } = await lateFixture();
    const proposal = await begin();
    await vote(proposal, dave, Support.Against);
    await expect(voteAt(proposal.deadline, proposal, carol)).to.emit(governor, "ProposalExtended");
  });

  it("is judged by the quorum of the vote's beginning, which late ballots find written down", async () => {
    const { governor, begin, voteAt, token, alice, bob, dave, frank } = await lateFixture();
    const proposal = await begin();
    await time.setNextBlockTimestamp(proposal.deadline - 3n);
    await token.connect(frank).burn(9_000n * ONE);
    const quorum = await governor.quorum(proposal.id);
    await voteAt(proposal.deadline - 2n, proposal, dave, Support.Abstain);
    expect(await governor.quorum(proposal.id)).to.equal(quorum);
    await voteAt(proposal.deadline - 1n, proposal, bob, Support.Abstain);
    await voteAt(proposal.deadline, proposal, alice);
    expect(await governor.quorum(proposal.id)).to.equal(quorum);
    await time.increaseTo(proposal.deadline + LATE + 1n);
    expect(await governor.state(proposal.id)).to.equal(State.Succeeded);
    expect(await governor.quorum(proposal.id)).to.equal(quorum);
  });

  it("gives the others the time to answer it", async () => {
    const { governor, begin, voteAt, alice, bob, carol } = await lateFixture();
    const proposal = await begin();
    await voteAt(proposal.deadline, proposal, alice);
    await voteAt(proposal.deadline + 1n, proposal, bob, Support.Against);
    await voteAt(proposal.deadline + LATE, proposal, carol, Support.Against);
    await time.increase(1);
    expect(await governor.state(proposal.id)).to.equal(State.Defeated);
  });

  it("extends once: a second swing in the extension moves nothing", async () => {
    const { governor, begin, voteAt, alice, bob, carol } = await lateFixture();
    const proposal = await begin();
    await voteAt(proposal.deadline - 1n, proposal, bob);
    await voteAt(proposal.deadline + 1n, proposal, carol, Support.Against);
    await expect(voteAt(proposal.deadline + LATE, proposal, alice)).not.to.emit(governor, "ProposalExtended");
    expect(await governor.proposalDeadline(proposal.id)).to.equal(proposal.deadline + LATE);
    await time.increase(1);
    expect(await governor.state(proposal.id)).to.equal(State.Succeeded);
  });

  it("is none when nothing turns: more of the same, and a turn to defeat", async () => {
    const { governor, begin, voteAt, vote, alice, bob, carol, dave } = await lateFixture();
    const proposal = await begin();
    await vote(proposal, bob);
    await expect(voteAt(proposal.deadline - 2n, proposal, dave)).not.to.emit(governor, "ProposalExtended");
    await expect(voteAt(proposal.deadline - 1n, proposal, carol, Support.Against)).not.to.emit(
      governor,
      "ProposalExtended",
    );
    await expect(voteAt(proposal.deadline, proposal, alice, Support.Against)).not.to.emit(
      governor,
      "ProposalExtended",
    );
    expect(await governor.proposalDeadline(proposal.id)).to.equal(proposal.deadline);
    await time.increase(1);
    expect(await governor.state(proposal.id)).to.equal(State.Defeated);
  });

  it("by a part of the votes is one, too", async () => {
    const { governor, begin, alice } = await lateFixture();
    const proposal = await begin();
    await time.setNextBlockTimestamp(proposal.deadline);
    const parts = ethers.solidityPacked(["uint128", "uint128", "uint128"], [0n, 18_000n * ONE, 0n]);
    await expect(
      governor.connect(alice).castVoteWithReasonAndParams(proposal.id, Support.Parts, "", parts),
    ).to.emit(governor, "ProposalExtended");
  });

  it("is nothing to a type whose extension is 0", async () => {
    const { governor, begin, voteAt, alice } = await lateFixture();
    const proposal = await begin("# NEP-NET: x");
    await expect(voteAt(proposal.deadline, proposal, alice)).not.to.emit(governor, "ProposalExtended");
    expect(await governor.proposalDeadline(proposal.id)).to.equal(proposal.deadline);
    await time.increase(1);
    expect(await governor.state(proposal.id)).to.equal(State.Succeeded);
  });
});
