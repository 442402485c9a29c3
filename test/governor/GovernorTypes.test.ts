import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  code,
  DAY,
  fixture,
  GOV,
  HOUR,
  Match,
  ONE,
  plain,
  proposalOf,
  State,
  TYPES,
  type Action,
  type Governance,
  type Rules,
} from "../helpers/governor";

/** A call that each type may make. */
function actionOf(context: Governance, type: string): Action {
  const { setNumber, upgrade } = context;
  if (type === "TRAIN" || type === "ARCH") return upgrade("train", 7n);
  if (type === "EMERG") return upgrade("emerg", 7n);
  return setNumber(7n);
}

describe("GovernorTypes", () => {
  describe("the six types", () => {
    for (const [type, rules] of Object.entries(TYPES)) {
      it(`takes a ${type} proposal through its life under its own rules`, async () => {
        const context = await fixture();
        const { governor, alice, openVote, vote, queue, execute, token } = context;
        const proposal = await proposalOf(`# NEP-${type}: Something`, [actionOf(context, type)]);
        const { id } = proposal;

        const before = await token.balanceOf(alice);
        const tx = await governor.connect(alice).propose(...proposal.full);
        const made = BigInt(await time.latest());
        const { rulesId } = await governor.proposalType(id);
        await expect(tx).to.emit(governor, "ProposalTyped").withArgs(id, code(type), rulesId, rules.graceMin);
        expect(await governor.proposalType(id)).to.deep.equal([code(type), rulesId, rules.graceMin]);
        expect(before - (await token.balanceOf(alice))).to.equal(rules.fee);
        expect(await governor.proposalSnapshot(id)).to.equal(made + rules.review);
        expect(await governor.proposalDeadline(id)).to.equal(made + rules.review + rules.voting);
        expect(await governor.state(id)).to.equal(State.Pending);

        await time.increaseTo(made + rules.review);
        expect(await governor.state(id)).to.equal(State.Pending);
        await openVote(proposal);
        await vote(proposal, alice);
        expect(await governor.state(id)).to.equal(State.Active);
        await time.increaseTo(made + rules.review + rules.voting);
        expect(await governor.state(id)).to.equal(State.Active);
        await time.increaseTo(made + rules.review + rules.voting + 1n);
        expect(await governor.state(id)).to.equal(State.Succeeded);

        await queue(proposal);
        const eta = BigInt(await time.latest()) + rules.graceMin;
        expect(await governor.proposalEta(id)).to.equal(eta);
        expect(await governor.proposalExpiry(id)).to.equal(eta + rules.window);
        expect(await governor.state(id)).to.equal(State.Queued);
        await time.setNextBlockTimestamp(eta);
        await expect(execute(proposal)).to.emit(governor, "ProposalExecuted").withArgs(id);
        expect(await governor.state(id)).to.equal(State.Executed);
      });
    }

    it("counts what was proposed, and nothing that was refused", async () => {
      const { governor, submit, stranger } = await fixture();
      expect(await governor.proposalCount()).to.equal(0n);
      await submit("# NEP-GOV: One");
      await submit("# NEP-ECON: Two");
      const refused = submit("# NEP-GOV: Three", undefined, stranger);
      await expect(refused).to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes");
      expect(await governor.proposalCount()).to.equal(2n);
    });

    it("takes an untagged and an unknown type under the default type's rules", async () => {
      const { governor, submit } = await fixture();
      const defaultId = (await governor.proposalType((await submit("# NEP-GOV: x")).id)).rulesId;
      for (const title of [
        "Raise the reward",
        "# Raise the reward",
        "# NEP-NOPE: x",
        "# nep-econ: x",
        "# NEP-PROMPT: x",
      ]) {
        const { id } = await submit(title);
        expect(await governor.proposalType(id)).to.deep.equal([code("GOV"), defaultId, GOV.graceMin]);
        expect((await governor.proposalDeadline(id)) - (await governor.proposalSnapshot(id))).to.equal(
          GOV.voting,
        );
      }
    });

    it("answers zeros for a proposal that there is not", async () => {
      const { governor } = await fixture();
      expect(await governor.proposalType(1n)).to.deep.equal(["0x0000000000000000", 0n, 0n]);
      expect(await governor.proposalExpiry(1n)).to.equal(0);
    });

    it("refuses an empty title", async () => {
      const { governor, target, alice } = await fixture();
      const harness = await ethers.getContractFactory("NepTitleHarness");
      for (const title of ["", "#", "# NEP-ECON: \nbody"]) {
        const proposal = await proposalOf(title, [{ target }]);
        await expect(governor.connect(alice).propose(...proposal.full)).to.be.revertedWithCustomError(
          harness,
          "NepTitle_Empty",
        );
      }
    });

    it("refuses arrays of unequal length and proposals that do nothing", async () => {
      const { governor, target, alice } = await fixture();
      const to = target.target as string;
      const bad: [string[], bigint[], string[]][] = [
        [[to, to], [0n], ["0x"]],
        [[to], [0n, 0n], ["0x"]],
        [[to], [0n], []],
        [[], [], []],
      ];
      for (const title of ["# NEP-ECON: x", "# NEP-GOV: x"]) {
        for (const [targets, values, calldatas] of bad) {
          await expect(governor.connect(alice).propose(targets, values, calldatas, title))
            .to.be.revertedWithCustomError(governor, "GovernorInvalidProposalLength")
            .withArgs(targets.length, calldatas.length, values.length);
        }
      }
    });

    it("asks the proposer for the threshold of the type", async () => {
      const { governor, submit, upgrade, dave, erin, stranger } = await fixture();
      const short = (who: typeof dave, votes: bigint, needed: bigint, title: string, actions?: Action[]) =>
        expect(submit(title, actions, who))
          .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
          .withArgs(who.address, votes, needed);
      await short(dave, 400n * ONE, 500n * ONE, "# NEP-EMERG: x", [upgrade("emerg", 1n)]);
      await short(erin, 60n * ONE, 100n * ONE, "# NEP-ECON: x");
      await short(erin, 60n * ONE, 100n * ONE, "untagged");
      await short(stranger, 0n, 50n * ONE, "# NEP-NET: x");
      await submit("# NEP-GOV: x", undefined, dave);
      await submit("# NEP-NET: x", undefined, erin);
    });
  });

  describe("the grace period", () => {
    it("comes from the title, within the bounds of the type", async () => {
      const { governor, submit } = await fixture();
      for (const [days, valid] of [
        [1n, false],
        [2n, true],
        [14n, true],
        [30n, true],
        [31n, false],
        [999n, false],
      ] as const) {
        const made = submit(`# NEP-ECON ${days}d: x`);
        if (valid) {
          expect((await governor.proposalType((await made).id)).grace).to.equal(days * DAY);
        } else {
          await expect(made)
            .to.be.revertedWithCustomError(governor, "GovernorTypes_GraceOutOfRange")
            .withArgs(days * DAY, TYPES.ECON!.graceMin, TYPES.ECON!.graceMax);
        }
      }
    });

    it("of an unknown type is held to the bounds of the default type", async () => {
      const { governor, submit } = await fixture();
      await expect(submit("# NEP-NOPE 6d: x"))
        .to.be.revertedWithCustomError(governor, "GovernorTypes_GraceOutOfRange")
        .withArgs(6n * DAY, GOV.graceMin, GOV.graceMax);
      expect((await governor.proposalType((await submit("# NEP-NOPE 8d: x")).id)).grace).to.equal(8n * DAY);
    });
  });

  describe("outside of a proposal being made", () => {
    it("the settings are the default type's, and the threshold the lowest of all types", async () => {
      const { governor } = await fixture();
      expect(await governor.votingDelay()).to.equal(GOV.review);
      expect(await governor.votingPeriod()).to.equal(GOV.voting);
      expect(await governor.proposalThreshold()).to.equal(50n * ONE);
    });

    it("nothing remains of a proposal: two types in one transaction get their own rules each", async () => {
      const context = await fixture();
      const { governor, token, bob } = context;
      const batcher = await ethers.deployContract("Batcher");
      await token.connect(bob).delegate(batcher.target);
      await token.connect(bob).transfer(batcher.target, 100n * ONE);
      const approve = token.interface.encodeFunctionData("approve", [governor.target, ethers.MaxUint256]);
      await batcher.run([token.target], [approve]);

      const emerg = await proposalOf("# NEP-EMERG: x", [actionOf(context, "EMERG")]);
      const gov = await proposalOf("# NEP-GOV: x", [actionOf(context, "GOV")]);
      const net = await proposalOf("# NEP-NET: x", [actionOf(context, "NET")]);
      const refused = await proposalOf("# NEP-EMERG: y", [actionOf(context, "NET")]);
      const calls = [emerg, refused, gov, net].map(({ full }) =>
        governor.interface.encodeFunctionData("propose", full),
      );
      await batcher.tryRun(Array(4).fill(governor.target), calls);

      const made = BigInt(await time.latest());
      for (const [proposal, type] of [
        [emerg, "EMERG"],
        [gov, "GOV"],
        [net, "NET"],
      ] as const) {
        expect((await governor.proposalType(proposal.id)).code).to.equal(code(type));
        expect(await governor.proposalSnapshot(proposal.id)).to.equal(made + TYPES[type]!.review);
        expect(await governor.proposalDeadline(proposal.id)).to.equal(
          made + TYPES[type]!.review + TYPES[type]!.voting,
        );
      }
      expect(await governor.proposalSnapshot(refused.id)).to.equal(0);
      expect(await governor.votingDelay()).to.equal(GOV.review);
      expect(await governor.proposalThreshold()).to.equal(50n * ONE);
    });

    it("a proposal in the same transaction leaves no settings behind for whoever asks next", async () => {
      const context = await fixture();
      const { governor, token, bob } = context;
      const probe = await ethers.deployContract("SettingsProbe");
      await token.connect(bob).delegate(probe.target);
      const { full } = await proposalOf("# NEP-NET: x", [actionOf(context, "NET")]);
      await probe.run(governor.target, governor.interface.encodeFunctionData("propose", full));
      expect(await probe.votingDelay()).to.equal(GOV.review);
      expect(await probe.votingPeriod()).to.equal(GOV.voting);
      expect(await probe.proposalThreshold()).to.equal(50n * ONE);
    });
  });

  describe("pinned rules", () => {
    it("are kept by content: stored once, whatever number of proposals", async () => {
      const { governor, submit, rulebook } = await fixture();
      const first = await submit("# NEP-ECON: one");
      const tx = await governor.queryFilter(governor.filters.RulesPinned());
      expect(tx).to.have.length(2);
      const second = await submit("# NEP-ECON: two");
      expect(await governor.queryFilter(governor.filters.RulesPinned())).to.have.length(2);
      const { rulesId } = await governor.proposalType(first.id);
      expect((await governor.proposalType(second.id)).rulesId).to.equal(rulesId);

      const packed = await governor.pinnedRules(rulesId);
      const { rules, code: type } = await rulebook.unpack(plain(packed));
      expect(plain(rules)).to.deep.equal(TYPES.ECON);
      expect(type).to.equal(code("ECON"));
    });

    it("hold against every later change of the rules, the scopes, the book and the timelock's delay", async () => {
      const context = await fixture();
      const {
        governor,
        rulebook,
        timelock,
        submit,
        openVote,
        closeVote,
        vote,
        alice,
        queue,
        execute,
        toEta,
        target,
        enact,
      } = context;
      // `old` is proposed when everything that changes the rules is queued already, and outlives it.
      const slow: Rules = { ...TYPES.ECON!, review: 6n * DAY, voting: 7n * DAY };
      await enact("# NEP-GOV: Slow ECON", [
        { target: rulebook, data: rulebook.interface.encodeFunctionData("setRules", [code("ECON"), slow]) },
      ]);
      const other = await ethers.deployContract("Rulebook", [
        timelock.target,
        [
          { code: code("GOV"), rules: { ...GOV, approvalBps: 10_000n, quorumBps: 9_000n, late: 0n } },
          { code: code("ECON"), rules: { ...GOV, approvalBps: 10_000n, quorumBps: 9_000n, window: HOUR } },
        ],
        [
          {
            target: target.target,
            how: Match.Selector,
            selector: target.interface.getFunction("set").selector,
            word: ethers.ZeroHash,
            allowsValue: false,
            unstoppable: false,
            codes: [code("ECON")],
          },
        ],
      ]);
      const changes: Action[] = [
        {
          target: rulebook,
          data: rulebook.interface.encodeFunctionData("setRules", [
            code("ECON"),
            { ...slow, approvalBps: 5_000n, quorumBps: 1n, threshold: 1n, voting: DAY, graceMin: HOUR },
          ]),
        },
        { target: governor, data: governor.interface.encodeFunctionData("setRulebook", [other.target]) },
        { target: timelock, data: timelock.interface.encodeFunctionData("updateDelay", [3n * DAY]) },
      ];
      const change = await submit("# NEP-GOV: Change everything", changes);
      await openVote(change);
      await vote(change, alice);
      await closeVote(change);
      await queue(change);
      const changeAt = await governor.proposalEta(change.id);

      const old = await submit("# NEP-ECON: Old");
      const { rulesId } = await governor.proposalType(old.id);
      const pinned = await governor.pinnedRules(rulesId);
      const [snapshot, deadline] = [
        await governor.proposalSnapshot(old.id),
        await governor.proposalDeadline(old.id),
      ];
      await openVote(old);
      await vote(old, alice);
      const quorum = await governor.quorum(old.id);
      await time.increaseTo(changeAt);
      await execute(change);
      expect(await governor.rulebook()).to.equal(other.target);
      expect(await governor.votingDelay()).to.equal(GOV.review);

      expect(await governor.proposalType(old.id)).to.deep.equal([code("ECON"), rulesId, slow.graceMin]);
      expect(await governor.pinnedRules(rulesId)).to.deep.equal(pinned);
      expect(await governor.proposalSnapshot(old.id)).to.equal(snapshot);
      expect(await governor.proposalDeadline(old.id)).to.equal(deadline);
      expect(await governor.quorum(old.id)).to.equal(quorum);
      expect(await governor.state(old.id)).to.equal(State.Active);
      await closeVote(old);
      expect(await governor.state(old.id)).to.equal(State.Succeeded);
      await queue(old);
      // The timelock's delay is the one thing that a queued proposal cannot undercut.
      const eta = BigInt(await time.latest()) + 3n * DAY;
      expect(await governor.proposalEta(old.id)).to.equal(eta);
      expect(await governor.proposalExpiry(old.id)).to.equal(eta + slow.window);
      await toEta(old);
      await execute(old);
      expect(await target.number()).to.equal(1);

      // New proposals follow the new book.
      const fresh = await submit("# NEP-ECON: New");
      expect((await governor.proposalType(fresh.id)).rulesId).not.to.equal(rulesId);
    });

    it("hold once queued: a longer delay of the timelock moves no eta", async () => {
      const { governor, timelock, pass, queue, execute, toEta } = await fixture();
      const slower = timelock.interface.encodeFunctionData("updateDelay", [20n * DAY]);
      const change = await pass("# NEP-GOV: Slower", [{ target: timelock, data: slower }]);
      await queue(change);
      const old = await pass("# NEP-NET 20d: Old");
      await queue(old);
      const eta = await governor.proposalEta(old.id);
      await execute(change);
      expect(await timelock.getMinDelay()).to.equal(20n * DAY);
      expect(await governor.proposalEta(old.id)).to.equal(eta);
      await toEta(old);
      await execute(old);
    });
  });

  describe("the rulebook", () => {
    it("is replaced by the timelock in a proposal, and by nobody else", async () => {
      const { governor, rulebook, alice, timelock } = await fixture();
      await expect(governor.connect(alice).setRulebook(rulebook.target))
        .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
        .withArgs(alice.address);
      const impostor = await ethers.getImpersonatedSigner(timelock.target as string);
      await ethers.provider.send("hardhat_setBalance", [impostor.address, "0x56bc75e2d63100000"]);
      // Even the timelock only while the governor executes that very call.
      await expect(governor.connect(impostor).setRulebook(rulebook.target)).to.be.reverted;
    });

    it("that has changed the default type is adopted first: other types wait, the default type does not", async () => {
      const { governor, rulebook, enact, submit } = await fixture();
      const stricter = { ...GOV, approvalBps: 7_000n };
      const setRules: Action = {
        target: rulebook,
        data: rulebook.interface.encodeFunctionData("setRules", [code("GOV"), stricter]),
      };
      const adopt: Action = {
        target: governor,
        data: governor.interface.encodeFunctionData("setRulebook", [rulebook.target]),
      };
      await enact("# NEP-GOV: Stricter, but not adopted", [setRules]);
      await expect(submit("# NEP-ECON: x"))
        .to.be.revertedWithCustomError(governor, "GovernorTypes_RulebookNotAdopted")
        .withArgs(2, 1);
      const untold = await submit("# NEP-GOV: still open");
      const unknown = await submit("# NEP-NOPE: still open");
      const oldId = (await governor.proposalType(untold.id)).rulesId;
      expect((await governor.proposalType(unknown.id)).rulesId).to.equal(oldId);

      await enact("# NEP-GOV: Adopt", [adopt]);
      await submit("# NEP-ECON: y");
      const { id } = await submit("# NEP-GOV: now stricter");
      const { rulesId } = await governor.proposalType(id);
      expect(rulesId).not.to.equal(oldId);
      const packed = await governor.pinnedRules(rulesId);
      expect((await rulebook.unpack(plain(packed))).rules.approvalBps).to.equal(7_000);

      // Both in one proposal, as it should be done; going back pins nothing new.
      const back = rulebook.interface.encodeFunctionData("setRules", [code("GOV"), GOV]);
      const done = await enact("# NEP-GOV: Back", [{ target: rulebook, data: back }, adopt]);
      expect(await governor.state(done.id)).to.equal(State.Executed);
      expect((await governor.proposalType((await submit("# NEP-GOV: as before")).id)).rulesId).to.equal(
        oldId,
      );
      await submit("# NEP-ECON: z");
    });

    it("announces its change", async () => {
      const { governor, rulebook, pass, queue, execute, toEta } = await fixture();
      const next = await ethers.deployContract("FaultyRulebook", [code("GOV"), GOV]);
      const data = governor.interface.encodeFunctionData("setRulebook", [next.target]);
      const change = await pass("# NEP-GOV: Next", [{ target: governor, data }]);
      await queue(change);
      await toEta(change);
      await expect(execute(change))
        .to.emit(governor, "RulebookChanged")
        .withArgs(rulebook.target, next.target);
      expect(await governor.rulebook()).to.equal(next.target);
    });

    it("whose default rules are of another type is no rulebook", async () => {
      const { governor, rulebook, token, timelock, pass, queue, execute, toEta } = await fixture();
      const wrong = await ethers.deployContract("FaultyRulebook", [code("ECON"), GOV]);
      const data = governor.interface.encodeFunctionData("setRulebook", [wrong.target]);
      const change = await pass("# NEP-GOV: Wrong", [{ target: governor, data }]);
      await queue(change);
      await toEta(change);
      await expect(execute(change))
        .to.be.revertedWithCustomError(governor, "GovernorTypes_NoDefaultRules")
        .withArgs(wrong.target);
      expect(await governor.rulebook()).to.equal(rulebook.target);
      const Governor = await ethers.getContractFactory("NetworkGovernor");
      await expect(
        Governor.deploy("x", token.target, token.target, timelock.target, wrong.target),
      ).to.be.revertedWithCustomError(governor, "GovernorTypes_NoDefaultRules");
    });

    it("that reverts on everything blocks other types, never the default type, and is replaced by it", async () => {
      const context = await fixture();
      const { governor, rulebook, enact, submit, pass, queue, execute, toEta, target, setNumber } = context;
      const faulty = await ethers.deployContract("FaultyRulebook", [code("GOV"), GOV]);
      const adopt = (book: typeof faulty | typeof rulebook): Action => ({
        target: governor,
        data: governor.interface.encodeFunctionData("setRulebook", [book.target]),
      });
      const caught = await pass("# NEP-NET 30d: Caught in between");
      await queue(caught);
      await enact("# NEP-GOV: Faulty", [adopt(faulty)]);
      await faulty.breakIt();

      await expect(submit("# NEP-ECON: x")).to.be.revertedWith("broken");
      await toEta(caught);
      await expect(execute(caught)).to.be.revertedWith("broken");
      expect(await governor.state(caught.id)).to.equal(State.Queued);
      expect(await governor.proposalThreshold()).to.equal(GOV.threshold);
      expect(await governor.votingDelay()).to.equal(GOV.review);

      await enact("Untagged works too", [setNumber(99n)]);
      expect(await target.number()).to.equal(99);
      await enact("# NEP-GOV: Repair", [adopt(rulebook)]);
      expect(await governor.rulebook()).to.equal(rulebook.target);
      const next = await pass("# NEP-ECON: y", [setNumber(5n)]);
      await queue(next);
      await toEta(next);
      await execute(next);
      expect(await target.number()).to.equal(5);
    });
  });
});
