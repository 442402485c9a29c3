import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { DAY, fixture, GOV, proposalOf, State, Support, type Action } from "../helpers/governor";

/** Stops when it is called with data, and destroys itself when called without. */
const HARMLESS = "0x3660065733ff5b00";

describe("Attack: what was voted on is not what runs (Tornado Cash, 2023)", () => {
  /** A maker of changing contracts, with enough votes to propose, and what it will put in the target's place. */
  async function metamorphFixture() {
    const context = await fixture();
    const { token, bob, target } = context;
    const metamorph = await ethers.deployContract("Metamorph");
    await token.connect(bob).delegate(metamorph.target);
    await token.connect(bob).transfer(metamorph.target, GOV.fee);
    await time.increase(1);
    const harmful = await ethers.getContractFactory("HarmfulPayload");
    const payload = ethers.getCreate2Address(
      metamorph.target as string,
      ethers.ZeroHash,
      ethers.keccak256((await ethers.getContractFactory("Shell")).bytecode),
    );
    const call: Action = {
      target: payload,
      data: harmful.interface.encodeFunctionData("run", [target.target]),
    };
    const proposal = await proposalOf("# NEP-GOV: A harmless contract", [call]);
    const deployed = await ethers.provider.getCode((await harmful.deploy()).target);
    return { ...context, metamorph, payload, proposal, harmful: deployed };
  }

  it("works on a governor as it comes: shown, destroyed and replaced at the same address", async () => {
    const { token, metamorph, payload, proposal, harmful, target, alice } = await metamorphFixture();
    const stock = await ethers.deployContract("StockGovernor", [token.target]);
    const propose = stock.interface.encodeFunctionData("propose", proposal.full);
    await metamorph.show(HARMLESS, [stock.target], [propose]);
    expect(await ethers.provider.getCode(payload)).to.equal("0x");
    await time.increase(DAY + 1n);
    await stock.connect(alice).castVote(proposal.id, Support.For);
    await time.increase(DAY + 1n);
    await metamorph.swap(harmful);
    expect(await ethers.provider.getCode(payload)).to.equal(harmful);
    await stock.execute(...proposal.hashed);
    expect(await target.number()).to.equal(666);
  });

  it("fails here: the code that the proposal was made with is pinned", async () => {
    const context = await metamorphFixture();
    const { governor, token, metamorph, payload, proposal, harmful, target, alice } = context;
    const { openVote, vote, closeVote, queue, execute } = context;
    const approve = token.interface.encodeFunctionData("approve", [governor.target, GOV.fee]);
    const propose = governor.interface.encodeFunctionData("propose", proposal.full);
    await metamorph.show(HARMLESS, [token.target, governor.target], [approve, propose]);
    expect(await ethers.provider.getCode(payload)).to.equal("0x");
    await openVote(proposal);
    await vote(proposal, alice);
    await closeVote(proposal);
    await queue(proposal);
    await time.increaseTo(await governor.proposalEta(proposal.id));
    await expect(execute(proposal)).to.be.revertedWithCustomError(governor, "GovernorPins_CodeChanged");

    await metamorph.swap(harmful);
    expect(await ethers.provider.getCode(payload)).to.equal(harmful);
    await expect(execute(proposal)).to.be.revertedWithCustomError(governor, "GovernorPins_CodeChanged");
    expect(await governor.state(proposal.id)).to.equal(State.Queued);
    expect(await target.number()).to.equal(0);
  });
});
