import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  CANCEL,
  CANCEL_BY_ID,
  code,
  COUNCIL,
  councilFixture,
  DAY,
  fixture,
  GOV,
  proposalOf,
  ONE,
  scopesFor,
  State,
  TYPES,
  type Action,
  type Proposal,
} from "../helpers/governor";

/** With what the tests below say again and again. */
async function guardianFixture() {
  const context = await councilFixture();
  const { governor, rulebook, timelock, target } = context;
  await ethers.provider.send("hardhat_setBalance", [timelock.target, "0x56bc75e2d63100000"]);
  const book = rulebook.connect(await ethers.getImpersonatedSigner(timelock.target as string));
  // By turns in both ways, which must always agree.
  let turn = 0;
  const cancel = async (proposal: Proposal, by: HardhatEthersSigner = context.council) => {
    const as = governor.connect(by);
    const [byId, withCalls] = [as[CANCEL_BY_ID], as[CANCEL]];
    const outcome = (attempt: Promise<unknown>) =>
      attempt.then(() => "done").catch((error: unknown) => (error as Error).message);
    const other = await outcome(
      turn % 2 ? byId.staticCall(proposal.id) : withCalls.staticCall(...proposal.hashed),
    );
    const made = turn++ % 2 ? withCalls(...proposal.hashed) : byId(proposal.id);
    expect(await outcome(made)).to.equal(other);
    return made;
  };
  const refused = (proposal: Proposal, by: HardhatEthersSigner = context.council) =>
    expect(cancel(proposal, by))
      .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
      .withArgs(proposal.id, by.address);
  const wrongState = (proposal: Proposal, by: HardhatEthersSigner = context.council) =>
    expect(cancel(proposal, by)).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
  const replace: Action = {
    target: governor,
    data: governor.interface.encodeFunctionData("setGuardian", [ethers.ZeroAddress, 0n]),
  };
  /** The fixture's `set`, marked. */
  const scope = { ...scopesFor(target)[0]!, unstoppable: true };
  return { ...context, book, cancel, refused, wrongState, replace, scope };
}

