import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  CANCEL,
  CANCEL_BY_ID,
  councilFixture,
  DAY,
  fixture,
  proposalOf,
  letPropose,
  GOV,
  MIN_DELAY,
  State,
  Support,
  TYPES,
  type Governance,
  type Proposal,
} from "../helpers/governor";

/** The timelock's operation of a proposal, as the governor computes it. */
function operationOf({ governor }: Governance, { hashed }: Proposal) {
  const [targets, values, calldatas, hash] = hashed;
  const salt = ethers.toBeHex(BigInt(hash) ^ BigInt(ethers.zeroPadBytes(governor.target as string, 32)), 32);
  const id = ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(
      ["address[]", "uint256[]", "bytes[]", "bytes32", "bytes32"],
      [targets, values, calldatas, ethers.ZeroHash, salt],
    ),
  );
  return { id, salt };
}

describe("GovernorTimelock", () => {
  it("names its timelock, and announces it once", async () => {
    const { governor, timelock } = await fixture();
    expect(await governor.timelock()).to.equal(timelock.target);
    await expect(governor.deploymentTransaction())
      .to.emit(governor, "TimelockChange")
      .withArgs(ethers.ZeroAddress, timelock.target);
    expect(await governor.proposalNeedsQueuing(1n)).to.equal(true);
  });

  describe("queue", () => {
    it("schedules the operation with the proposal's grace, for anyone", async () => {
      const context = await fixture();
      const { governor, timelock, pass, stranger } = context;
      const proposal = await pass("# NEP-GOV 14d: x");
      const { id, salt } = operationOf(context, proposal);
      const tx = governor.connect(stranger).queue(...proposal.hashed);
      await expect(tx).to.emit(timelock, "CallSalt").withArgs(id, salt);
      const eta = BigInt(await time.latest()) + 14n * DAY;
      await expect(tx).to.emit(governor, "ProposalQueued").withArgs(proposal.id, eta);
      expect(await timelock.getTimestamp(id)).to.equal(eta);
      expect(await governor.proposalEta(proposal.id)).to.equal(eta);
      expect(await governor.proposalExpiry(proposal.id)).to.equal(eta + GOV.window);
    });

    it("is refused before the vote is over, and twice", async () => {
      const { governor, submit, openVote, vote, alice, closeVote, queue } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      const refused = (state: bigint) =>
        expect(queue(proposal))
          .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
          .withArgs(proposal.id, state, ethers.zeroPadValue(ethers.toBeHex(1n << State.Succeeded), 32));
      await refused(State.Pending);
      await openVote(proposal);
      await vote(proposal, alice);
      await refused(State.Active);
      await closeVote(proposal);
      await queue(proposal);
      await refused(State.Queued);
    });

    it("is done in the last second of the window after the vote, and refused for good one second later", async () => {
      const { governor, timelock, pass, queue, execute } = await fixture();
      const [inTime, late] = [await pass("# NEP-ECON: in time"), await pass("# NEP-ECON: late")];
      const last = (await governor.proposalDeadline(inTime.id)) + TYPES.ECON!.window;
      expect(await governor.proposalExpiry(inTime.id)).to.equal(last);
      await time.setNextBlockTimestamp(last);
      await queue(inTime);
      expect(await governor.state(inTime.id)).to.equal(State.Queued);

      const end = await governor.proposalExpiry(late.id);
      await time.increaseTo(end);
      expect(await governor.state(late.id)).to.equal(State.Succeeded);
      await time.setNextBlockTimestamp(end + 1n);
      await expect(queue(late))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(late.id, State.Expired, ethers.zeroPadValue(ethers.toBeHex(1n << State.Succeeded), 32));
      await time.increase(1);
      expect(await governor.state(late.id)).to.equal(State.Expired);
      await expect(execute(late)).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
      await expect(governor.expire(...late.hashed), "nothing was scheduled").to.be.revertedWithCustomError(
        timelock,
        "TimelockUnexpectedOperationState",
      );
    });

    it("has the window of the proposal's own time after a late swing has moved the deadline", async () => {
      const { governor, submit, vote, alice, bob, closeVote, queue } = await fixture();
      const proposal = await submit("# NEP-ECON: x");
      const before = await governor.proposalExpiry(proposal.id);
      await time.setNextBlockTimestamp((await governor.proposalDeadline(proposal.id)) - 1n);
      await vote(proposal, alice);
      await vote(proposal, bob);
      await closeVote(proposal);
      expect(await governor.proposalExpiry(proposal.id)).to.equal(before + TYPES.ECON!.late);
      await time.setNextBlockTimestamp(before + TYPES.ECON!.late);
      await queue(proposal);
    });

    it("leaves what was defeated defeated: only what has passed expires", async () => {
      const { governor, submit, closeVote } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      await closeVote(proposal);
      await time.increaseTo((await governor.proposalExpiry(proposal.id)) + 1n);
      expect(await governor.state(proposal.id)).to.equal(State.Defeated);
      expect(await governor.proposalExpiry(1n), "an unknown id").to.equal(0);
    });

    it("is refused to a defeated proposal, and to one that missed the quorum", async () => {
      const { governor, submit, openVote, closeVote, vote, alice, bob, carol, queue, execute } =
        await fixture();
      const defeated = await submit("# NEP-GOV: defeated");
      await openVote(defeated);
      await vote(defeated, bob);
      await vote(defeated, alice, Support.Against);
      const short = await submit("# NEP-GOV: short of quorum");
      await closeVote(defeated);
      await openVote(short);
      await vote(short, carol);
      await closeVote(short);
      for (const proposal of [defeated, short]) {
        expect(await governor.state(proposal.id)).to.equal(State.Defeated);
        await expect(queue(proposal)).to.be.revertedWithCustomError(
          governor,
          "GovernorUnexpectedProposalState",
        );
        await expect(execute(proposal)).to.be.revertedWithCustomError(
          governor,
          "GovernorUnexpectedProposalState",
        );
      }
    });

    it("never waits for less than the timelock's own delay", async () => {
      const { governor, timelock, enact, pass, queue, upgrade } = await fixture();
      const slower = timelock.interface.encodeFunctionData("updateDelay", [3n * DAY]);
      await enact("# NEP-GOV: Slower", [{ target: timelock, data: slower }]);
      const proposal = await pass("# NEP-EMERG: x", [upgrade("emerg", 1n)]);
      await queue(proposal);
      expect(await governor.proposalEta(proposal.id)).to.equal(BigInt(await time.latest()) + 3n * DAY);
    });
  });

  describe("execute", () => {
    async function queuedFixture() {
      const context = await fixture();
      const proposal = await context.pass("# NEP-ECON: x", [context.setNumber(42n)]);
      await context.queue(proposal);
      const eta = await context.governor.proposalEta(proposal.id);
      return { ...context, proposal, id: proposal.id, eta, expiry: eta + TYPES.ECON!.window };
    }

    it("is refused before the proposal is queued", async () => {
      const { governor, pass, execute } = await fixture();
      const proposal = await pass("# NEP-GOV: x");
      await expect(execute(proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("is refused in the second before the grace period is over, and done in the one it is", async () => {
      const { governor, proposal, id, eta, execute, target } = await queuedFixture();
      await time.setNextBlockTimestamp(eta - 1n);
      await expect(execute(proposal))
        .to.be.revertedWithCustomError(governor, "GovernorTimelock_GraceNotOver")
        .withArgs(id, eta);
      await time.setNextBlockTimestamp(eta);
      await expect(execute(proposal)).to.emit(governor, "ProposalExecuted").withArgs(id);
      expect(await target.number()).to.equal(42);
    });

    it("is done in the last second of the window", async () => {
      const { governor, proposal, id, expiry, execute, target } = await queuedFixture();
      await time.setNextBlockTimestamp(expiry);
      await execute(proposal);
      expect(await governor.state(id)).to.equal(State.Executed);
      expect(await target.number()).to.equal(42);
    });

    it("is refused one second after it, for good", async () => {
      const { governor, proposal, id, expiry, execute, queue } = await queuedFixture();
      await time.increaseTo(expiry);
      expect(await governor.state(id)).to.equal(State.Queued);
      await time.setNextBlockTimestamp(expiry + 1n);
      await expect(execute(proposal))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Expired, ethers.zeroPadValue(ethers.toBeHex(1n << State.Queued), 32));
      await time.increase(1);
      expect(await governor.state(id)).to.equal(State.Expired);
      await expect(queue(proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("is done once", async () => {
      const { governor, proposal, eta, execute } = await queuedFixture();
      await time.setNextBlockTimestamp(eta);
      await execute(proposal);
      await expect(execute(proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("passes value on to the call", async () => {
      const { governor, pass, queue, toEta, setNumber, target, alice } = await fixture();
      const proposal = await pass("# NEP-ECON: x", [{ ...setNumber(1n), value: 5n }]);
      await queue(proposal);
      await toEta(proposal);
      await expect(governor.connect(alice).execute(...proposal.hashed, { value: 5n })).to.changeEtherBalances(
        [alice, target],
        [-5n, 5n],
      );
    });

    it("does all the calls or none", async () => {
      const { governor, pass, queue, toEta, setNumber, target, execute } = await fixture();
      const failing = {
        target,
        data: target.interface.encodeFunctionData("multicall", [target.target, "0x00"]),
      };
      const bad = { target: governor, data: "0xdeadbeef" };
      const proposal = await pass("# NEP-GOV: x", [setNumber(9n), failing, bad]);
      await queue(proposal);
      await toEta(proposal);
      await expect(execute(proposal)).to.be.reverted;
      expect(await target.number()).to.equal(0);
      expect(await governor.state(proposal.id)).to.equal(State.Queued);
    });
  });

  describe("expire", () => {
    async function expiredFixture() {
      const context = await fixture();
      const proposal = await context.pass("# NEP-GOV: x");
      await context.queue(proposal);
      return { ...context, proposal, operation: operationOf(context, proposal).id };
    }

    it("clears an expired proposal's operation from the timelock, for anyone", async () => {
      const { governor, timelock, proposal, operation, stranger } = await expiredFixture();
      await time.increaseTo((await governor.proposalExpiry(proposal.id)) + 1n);
      expect(await timelock.isOperationReady(operation)).to.equal(true);
      await expect(governor.connect(stranger).expire(...proposal.hashed))
        .to.emit(timelock, "Cancelled")
        .withArgs(operation);
      expect(await timelock.isOperation(operation)).to.equal(false);
      expect(await governor.state(proposal.id)).to.equal(State.Expired);
      await expect(governor.expire(...proposal.hashed)).to.be.revertedWithCustomError(
        timelock,
        "TimelockUnexpectedOperationState",
      );
    });

    it("is refused while the proposal can still be executed", async () => {
      const { governor, proposal } = await expiredFixture();
      await time.setNextBlockTimestamp(await governor.proposalExpiry(proposal.id));
      await expect(governor.expire(...proposal.hashed))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(
          proposal.id,
          State.Queued,
          ethers.zeroPadValue(ethers.toBeHex((1n << State.Expired) | (1n << State.Canceled)), 32),
        );
    });

    it("answers the proposal's id", async () => {
      const { governor, proposal } = await expiredFixture();
      await time.increaseTo((await governor.proposalExpiry(proposal.id)) + 1n);
      expect(await governor.expire.staticCall(...proposal.hashed)).to.equal(proposal.id);
    });
  });

  describe("cancel", () => {
    it("is the proposer's while the proposal is pending", async () => {
      const { governor, submit, alice, bob } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      await expect(governor.connect(bob)[CANCEL](...proposal.hashed))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(proposal.id, bob.address);
      await time.setNextBlockTimestamp(await governor.proposalSnapshot(proposal.id));
      await expect(governor.connect(alice)[CANCEL](...proposal.hashed))
        .to.emit(governor, "ProposalCanceled")
        .withArgs(proposal.id);
      expect(await governor.state(proposal.id)).to.equal(State.Canceled);
    });

    it("is nobody's from the vote on", async () => {
      const { governor, submit, openVote, vote, closeVote, queue, alice } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      const refused = () =>
        expect(governor.connect(alice)[CANCEL](...proposal.hashed)).to.be.revertedWithCustomError(
          governor,
          "GovernorUnableToCancel",
        );
      await openVote(proposal);
      await refused();
      await vote(proposal, alice);
      await closeVote(proposal);
      await refused();
      await queue(proposal);
      await refused();
    });

    it("leaves a proposal that can be neither voted on nor made again", async () => {
      const { governor, submit, vote, openVote, alice } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      await governor.connect(alice)[CANCEL](...proposal.hashed);
      await expect(submit("# NEP-GOV: x")).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
      await openVote(proposal);
      await expect(vote(proposal, alice)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("of a queued proposal, by the guardian, clears the timelock", async () => {
      const context = await councilFixture();
      const { timelock, pass, queue, execute, council } = context;
      const governor = context.governor.connect(council);
      const succeeded = await pass("# NEP-GOV: not queued");
      await expect(governor[CANCEL](...succeeded.hashed)).not.to.emit(timelock, "Cancelled");

      const proposal = await pass("# NEP-GOV: x");
      await queue(proposal);
      const { id } = operationOf(context, proposal);
      await expect(governor[CANCEL](...proposal.hashed))
        .to.emit(timelock, "Cancelled")
        .withArgs(id);
      expect(await timelock.isOperation(id)).to.equal(false);
      expect(await governor.state(proposal.id)).to.equal(State.Canceled);
      await expect(execute(proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });
  });

  describe("cancel by the id alone", () => {
    it("leaves the operation where nobody can execute it, and anyone clears it", async () => {
      const context = await councilFixture();
      const { governor, timelock, pass, queue, execute, council, stranger, target } = context;
      const proposal = await pass("# NEP-GOV: x");
      await queue(proposal);
      const { id } = operationOf(context, proposal);
      await expect(governor.connect(council)[CANCEL_BY_ID](proposal.id))
        .to.emit(governor, "ProposalCanceled")
        .withArgs(proposal.id);
      await time.increaseTo((await governor.proposalEta(proposal.id)) + 1n);
      expect(await timelock.isOperationReady(id)).to.equal(true);
      await expect(execute(proposal))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(proposal.id, State.Canceled, ethers.zeroPadValue(ethers.toBeHex(1n << State.Queued), 32));
      await expect(governor.connect(stranger).expire(...proposal.hashed))
        .to.emit(timelock, "Cancelled")
        .withArgs(id);
      expect(await timelock.isOperation(id)).to.equal(false);
      expect(await target.number()).to.equal(0);
    });

    it("is refused to a stranger, of an unknown id, and a second time", async () => {
      const { governor, submit, alice, stranger } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      await expect(governor.connect(stranger)[CANCEL_BY_ID](proposal.id))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(proposal.id, stranger.address);
      await expect(governor.connect(alice)[CANCEL_BY_ID](1n))
        .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
        .withArgs(1n);
      await governor.connect(alice)[CANCEL_BY_ID](proposal.id);
      await expect(governor.connect(alice)[CANCEL_BY_ID](proposal.id)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnableToCancel",
      );
    });
  });

  describe("what is closed", () => {
    it("is relay, for everyone and for the timelock in a proposal", async () => {
      const { governor, timelock, token, alice, pass, queue, execute, toEta } = await fixture();
      await expect(governor.connect(alice).relay(token.target, 0n, "0x")).to.be.revertedWithCustomError(
        governor,
        "GovernorTimelock_NoRelay",
      );
      const data = governor.interface.encodeFunctionData("relay", [timelock.target, 0n, "0x"]);
      const proposal = await pass("# NEP-GOV: x", [{ target: governor, data }]);
      await queue(proposal);
      await toEta(proposal);
      await expect(execute(proposal)).to.be.revertedWithCustomError(governor, "GovernorTimelock_NoRelay");
    });

    it("is the governor to ether and to tokens that ask", async () => {
      const { governor, alice } = await fixture();
      await expect(alice.sendTransaction({ to: governor.target, value: 1n })).to.be.revertedWithCustomError(
        governor,
        "GovernorDisabledDeposit",
      );
    });

    it("is the governor to proposals while the timelock does not let it propose: before it takes over, and after", async () => {
      const { governor, timelock, token, rulebook, target, alice, submit } = await fixture();
      const name = ["Next", token.target, token.target, timelock.target, rulebook.target] as const;
      const next = await ethers.deployContract("NetworkGovernor", [...name]);
      await token.connect(alice).approve(next.target, ethers.MaxUint256);
      const early = await proposalOf("# NEP-GOV: before its time", [{ target }]);
      await expect(next.connect(alice).propose(...early.full))
        .to.be.revertedWithCustomError(next, "GovernorTimelock_NoPower")
        .withArgs(timelock.target);
      await letPropose(timelock, next);
      await next.connect(alice).propose(...early.full);

      const before = await token.balanceOf(alice);
      await letPropose(timelock, governor, false);
      await expect(submit("# NEP-GOV: too late")).to.be.revertedWithCustomError(
        governor,
        "GovernorTimelock_NoPower",
      );
      expect(await token.balanceOf(alice), "no fee").to.equal(before);
    });

    it("is the timelock to everyone but the governor", async () => {
      const context = await fixture();
      const { timelock, governor, deployer, alice, target } = context;
      expect(await timelock.getMinDelay()).to.equal(MIN_DELAY);
      const [proposer, admin] = [await timelock.PROPOSER_ROLE(), await timelock.DEFAULT_ADMIN_ROLE()];
      for (const who of [deployer, alice]) {
        const as = timelock.connect(who);
        const call = [target.target, 0n, "0x", ethers.ZeroHash, ethers.ZeroHash] as const;
        const calls = [[target.target], [0n], ["0x"], ethers.ZeroHash, ethers.ZeroHash] as const;
        for (const attempt of [
          () => as.schedule(...call, DAY),
          () => as.scheduleBatch([...calls[0]], [...calls[1]], [...calls[2]], calls[3], calls[4], DAY),
          () => as.execute(...call),
          () => as.executeBatch([...calls[0]], [...calls[1]], [...calls[2]], calls[3], calls[4]),
          () => as.cancel(ethers.ZeroHash),
          () => as.grantRole(proposer, who.address),
          () => as.grantRole(admin, who.address),
        ]) {
          await expect(attempt()).to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount");
        }
        await expect(as.updateDelay(0n))
          .to.be.revertedWithCustomError(timelock, "TimelockUnauthorizedCaller")
          .withArgs(who.address);
      }
      for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"] as const) {
        expect(await timelock.hasRole(await timelock[role](), governor.target)).to.equal(true);
        expect(await timelock.hasRole(await timelock[role](), ethers.ZeroAddress)).to.equal(false);
      }
    });
  });
});
