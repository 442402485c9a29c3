import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
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
  TYPES,
  word,
} from "../helpers/governor";
import { TECH } from "../helpers/voices";

describe("A rulebook with rules by phase", () => {
  async function phased() {
    const { timelock, target } = await deployGovernance();
    const types = Object.entries(TYPES).map(([name, rules]) => ({ code: code(name), rules }));
    const deployed = await ethers.deployContract("PhasedBook", [timelock, types, []]);
    const book = deployed.connect(await asAccount(timelock.target as string));
    const of = async (type: string) => plain(await book.rulesOf(code(type)));
    const hashOf = async (type: string) => (await book.review(code(type), [], [], [])).contentHash;
    return { book, target, of, hashOf };
  }
  const fixture = () => loadFixture(phased);
  const LATER = { ...TYPES.ARCH!, review: 5n * DAY };

  it("holds to the rules of the last phase that has some, up to the present one", async () => {
    const { book, of, hashOf } = await fixture();
    const first = await hashOf("ARCH");
    await book.setRulesFrom(code("ARCH"), 2, LATER);
    for (const [phase, rules] of [
      [0, TYPES.ARCH!],
      [1, TYPES.ARCH!],
      [2, LATER],
      [3, LATER],
    ] as const) {
      await book.advance(phase);
      expect(await of("ARCH")).to.deep.equal(rules);
      expect((await hashOf("ARCH")) === first).to.equal(phase < 2);
      expect(await of("ECON")).to.deep.equal(TYPES.ECON);
    }
    expect((await book.rulesFrom(code("ARCH"), 2)).known).to.equal(true);
    expect((await book.rulesFrom(code("ARCH"), 1)).known).to.equal(false);
    const packed = await book.packedRulesOf(code("ARCH"));
    expect(plain((await book.unpack(plain(packed))).rules)).to.deep.equal(LATER);
  });

  it("announces the rules of the first phase alone as those in force", async () => {
    const { book } = await fixture();
    await expect(book.setRulesFrom(code("ARCH"), 2, LATER)).not.to.emit(book, "RulesSet");
    await expect(book.setRules(code("ARCH"), LATER)).to.emit(book, "RulesSet");
  });

  it("finds the lowest threshold of the phase that it is in", async () => {
    const { book } = await fixture();
    await book.setRulesFrom(code("NET"), 1, { ...TYPES.NET!, threshold: 7n * ONE });
    expect(await book.lowestThreshold()).to.equal(50n * ONE);
    await book.advance(1);
    expect(await book.lowestThreshold()).to.equal(7n * ONE);
  });

  it("keeps the default type the strictest of what holds or will, and lets what is over go", async () => {
    const { book } = await fixture();
    const stricter = { ...LATER, review: GOV.review + 1n };
    await expect(book.setRulesFrom(code("ARCH"), 2, stricter)).to.be.revertedWithCustomError(
      book,
      "Rulebook_DefaultNotStrictest",
    );
    await book.setRulesFrom(code("ARCH"), 2, { ...LATER, voting: 6n * DAY });
    const looser = { ...GOV, voting: 6n * DAY };
    for (const type of ["TRAIN", "NET"])
      await book.setRules(code(type), { ...TYPES[type]!, voting: 6n * DAY });
    // ARCH has seven days in the first phase, which is not over.
    await expect(book.setRules(code("GOV"), looser)).to.be.revertedWithCustomError(
      book,
      "Rulebook_DefaultNotStrictest",
    );
    await book.advance(2);
    await expect(book.setRules(code("GOV"), looser)).to.emit(book, "RulesSet");
  });

  it("opens no wider call to a type that will pass in silence in a phase to come", async () => {
    const { book, target } = await fixture();
    await book.setRulesFrom(code("ARCH"), 3, TECH);
    const scope = {
      ...{ target: target.target, how: Match.Selector, word: ethers.ZeroHash, allowsValue: false },
      ...{
        selector: target.interface.getFunction("set").selector,
        unstoppable: false,
        codes: [code("ARCH")],
      },
    };
    await expect(book.setScope(scope)).to.be.revertedWithCustomError(book, "Rulebook_ScopeTooWide");
    const upgrade = target.interface.getFunction("upgrade").selector;
    await book.setScope({ ...scope, how: Match.SelectorAndWord, selector: upgrade, word: word("arch") });
    // The other way round: silence comes before, and is over.
    await book.setRulesFrom(code("ECON"), 0, TECH);
    await book.setRulesFrom(code("ECON"), 1, TYPES.ECON!);
    await expect(book.setScope({ ...scope, codes: [code("ECON")] })).to.be.revertedWithCustomError(
      book,
      "Rulebook_ScopeTooWide",
    );
    await book.advance(1);
    await expect(book.setScope({ ...scope, codes: [code("ECON")] })).to.emit(book, "ScopeSet");
    await expect(book.setRulesFrom(code("ECON"), 2, TECH))
      .to.be.revertedWithCustomError(book, "Rulebook_HasWideScopes")
      .withArgs(code("ECON"), 1n);
  });
});
