import { expect } from "chai";
import { ethers } from "hardhat";

import { CANCEL, fixture, letPropose, GOV, ONE, proposalOf, SUPPLY, TYPES } from "../helpers/governor";

describe("GovernorFee", () => {
  it("burns exactly the fee of the type from the proposer's wallet", async () => {
    const { governor, token, alice, setNumber } = await fixture();
    expect(await governor.feeToken()).to.equal(token.target);
    let burnt = 0n;
    for (const type of ["GOV", "ECON"]) {
      const proposal = await proposalOf(`# NEP-${type}: x`, [setNumber(1n)]);
      const tx = governor.connect(alice).propose(...proposal.full);
      await expect(tx).to.changeTokenBalance(token, alice, -TYPES[type]!.fee);
      await expect(tx)
        .to.emit(token, "Transfer")
        .withArgs(alice.address, ethers.ZeroAddress, TYPES[type]!.fee);
      burnt += TYPES[type]!.fee;
    }
    expect(await token.totalSupply()).to.equal(SUPPLY - burnt);
  });

  it("is for nobody but the proposer to pay, and takes no more of the allowance than it needs", async () => {
    const { governor, token, alice, bob, submit } = await fixture();
    await token.connect(alice).approve(governor.target, GOV.fee + 1n);
    const before = await token.balanceOf(bob);
    await submit("# NEP-GOV: x");
    expect(await token.allowance(alice, governor.target)).to.equal(1);
    expect(await token.balanceOf(bob)).to.equal(before);
  });

  it("says what to approve when the allowance is too low, and takes an allowance of exactly the fee", async () => {
    const { governor, token, alice, submit } = await fixture();
    await token.connect(alice).approve(governor.target, GOV.fee - 1n);
    await expect(submit("# NEP-GOV: x"))
      .to.be.revertedWithCustomError(governor, "GovernorFee_AllowanceTooLow")
      .withArgs(token.target, governor.target, GOV.fee - 1n, GOV.fee);
    await token.connect(alice).approve(governor.target, GOV.fee);
    await submit("# NEP-GOV: x");
  });

  it("says what to hold when the balance is too low: votes that were delegated pay nothing", async () => {
    const { governor, token, alice, dave, stranger, submit } = await fixture();
    await token.connect(dave).delegate(stranger.address);
    await token.connect(stranger).approve(governor.target, ethers.MaxUint256);
    await token.connect(alice).transfer(stranger.address, GOV.fee - 1n);
    await expect(submit("# NEP-GOV: x", undefined, stranger))
      .to.be.revertedWithCustomError(governor, "GovernorFee_BalanceTooLow")
      .withArgs(token.target, stranger.address, GOV.fee - 1n, GOV.fee);
    await token.connect(alice).transfer(stranger.address, 1n);
    await submit("# NEP-GOV: x", undefined, stranger);
    expect(await token.balanceOf(stranger)).to.equal(0);
  });

  it("cannot be burned: says why in the token's own words, where allowance and balance are enough", async () => {
    const { governor, token, timelock, rulebook, alice, setNumber } = await fixture();
    const refusing = await ethers.deployContract("RefusingToken", [alice.address, GOV.fee]);
    const other = await ethers.deployContract("NetworkGovernor", [
      "Other",
      token.target,
      refusing.target,
      timelock.target,
      rulebook.target,
    ]);
    await letPropose(timelock, other);
    const proposal = await proposalOf("# NEP-GOV: x", [setNumber(1n)]);
    await expect(other.connect(alice).propose(...proposal.full)).to.be.revertedWithCustomError(
      governor,
      "GovernorFee_AllowanceTooLow",
    );
    await refusing.connect(alice).approve(other.target, GOV.fee);
    await expect(other.connect(alice).propose(...proposal.full))
      .to.be.revertedWithCustomError(refusing, "RefusingToken_NotToday")
      .withArgs(alice.address, GOV.fee);
    expect(await other.proposalProposer(proposal.id)).to.equal(ethers.ZeroAddress);
  });

  it("is not asked for by a type without one", async () => {
    const { governor, token, alice, submit } = await fixture();
    await token.connect(alice).approve(governor.target, 0n);
    const before = await token.balanceOf(alice);
    await submit("# NEP-NET: x");
    expect(await token.balanceOf(alice)).to.equal(before);
  });

  it("is not taken for a proposal that is refused", async () => {
    const { governor, token, alice, erin, submit, upgrade } = await fixture();
    await submit("# NEP-GOV: x");
    const balances = async () => [await token.balanceOf(alice), await token.balanceOf(erin)];
    const before = await balances();
    await expect(submit("# NEP-GOV: x")).to.be.revertedWithCustomError(
      governor,
      "GovernorUnexpectedProposalState",
    );
    await expect(submit("# NEP-ECON: x", [upgrade("train", 1n)])).to.be.reverted;
    await expect(submit("# NEP-ECON 31d: x")).to.be.reverted;
    await expect(submit("# NEP-GOV: y", undefined, erin)).to.be.reverted;
    expect(await balances()).to.deep.equal(before);
  });

  it("is gone when the proposal is cancelled or defeated", async () => {
    const { governor, token, alice, submit, closeVote } = await fixture();
    const before = await token.balanceOf(alice);
    const cancelled = await submit("# NEP-GOV: x");
    await governor.connect(alice)[CANCEL](...cancelled.hashed);
    await closeVote(await submit("# NEP-GOV: y"));
    expect(before - (await token.balanceOf(alice))).to.equal(20n * ONE);
  });
});
