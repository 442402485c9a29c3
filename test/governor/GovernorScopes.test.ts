import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { code, fixture, Match, State, word } from "../helpers/governor";

describe("Scopes of a proposal", () => {
  it("are checked when the proposal is made", async () => {
    const { governor, rulebook, submit, setNumber, target } = await fixture();
    await expect(submit("# NEP-TRAIN: x", [setNumber(1n)]))
      .to.be.revertedWithCustomError(rulebook, "Rulebook_OutOfScope")
      .withArgs(0, target.target, target.interface.getFunction("set").selector, code("TRAIN"), [
        code("ECON"),
        code("NET"),
      ]);
    expect((await governor.proposalType((await submit("# NEP-GOV: x", [setNumber(1n)])).id)).code).to.equal(
      code("GOV"),
    );
  });

  it("closed between proposal and execution keep the proposal queued until it expires", async () => {
    const { governor, rulebook, target, pass, queue, execute, timelock } = await fixture();
    const scope = {
      target: target.target,
      how: Match.Selector,
      selector: target.interface.getFunction("set").selector,
      word: ethers.ZeroHash,
      allowsValue: true,
      unstoppable: false,
      codes: [] as string[],
    };
    const setScope = (codes: string[]) =>
      rulebook.interface.encodeFunctionData("setScope", [{ ...scope, codes }]);
    const close = await pass("# NEP-GOV: Close", [{ target: rulebook, data: setScope([]) }]);
    await queue(close);
    const late = await pass("# NEP-NET: Late");
    await queue(late);
    await time.increaseTo(await governor.proposalEta(late.id));
    await execute(close);

    await expect(execute(late))
      .to.be.revertedWithCustomError(rulebook, "Rulebook_OutOfScope")
      .withArgs(0, target.target, scope.selector, code("NET"), []);
    expect(await governor.state(late.id)).to.equal(State.Queued);
    await time.increaseTo((await governor.proposalExpiry(late.id)) + 1n);
    expect(await governor.state(late.id)).to.equal(State.Expired);
    await expect(execute(late)).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
    await expect(governor.expire(...late.hashed)).to.emit(timelock, "Cancelled");
    expect(await target.number()).to.equal(0);
  });

  it("opened again in time let it be executed", async () => {
    const { governor, rulebook, target, timelock, pass, queue, execute, toEta } = await fixture();
    const owner = await ethers.getImpersonatedSigner(timelock.target as string);
    await ethers.provider.send("hardhat_setBalance", [owner.address, "0x56bc75e2d63100000"]);
    const scope = {
      target: target.target,
      how: Match.SelectorAndWord,
      selector: target.interface.getFunction("upgrade").selector,
      word: word("train"),
      allowsValue: false,
      unstoppable: false,
    };
    const proposal = await pass("# NEP-TRAIN: x", [
      { target, data: target.interface.encodeFunctionData("upgrade", [word("train"), 3n]) },
    ]);
    await queue(proposal);
    await toEta(proposal);
    await rulebook.connect(owner).setScope({ ...scope, codes: [] });
    await expect(execute(proposal)).to.be.revertedWithCustomError(rulebook, "Rulebook_OutOfScope");
    await rulebook.connect(owner).setScope({ ...scope, codes: [code("TRAIN")] });
    await execute(proposal);
    expect(await governor.state(proposal.id)).to.equal(State.Executed);
    expect(await target.parameters(word("train"))).to.equal(3);
  });
});