describe("GovernorGuardian", () => {
  describe("the mandate", () => {
    it("is nobody's at first", async () => {
      const { governor } = await fixture();
      expect(await governor.guardian()).to.deep.equal([ethers.ZeroAddress, 0n]);
    });

    it("is given by a proposal of the default type, and announced", async () => {
      const { governor, rulebook, council, until, submit, stranger, appoint } = await guardianFixture();
      expect(await governor.guardian()).to.deep.equal([council.address, until]);
      const next = await appoint(stranger, until + 1n);
      const events = await governor.queryFilter(governor.filters.GuardianSet());
      expect(events.map(({ args }) => [...args])).to.deep.equal([
        [ethers.ZeroAddress, council.address, until],
        [council.address, stranger.address, until + 1n],
      ]);
      expect(await governor.state(next.id)).to.equal(State.Executed);
      // Not by another type, even once its scope is there: the governor obeys the default type alone.
      const data = governor.interface.encodeFunctionData("setGuardian", [stranger.address, until]);
      await expect(submit("# NEP-ECON: x", [{ target: governor, data }])).to.be.revertedWithCustomError(
        rulebook,
        "Rulebook_OutOfScope",
      );
    });

    it("is given by nobody else: neither the council itself nor the timelock without a proposal", async () => {
      const { governor, council, alice, book, until } = await guardianFixture();
      for (const by of [council, alice]) {
        await expect(governor.connect(by).setGuardian(by.address, until))
          .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
          .withArgs(by.address);
      }
      await expect(governor.connect(book.runner).setGuardian(alice.address, until)).to.be.reverted;
    });

    it("lasts 365 days at the most, to the second", async () => {
      const { governor, stranger, pass, queue, execute } = await guardianFixture();
      const executed = BigInt(await time.latest()) + 22n * DAY;
      const until = executed + 365n * DAY;
      const data = governor.interface.encodeFunctionData("setGuardian", [stranger.address, until]);
      const proposal = await pass("# NEP-GOV: x", [{ target: governor, data }]);
      await queue(proposal);
      await time.setNextBlockTimestamp(executed - 1n);
      await expect(execute(proposal))
        .to.be.revertedWithCustomError(governor, "GovernorGuardian_MandateTooLong")
        .withArgs(until, until - 1n);
      await time.setNextBlockTimestamp(executed);
      await execute(proposal);
      expect(await governor.guardian()).to.deep.equal([stranger.address, until]);
    });

    it("ends with its last second", async () => {
      const { governor, council, submit, until } = await guardianFixture();
      await time.increaseTo(until - DAY);
      const [first, second] = [await submit("# NEP-GOV: x"), await submit("# NEP-GOV: y")];
      await time.setNextBlockTimestamp(until);
      await governor.connect(council)[CANCEL_BY_ID](first.id);
      expect(await governor.state(first.id)).to.equal(State.Canceled);
      await time.setNextBlockTimestamp(until + 1n);
      await expect(governor.connect(council)[CANCEL_BY_ID](second.id))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(second.id, council.address);
      expect(await governor.state(second.id)).to.equal(State.Pending);
    });

    it("of the zero address is nobody's, and everything else works without a guardian", async () => {
      const { governor, appoint, until, submit, refused, enact, target } = await guardianFixture();
      await appoint(ethers.ZeroAddress, until);
      const proposal = await submit("# NEP-GOV: x");
      await refused(proposal);
      const nobody = await ethers.getImpersonatedSigner(ethers.ZeroAddress);
      await ethers.provider.send("hardhat_setBalance", [nobody.address, "0x56bc75e2d63100000"]);
      await refused(proposal, nobody);
      await enact("# NEP-GOV: y");
      expect(await target.number()).to.equal(1);
      expect(await governor.guardian()).to.deep.equal([ethers.ZeroAddress, until]);
    });
  });

  describe("the guardian cancels", () => {
    it("what is pending, active, succeeded or queued, and the timelock forgets it", async () => {
      const context = await guardianFixture();
      const { governor, timelock, submit, openVote, vote, alice, pass, queue, cancel, execute } = context;
      const pending = await submit("# NEP-GOV: pending");
      await cancel(pending);
      const active = await submit("# NEP-GOV: active");
      await openVote(active);
      await vote(active, alice);
      await cancel(active);
      const succeeded = await pass("# NEP-GOV: succeeded");
      await expect(cancel(succeeded)).not.to.emit(timelock, "Cancelled");
      const queued = await pass("# NEP-GOV: queued");
      await queue(queued);
      await time.increaseTo(await governor.proposalEta(queued.id));
      await cancel(queued);
      for (const proposal of [pending, active, succeeded, queued]) {
        expect(await governor.state(proposal.id)).to.equal(State.Canceled);
        await expect(execute(proposal)).to.be.revertedWithCustomError(
          governor,
          "GovernorUnexpectedProposalState",
        );
      }
    });

    it("nothing that is defeated, executed, expired, canceled or unknown", async () => {
      const context = await guardianFixture();
      const { governor, submit, closeVote, enact, pass, queue, cancel, wrongState, setNumber } = context;
      const defeated = await submit("# NEP-GOV: defeated");
      await closeVote(defeated);
      await wrongState(defeated);
      await wrongState(await enact("# NEP-GOV: executed"));
      const expired = await pass("# NEP-GOV: expired");
      await queue(expired);
      await time.increaseTo((await governor.proposalExpiry(expired.id)) + 1n);
      expect(await governor.state(expired.id)).to.equal(State.Expired);
      await wrongState(expired);
      const canceled = await submit("# NEP-GOV: canceled", [setNumber(2n)]);
      await cancel(canceled);
      await wrongState(canceled);
      const { hashed } = canceled;
      await expect(
        governor.connect(context.council)[CANCEL](hashed[0], hashed[1], hashed[2], ethers.id("never made")),
      ).to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal");
    });
  });

  describe("nobody vetoes their own removal", () => {
    it("a proposal made of calls to setGuardian alone is out of the guardian's reach", async () => {
      const { governor, pass, submit, queue, refused, toEta, execute, replace } = await guardianFixture();
      await refused(await submit("# NEP-GOV: Replace twice", [replace, replace]));
      const proposal = await pass("# NEP-GOV: Replace", [replace]);
      await refused(proposal);
      await queue(proposal);
      await refused(proposal);
      await toEta(proposal);
      await execute(proposal);
      expect(await governor.guardian()).to.deep.equal([ethers.ZeroAddress, 0n]);
    });

    it("so is one made of calls that the rulebook marks when it is made, whatever its type", async () => {
      const { book, scope, submit, setNumber, refused, cancel } = await guardianFixture();
      await book.setScope(scope);
      const marked = [
        await submit("# NEP-GOV: x", [setNumber(1n), setNumber(2n)]),
        await submit("# NEP-ECON: x", [setNumber(1n)]),
      ];
      for (const proposal of marked) await refused(proposal);
      // As all rules of a proposal, the mark is what the book said when it was made.
      await book.setScope({ ...scope, unstoppable: false });
      for (const proposal of marked) await refused(proposal);
      const plain = await submit("# NEP-ECON: y", [setNumber(1n)]);
      await book.setScope(scope);
      await cancel(plain);
    });

    it("so is one that mixes both: replacing the council and ending its budgets go together", async () => {
      const { book, scope, submit, setNumber, replace, refused } = await guardianFixture();
      await book.setScope(scope);
      await refused(await submit("# NEP-GOV: x", [replace, setNumber(1n)]));
      await refused(await submit("# NEP-GOV: y", [setNumber(1n), replace]));
    });

    it("one with any other action besides is within reach: a removal is no shield", async () => {
      const { book, scope, submit, setNumber, upgrade, replace, cancel, governor } = await guardianFixture();
      await book.setScope(scope);
      const elsewhere: Action = { ...replace, target: scope.target };
      for (const [i, actions] of [
        [replace, upgrade("train", 1n)],
        [upgrade("train", 1n), replace],
        [setNumber(1n), upgrade("train", 1n)],
        [replace, elsewhere],
        [
          replace,
          { target: governor, data: governor.interface.encodeFunctionData("setRulebook", [book.target]) },
        ],
      ].entries()) {
        const proposal = await submit(`# NEP-GOV: ${i}`, actions);
        await cancel(proposal);
        expect(await governor.state(proposal.id)).to.equal(State.Canceled);
      }
    });

    it("its own pending proposal it may withdraw as any proposer", async () => {
      const { book, token, council, bob, submit, cancel, replace, governor } = await guardianFixture();
      await token.connect(bob).delegate(council.address);
      await token.connect(bob).transfer(council.address, GOV.fee);
      await mine();
      const proposal = await submit("# NEP-GOV: Retire", [replace], council);
      await cancel(proposal);
      expect(await governor.state(proposal.id)).to.equal(State.Canceled);
      expect(await book.TIMELOCK()).to.equal(await governor.timelock());
    });

    it("with a rulebook that reverts, it stops nothing that is made from then on; what was made before it does", async () => {
      const { governor, alice, submit, enact, cancel, refused, replace } = await guardianFixture();
      const trap = await ethers.deployContract("FaultyRulebook", [code("GOV"), GOV]);
      const data = governor.interface.encodeFunctionData("setRulebook", [trap.target]);
      await enact("# NEP-GOV: A better rulebook", [{ target: governor, data }]);
      await trap.breakIt();
      const after = await submit("# NEP-GOV: x");
      await refused(after);
      await refused(await submit("# NEP-GOV: Replace", [replace]));
      await cancel(after, alice);
      expect(await governor.state(after.id)).to.equal(State.Canceled);
      await enact("# NEP-GOV: Replace, now", [replace]);
    });

    it("a rulebook that fails leaves a proposal to nobody's veto only if it had the gas to answer", async () => {
      const { governor, alice, submit, enact, setNumber } = await guardianFixture();
      const trap = await ethers.deployContract("FaultyRulebook", [code("GOV"), GOV]);
      const data = governor.interface.encodeFunctionData("setRulebook", [trap.target]);
      await enact("# NEP-GOV: A better rulebook", [{ target: governor, data }]);
      await trap.breakIt();
      const { full } = await proposalOf("# NEP-GOV: In haste", [setNumber(1n)]);
      await expect(
        governor.connect(alice).propose(...full, { gasLimit: 2_000_000 }),
      ).to.be.revertedWithCustomError(governor, "GovernorGuardian_TooLittleGas");
      await submit("# NEP-GOV: With time");
    });
  });

  describe("the council proposes", () => {
    it("what is open to it without votes, and pays the fee", async () => {
      const { governor, book, token, council, alice, submit, upgrade } = await guardianFixture();
      await book.setRules(code("EMERG"), { ...TYPES.EMERG!, fee: 3n * ONE });
      expect(await token.getVotes(council)).to.equal(0);
      const propose = () => submit("# NEP-EMERG: Pause", [upgrade("emerg", 1n)], council);
      await expect(propose())
        .to.be.revertedWithCustomError(governor, "GovernorFee_BalanceTooLow")
        .withArgs(token.target, council.address, 0, 3n * ONE);
      await token.connect(alice).transfer(council, 3n * ONE);
      const { id } = await propose();
      expect(await token.balanceOf(council)).to.equal(0);
      expect(await governor.proposalProposer(id)).to.equal(council.address);
      // Nothing of it remains: the next one needs votes again.
      await expect(submit("# NEP-EMERG: y", [upgrade("emerg", 1n)], alice)).not.to.be.reverted;
      expect(await governor.proposalThreshold()).to.equal(50n * ONE);
    });

    it("nothing else without votes, and nothing after its mandate", async () => {
      const { governor, council, submit, upgrade, until } = await guardianFixture();
      const short = (title: string, needed: bigint, actions?: Action[]) =>
        expect(submit(title, actions, council))
          .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
          .withArgs(council.address, 0, needed);
      await short("# NEP-GOV: x", 100n * ONE);
      await short("# NEP-NET: x", 50n * ONE);
      await time.setNextBlockTimestamp(until);
      await submit("# NEP-EMERG: x", [upgrade("emerg", 1n)], council);
      await time.setNextBlockTimestamp(until + 1n);
      await short("# NEP-EMERG: y", 500n * ONE, [upgrade("emerg", 1n)]);
    });

    it("alone, where a type is closed to holders", async () => {
      const { governor, book, scope, council, alice, submit, setNumber, until } = await guardianFixture();
      const own = code("COUNCIL");
      await book.setRules(own, { ...TYPES.NET!, proposers: COUNCIL });
      await book.setScope({ ...scope, unstoppable: false, codes: [own] });
      await expect(submit("# NEP-COUNCIL: x", [setNumber(1n)], alice))
        .to.be.revertedWithCustomError(governor, "GovernorTypes_CouncilOnly")
        .withArgs(own, alice.address);
      const { id } = await submit("# NEP-COUNCIL: x", [setNumber(1n)], council);
      expect((await governor.proposalType(id)).code).to.equal(own);
      await time.increaseTo(until + 1n);
      await expect(submit("# NEP-COUNCIL: y", [setNumber(1n)], council))
        .to.be.revertedWithCustomError(governor, "GovernorTypes_CouncilOnly")
        .withArgs(own, council.address);
    });
  });

  describe("anyone cancels", () => {
    /** Dave has 400 votes, and 390 after the fee; the threshold is 100. */
    async function sinkingFixture() {
      const context = await guardianFixture();
      const { token, dave, alice, submit } = context;
      const proposal = await submit("# NEP-GOV: Dave's", undefined, dave);
      const keep = async (votes: bigint) => {
        await token.connect(dave).transfer(alice, (await token.balanceOf(dave)) - votes);
        await mine();
      };
      return { ...context, proposal, keep };
    }

    it("once the proposer's votes are below half the threshold, and not at half", async () => {
      const { governor, proposal, keep, refused, cancel, stranger } = await sinkingFixture();
      await refused(proposal, stranger);
      await keep(50n * ONE);
      await refused(proposal, stranger);
      await keep(50n * ONE - 1n);
      await cancel(proposal, stranger);
      expect(await governor.state(proposal.id)).to.equal(State.Canceled);
    });

    it("also while the vote is open, but no longer once it has passed", async () => {
      const context = await sinkingFixture();
      const { governor, proposal, keep, refused, cancel, stranger, dave, bob, token } = context;
      const { submit, openVote, vote, alice, closeVote } = context;
      await token.connect(bob).transfer(dave, 100n * ONE);
      const other = await submit("# NEP-GOV: Another of Dave's", undefined, dave);
      await openVote(other);
      await vote(proposal, alice);
      await vote(other, alice);
      await keep(0n);
      await cancel(proposal, stranger);
      expect(await governor.state(proposal.id)).to.equal(State.Canceled);
      await closeVote(other);
      expect(await governor.state(other.id)).to.equal(State.Succeeded);
      await refused(other, stranger);
    });

    it("not what the council made, which needed no votes", async () => {
      const { governor, council, stranger, dave, token, bob, submit, upgrade, refused, cancel, keep } =
        await sinkingFixture();
      const made = await submit("# NEP-EMERG: Council", [upgrade("emerg", 1n)], council);
      await refused(made, stranger);
      // The same by a holder can be.
      await token.connect(bob).transfer(dave, 200n * ONE);
      await mine();
      const held = await submit("# NEP-EMERG: Holder", [upgrade("emerg", 1n)], dave);
      await keep(250n * ONE);
      await refused(held, stranger);
      await keep(250n * ONE - 1n);
      await cancel(held, stranger);
      expect(await governor.state(held.id)).to.equal(State.Canceled);
      expect(await governor.state(made.id)).to.equal(State.Pending);
    });
  });
});
