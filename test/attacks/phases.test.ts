import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, ZeroAddress, type Interface } from "ethers";
import { ethers } from "hardhat";

import {
  CANCEL_BY_ID,
  code,
  DAY,
  letPropose,
  Match,
  plain,
  State,
  word,
  type Action,
} from "../helpers/governor";
import { TECH } from "../helpers/voices";
import { deployPhased, GATES, TECH_LATER, YEAR } from "../phases/fixture";

describe("Attack: founders who stay", () => {
  async function founded() {
    const context = await deployPhased();
    const { governor, phases, book, council, appoint, adopt } = context;
    await adopt();
    await appoint(council.address, (await governor.clock()) + 364n * DAY);
    const call = (contract: { target: unknown; interface: Interface }, name: string, args: unknown[]) =>
      ({ target: contract.target, data: contract.interface.encodeFunctionData(name, args) }) as Action;
    const step = (name: string, ...args: unknown[]) => call(phases, name, args);
    const write = (name: string, ...args: unknown[]) => call(book, name, args);
    return { ...context, step, write };
  }
  const fixture = () => loadFixture(founded);
  type Context = Awaited<ReturnType<typeof founded>>;
  /** A vote that passes, and whose execution is refused. */
  async function refused({ pass, queue, toEta, execute }: Context, actions: Action[]) {
    const proposal = await pass(`# NEP-GOV: ${Math.random()}`, actions);
    await queue(proposal);
    await toEta(proposal);
    return expect(execute(proposal)).to.be;
  }

  it("do not cancel the vote that ends their phase, nor one that makes its gate easier or names another of them", async () => {
    const context = await fixture();
    const { governor, council, submit, step, bob, setNumber } = context;
    for (const action of [step("advance", []), step("loosen", 0, GATES[0]), step("declare", bob.address)]) {
      const { id } = await submit(`# NEP-GOV: ${Math.random()}`, [action]);
      await expect(governor.connect(council)[CANCEL_BY_ID](id)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnableToCancel",
      );
    }
    const { id } = await submit("# NEP-GOV: a number", [setNumber(2n)]);
    await governor.connect(council)[CANCEL_BY_ID](id);
    expect(await governor.state(id)).to.equal(State.Canceled);
  });

  it("do not make a gate harder by a vote, nor its date later", async () => {
    const context = await fixture();
    const { phases, step } = context;
    for (const change of [{ latestAfter: YEAR + 1n }, { latestAfter: 0n }, { minTime: 181n * DAY }])
      await (
        await refused(context, [step("loosen", 0, { ...GATES[0], ...change })])
      ).revertedWithCustomError(phases, "Phases_NotLooser");
  });

  it("do not come back by a type that is new, nor by a call that is moved to one of theirs", async () => {
    const context = await fixture();
    const { book, toPhaseOne, write, target } = context;
    await toPhaseOne();
    const scope = {
      ...{ target: target.target, how: Match.SelectorAndWord, allowsValue: false, unstoppable: false },
      ...{
        selector: target.interface.getFunction("upgrade").selector,
        word: word("train"),
        codes: [code("TECH")],
      },
    };
    for (const action of [write("setRulesFrom", code("FOUND"), 1, TECH), write("setScope", scope)])
      await (await refused(context, [action])).revertedWithCustomError(book, "PhasedRulebook_CouncilsAlone");
    for (const action of [
      write("setRulesFrom", code("ARCH"), 1, TECH),
      write("setRulesFrom", code("TECH"), 2, TECH_LATER),
    ])
      await (await refused(context, [action])).revertedWithCustomError(book, "PhasedRulebook_Backwards");
  });

  it("do not shut gates as a whale that declares itself, nor fill the list with strangers", async () => {
    const { phases, bob } = await fixture();
    for (const account of [bob.address, ethers.toBeHex(77, 20)])
      await expect(phases.connect(bob).declare(account))
        .to.be.revertedWithCustomError(phases, "Phases_NotTimelock")
        .withArgs(bob.address);
  });

  it("carry one last silent proposal over the boundary, which keeps its rules, and propose no other like it", async () => {
    const context = await fixture();
    const { governor, book, phases, council, submit, upgrade, openVote, closeVote, queue, toEta, execute } =
      context;
    const { steps, appoint, toPhaseOne } = context;
    await time.increaseTo((await phases.latestAt(0)) - DAY);
    await appoint(council.address, (await governor.clock()) + 365n * DAY);
    await toPhaseOne();
    const last = await submit("# NEP-TECH: The last one", [upgrade("tech", 9n)], council);
    // Whoever makes the gate easy, and takes the step, as a vote would.
    await steps.loosen(1, { ...GATES[1], minTime: 0n, minDecisions: 0n, maxFounderBps: 10_000n });
    await steps.advance([]);
    const { rules } = await book.unpack(
      plain(await governor.pinnedRules((await governor.proposalType(last.id)).rulesId)),
    );
    expect(rules.vetoBps).to.equal(TECH_LATER.vetoBps);
    await openVote(last);
    await closeVote(last);
    await queue(last);
    await toEta(last);
    await execute(last);
    expect(await governor.state(last.id)).to.equal(State.Executed);
    await expect(submit("# NEP-TECH: Another", [upgrade("tech", 8n)], council)).to.be.revertedWithCustomError(
      governor,
      "GovernorInsufficientProposerVotes",
    );
  });

  it("have no mandate that outlasts a year, and keep the last step shut if they are given one again", async () => {
    const context = await fixture();
    const {
      governor,
      phases,
      steps,
      council,
      appoint,
      toPhaseOne,
      decide,
      ids,
      pass,
      queue,
      toEta,
      execute,
    } = context;
    const { token, alice, bob, carol } = context;
    const call = governor.interface.encodeFunctionData("setGuardian", [
      council.address,
      (await governor.clock()) + 500n * DAY,
    ]);
    const long = await pass("# NEP-GOV: For longer", [{ target: governor, data: call }]);
    await queue(long);
    await toEta(long);
    await expect(execute(long)).to.be.revertedWithCustomError(governor, "GovernorGuardian_MandateTooLong");

    await toPhaseOne();
    await steps.loosen(1, { ...GATES[1], minTime: 0n, minDecisions: 0n, maxFounderBps: 10_000n });
    await steps.advance([]);
    await appoint(council.address, (await governor.clock()) + 364n * DAY);
    await token.connect(alice).transfer(carol, 39_000n * 10n ** 18n);
    await time.increase(10);
    const made = [];
    for (const i of [1, 2, 3]) made.push(await decide(`# NEP-ECON: ${i}`, [bob, carol], undefined, bob));
    const appointByOthers = async (account: string, until: bigint) => {
      const data = governor.interface.encodeFunctionData("setGuardian", [account, until]);
      await decide(`# NEP-GOV: Until ${until}`, [bob, carol], [{ target: governor, data }], bob);
    };
    await time.increase(YEAR - 200n * DAY);
    await appointByOthers(council.address, (await governor.clock()) + 364n * DAY);
    await time.increase(200n * DAY);
    const conditions = await phases.evidence(ids(made));
    expect(conditions.map(({ met }) => met)).to.deep.equal([true, true, true, true, false]);
    await expect(steps.advance(ids(made)))
      .to.be.revertedWithCustomError(phases, "Phases_GateShut")
      .withArgs(2, encodeBytes32String("handsOff"), 0, 1);
    await appointByOthers(ZeroAddress, 0n);
    await expect(steps.advance(ids(made))).to.emit(phases, "PhaseAdvanced");
  });

  it("do not hide behind a delegate who is one of them", async () => {
    const { phases, token, alice, dave } = await fixture();
    const before = (await phases.evidence([]))[3]!.value;
    await token.connect(alice).delegate(dave);
    await time.increase(2);
    expect((await phases.evidence([]))[3]!.value).to.equal(before);
  });

  it("prove nothing by decisions of another governor, though it commands the same timelock", async () => {
    const { phases, governor, timelock, token, decide, stranger, steps, toPhaseOne } = await fixture();
    await toPhaseOne();
    const { id } = await decide("# NEP-ARCH: here");
    const other = await ethers.deployContract("NetworkGovernor", [
      ...["Another", token.target, token.target, timelock.target, await governor.rulebook()],
    ] as never);
    await letPropose(timelock, other);
    await expect(phases.connect(stranger).adoptGovernor(other))
      .to.be.revertedWithCustomError(phases, "Phases_GovernorNamed")
      .withArgs(governor.target);
    await steps.setGovernor(other);
    await expect(phases.evidence([id]))
      .to.be.revertedWithCustomError(phases, "Phases_NoEvidence")
      .withArgs(id, encodeBytes32String("unknown"));
  });
});
