import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  CANCEL,
  code,
  councilFixture,
  DAY,
  fixture,
  GOV,
  HOLDINGS,
  ONE,
  State,
  TYPES,
  type Action,
  type Rules,
} from "../helpers/governor";

describe("Attack: cancelling what others have proposed", () => {
  it("where the threshold is one variable, raising it sinks what was proposed before, and a council stops anything", async () => {
    const { token, alice, dave, stranger } = await fixture();
    const naive = await ethers.deployContract("NaiveCancelling", [
      token.target,
      alice.address,
      GOV.threshold,
    ]);
    const canceled = async (id: number) => (await naive.proposals(id)).canceled;
    await naive.connect(dave).propose();
    await expect(naive.connect(stranger).cancel(0)).to.be.revertedWith("may not cancel");
    await naive.setThreshold(20_000n * ONE);
    await naive.connect(stranger).cancel(0);
    expect(await canceled(0)).to.equal(true);

    // "Replace the council", proposed by somebody who has the votes.
    await naive.setThreshold(GOV.threshold);
    await naive.connect(dave).propose();
    await naive.connect(alice).cancel(1);
    expect(await canceled(1)).to.equal(true);
  });

  it("a raised threshold sinks no proposal that was made before it; only the proposer's own votes can", async () => {
    const { governor, rulebook, token, pass, queue, execute, submit, alice, dave, stranger } =
      await fixture();
    // Fifty times what dave has: under it his proposal could be cancelled at once.
    const setRules = (type: string, rules: Rules): Action => ({
      target: rulebook,
      data: rulebook.interface.encodeFunctionData("setRules", [code(type), rules]),
    });
    const adopt = governor.interface.encodeFunctionData("setRulebook", [rulebook.target]);
    const raise = await pass("# NEP-GOV: Only the rich propose", [
      setRules("EMERG", { ...TYPES.EMERG!, threshold: 100_000n * ONE }),
      setRules("GOV", { ...GOV, threshold: 20_000n * ONE }),
      { target: governor, data: adopt },
    ]);
    await queue(raise);
    await time.increaseTo(await governor.proposalEta(raise.id));
    const before = await submit("# NEP-GOV: Dave's", undefined, dave);
    await execute(raise);
    await mine();

    const cancel = () => governor.connect(stranger)[CANCEL](...before.hashed);
    const refused = () =>
      expect(cancel())
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(before.id, stranger.address);
    await refused();
    await expect(submit("# NEP-GOV: Another of Dave's", undefined, dave))
      .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
      .withArgs(dave.address, 390n * ONE, 20_000n * ONE);
    await time.increaseTo((await governor.proposalSnapshot(before.id)) + 1n);
    await refused();

    // Under the threshold that it was made under, it sinks with its proposer's votes.
    await token.connect(dave).transfer(alice, 341n * ONE);
    await mine();
    await cancel();
    expect(await governor.state(before.id)).to.equal(State.Canceled);
  });

  it("votes that have come back in time keep a proposal up", async () => {
    const { governor, token, submit, alice, dave, stranger } = await fixture();
    const proposal = await submit("# NEP-GOV: Dave's", undefined, dave);
    await token.connect(dave).transfer(alice, 390n * ONE);
    await token.connect(alice).transfer(dave, 390n * ONE);
    await mine();
    await expect(governor.connect(stranger)[CANCEL](...proposal.hashed)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnableToCancel",
    );
    expect(await governor.state(proposal.id)).to.equal(State.Pending);
  });

  it("a council that stops everything else neither stops its removal nor outlives its mandate", async () => {
    const context = await councilFixture();
    const { governor, council, until, stranger, target, submit, pass, queue, toEta, execute, enact } =
      context;
    const veto = (hashed: Parameters<(typeof governor)[typeof CANCEL]>) =>
      governor.connect(council)[CANCEL](...hashed);
    const proposal = await pass("# NEP-GOV: Anything");
    await queue(proposal);
    await veto(proposal.hashed);
    expect(await governor.state(proposal.id)).to.equal(State.Canceled);

    const data = governor.interface.encodeFunctionData("setGuardian", [stranger.address, until]);
    const removal = await submit("# NEP-GOV: Another council", [{ target: governor, data }]);
    const refused = () =>
      expect(veto(removal.hashed))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(removal.id, council.address);
    await refused();
    await context.openVote(removal);
    await context.vote(removal, context.alice);
    await refused();
    await context.closeVote(removal);
    await refused();
    await queue(removal);
    await refused();
    await toEta(removal);
    await execute(removal);
    const next = await submit("# NEP-GOV: Anything else");
    await expect(veto(next.hashed)).to.be.revertedWithCustomError(governor, "GovernorUnableToCancel");

    // The new one is silent; time alone ends its powers.
    await time.increaseTo(until + DAY);
    await enact("# NEP-GOV: Anything at last");
    expect(await target.number()).to.equal(1);
    await expect(
      governor.connect(stranger)[CANCEL](...(await submit("# NEP-GOV: More")).hashed),
    ).to.be.revertedWithCustomError(governor, "GovernorUnableToCancel");
  });
});

describe("Attack: a flood of proposals", () => {
  it("where proposing costs nothing, the threshold is asked a thousand times and spent never", async () => {
    const { token, alice, dave } = await fixture();
    const naive = await ethers.deployContract("NaiveCancelling", [
      token.target,
      alice.address,
      GOV.threshold,
    ]);
    for (let i = 0; i < 60; ++i) await naive.connect(dave).propose();
    expect(await naive.count()).to.equal(60);
    expect(await token.getVotes(dave)).to.equal(HOLDINGS.dave);
  });

  it("here each one burns its fee, out of the very votes that allow the next", async () => {
    const { governor, token, submit, dave, alice, openVote, closeVote, vote } = await fixture();
    const supply = await token.totalSupply();
    let made = 0n;
    const flood = async () => {
      for (; ; ++made) await submit(`# NEP-GOV: Spam ${made}`, undefined, dave);
    };
    await expect(flood())
      .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
      .withArgs(dave.address, GOV.threshold - GOV.fee, GOV.threshold);
    // 400 votes, of which each takes 10, as long as there are 100 left.
    expect(made).to.equal((HOLDINGS.dave - GOV.threshold) / GOV.fee + 1n);
    expect(supply - (await token.totalSupply())).to.equal(made * GOV.fee);

    // Nobody else is any worse off for it.
    const honest = await submit("# NEP-GOV: A good idea");
    await openVote(honest);
    await vote(honest, alice);
    await closeVote(honest);
    expect(await governor.state(honest.id)).to.equal(State.Succeeded);
  });

  it("and a second proposal with the same content, or the same one after it is over, is refused", async () => {
    const { governor, submit, closeVote, bob } = await fixture();
    const proposal = await submit("# NEP-GOV: x");
    const again = () =>
      expect(submit("# NEP-GOV: x", undefined, bob)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    await again();
    await closeVote(proposal);
    await again();
  });
});
