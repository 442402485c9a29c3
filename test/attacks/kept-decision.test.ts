import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { code, DAY, fixture, GOV, HOUR, proposalOf, State, TYPES, type Action } from "../helpers/governor";

const YEARS = 3n * 365n * DAY;

describe("Attack: a decision that is kept in a drawer", () => {
  it("where what has passed never expires, it is queued three years later, by anybody", async () => {
    const { token, setNumber, alice, stranger } = await fixture();
    const timelock = await ethers.deployContract("TimelockController", [
      HOUR,
      [],
      [ethers.ZeroAddress],
      alice.address,
    ]);
    const stock = await ethers.deployContract("WizardGovernor", [token.target, timelock.target]);
    await timelock.connect(alice).grantRole(await timelock.PROPOSER_ROLE(), stock.target);
    const kept = await proposalOf("# Kept", [setNumber(666n)]);
    await stock.propose(...kept.full);
    await time.increaseTo((await stock.proposalSnapshot(kept.id)) + 1n);
    await stock.connect(alice).castVote(kept.id, 1);
    await time.increase(YEARS);
    expect(await stock.state(kept.id)).to.equal(State.Succeeded);
    await stock.connect(stranger).queue(...kept.hashed);
    expect(await stock.state(kept.id)).to.equal(State.Queued);
  });

  it("here it expires with the window of its type, whatever the rules are by then", async () => {
    const { governor, rulebook, pass, enact, queue, execute, setNumber, target, stranger } = await fixture();
    const kept = await pass("# NEP-ECON: Kept", [setNumber(666n)]);
    const expiry = (await governor.proposalDeadline(kept.id)) + TYPES.ECON!.window;
    // A longer window is for proposals to come.
    const rules: Action = {
      target: rulebook,
      data: rulebook.interface.encodeFunctionData("setRules", [
        code("ECON"),
        { ...TYPES.ECON!, window: 300n * DAY },
      ]),
    };
    await enact("# NEP-GOV: A longer window", [rules]);
    expect(await governor.proposalExpiry(kept.id)).to.equal(expiry);
    expect(BigInt(await time.latest())).to.be.greaterThan(expiry);
    expect(await governor.state(kept.id)).to.equal(State.Expired);
    await time.increase(YEARS);
    for (const act of [queue, execute]) {
      await expect(act(kept)).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
    }
    await expect(governor.connect(stranger).propose(...kept.full)).to.be.reverted;
    expect(await target.number()).to.equal(0);
  });

  it("here what is to replace the rules has the same time, and a window that is short holds up nothing for good", async () => {
    const { governor, rulebook, enact, pass, queue, toEta, execute } = await fixture();
    const hour: Action[] = [
      {
        target: rulebook,
        data: rulebook.interface.encodeFunctionData("setRules", [code("GOV"), { ...GOV, window: HOUR }]),
      },
      { target: governor, data: governor.interface.encodeFunctionData("setRulebook", [rulebook.target]) },
    ];
    await enact("# NEP-GOV: One hour", hour);
    await mine();
    const missed = await pass("# NEP-GOV: Missed");
    await time.increase(HOUR);
    expect(await governor.state(missed.id)).to.equal(State.Expired);
    const inTime = await pass("# NEP-GOV: In time");
    await queue(inTime);
    await toEta(inTime);
    await execute(inTime);
    expect(await governor.state(inTime.id)).to.equal(State.Executed);
  });
});
