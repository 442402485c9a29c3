import { expect } from "chai";
import { ethers } from "hardhat";

import type { IRulebook } from "../../typechain-types/contracts/governor/Rulebook";
import { code, fixture, Match, ONE, scopesFor, word } from "../helpers/governor";

const NO_SELECTOR = "0x00000000";

describe("Rulebook scopes", () => {
  async function scopesFixture() {
    const context = await fixture();
    const timelock = await ethers.getImpersonatedSigner(context.timelock.target as string);
    await ethers.provider.send("hardhat_setBalance", [timelock.address, "0x56bc75e2d63100000"]);
    const { target } = context;
    const book = context.rulebook.connect(timelock);
    const set = target.interface.getFunction("set").selector;
    const upgrade = target.interface.getFunction("upgrade").selector;
    const callSet = target.interface.encodeFunctionData("set", [1n]);
    const callUpgrade = (namespace: string) =>
      target.interface.encodeFunctionData("upgrade", [word(namespace), 1n]);
    const scope = (changes: Partial<IRulebook.ScopeStruct>): IRulebook.ScopeStruct => ({
      target: target.target,
      how: Match.Selector,
      selector: set,
      word: ethers.ZeroHash,
      allowsValue: false,
      unstoppable: false,
      codes: [code("ECON")],
      ...changes,
    });
    const check = (type: string, data: string, value = 0n, to = target.target) =>
      book.checkScopes(code(type), [to], [value], [data]);
    return { ...context, book, set, upgrade, callSet, callUpgrade, scope, check };
  }

  describe("a call by its selector", () => {
    it("is open to the types that are named, and to no other", async () => {
      const { book, check, callSet, target, set } = await scopesFixture();
      await check("ECON", callSet);
      await check("NET", callSet);
      for (const type of ["ARCH", "TRAIN", "EMERG"]) {
        await expect(check(type, callSet))
          .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
          .withArgs(0, target.target, set, code(type), [code("ECON"), code("NET")]);
      }
    });

    it("is always open to the default type, whatever the call", async () => {
      const { check, callSet, stranger } = await scopesFixture();
      await check("GOV", callSet, 5n);
      await check("GOV", "0xdeadbeef", 5n, stranger.address);
      await check("GOV", "0x12", 5n, stranger.address);
    });

    it("is denied when nobody scoped it: another function, another target", async () => {
      const { book, check, callSet, target, stranger, set } = await scopesFixture();
      const wrapper = target.interface.encodeFunctionData("multicall", [target.target, callSet]);
      await expect(check("ECON", wrapper))
        .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
        .withArgs(0, target.target, wrapper.slice(0, 10), code("ECON"), []);
      await expect(check("ECON", callSet, 0n, stranger.address))
        .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
        .withArgs(0, stranger.address, set, code("ECON"), []);
    });

    it("names the action that is out of scope among several", async () => {
      const { book, target, callSet, callUpgrade, upgrade } = await scopesFixture();
      await expect(
        book.checkScopes(code("ECON"), [target, target], [0n, 0n], [callSet, callUpgrade("train")]),
      )
        .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
        .withArgs(1, target.target, upgrade, code("ECON"), [code("ARCH"), code("TRAIN")]);
    });

    it("is closed again by a scope without types", async () => {
      const { book, check, callSet, scope } = await scopesFixture();
      await book.setScope(scope({ codes: [] }));
      await expect(check("ECON", callSet)).to.be.revertedWithCustomError(book, "Rulebook_OutOfScope");
      expect((await book.scopeOf(scope({}).target, callSet)).codes).to.deep.equal([]);
    });

    it("may be scoped for a selector of zeros, which is not a call without data", async () => {
      const { book, check, scope, set } = await scopesFixture();
      await book.setScope(scope({ selector: NO_SELECTOR, codes: [code("TRAIN")] }));
      await check("TRAIN", "0x00000000");
      await expect(check("TRAIN", "0x")).to.be.revertedWithCustomError(book, "Rulebook_OutOfScope");
      await expect(check("TRAIN", set)).to.be.revertedWithCustomError(book, "Rulebook_OutOfScope");
      await expect(check("ECON", "0x00000000")).to.be.revertedWithCustomError(book, "Rulebook_OutOfScope");
      await check("ECON", "0x");
    });
  });

  describe("a call by its first argument", () => {
    it("is open to the types of that word, and to no other", async () => {
      const { book, check, callUpgrade, target, upgrade } = await scopesFixture();
      await check("TRAIN", callUpgrade("train"));
      await check("EMERG", callUpgrade("emerg"));
      await expect(check("EMERG", callUpgrade("train")))
        .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
        .withArgs(0, target.target, upgrade, code("EMERG"), [code("ARCH"), code("TRAIN")]);
      await expect(check("TRAIN", callUpgrade("emerg")))
        .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
        .withArgs(0, target.target, upgrade, code("TRAIN"), [code("EMERG")]);
      await expect(check("TRAIN", callUpgrade("other")))
        .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
        .withArgs(0, target.target, upgrade, code("TRAIN"), []);
    });

    it("is closed to calldata that ends within the word, even for a word of zeros", async () => {
      const { book, check, scope, upgrade } = await scopesFixture();
      await book.setScope(scope({ how: Match.SelectorAndWord, selector: upgrade, codes: [code("TRAIN")] }));
      const whole = upgrade + "00".repeat(32);
      await check("TRAIN", whole);
      await check("TRAIN", whole + "ff");
      for (const length of [4, 5, 35]) {
        const data = ethers.dataSlice(whole, 0, length);
        await expect(check("TRAIN", data)).to.be.revertedWithCustomError(book, "Rulebook_OutOfScope");
      }
    });

    it("is closed word by word, and the others stay open", async () => {
      const { book, check, callUpgrade, scope, upgrade } = await scopesFixture();
      const byWord = { how: Match.SelectorAndWord, selector: upgrade };
      await book.setScope(scope({ ...byWord, word: word("train"), codes: [] }));
      await expect(check("TRAIN", callUpgrade("train"))).to.be.revertedWithCustomError(
        book,
        "Rulebook_OutOfScope",
      );
      await check("EMERG", callUpgrade("emerg"));
    });

    it("is never open as a whole at the same time", async () => {
      const { book, scope, check, callUpgrade, target, upgrade, set } = await scopesFixture();
      const whole = scope({ selector: upgrade });
      const byWord = { how: Match.SelectorAndWord, selector: upgrade };
      const conflict = (selector: string) => [target.target, selector] as const;

      await expect(book.setScope(whole))
        .to.be.revertedWithCustomError(book, "Rulebook_ScopeConflict")
        .withArgs(...conflict(upgrade));
      await expect(book.setScope(scope({ how: Match.SelectorAndWord, word: word("x") })))
        .to.be.revertedWithCustomError(book, "Rulebook_ScopeConflict")
        .withArgs(...conflict(set));

      // Set twice, a word counts once; withdrawn twice, too.
      await book.setScope(scope({ ...byWord, word: word("train"), codes: [code("ECON")] }));
      await book.setScope(scope({ ...byWord, word: word("train"), codes: [] }));
      await book.setScope(scope({ ...byWord, word: word("train"), codes: [] }));
      await expect(book.setScope(whole)).to.be.revertedWithCustomError(book, "Rulebook_ScopeConflict");
      await book.setScope(scope({ ...byWord, word: word("emerg"), codes: [] }));

      await book.setScope(whole);
      await check("ECON", callUpgrade("anything"));
      await expect(check("TRAIN", callUpgrade("train"))).to.be.revertedWithCustomError(
        book,
        "Rulebook_OutOfScope",
      );

      // And back: what was withdrawn stays withdrawn.
      await expect(book.setScope(scope({ ...byWord, word: word("y") }))).to.be.revertedWithCustomError(
        book,
        "Rulebook_ScopeConflict",
      );
      await book.setScope(scope({ selector: upgrade, codes: [] }));
      await book.setScope(scope({ ...byWord, word: word("y") }));
      await check("ECON", callUpgrade("y"));
      await expect(check("ECON", callUpgrade("train"))).to.be.revertedWithCustomError(
        book,
        "Rulebook_OutOfScope",
      );
    });
  });

  describe("a plain transfer", () => {
    it("is a kind of its own: open to one payee without calldata", async () => {
      const { book, check, target, stranger } = await scopesFixture();
      await check("ECON", "0x", ONE);
      await expect(check("NET", "0x", ONE))
        .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
        .withArgs(0, target.target, NO_SELECTOR, code("NET"), [code("ECON")]);
      await expect(check("ECON", "0x", ONE, stranger.address)).to.be.revertedWithCustomError(
        book,
        "Rulebook_OutOfScope",
      );
    });

    it("is scoped with value and without a selector, or not at all", async () => {
      const { book, scope, set, target } = await scopesFixture();
      const plain = { how: Match.PlainTransfer, selector: NO_SELECTOR, allowsValue: true };
      await expect(book.setScope(scope(plain))).to.emit(book, "ScopeSet");
      for (const changes of [{ selector: set }, { allowsValue: false }, { word: word("x") }]) {
        const bad = scope({ ...plain, ...changes });
        await expect(book.setScope(bad))
          .to.be.revertedWithCustomError(book, "Rulebook_BadScope")
          .withArgs(target.target, Match.PlainTransfer, bad.selector, bad.word);
      }
    });
  });

  describe("malformed calldata", () => {
    for (const data of ["0x12", "0x1234", "0x3fb5c1"]) {
      it(`of ${ethers.dataLength(data)} bytes is refused`, async () => {
        const { book, check, target } = await scopesFixture();
        await expect(check("ECON", data))
          .to.be.revertedWithCustomError(book, "Rulebook_MalformedCall")
          .withArgs(0, data);
        expect(await book.scopeOf(target, data)).to.deep.equal([[], false]);
      });
    }

    it("of zeros is not taken for a selector of zeros", async () => {
      const { book, scope, target } = await scopesFixture();
      await book.setScope(scope({ selector: NO_SELECTOR }));
      expect((await book.scopeOf(target, "0x00000000")).codes).to.deep.equal([code("ECON")]);
      expect((await book.scopeOf(target, "0x000000")).codes).to.deep.equal([]);
    });

    it("in arrays of unequal length reverts", async () => {
      const { book, target, callSet } = await scopesFixture();
      await expect(
        book.checkScopes(code("ECON"), [target, target], [0n, 0n], [callSet]),
      ).to.be.revertedWithPanic(0x32);
      await expect(book.checkScopes(code("ECON"), [target], [], [callSet])).to.be.revertedWithPanic(0x32);
    });
  });

  describe("value", () => {
    it("goes only with calls whose scope allows it", async () => {
      const { book, check, callSet, callUpgrade, target } = await scopesFixture();
      await check("ECON", callSet, 7n);
      await expect(check("TRAIN", callUpgrade("train"), 7n))
        .to.be.revertedWithCustomError(book, "Rulebook_ValueNotAllowed")
        .withArgs(0, target.target, 7);
      await check("TRAIN", callUpgrade("train"), 0n);
    });

    it("is never moved by an emergency", async () => {
      const { book, scope, target } = await scopesFixture();
      const codes = [code("ECON"), code("EMERG")];
      await expect(book.setScope(scope({ codes }))).to.emit(book, "ScopeSet");
      await expect(book.setScope(scope({ codes, allowsValue: true })))
        .to.be.revertedWithCustomError(book, "Rulebook_EmergencyMovesValue")
        .withArgs(target.target);
    });
  });

  describe("what the guardian cannot stop", () => {
    const MARKED = { unstoppable: true };

    it("is a proposal of marked calls alone: a whole function, a plain transfer", async () => {
      const { book, scope, target, callSet, callUpgrade } = await scopesFixture();
      expect(await book.areUnstoppable([target], [callSet])).to.equal(false);
      await book.setScope(scope(MARKED));
      expect(await book.areUnstoppable([target], [callSet])).to.equal(true);
      expect(await book.areUnstoppable([target, target], [callSet, callSet])).to.equal(true);
      expect(await book.areUnstoppable([target, target], [callSet, callUpgrade("train")])).to.equal(false);
      expect(await book.areUnstoppable([target, target], [callUpgrade("train"), callSet])).to.equal(false);
      const plain = scope({ ...MARKED, how: Match.PlainTransfer, selector: NO_SELECTOR, allowsValue: true });
      await book.setScope(plain);
      expect(await book.areUnstoppable([target], ["0x"])).to.equal(true);
      expect(await book.areUnstoppable([target], ["0x12"])).to.equal(false);
    });

    it("is told by the first argument, where a function is", async () => {
      const { book, scope, target, upgrade, callUpgrade } = await scopesFixture();
      const byWord = { how: Match.SelectorAndWord, selector: upgrade, word: word("train") };
      await book.setScope(scope({ ...MARKED, ...byWord }));
      expect(await book.areUnstoppable([target], [callUpgrade("train")])).to.equal(true);
      expect(await book.areUnstoppable([target], [callUpgrade("emerg")])).to.equal(false);
      expect(await book.areUnstoppable([target], [upgrade])).to.equal(false);
    });

    it("may be open to no type besides the default one, and is announced", async () => {
      const { book, scope, target, set, callSet, check } = await scopesFixture();
      await expect(book.setScope(scope({ ...MARKED, codes: [] })))
        .to.emit(book, "ScopeSet")
        .withArgs(target.target, set, ethers.ZeroHash, Match.Selector, false, true, []);
      expect(await book.areUnstoppable([target], [callSet])).to.equal(true);
      await expect(check("ECON", callSet)).to.be.revertedWithCustomError(book, "Rulebook_OutOfScope");
    });

    it("is withdrawn like any scope, and stands in the way of another kind until then", async () => {
      const { book, scope, target, set, upgrade, callSet, callUpgrade } = await scopesFixture();
      const none = { codes: [] as string[] };
      await book.setScope(scope({ ...MARKED, ...none }));
      const byWord = { how: Match.SelectorAndWord, word: word("x") };
      await expect(book.setScope(scope(byWord))).to.be.revertedWithCustomError(
        book,
        "Rulebook_ScopeConflict",
      );
      await book.setScope(scope(none));
      expect(await book.areUnstoppable([target], [callSet])).to.equal(false);

      // By word it counts once, set twice; and the whole is free again only when all words are withdrawn.
      const marked = { ...byWord, ...none };
      await book.setScope(scope({ ...MARKED, ...marked }));
      await book.setScope(scope({ ...marked, ...MARKED, codes: [code("ECON")] }));
      await expect(book.setScope(scope({}))).to.be.revertedWithCustomError(book, "Rulebook_ScopeConflict");
      await book.setScope(scope({ ...MARKED, ...marked }));
      await book.setScope(scope(marked));
      await expect(book.setScope(scope({}))).to.emit(book, "ScopeSet");
      expect(await book.areUnstoppable([target], [callUpgrade("train")])).to.equal(false);
      expect(set).not.to.equal(upgrade);
    });

    it("is replacing the guardian of the governor that asks, and of no other", async () => {
      const { book, governor, target, stranger } = await scopesFixture();
      const data = governor.interface.encodeFunctionData("setGuardian", [stranger.address, 0n]);
      const asGovernor = book.connect(await ethers.getImpersonatedSigner(governor.target as string));
      expect(await asGovernor.areUnstoppable([governor], [data])).to.equal(true);
      expect(await asGovernor.areUnstoppable([governor], [data.slice(0, 8)])).to.equal(false);
      expect(await asGovernor.areUnstoppable([target], [data])).to.equal(false);
      expect(await book.areUnstoppable([governor], [data])).to.equal(false);
    });
  });

  describe("what cannot be scoped", () => {
    it("is the timelock, the book itself and the zero address", async () => {
      const { book, scope, timelock, set } = await scopesFixture();
      for (const target of [timelock.target, book.target, ethers.ZeroAddress]) {
        await expect(book.setScope(scope({ target })))
          .to.be.revertedWithCustomError(book, "Rulebook_BadScope")
          .withArgs(target, Match.Selector, set, ethers.ZeroHash);
      }
    });

    it("is a whole function with a word", async () => {
      const { book, scope } = await scopesFixture();
      await expect(book.setScope(scope({ word: word("x") }))).to.be.revertedWithCustomError(
        book,
        "Rulebook_BadScope",
      );
    });

    it("is anything for a type that there is not", async () => {
      const { book, scope } = await scopesFixture();
      await expect(book.setScope(scope({ codes: [code("NOPE")] })))
        .to.be.revertedWithCustomError(book, "Rulebook_UnknownType")
        .withArgs(code("NOPE"));
    });

    it("is the governor: it obeys the default type alone, even if a vote has scoped it", async () => {
      const { book, scope, governor, submit, rulebook } = await scopesFixture();
      const selector = governor.interface.getFunction("setRulebook").selector;
      await book.setScope(scope({ target: governor.target, selector }));
      const data = governor.interface.encodeFunctionData("setRulebook", [rulebook.target]);
      await expect(submit("# NEP-ECON: Take over", [{ target: governor, data }]))
        .to.be.revertedWithCustomError(book, "Rulebook_OutOfScope")
        .withArgs(0, governor.target, selector, code("ECON"), []);
      await expect(submit("# NEP-GOV: Adopt", [{ target: governor, data }])).not.to.be.reverted;
    });
  });

  it("tells for a call which types may make it and whether with value", async () => {
    const { book, target, callSet, callUpgrade, stranger } = await scopesFixture();
    expect(await book.scopeOf(target, callSet)).to.deep.equal([[code("ECON"), code("NET")], true]);
    expect(await book.scopeOf(target, callUpgrade("train"))).to.deep.equal([
      [code("ARCH"), code("TRAIN")],
      false,
    ]);
    expect(await book.scopeOf(target, "0x")).to.deep.equal([[code("ECON")], true]);
    expect(await book.scopeOf(stranger, callSet)).to.deep.equal([[], false]);
  });

  it("opens the fixture's calls as the scopes say", async () => {
    const { book, target } = await scopesFixture();
    for (const scope of scopesFor(target)) {
      const plain = scope.how === Match.PlainTransfer;
      const data = plain ? "0x" : ethers.concat([scope.selector, scope.word]);
      expect([...(await book.scopeOf(target, data)).codes].sort()).to.deep.equal([...scope.codes].sort());
    }
  });
});
