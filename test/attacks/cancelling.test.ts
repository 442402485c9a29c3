import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import {
  code,
  councilFixture,
  DAY,
  fixture,
  GOV,
  ONE,
  State,
  TYPES,
  type Action,
  type Rules,
} from "../helpers/governor";

describe("Attack: cancelling what others have proposed", () => {
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

    const cancel = () => governor.connect(stranger).cancel(...before.hashed);
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
    await expect(governor.connect(stranger).cancel(...proposal.hashed)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnableToCancel",
    );
    expect(await governor.state(proposal.id)).to.equal(State.Pending);
  });

  it("a council that stops everything else neither stops its removal nor outlives its mandate", async () => {
    const context = await councilFixture();
    const { governor, council, until, stranger, target, submit, pass, queue, toEta, execute, enact } =
      context;
    const veto = (hashed: Parameters<typeof governor.cancel>) => governor.connect(council).cancel(...hashed);
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
      governor.connect(stranger).cancel(...(await submit("# NEP-GOV: More")).hashed),
    ).to.be.revertedWithCustomError(governor, "GovernorUnableToCancel");
  });
});
