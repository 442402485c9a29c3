import { loadFixture, setCode, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  asAccount,
  code,
  DAY,
  deployGovernance,
  GOV,
  Match,
  ONE,
  plain,
  State,
  TYPES,
  word,
  type Rules,
} from "../helpers/governor";
import { TECH } from "../helpers/voices";
import { BOTH, COUNCILS, deployPhased, LATER, OPEN, TECH_LAST, TECH_LATER } from "./fixture";

describe("PhasedRulebook", () => {
  /** A book whose phases a vote moves at will. */
  async function phased() {
    const { timelock, target } = await deployGovernance();
    const vote = await asAccount(timelock.target as string);
    const phases = await ethers.deployContract("Phases", [timelock, [OPEN, OPEN, OPEN], []]);
    const types = Object.entries({ ...TYPES, TECH }).map(([name, rules]) => ({ code: code(name), rules }));
    const deployed = await ethers.deployContract("PhasedRulebook", [timelock, phases, types, [], LATER]);
    const book = deployed.connect(vote);
    const of = async (type: string) => plain(await book.rulesOf(code(type)));
    const hashOf = async (type: string) => (await book.review(code(type), [], [], [])).contentHash;
    const to = async (phase: number) => {
      while ((await phases.current()) < phase) await phases.connect(vote).advance([]);
    };
    const scope = {
      ...{ target: target.target, how: Match.Selector, word: ethers.ZeroHash, allowsValue: false },
      ...{ selector: target.interface.getFunction("set").selector, unstoppable: false },
    };
    const upgrade = target.interface.getFunction("upgrade").selector;
    const byWord = { ...scope, how: Match.SelectorAndWord, selector: upgrade, word: word("tech") };
    return { timelock, phases, types, book, deployed, of, hashOf, to, scope, byWord };
  }
  const fixture = () => loadFixture(phased);
  const LONGER = { ...TYPES.ARCH!, review: 5n * DAY };

  describe("holds", () => {
    it("to the rules of the last phase that has some, up to the present one", async () => {
      const { book, of, hashOf, to } = await fixture();
      const first = await hashOf("ARCH");
      await book.setRulesFrom(code("ARCH"), 2, LONGER);
      for (const [phase, rules] of [
        [0, TYPES.ARCH!],
        [1, TYPES.ARCH!],
        [2, LONGER],
        [3, LONGER],
      ] as const) {
        await to(phase);
        expect(await of("ARCH")).to.deep.equal(rules);
        expect((await hashOf("ARCH")) === first).to.equal(phase < 2);
        expect(await of("ECON")).to.deep.equal(TYPES.ECON);
        expect(await of("TECH")).to.deep.equal([TECH, TECH_LATER, TECH_LAST, TECH_LAST][phase]);
      }
      expect((await book.rulesFrom(code("ARCH"), 1)).known).to.equal(false);
      const { known, rules } = await book.rulesFrom(code("ARCH"), 2);
      expect([known, plain(rules)]).to.deep.equal([true, LONGER]);
      const packed = await book.packedRulesOf(code("ARCH"));
      expect(plain((await book.unpack(plain(packed))).rules)).to.deep.equal(LONGER);
    });

    it("to the phases that it was made with, and is the timelock's to write", async () => {
      const { book, deployed, phases } = await fixture();
      expect(await book.PHASES()).to.equal(phases.target);
      const [stranger] = await ethers.getSigners();
      await expect(deployed.connect(stranger).setRulesFrom(code("ARCH"), 2, LONGER))
        .to.be.revertedWithCustomError(book, "Rulebook_OnlyTimelock")
        .withArgs(stranger!.address);
    });

    it("to the lowest threshold of the phase that it is in", async () => {
      const { book, to } = await fixture();
      await book.setRulesFrom(code("NET"), 1, { ...TYPES.NET!, threshold: 7n * ONE });
      expect(await book.lowestThreshold()).to.equal(50n * ONE);
      await to(1);
      expect(await book.lowestThreshold()).to.equal(7n * ONE);
    });
  });

  it("announces rules by the phase they begin with", async () => {
    const { book } = await fixture();
    const later = book.setRulesFrom(code("ARCH"), 2, LONGER);
    await expect(later).to.emit(book, "RulesSetFrom").withArgs(code("ARCH"), 2, Object.values(LONGER));
    await expect(later).not.to.emit(book, "RulesSet");
    const first = book.setRulesFrom(code("ARCH"), 0, LONGER);
    await expect(first).to.emit(book, "RulesSet");
    await expect(first).not.to.emit(book, "RulesSetFrom");
    await expect(book.setRules(code("ARCH"), TYPES.ARCH!)).to.emit(book, "RulesSet");
  });

  describe("never goes back", () => {
    const RANKS: [string, Rules][] = [
      ["vetoed", TECH],
      ["the council's", COUNCILS],
      ["both's", BOTH],
      ["the holders'", TYPES.ARCH!],
    ];

    for (const [from, before] of RANKS) {
      for (const [to, rules] of RANKS) {
        const forwards = RANKS.findIndex(([, other]) => other === rules);
        const back = forwards < RANKS.findIndex(([, other]) => other === before);
        it(`${back ? "refuses" : "takes"} what is ${to} after what is ${from}, in a phase and over two`, async () => {
          const { book, deployed, timelock, phases } = await fixture();
          const deploy = (later: { code: string; phase: number; rules: Rules }[]) =>
            ethers.deployContract("PhasedRulebook", [
              ...[
                timelock,
                phases,
                [
                  { code: code("GOV"), rules: GOV },
                  { code: code("A"), rules: before },
                ],
                [],
              ],
              later,
            ] as never);
          const later = () => deploy([{ code: code("A"), phase: 3, rules }]);
          const other = (await deploy([])).connect(await asAccount(timelock.target as string));
          const write = () => other.setRules(code("A"), rules);
          if (back) {
            await expect(later())
              .to.be.revertedWithCustomError(deployed, "PhasedRulebook_Backwards")
              .withArgs(code("A"), 3);
            await expect(write())
              .to.be.revertedWithCustomError(book, "PhasedRulebook_Backwards")
              .withArgs(code("A"), 0);
          } else {
            await later();
            await write();
          }
        });
      }
    }

    it("in a phase to come, once that was promised", async () => {
      const { book } = await fixture();
      const refused = (phase: number, rules: Rules, at = phase) =>
        expect(book.setRulesFrom(code("TECH"), phase, rules))
          .to.be.revertedWithCustomError(book, "PhasedRulebook_Backwards")
          .withArgs(code("TECH"), at);
      await refused(2, TECH_LATER);
      await refused(3, TECH_LATER);
      await refused(3, BOTH);
      // Earlier is fine, if what comes later is no step back.
      await book.setRulesFrom(code("TECH"), 1, TECH_LAST);
      await book.setRules(code("TECH"), BOTH);
      await refused(1, COUNCILS);
    });

    it("makes no later rules a step back from earlier ones that are written now", async () => {
      const { book } = await fixture();
      await book.setRulesFrom(code("TECH"), 2, TECH_LAST);
      await expect(book.setRules(code("TECH"), COUNCILS))
        .to.be.revertedWithCustomError(book, "PhasedRulebook_Backwards")
        .withArgs(code("TECH"), 1);
      // The last phase, too, which nothing comes after.
      await book.setRules(code("NEW"), COUNCILS);
      await book.setRulesFrom(code("NEW"), 3, BOTH);
      await expect(book.setRules(code("NEW"), TECH_LAST))
        .to.be.revertedWithCustomError(book, "PhasedRulebook_Backwards")
        .withArgs(code("NEW"), 3);
    });

    it("to a veto that takes more, or has less time", async () => {
      const { book } = await fixture();
      for (const [phase, change, at] of [
        [0, { vetoBps: 1_001n }, 0],
        [1, { vetoBps: 501n }, 1],
        [0, { review: TECH.review - 1n }, 0],
        [1, { review: TECH.review - 1n }, 1],
        // Less of a step than what comes next.
        [0, { vetoBps: 499n }, 1],
        [0, { voting: TECH.voting + 1n }, 1],
      ] as const)
        await expect(
          book.setRulesFrom(code("TECH"), phase, { ...(phase === 0 ? TECH : TECH_LATER), ...change }),
        )
          .to.be.revertedWithCustomError(book, "PhasedRulebook_Backwards")
          .withArgs(code("TECH"), at);
      // As long together, and a veto as small.
      await book.setRulesFrom(code("TECH"), 1, {
        ...TECH_LATER,
        review: TECH.review - DAY,
        voting: TECH.voting + DAY,
      });
      await book.setRules(code("TECH"), { ...TECH, vetoBps: 500n });
    });

    it("to the class of proposers of the default type either", async () => {
      const { book, to } = await fixture();
      await expect(book.setRules(code("GOV"), { ...GOV, proposers: 3n }))
        .to.be.revertedWithCustomError(book, "PhasedRulebook_Backwards")
        .withArgs(code("GOV"), 0);
      for (const phase of [0, 1, 2, 3]) {
        await to(phase);
        await book.setRules(code("GOV"), { ...GOV, fee: BigInt(phase) });
        expect(plain(await book.rulesOf(code("GOV")))).to.deep.equal({ ...GOV, fee: BigInt(phase) });
      }
    });
  });

  describe("closes", () => {
    it("phases that are over, the first one too, by either function", async () => {
      const { book, to } = await fixture();
      await to(2);
      for (const phase of [0, 1])
        await expect(book.setRulesFrom(code("ARCH"), phase, LONGER))
          .to.be.revertedWithCustomError(book, "PhasedRulebook_Closed")
          .withArgs(code("ARCH"), phase, 2);
      await expect(book.setRules(code("ARCH"), LONGER))
        .to.be.revertedWithCustomError(book, "PhasedRulebook_Closed")
        .withArgs(code("ARCH"), 0, 2);
      await book.setRulesFrom(code("ARCH"), 2, LONGER);
    });

    it("phases that do not exist, and a second column of the default type", async () => {
      const { book } = await fixture();
      await expect(book.setRulesFrom(code("ARCH"), 4, LONGER))
        .to.be.revertedWithCustomError(book, "PhasedRulebook_NoSuchPhase")
        .withArgs(4);
      await expect(book.setRulesFrom(code("GOV"), 1, GOV))
        .to.be.revertedWithCustomError(book, "PhasedRulebook_OneColumn")
        .withArgs(code("GOV"));
    });

    it("nothing of a type that is new, if its rules begin now", async () => {
      const { book, to, of } = await fixture();
      await expect(book.setRulesFrom(code("NEW"), 1, TYPES.ARCH!))
        .to.be.revertedWithCustomError(book, "PhasedRulebook_TooEarly")
        .withArgs(code("NEW"), 1, 0);
      await book.setRulesFrom(code("NEW"), 0, TECH);
      await to(1);
      await expect(book.setRulesFrom(code("NEWER"), 2, TYPES.ARCH!))
        .to.be.revertedWithCustomError(book, "PhasedRulebook_TooEarly")
        .withArgs(code("NEWER"), 2, 1);
      for (const rules of [TECH, COUNCILS])
        await expect(book.setRulesFrom(code("NEWER"), 1, rules))
          .to.be.revertedWithCustomError(book, "PhasedRulebook_CouncilsAlone")
          .withArgs(code("NEWER"));
      await book.setRulesFrom(code("NEWER"), 1, BOTH);
      expect(await of("NEWER")).to.deep.equal(BOTH);
      expect(await book.types()).to.include(code("NEWER"));
    });
  });

  it("opens no call to what the council alone proposes, once the first phase is over", async () => {
    const { book, to, byWord } = await fixture();
    await book.setScope({ ...byWord, codes: [code("TECH")] });
    await to(1);
    for (const codes of [["TECH"], ["ARCH", "TECH"]])
      await expect(book.setScope({ ...byWord, codes: codes.map(code) }))
        .to.be.revertedWithCustomError(book, "PhasedRulebook_CouncilsAlone")
        .withArgs(code("TECH"));
    await book.setScope({ ...byWord, codes: [code("ARCH")] });
    await to(2);
    await book.setScope({ ...byWord, codes: ["ARCH", "TECH"].map(code) });
  });

  it("keeps the default type the strictest of what holds or will, and lets what is over go", async () => {
    const { book, to } = await fixture();
    const stricter = { ...LONGER, review: GOV.review + 1n };
    const notStrictest = "Rulebook_DefaultNotStrictest";
    await expect(book.setRulesFrom(code("ARCH"), 2, stricter)).to.be.revertedWithCustomError(
      book,
      notStrictest,
    );
    await book.setRulesFrom(code("ARCH"), 2, { ...LONGER, voting: 6n * DAY });
    await book.setRulesFrom(code("TECH"), 2, { ...LONGER, voting: 6n * DAY });
    const looser = { ...GOV, voting: 6n * DAY };
    for (const type of ["TRAIN", "NET"])
      await book.setRules(code(type), { ...TYPES[type]!, voting: 6n * DAY });
    // ARCH has seven days in the first phase, which is not over.
    await expect(book.setRules(code("GOV"), looser)).to.be.revertedWithCustomError(book, notStrictest);
    // Then in the second alone, which is to come.
    await book.setRulesFrom(code("ARCH"), 1, TYPES.ARCH!);
    await book.setRules(code("ARCH"), { ...TYPES.ARCH!, voting: 6n * DAY });
    await expect(book.setRules(code("GOV"), looser)).to.be.revertedWithCustomError(book, notStrictest);
    await to(2);
    await expect(book.setRules(code("GOV"), looser)).to.emit(book, "RulesSet");
  });

  it("opens no wider call to a type that will pass in silence in a phase to come", async () => {
    const { book, to, scope, byWord } = await fixture();
    await book.setRules(code("LATE"), TECH);
    await book.setRulesFrom(code("LATE"), 1, TYPES.ECON!);
    await expect(book.setScope({ ...scope, codes: [code("LATE")] }))
      .to.be.revertedWithCustomError(book, "Rulebook_ScopeTooWide")
      .withArgs(code("LATE"), scope.target, scope.selector, false);
    await book.setScope({ ...byWord, codes: [code("LATE")] });
    await to(1);
    // Silence came before, and is over.
    await expect(book.setScope({ ...scope, codes: [code("LATE")] })).to.emit(book, "ScopeSet");
    const source = { ...TYPES.ECON!, quorumFloor: 0n, voteSource: await deployedSource() };
    await expect(book.setRulesFrom(code("LATE"), 2, source))
      .to.be.revertedWithCustomError(book, "Rulebook_HasWideScopes")
      .withArgs(code("LATE"), 1n);
    await book.setRulesFrom(code("ECON"), 3, source);
    await expect(book.setScope({ ...scope, codes: [code("ECON")] })).to.be.revertedWithCustomError(
      book,
      "Rulebook_ScopeTooWide",
    );
  });

  const deployedSource = async () => (await ethers.deployContract("ToldVotes")).target as string;

  describe("under a governor", () => {
    const governed = () => loadFixture(deployPhased);

    it("changes no proposal that exists when the next phase begins", async () => {
      const { governor, council, appoint, submit, upgrade, toPhaseOne, phases, hashOf } = await governed();
      await appoint(council.address, (await governor.clock()) + 364n * DAY);
      await time.increaseTo((await phases.latestAt(0)) - 2n * DAY);
      const title = "# NEP-TECH: Proposed in the first phase";
      const old = await submit(title, [upgrade("tech", 7n)], council);
      const { rulesId } = await governor.proposalType(old.id);
      await toPhaseOne();
      expect(await governor.state(old.id)).to.be.oneOf([State.Pending, State.Active]);
      expect((await governor.proposalType(old.id)).rulesId).to.equal(rulesId);
      const young = await submit(title.replace("first", "second"), [upgrade("tech", 8n)], council);
      expect((await governor.proposalType(young.id)).rulesId).not.to.equal(rulesId);
      expect(await governor.quorum(old.id)).to.equal((await governor.quorum(young.id)) * 2n);
      expect(await hashOf("TECH")).to.equal(
        ethers.keccak256(packedCode(plain(await governor.pinnedRules(rulesId + 1n)))),
      );
    });

    it("stops proposals of types when phases fail, and never those of the default type", async () => {
      const { governor, submit, phases, setNumber } = await governed();
      await setCode(phases.target as string, "0xfe");
      await expect(submit("# NEP-ARCH: x")).to.be.reverted;
      const { id } = await submit("# NEP-GOV: x", [setNumber(3n)]);
      expect(await governor.state(id)).to.equal(State.Pending);
    });
  });

  const packedCode = (packed: object) =>
    ethers.AbiCoder.defaultAbiCoder().encode(
      ["tuple(uint256 timing, uint256 cost, uint256 turnout, address voteSource)"],
      [packed],
    );
});
