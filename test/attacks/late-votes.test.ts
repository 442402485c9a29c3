import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { code, fixture, GOV, ONE, State, Support, type Action } from "../helpers/governor";

describe("Attack: deciding when nobody can answer", () => {
  it("where the deadline is fixed, a whale that votes in the last second wins", async () => {
    const { token, target, alice, setNumber } = await fixture();
    const naive = await ethers.deployContract("NaiveGovernor", [token.target, 20_000n * ONE, 0n]);
    const { data } = setNumber(666n);
    await naive.propose(alice.address, target.target, data!, "x", 0n);
    const id = await naive.idOf(target, data!, "x");
    await time.setNextBlockTimestamp((await naive.proposals(id)).deadline);
    await naive.connect(alice).castVote(id);
    expect(await naive.passed(id, ethers.ZeroHash)).to.equal(true);
    await expect(naive.castVote(id)).to.be.revertedWith("closed");
  });

  it("here the others get the time to answer, and the whale is defeated", async () => {
    const { governor, submit, openVote, vote, alice, bob, carol } = await fixture();
    const proposal = await submit("# NEP-GOV: Quietly");
    await openVote(proposal);
    const deadline = await governor.proposalDeadline(proposal.id);
    await time.setNextBlockTimestamp(deadline);
    await vote(proposal, alice);
    expect(await governor.state(proposal.id)).to.equal(State.Active);
    await time.increase(GOV.late / 2n);
    await vote(proposal, bob, Support.Against);
    await vote(proposal, carol, Support.Against);
    await time.increaseTo(deadline + GOV.late + 1n);
    expect(await governor.state(proposal.id)).to.equal(State.Defeated);
  });
});

describe("Attack: a parameter change that revives a defeated proposal", () => {
  it("where the quorum is one variable, lowering it makes the past pass", async () => {
    const { token, target, carol, setNumber } = await fixture();
    const naive = await ethers.deployContract("NaiveGovernor", [token.target, 20_000n * ONE, 0n]);
    const { data } = setNumber(666n);
    await naive.propose(carol.address, target.target, data!, "x", 0n);
    const id = await naive.idOf(target, data!, "x");
    await naive.connect(carol).castVote(id);
    await time.increase(100 * 24 * 3600);
    await expect(naive.execute(target, data!, "x", ethers.ZeroHash)).to.be.revertedWith("not passed");
    await naive.setQuorum(10_000n * ONE);
    await naive.execute(target, data!, "x", ethers.ZeroHash);
    expect(await target.number()).to.equal(666);
  });

  it("here every proposal keeps the rules it was made under (CVE-2022-31198)", async () => {
    const { governor, rulebook, submit, openVote, closeVote, vote, carol, alice, enact, token, bob } =
      await fixture();
    const short = await submit("# NEP-GOV: Short of the quorum");
    await openVote(short);
    await vote(short, carol);
    const lost = await submit("# NEP-GOV: Lost");
    await openVote(lost);
    await vote(lost, bob);
    await vote(lost, alice, Support.Against);
    await closeVote(lost);
    // Nobody voted, so its quorum was never written down.
    const silent = await submit("# NEP-GOV: Silent");
    await closeVote(silent);

    const easy = { ...GOV, approvalBps: 5_000n, quorumBps: 1n, quorumFloor: 0n, window: 365n * 24n * 3600n };
    const all = (await rulebook.types()).filter((type) => type !== code("GOV") && type !== code("EMERG"));
    const set = (type: string, rules: typeof GOV): Action => ({
      target: rulebook,
      data: rulebook.interface.encodeFunctionData("setRules", [type, rules]),
    });
    const adopt = governor.interface.encodeFunctionData("setRulebook", [rulebook.target]);
    await enact("# NEP-GOV: Easy", [
      ...all.map((type) => set(type, easy)),
      set(code("EMERG"), { ...easy, threshold: 500n * ONE }),
      set(code("GOV"), easy),
      { target: governor, data: adopt },
    ]);
    expect(await governor.quorumNumerator()).to.equal(1);
    // Burning tokens lowers the base of quorums to come, not of those that were.
    await token.connect(alice).burn(30_000n * ONE);
    for (const { id, hashed } of [short, lost, silent]) {
      expect(await governor.state(id)).to.equal(State.Defeated);
      await expect(governor.queue(...hashed)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    }
  });
});
