import { loadFixture, setCode, setStorageAt, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, MaxUint256, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { code, DAY, EXCLUDED, GOV, ONE, plain, proposalOf, Support } from "../helpers/governor";
import { PEOPLE } from "../helpers/voices";
import { deployCouncil } from "../helpers/safe";
import { deployPhased, GATES, OPEN, YEAR } from "./fixture";

const reason = encodeBytes32String;

describe("Phases", () => {
  const fixture = () => loadFixture(deployPhased);
  /** In the second phase, with a governor. */
  async function second() {
    const context = await deployPhased();
    await context.adopt();
    await context.toPhaseOne();
    return context;
  }
  const inSecond = () => loadFixture(second);
  type Context = Awaited<ReturnType<typeof deployPhased>>;
  const decide = (context: Context, title = "# NEP-ARCH: x", voters = [context.alice, context.bob]) =>
    context.decide(title, voters, title.includes("TRAIN") ? [context.upgrade("train", 1n)] : undefined);

  /** Votes as a share of those that can be cast at a time, in basis points, rounded down. */
  const share = async ({ token }: Context, votes: bigint, at: bigint) =>
    (votes * 10_000n) / ((await token.getPastTotalSupply(at)) - (await token.getPastVotes(EXCLUDED, at)));
  const shareOn = async (context: Context, votes: bigint, { id }: { id: bigint }) =>
    share(context, votes * ONE, await context.governor.proposalSnapshot(id));

  it("begin in the first, with their gates and founders", async () => {
    const { phases, timelock, council, alice, dave, stranger } = await fixture();
    const started = await phases.STARTED();
    expect(await phases.current()).to.equal(0n);
    expect(await phases.since()).to.equal(started);
    expect(await phases.TIMELOCK()).to.equal(timelock.target);
    expect(await phases.founders()).to.deep.equal([council, alice, dave].map(({ address }) => address));
    expect(await phases.isFounder(dave)).to.equal(true);
    expect(await phases.isFounder(stranger)).to.equal(false);
    for (const step of [0, 1, 2]) expect(plain(await phases.gateOf(step))).to.deep.equal(GATES[step]);
    expect(plain(await phases.gateNow())).to.deep.equal(GATES[0]);
    expect(await phases.latestAt(0)).to.equal(started + YEAR);
    expect(await phases.latestAt(2)).to.equal(MaxUint256);
  });

  it("are made with gates within their range, and founders who are somebody, once", async () => {
    const { phases, timelock, alice } = await fixture();
    const deploy = (gate: object, founders: string[] = []) =>
      ethers.deployContract("Phases", [timelock, [OPEN, { ...OPEN, ...gate }, OPEN], founders]);
    for (const gate of [
      { minTime: 1_095n * DAY + 1n },
      { latestAfter: 1_095n * DAY + 1n },
      { minDecisions: 25n },
      { minTurnoutBps: 10_001n },
      { maxFounderBps: 10_001n },
    ])
      await expect(deploy(gate))
        .to.be.revertedWithCustomError(phases, "Phases_BadGate")
        .withArgs(1, Object.values({ ...OPEN, ...gate }));
    await deploy({
      ...{ minTime: 1_095n * DAY, latestAfter: 1_095n * DAY, minDecisions: 24n },
      minTurnoutBps: 10_000n,
    });
    const refused = async (founders: string[], bad: string) =>
      expect(deploy({}, founders)).to.be.revertedWithCustomError(phases, "Phases_BadFounder").withArgs(bad);
    await refused([ZeroAddress], ZeroAddress);
    await refused([alice.address, alice.address], alice.address);
    const many = Array.from({ length: 17 }, (_, i) => ethers.toBeHex(i + 1, 20));
    await refused(many, many[16]!);
    await deploy({}, many.slice(0, 16));
  });

  describe("name a governor", () => {
    it("whom the timelock lets propose, once; after that the timelock does", async () => {
      const { phases, steps, governor, stranger, bob } = await fixture();
      await expect(phases.connect(stranger).adoptGovernor(stranger))
        .to.be.revertedWithCustomError(phases, "Phases_NotProposer")
        .withArgs(stranger.address);
      await expect(phases.connect(stranger).adoptGovernor(governor))
        .to.emit(phases, "GovernorSet")
        .withArgs(ZeroAddress, governor.target);
      await expect(phases.adoptGovernor(governor))
        .to.be.revertedWithCustomError(phases, "Phases_GovernorNamed")
        .withArgs(governor.target);
      await expect(phases.connect(stranger).setGovernor(bob))
        .to.be.revertedWithCustomError(phases, "Phases_NotTimelock")
        .withArgs(stranger.address);
      await expect(steps.setGovernor(bob))
        .to.emit(phases, "GovernorSet")
        .withArgs(governor.target, bob.address);
      expect(await phases.governor()).to.equal(bob.address);
    });

    it("before anything is evidence", async () => {
      const { phases } = await fixture();
      for (const ids of [[], [1n]])
        await expect(phases.evidence(ids)).to.be.revertedWithCustomError(phases, "Phases_NoGovernor");
    });
  });

  describe("step from the first to the second", () => {
    it("by a vote, once they have lasted", async () => {
      const { phases, steps } = await fixture();
      const since = await phases.since();
      await time.setNextBlockTimestamp(since + 180n * DAY - 1n);
      await expect(steps.advance([]))
        .to.be.revertedWithCustomError(phases, "Phases_GateShut")
        .withArgs(0, reason("minTime"), 180n * DAY - 1n, 180n * DAY);
      await time.setNextBlockTimestamp(since + 180n * DAY);
      await expect(steps.advance([])).to.emit(phases, "PhaseAdvanced").withArgs(0, 1, steps.runner, []);
      expect(await phases.current()).to.equal(1n);
      expect(await phases.since()).to.equal(since + 180n * DAY);
    });

    it("by anybody's call from the latest date on, whatever the gate asks for", async () => {
      const { stranger, timelock } = await fixture();
      const hard = {
        ...OPEN,
        minTime: 1_095n * DAY,
        latestAfter: YEAR,
        minDecisions: 24n,
        minTurnoutBps: 10_000n,
      };
      const gates = [{ ...hard, maxFounderBps: 0n, handsOff: true }, OPEN, OPEN];
      const phases = (await ethers.deployContract("Phases", [timelock, gates, []])).connect(stranger);
      const latest = await phases.latestAt(0);
      await time.setNextBlockTimestamp(latest - 1n);
      await expect(phases.advance([]))
        .to.be.revertedWithCustomError(phases, "Phases_NotTimelock")
        .withArgs(stranger.address);
      await time.setNextBlockTimestamp(latest);
      await expect(phases.advance([])).to.emit(phases, "PhaseAdvanced").withArgs(0, 1, stranger.address, []);
    });
  });

  describe("step on", () => {
    it("by decisions that holders took, the founders' votes not counted", async () => {
      const context = await inSecond();
      const { phases, steps, ids } = context;
      await time.increase(180n * DAY);
      const made = [await decide(context, "# NEP-ARCH: 1"), await decide(context, "# NEP-TRAIN: 2")];
      const [low, high] = ids(made);
      await expect(steps.advance([low!]))
        .to.be.revertedWithCustomError(phases, "Phases_GateShut")
        .withArgs(1, reason("minDecisions"), 1, 2);
      const least = await shareOn(context, 25_000n, made[0]!);
      const conditions = await phases.evidence([low!, high!]);
      expect(
        conditions.map(({ name, value, bound, met }) => [
          ethers.decodeBytes32String(name),
          value,
          bound,
          met,
        ]),
      ).to.deep.equal([
        ["minTime", (await phases.since()) * -1n + BigInt(await time.latest()), 180n * DAY, true],
        ["minDecisions", 2n, 2n, true],
        ["minTurnoutBps", least, 2_000n, true],
        // Of some 90,000 votes 40,400, less than a step has cost Alice in fees.
        ["maxFounderBps", 4_488n, 4_500n, true],
        ["handsOff", 1n, 0n, true],
      ]);
      await expect(steps.advance([low!, high!]))
        .to.emit(phases, "PhaseAdvanced")
        .withArgs(1, 2, steps.runner, [low!, high!]);
    });

    it("not with a decision in which too few others took part", async () => {
      const context = await inSecond();
      const { phases, steps, ids, alice, carol } = context;
      await time.increase(180n * DAY);
      const few = await decide(context, "# NEP-ARCH: 1", [alice, carol]);
      const made = [few, await decide(context, "# NEP-ARCH: 2")];
      await expect(steps.advance(ids(made)))
        .to.be.revertedWithCustomError(phases, "Phases_GateShut")
        .withArgs(1, reason("minTurnoutBps"), await shareOn(context, 15_000n, few), 2_000);
      // The least counts wherever it stands among the others.
      const titles = Array.from({ length: 64 }, (_, i) => `# NEP-ARCH: after ${i}`);
      const candidates = await Promise.all(
        titles.map(async (title) => ({ title, ...(await proposalOf(title, [context.setNumber(1n)])) })),
      );
      const later = await decide(context, candidates.find(({ id }) => id > few.id)!.title);
      const [, , turnout] = await phases.evidence([few.id, later.id]);
      expect(turnout!.value).to.equal(await shareOn(context, 15_000n, few));
    });

    it("counts against, for and abstain as taking part, and parts of a founder's vote as the founder's", async () => {
      const context = await inSecond();
      const { phases, governor, submit, openVote, closeVote, queue, toEta, execute, vote } = context;
      const { token, bob, council } = context;
      const founders = async () => (await phases.evidence([]))[3]!.value;
      const before = await founders();
      // The founders' Safe, the first of the list, has votes of its own.
      await token.connect(bob).transfer(council, 5_000n * 10n ** 18n);
      await token.connect(council).delegate(council);
      await time.increase(1);
      expect((await founders()) - before).to.be.within(550n, 560n);
      const proposal = await submit("# NEP-ARCH: x");
      await openVote(proposal);
      await vote(proposal, council);
      await vote(proposal, bob);
      await vote(proposal, context.carol, Support.Abstain);
      await vote(proposal, context.erin, Support.Against);
      const parts = ethers.solidityPacked(["uint128", "uint128", "uint128"], [1n, 30_000n * 10n ** 18n, 2n]);
      await governor
        .connect(context.alice)
        .castVoteWithReasonAndParams(proposal.id, Support.Parts, "", parts);
      await closeVote(proposal);
      await queue(proposal);
      await toEta(proposal);
      await execute(proposal);
      const [, , turnout] = await phases.evidence([proposal.id]);
      expect(turnout!.value).to.equal(await shareOn(context, 20_000n + 15_000n + 60n, proposal));
    });

    it("not while founders have too much, now or as a vote began", async () => {
      const context = await inSecond();
      const { phases, steps, ids, token, alice, bob, frank } = context;
      const early = [await decide(context, "# NEP-ARCH: 1"), await decide(context, "# NEP-ARCH: 2")];
      await time.increase(180n * DAY);
      // 9,540 more.
      await token.connect(frank).delegate(alice);
      await token.connect(bob).transfer(alice, 1n);
      await expect(steps.advance(ids(early)))
        .to.be.revertedWithCustomError(phases, "Phases_GateShut")
        .withArgs(1, reason("maxFounderBps"), 5_548, 4_500);
      const between = await decide(context, "# NEP-ARCH: 3");
      // To undelegate for a while does not help: it was so when the vote began. What others delegate to her stays hers.
      await token.connect(alice).delegate(ZeroAddress);
      await time.increase(2);
      const [, , , , hidden] = [...(await phases.evidence(ids(early)))];
      expect(hidden!.met).to.equal(true);
      expect((await phases.evidence([]))[3]!.value).to.equal(1_105n);
      await expect(steps.advance(ids([between, early[0]!])))
        .to.be.revertedWithCustomError(phases, "Phases_GateShut")
        .withArgs(1, reason("maxFounderBps"), 5_548, 4_500);
      for (const [maxFounderBps, met] of [
        [5_547n, false],
        [5_548n, true],
      ] as const) {
        await steps.loosen(1, { ...GATES[1], maxFounderBps });
        expect((await phases.evidence(ids([between, early[0]!])))[3]!.met).to.equal(met);
      }
    });

    it("by anybody after the latest date, without what founders could fail for ever, with the rest", async () => {
      const context = await inSecond();
      const { phases, stranger, ids, token, frank, alice } = context;
      await token.connect(frank).delegate(alice);
      // Whenever the step before was taken.
      expect(await phases.latestAt(1)).to.equal((await phases.STARTED()) + 3n * YEAR);
      await time.increaseTo((await phases.latestAt(1)) - 30n * DAY);
      const before = await decide(context, "# NEP-ARCH: 1");
      await time.increaseTo(await phases.latestAt(1));
      const open = phases.connect(stranger);
      expect(plain(await phases.gateNow())).to.deep.equal({
        ...GATES[1],
        maxFounderBps: 10_000n,
        handsOff: false,
      });
      await expect(open.advance([before.id]))
        .to.be.revertedWithCustomError(phases, "Phases_GateShut")
        .withArgs(1, reason("minDecisions"), 1, 2);
      const after = await decide(context, "# NEP-ARCH: 2");
      await expect(open.advance(ids([before, after]))).to.emit(phases, "PhaseAdvanced");
    });

    it("not in the same call's time as the step before: each phase lasts", async () => {
      const context = await inSecond();
      const { phases, steps, ids } = context;
      const made = [await decide(context, "# NEP-ARCH: 1"), await decide(context, "# NEP-ARCH: 2")];
      await expect(steps.advance(ids(made))).to.be.revertedWithCustomError(phases, "Phases_GateShut");
    });

    it("three times, and no further", async () => {
      const { timelock } = await fixture();
      const deployed = await ethers.deployContract("Phases", [timelock, [OPEN, OPEN, OPEN], []]);
      const steps = deployed.connect(await ethers.getImpersonatedSigner(timelock.target as string));
      for (const phase of [1n, 2n, 3n]) {
        await steps.advance([]);
        expect(await steps.current()).to.equal(phase);
      }
      for (const call of [() => steps.advance([]), () => steps.evidence([]), () => steps.gateNow()])
        await expect(call()).to.be.revertedWithCustomError(steps, "Phases_Last");
    });
  });

  describe("take no evidence", () => {
    it("that is there twice, or out of order", async () => {
      const context = await inSecond();
      const { phases, ids } = context;
      const made = [await decide(context, "# NEP-ARCH: 1"), await decide(context, "# NEP-ARCH: 2")];
      const [low, high] = ids(made);
      for (const [wrong, named] of [
        [[low!, low!], low!],
        [[high!, low!], low!],
      ] as const)
        await expect(phases.evidence([...wrong]))
          .to.be.revertedWithCustomError(phases, "Phases_NoEvidence")
          .withArgs(named, reason("order"));
    });

    it("of more than 24 decisions", async () => {
      const { phases } = await inSecond();
      const many = Array.from({ length: 25 }, (_, i) => BigInt(i + 1));
      await expect(phases.evidence(many))
        .to.be.revertedWithCustomError(phases, "Phases_NoEvidence")
        .withArgs(25, reason("number"));
      await expect(phases.evidence(many.slice(1)))
        .to.be.revertedWithCustomError(phases, "Phases_NoEvidence")
        .withArgs(2, reason("unknown"));
    });

    it("that the governor does not know, has not executed, or that is older than the phase", async () => {
      const context = await loadFixture(deployPhased);
      const { phases, submit, adopt, toPhaseOne, pass } = context;
      await adopt();
      const old = await decide(context, "# NEP-ARCH: old");
      await toPhaseOne();
      const refused = (id: bigint, why: string) =>
        expect(phases.evidence([id]))
          .to.be.revertedWithCustomError(phases, "Phases_NoEvidence")
          .withArgs(id, reason(why));
      await refused(5n, "unknown");
      await refused(old.id, "early");
      await refused((await submit("# NEP-ARCH: pending")).id, "state");
      await refused((await pass("# NEP-ARCH: passed")).id, "state");
    });

    it("of the second in which the phase began, and takes it of the next", async () => {
      const context = await fixture();
      const {
        phases,
        governor,
        stranger,
        adopt,
        submit,
        closeVote,
        queue,
        toEta,
        execute,
        vote,
        bob,
        alice,
      } = context;
      await adopt();
      const latest = await phases.latestAt(0);
      const enact = async (title: string, begins: bigint) => {
        await time.setNextBlockTimestamp(begins - 6n * DAY);
        const proposal = await submit(title);
        expect(await governor.proposalSnapshot(proposal.id)).to.equal(begins);
        return proposal;
      };
      const same = await enact("# NEP-ARCH: same", latest);
      const next = await enact("# NEP-ARCH: next", latest + 1n);
      await time.setNextBlockTimestamp(latest);
      await phases.connect(stranger).advance([]);
      await time.increase(1);
      for (const proposal of [same, next]) for (const by of [alice, bob]) await vote(proposal, by);
      await closeVote(next);
      for (const proposal of [same, next]) await queue(proposal);
      await toEta(next);
      for (const proposal of [same, next]) await execute(proposal);
      await expect(phases.evidence([same.id]))
        .to.be.revertedWithCustomError(phases, "Phases_NoEvidence")
        .withArgs(same.id, reason("early"));
      expect((await phases.evidence([next.id]))[1]!.value).to.equal(1n);
    });

    it("of emergencies, of what passed in silence, or by another source's count", async () => {
      const context = await inSecond();
      const { phases, book, council, appoint, governor, submit, upgrade, closeVote, queue, toEta, execute } =
        context;
      const { scopeOf, openVote, vote, erin } = context;
      await appoint(council.address, (await governor.clock()) + 300n * DAY);
      const source = await ethers.deployContract("ToldVotes");
      await source.give(erin, 1n);
      const people = { ...PEOPLE, voteSource: source.target as string, minVoters: 1n };
      await book.setRulesFrom(code("PEOPLE"), 1, people);
      await book.setScope(scopeOf("people", "PEOPLE"));
      await book.setScope(scopeOf("emerg", "EMERG"));
      for (const [title, action, by] of [
        ["# NEP-TECH: x", upgrade("tech", 1n), council],
        ["# NEP-EMERG: x", upgrade("emerg", 1n), council],
        ["# NEP-PEOPLE: x", upgrade("people", 1n), context.alice],
      ] as const) {
        const proposal = await submit(title, [action], by);
        await openVote(proposal);
        for (const voter of title.includes("PEOPLE") ? [erin] : [context.alice, context.bob])
          await vote(proposal, voter);
        await closeVote(proposal);
        await queue(proposal);
        await toEta(proposal);
        await execute(proposal);
        await expect(phases.evidence([proposal.id]))
          .to.be.revertedWithCustomError(phases, "Phases_NoEvidence")
          .withArgs(proposal.id, reason("type"));
      }
    });
  });

  describe("see a council that is free of founders", () => {
    const free = async ({ phases }: Context) => (await phases.evidence([]))[4]!.value === 1n;

    it("where there is none, or its mandate is over", async () => {
      const context = await inSecond();
      const { governor, council, appoint } = context;
      expect(await free(context)).to.equal(true);
      const until = (await governor.clock()) + 60n * DAY;
      await appoint(council.address, until);
      expect(await free(context)).to.equal(false);
      await time.increaseTo(until);
      expect(await free(context)).to.equal(false);
      await time.increase(1);
      expect(await free(context)).to.equal(true);
    });

    it("where it is a Safe that none of them owns", async () => {
      const context = await inSecond();
      const { governor, appoint, steps } = context;
      const { safe, members } = await deployCouncil();
      const until = (await governor.clock()) + 200n * DAY;
      // Alice, who is a founder, is one of the five.
      expect(members.map(({ address }) => address)).to.include(context.alice.address);
      await appoint(safe.target as string, until);
      expect(await free(context)).to.equal(false);
      const others = await ethers.deployContract("ToldOwners");
      await others.tell([context.bob.address, context.carol.address]);
      await appoint(others.target as string, until);
      expect(await free(context)).to.equal(true);
      await steps.declare(context.carol);
      expect(await free(context)).to.equal(false);
      // A Safe that is declared itself, whoever owns it.
      const founders = await ethers.deployContract("ToldOwners");
      await founders.tell([context.bob.address]);
      await appoint(founders.target as string, until);
      expect(await free(context)).to.equal(true);
      await steps.declare(founders);
      expect(await free(context)).to.equal(false);
    });

    it("nowhere else: not in an account, and not in what does not say who owns it, or says too much", async () => {
      const context = await inSecond();
      const { governor, appoint, stranger } = context;
      const until = (await governor.clock()) + 300n * DAY;
      await appoint(stranger.address, until);
      expect(await free(context)).to.equal(false);
      const told = await ethers.deployContract("ToldOwners");
      await appoint(told.target as string, until);
      expect(await free(context)).to.equal(true);
      const owners = Array.from({ length: 65 }, (_, i) => ethers.toBeHex(i + 1, 20));
      await told.tell(owners.slice(1));
      expect(await free(context)).to.equal(true);
      await told.tell(owners);
      expect(await free(context)).to.equal(false);
      const hostile = await ethers.deployContract("HostileRulebook", [code("GOV"), GOV]);
      await appoint(hostile.target as string, until);
      for (const mood of [1, 2, 3, 4, 5, 6, 7]) {
        await hostile.become(mood);
        expect(await free(context), `mood ${mood}`).to.equal(false);
      }
    });

    it("and ask it of the last step", async () => {
      const { timelock, governor, council, appoint } = await fixture();
      const gates = [{ ...OPEN, handsOff: true }, OPEN, OPEN];
      const deployed = await ethers.deployContract("Phases", [timelock, gates, [council.address]]);
      const steps = deployed.connect(await ethers.getImpersonatedSigner(timelock.target as string));
      await steps.adoptGovernor(governor);
      await appoint(council.address, (await governor.clock()) + 300n * DAY);
      await expect(steps.advance([]))
        .to.be.revertedWithCustomError(steps, "Phases_GateShut")
        .withArgs(0, reason("handsOff"), 0, 1);
      await appoint(ZeroAddress, 0n);
      await expect(steps.advance([])).to.emit(steps, "PhaseAdvanced");
    });
  });

  it("find no turnout, and founders everywhere, where nothing can vote", async () => {
    const { timelock, token, governor } = await fixture();
    // A governor whose votes are all excluded.
    const votes = await ethers.deployContract("ToldVotes");
    await votes.give(EXCLUDED, 5n);
    const empty = await ethers.deployContract("NetworkGovernor", [
      ...["Empty", votes.target, token.target, timelock.target, await governor.rulebook()],
    ] as never);
    const deployed = await ethers.deployContract("Phases", [timelock, [OPEN, OPEN, OPEN], []]);
    const steps = deployed.connect(await ethers.getImpersonatedSigner(timelock.target as string));
    await steps.setGovernor(empty);
    await time.increase(1);
    expect((await steps.evidence([]))[3]!.value).to.equal(10_000n);
  });

  it("find no turnout in a decision whose source says later that nothing could vote", async () => {
    const { phases, governor, decide, adopt } = await fixture();
    await adopt();
    const { id } = await decide("# NEP-ARCH: A decision");
    expect((await phases.evidence([id]))[2]!.value).to.be.above(0n);
    const votes = await governor.token();
    const silent = await ethers.deployContract("ToldVotes");
    await setCode(votes, await ethers.provider.getCode(silent));
    for (const slot of [0, 1]) await setStorageAt(votes, slot, 0);
    expect((await phases.evidence([id]))[2]!.value).to.equal(0n);
  });

  describe("let a vote", () => {
    it("make gates easier, and nothing harder", async () => {
      const { phases, steps, stranger } = await fixture();
      const [, gate] = GATES;
      await expect(phases.connect(stranger).loosen(1, gate))
        .to.be.revertedWithCustomError(phases, "Phases_NotTimelock")
        .withArgs(stranger.address);
      for (const change of [
        { minTime: 181n * DAY },
        { minDecisions: 3n },
        { minTurnoutBps: 2_001n },
        { maxFounderBps: 4_499n },
        { handsOff: true },
        { latestAfter: 3n * YEAR + 1n },
        { latestAfter: 0n },
      ])
        await expect(steps.loosen(1, { ...gate, ...change }))
          .to.be.revertedWithCustomError(phases, "Phases_NotLooser")
          .withArgs(1, Object.values(gate), Object.values({ ...gate, ...change }));
      const looser = {
        ...{ minTime: DAY, latestAfter: YEAR, minDecisions: 1n, minTurnoutBps: 1n },
        ...{ maxFounderBps: 9_999n, handsOff: false },
      };
      await expect(steps.loosen(1, looser))
        .to.emit(phases, "GateLoosened")
        .withArgs(1, Object.values(looser));
      expect(plain(await phases.gateOf(1))).to.deep.equal(looser);
      await steps.loosen(2, { ...GATES[2], handsOff: false, latestAfter: 2n * YEAR });
      expect(await phases.latestAt(2)).to.equal((await phases.STARTED()) + 2n * YEAR);
      await expect(
        steps.loosen(2, { ...GATES[2], handsOff: false, latestAfter: YEAR, maxFounderBps: 10_001n }),
      ).to.be.revertedWithCustomError(phases, "Phases_BadGate");
    });

    it("declare founders, and nobody else", async () => {
      const { phases, steps, bob, stranger } = await fixture();
      await expect(phases.connect(bob).declare(bob))
        .to.be.revertedWithCustomError(phases, "Phases_NotTimelock")
        .withArgs(bob.address);
      await expect(steps.declare(bob)).to.emit(phases, "FounderDeclared").withArgs(bob.address);
      expect((await phases.founders()).at(-1)).to.equal(bob.address);
      for (const bad of [bob.address, ZeroAddress])
        await expect(steps.declare(bad))
          .to.be.revertedWithCustomError(phases, "Phases_BadFounder")
          .withArgs(bad);
      for (let i = 5; i <= 16; i++) await steps.declare(ethers.toBeHex(i, 20));
      await expect(steps.declare(stranger)).to.be.revertedWithCustomError(phases, "Phases_BadFounder");
    });
  });
});
