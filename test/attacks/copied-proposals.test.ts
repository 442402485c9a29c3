import { expect } from "chai";
import { ethers } from "hardhat";

import { CANCEL, DAY, fixture, GOV, proposalOf, State } from "../helpers/governor";

/** An attacker watches the pool of transactions and gets in first. */
describe("Attack: a copied proposal", () => {
  it("where the grace is no part of the id, the front-runner chooses it for the victim", async () => {
    const { token, target, alice, stranger, setNumber } = await fixture();
    const naive = await ethers.deployContract("NaiveGovernor", [token.target, 1n, 0n]);
    const { data } = setNumber(1n);
    const id = await naive.idOf(target, data!, "Upgrade your nodes first");
    await naive
      .connect(stranger)
      .propose(stranger.address, target.target, data!, "Upgrade your nodes first", 0n);
    await expect(
      naive
        .connect(alice)
        .propose(alice.address, target.target, data!, "Upgrade your nodes first", 30n * DAY),
    ).to.be.revertedWith("exists");
    expect((await naive.proposals(id)).grace).to.equal(0);
  });

  it("with another grace is another proposal: the grace is in the title, and the title in the id", async () => {
    const { governor, submit, bob } = await fixture();
    const copy = await submit("# NEP-GOV 7d: Upgrade your nodes first", undefined, bob);
    const mine = await submit("# NEP-GOV 30d: Upgrade your nodes first");
    expect(mine.id).not.to.equal(copy.id);
    expect((await governor.proposalType(mine.id)).grace).to.equal(30n * DAY);
    expect((await governor.proposalType(copy.id)).grace).to.equal(7n * DAY);
  });

  it("without the suffix, a copier becomes the proposer and can cancel (CVE-2023-34234)", async () => {
    const { governor, submit, alice, bob, token } = await fixture();
    const before = await token.balanceOf(alice);
    const copy = await submit("# NEP-GOV: x", undefined, bob);
    await expect(submit("# NEP-GOV: x")).to.be.revertedWithCustomError(
      governor,
      "GovernorUnexpectedProposalState",
    );
    await governor.connect(bob)[CANCEL](...copy.hashed);
    expect(await governor.state(copy.id)).to.equal(State.Canceled);
    // What is left to the victim: its fee, and another title.
    expect(await token.balanceOf(alice)).to.equal(before);
    await submit("# NEP-GOV: x, again");
  });

  it("with the suffix, nobody but the proposer can make it", async () => {
    const { governor, setNumber, alice, bob } = await fixture();
    for (const address of [alice.address, alice.address.toLowerCase()]) {
      const proposal = await proposalOf(`# NEP-GOV: x\n#proposer=${address}`, [setNumber(1n)]);
      await expect(governor.connect(bob).propose(...proposal.full))
        .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
        .withArgs(bob.address);
      await governor.connect(alice).propose(...proposal.full);
      expect(await governor.proposalProposer(proposal.id)).to.equal(alice.address);
      await expect(governor.connect(bob)[CANCEL](...proposal.hashed)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnableToCancel",
      );
    }
  });

  it("with a suffix that is no address nobody can make it, where OpenZeppelin's governor would let anybody", async () => {
    const { governor, setNumber, alice } = await fixture();
    const suffix = `#proposer=0x${"g".repeat(40)}`;
    const proposal = await proposalOf(`# NEP-GOV: x\n${suffix}`, [setNumber(1n)]);
    await expect(governor.connect(alice).propose(...proposal.full))
      .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
      .withArgs(alice.address);
  });

  it("without a suffix anybody can make it, however its text ends", async () => {
    const { governor, submit, bob } = await fixture();
    const { id } = await submit(`# NEP-GOV: x\n${"a".repeat(52)}`, undefined, bob);
    expect(await governor.proposalProposer(id)).to.equal(bob.address);
  });

  it("costs its copier a fee each time, and the copied one nothing", async () => {
    const { token, submit, alice, bob } = await fixture();
    const before = [await token.balanceOf(alice), await token.balanceOf(bob)];
    await submit("# NEP-GOV: x", undefined, bob);
    await expect(submit("# NEP-GOV: x")).to.be.reverted;
    expect([await token.balanceOf(alice), await token.balanceOf(bob)]).to.deep.equal([
      before[0],
      before[1]! - GOV.fee,
    ]);
  });
});
