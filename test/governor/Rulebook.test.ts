import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type { IRulebook } from "../../typechain-types/contracts/governor/Rulebook";
import {
  code,
  COUNCIL,
  DAY,
  GOV,
  governanceFixture,
  HOLDERS,
  HOUR,
  Match,
  MINUTE,
  ONE,
  plain,
  scopesFor,
  TYPES,
  word,
  type Rules,
} from "../helpers/governor";
import { Mood, PEOPLE, TECH } from "../helpers/voices";

/** Rules that are numbers. */
type Measured = Exclude<keyof Rules, "voteSource">;

describe("Rulebook", () => {
  /** A book that the first signer commands, to try changes directly. */
  async function deployBook() {
    const { timelock: realTimelock, target, stranger } = await governanceFixture();
    const timelock = await ethers.getImpersonatedSigner(realTimelock.target as string);
    await ethers.provider.send("hardhat_setBalance", [timelock.address, "0x56bc75e2d63100000"]);
    const types = Object.entries(TYPES).map(([name, rules]) => ({ code: code(name), rules }));
    const deploy = (typeRules = types, scopes = scopesFor(target)) =>
      ethers.deployContract("Rulebook", [realTimelock.target, typeRules, scopes]);
    const book = await deploy();
    return { book: book.connect(timelock), deploy, types, timelock, realTimelock, target, stranger };
  }
  const bookFixture = () => loadFixture(deployBook);

  describe("deployment", () => {
    it("holds the types in their order, the default one first", async () => {
      const { book, timelock } = await bookFixture();
      expect(await book.types()).to.deep.equal(Object.keys(TYPES).map(code));
      expect(await book.TIMELOCK()).to.equal(timelock.address);
    });

    it("tells what each type demands", async () => {
      const { book } = await bookFixture();
      for (const [name, rules] of Object.entries(TYPES)) {
        expect(plain(await book.rulesOf(code(name)))).to.deep.equal(rules);
      }
    });

    it("announces each type with its index, and each scope", async () => {
      const { deploy, target } = await bookFixture();
      const book = await deploy();
      const tx = book.deploymentTransaction()!;
      const names = Object.keys(TYPES);
      for (const [index, name] of names.entries()) {
        await expect(tx).to.emit(book, "RulesSet").withArgs(code(name), index, Object.values(TYPES[name]!));
      }
      for (const scope of scopesFor(target)) {
        await expect(tx)
          .to.emit(book, "ScopeSet")
          .withArgs(
            target.target,
            scope.selector,
            scope.word,
            scope.how,
            scope.allowsValue,
            scope.unstoppable,
            scope.codes,
          );
      }
    });

    it("refuses a book without types, and one that does not begin with the default type", async () => {
      const { book, deploy, types } = await bookFixture();
      await expect(deploy([], [])).to.be.revertedWithCustomError(book, "Rulebook_DefaultTypeMissing");
      await expect(deploy(types.slice(1), [])).to.be.revertedWithCustomError(
        book,
        "Rulebook_DefaultTypeMissing",
      );
      await expect(deploy(types.slice(0, 1), [])).not.to.be.reverted;
    });
  });

  describe("who changes it", () => {
    it("lets nobody but the timelock set rules", async () => {
      const { book, stranger } = await bookFixture();
      await expect(book.connect(stranger).setRules(code("NET"), TYPES.NET!))
        .to.be.revertedWithCustomError(book, "Rulebook_OnlyTimelock")
        .withArgs(stranger.address);
      await expect(book.setRules(code("NET"), TYPES.NET!)).to.emit(book, "RulesSet");
    });

    it("lets nobody but the timelock set scopes", async () => {
      const { book, stranger, target } = await bookFixture();
      const scope = scopesFor(target)[0]!;
      await expect(book.connect(stranger).setScope(scope))
        .to.be.revertedWithCustomError(book, "Rulebook_OnlyTimelock")
        .withArgs(stranger.address);
      await expect(book.setScope(scope)).to.emit(book, "ScopeSet");
    });
  });

  describe("codes", () => {
    for (const text of ["A", "Z", "0", "9", "TREASURY", "POLICY", "PROMPT", "12345678"]) {
      it(`takes ${text}`, async () => {
        const { book } = await bookFixture();
        await expect(book.setRules(code(text), TYPES.NET!)).to.emit(book, "RulesSet");
        expect((await book.types()).at(-1)).to.equal(code(text));
      });
    }

    const bad = ["econ", "E-CON", "A B", "A\0B", "@", "[", "/", ":", "É"];
    for (const text of bad) {
      it(`refuses ${JSON.stringify(text)}`, async () => {
        const { book } = await bookFixture();
        await expect(book.setRules(code(text), TYPES.NET!))
          .to.be.revertedWithCustomError(book, "Rulebook_BadCode")
          .withArgs(code(text));
      });
    }

    it("refuses a code of nothing", async () => {
      const { book } = await bookFixture();
      await expect(book.setRules("0x0000000000000000", TYPES.NET!)).to.be.revertedWithCustomError(
        book,
        "Rulebook_BadCode",
      );
    });

    it("takes 32 types and refuses the 33rd, but still changes the ones it has", async () => {
      const { book, target } = await bookFixture();
      for (let i = 6; i < 32; ++i) await book.setRules(code(`T${i}`), TYPES.NET!);
      await expect(book.setRules(code("T32"), TYPES.NET!))
        .to.be.revertedWithCustomError(book, "Rulebook_TooManyTypes")
        .withArgs(code("T32"));
      await expect(book.setRules(code("T31"), { ...TYPES.NET!, fee: 1n })).to.emit(book, "RulesSet");

      // The last one has a bit of its own in the scopes' sets.
      const scope = { ...scopesFor(target)[0]!, codes: [code("T31")] };
      await book.setScope(scope);
      const data = target.interface.encodeFunctionData("set", [1n]);
      expect((await book.scopeOf(target, data)).codes).to.deep.equal([code("T31")]);
      await expect(book.checkScopes(code("T30"), [target], [0n], [data])).to.be.revertedWithCustomError(
        book,
        "Rulebook_OutOfScope",
      );
      await book.checkScopes(code("T31"), [target], [0n], [data]);
    });
  });

  describe("rules", () => {
    const year = 365n * DAY;
    // Each field with values that are just inside and just outside, on rules that nothing else limits.
    const bounds: [field: Measured, inside: bigint[], outside: bigint[], min: bigint, max: bigint][] = [
      ["review", [MINUTE, year], [MINUTE - 1n, year + 1n], MINUTE, year],
      ["voting", [DAY, year], [MINUTE - 1n, year + 1n], MINUTE, year],
      ["graceMin", [HOUR, 30n * DAY], [HOUR - 1n, 30n * DAY + 1n], HOUR, 30n * DAY],
      ["graceMax", [7n * DAY, year], [year + 1n], 7n * DAY, year],
      ["window", [HOUR, year], [HOUR - 1n, year + 1n], HOUR, year],
      ["late", [0n, 7n * DAY], [7n * DAY + 1n], 0n, 7n * DAY],
      ["quorumBps", [1n, 10_000n], [0n, 10_001n], 1n, 10_000n],
      ["approvalBps", [5_000n, 10_000n], [4_999n, 10_001n], 5_000n, 10_000n],
      ["proposers", [1n, 3n], [0n, 4n], 1n, 3n],
      ["minVoters", [0n], [1n], 0n, 0n],
    ];
    for (const [field, inside, outside, min, max] of bounds) {
      it(`keeps ${field} within ${min} to ${max}`, async () => {
        const { deploy, book } = await bookFixture();
        for (const value of inside) {
          await expect(deploy([{ code: code("GOV"), rules: { ...GOV, [field]: value } }], [])).not.to.be
            .reverted;
        }
        for (const value of outside) {
          await expect(deploy([{ code: code("GOV"), rules: { ...GOV, [field]: value } }], []))
            .to.be.revertedWithCustomError(book, "Rulebook_RuleOutOfRange")
            .withArgs(code("GOV"), ethers.encodeBytes32String(field), value, min, max);
        }
      });
    }

    it("refuses a voting period of under a minute even without a late extension", async () => {
      const { deploy, book } = await bookFixture();
      const gov = (voting: bigint) => [{ code: code("GOV"), rules: { ...GOV, late: 0n, voting } }];
      await expect(deploy(gov(MINUTE), [])).not.to.be.reverted;
      await expect(deploy(gov(MINUTE - 1n), [])).to.be.revertedWithCustomError(
        book,
        "Rulebook_RuleOutOfRange",
      );
    });

    const strict: Measured[] = [
      "review",
      "voting",
      "graceMin",
      "graceMax",
      "quorumBps",
      "quorumFloor",
      "approvalBps",
      "threshold",
    ];
    for (const field of strict) {
      it(`refuses a type that is stricter than the default type in ${field}`, async () => {
        const { book } = await bookFixture();
        const asStrict = { ...GOV, [field]: GOV[field] };
        const stricter = { ...GOV, [field]: GOV[field] + 1n };
        await expect(book.setRules(code("ARCH"), asStrict)).not.to.be.reverted;
        await expect(book.setRules(code("ARCH"), stricter))
          .to.be.revertedWithCustomError(book, "Rulebook_DefaultNotStrictest")
          .withArgs(code("ARCH"), ethers.encodeBytes32String(field), GOV[field] + 1n, GOV[field]);
      });

      it(`refuses a default type that is less strict than another in ${field}`, async () => {
        const { deploy, book } = await bookFixture();
        const types = [
          { code: code("GOV"), rules: GOV },
          { code: code("ARCH"), rules: GOV },
        ];
        const small = (await deploy(types, [])).connect(book.runner);
        await expect(small.setRules(code("GOV"), { ...GOV, [field]: GOV[field] - 1n }))
          .to.be.revertedWithCustomError(book, "Rulebook_DefaultNotStrictest")
          .withArgs(code("ARCH"), ethers.encodeBytes32String(field), GOV[field], GOV[field] - 1n);
        // What a proposal has to do: the other type first.
        await small.setRules(code("ARCH"), { ...GOV, [field]: GOV[field] - 1n });
        await expect(small.setRules(code("GOV"), { ...GOV, [field]: GOV[field] - 1n })).not.to.be.reverted;
      });
    }

    it("lets an emergency ask for more approval than the default type", async () => {
      const { book } = await bookFixture();
      await expect(book.setRules(code("EMERG"), { ...TYPES.EMERG!, approvalBps: 10_000n })).not.to.be
        .reverted;
    });

    it("makes an emergency ask for five times the default type's threshold", async () => {
      const { book } = await bookFixture();
      const least = 5n * GOV.threshold;
      await expect(book.setRules(code("EMERG"), { ...TYPES.EMERG!, threshold: least })).not.to.be.reverted;
      await expect(book.setRules(code("EMERG"), { ...TYPES.EMERG!, threshold: least + 1n })).not.to.be
        .reverted;
      await expect(book.setRules(code("EMERG"), { ...TYPES.EMERG!, threshold: least - 1n }))
        .to.be.revertedWithCustomError(book, "Rulebook_RuleOutOfRange")
        .withArgs(code("EMERG"), ethers.encodeBytes32String("threshold"), least - 1n, least, 2n ** 96n - 1n);
    });

    it("keeps the factor when the default type's threshold is raised: the emergency's goes first", async () => {
      const { book } = await bookFixture();
      const raised = { ...GOV, threshold: GOV.threshold + 1n };
      await expect(book.setRules(code("GOV"), raised))
        .to.be.revertedWithCustomError(book, "Rulebook_RuleOutOfRange")
        .withArgs(
          code("EMERG"),
          ethers.encodeBytes32String("threshold"),
          TYPES.EMERG!.threshold,
          5n * raised.threshold,
          2n ** 96n - 1n,
        );
      await book.setRules(code("EMERG"), { ...TYPES.EMERG!, threshold: 5n * raised.threshold });
      await expect(book.setRules(code("GOV"), raised)).not.to.be.reverted;
    });

    it("holds an emergency to the default type in everything else", async () => {
      const { book } = await bookFixture();
      for (const field of ["review", "voting", "graceMax", "quorumBps", "quorumFloor"] as const) {
        await expect(book.setRules(code("EMERG"), { ...TYPES.EMERG!, [field]: GOV[field] + 1n }))
          .to.be.revertedWithCustomError(book, "Rulebook_DefaultNotStrictest")
          .withArgs(code("EMERG"), ethers.encodeBytes32String(field), GOV[field] + 1n, GOV[field]);
      }
    });

    it("keeps the default type open to holders, and any other may be the council's own", async () => {
      const { book, deploy } = await bookFixture();
      const gov = (proposers: bigint) => [{ code: code("GOV"), rules: { ...GOV, proposers } }];
      await expect(deploy(gov(HOLDERS), [])).not.to.be.reverted;
      await expect(deploy(gov(HOLDERS | COUNCIL), [])).not.to.be.reverted;
      await expect(deploy(gov(COUNCIL), []))
        .to.be.revertedWithCustomError(book, "Rulebook_DefaultTypeClosed")
        .withArgs(COUNCIL);
      await expect(book.setRules(code("GOV"), { ...GOV, proposers: COUNCIL })).to.be.revertedWithCustomError(
        book,
        "Rulebook_DefaultTypeClosed",
      );
      await expect(book.setRules(code("ARCH"), { ...GOV, proposers: COUNCIL })).not.to.be.reverted;
    });

    it("counts how often the default type was set, and only that", async () => {
      const { book } = await bookFixture();
      expect((await book.defaultRules()).bookVersion).to.equal(1);
      await book.setRules(code("NET"), TYPES.NET!);
      expect((await book.defaultRules()).bookVersion).to.equal(1);
      await book.setRules(code("GOV"), GOV);
      expect((await book.defaultRules()).bookVersion).to.equal(2);
    });

    it("answers nothing for a type that it does not have", async () => {
      const { book } = await bookFixture();
      await expect(book.rulesOf(code("NOPE")))
        .to.be.revertedWithCustomError(book, "Rulebook_UnknownType")
        .withArgs(code("NOPE"));
      await expect(book.checkScopes(code("NOPE"), [], [], [])).to.be.revertedWithCustomError(
        book,
        "Rulebook_UnknownType",
      );
      await expect(book.packedRulesOf(code("NOPE"))).to.be.revertedWithCustomError(
        book,
        "Rulebook_UnknownType",
      );
      const { contentHash, bookVersion } = await book.review(code("NOPE"), [], [], []);
      expect(contentHash).to.equal(ethers.ZeroHash);
      expect(bookVersion).to.equal(1);
    });

    it("unpacks what the governor keeps", async () => {
      const { book } = await bookFixture();
      const full = { ...GOV, fee: 2n ** 96n - 1n };
      await book.setRules(code("ARCH"), full);
      const unpacked = await book.unpack(plain(await book.packedRulesOf(code("ARCH"))));
      expect(plain(unpacked.rules)).to.deep.equal(full);
      expect(unpacked.code).to.equal(code("ARCH"));
    });

    it("tells a review the hash of what it would tell in full, for each type and after each change", async () => {
      const { book } = await bookFixture();
      const agree = async (type: string) => {
        const { timing, cost, turnout, voteSource } = await book.packedRulesOf(code(type));
        const { contentHash } = await book.review(code(type), [], [], []);
        expect(contentHash).to.equal(
          ethers.solidityPackedKeccak256(
            ["uint256", "uint256", "uint256", "uint256"],
            [timing, cost, turnout, voteSource],
          ),
        );
        return contentHash;
      };
      const [arch, econ] = [await agree("ARCH"), await agree("ECON")];
      await book.setRules(code("ARCH"), { ...GOV, fee: 1n });
      expect(await agree("ARCH")).not.to.equal(arch);
      expect(await agree("ECON")).to.equal(econ);
    });

    it("finds the lowest threshold among the types", async () => {
      const { book, deploy, types } = await bookFixture();
      expect(await book.lowestThreshold()).to.equal(50n * ONE);
      expect(await (await deploy(types.slice(0, 2), [])).lowestThreshold()).to.equal(100n * ONE);
    });
  });

  describe("voices", () => {
    /** A book with a type of each kind, and what counts one of them. */
    async function voicedBook() {
      const context = await bookFixture();
      const { book, target } = context;
      const source = await ethers.deployContract("ToldVotes");
      const people: Rules = { ...PEOPLE, voteSource: source.target as string };
      const upgrade = target.interface.getFunction("upgrade").selector;
      const scope = (changes: Partial<IRulebook.ScopeStruct> = {}): IRulebook.ScopeStruct => ({
        ...{ target: target.target, how: Match.SelectorAndWord, selector: upgrade, word: word("x") },
        ...{ allowsValue: false, unstoppable: false, codes: [code("PEOPLE")] },
        ...changes,
      });
      const set = (rules: Rules, type = "PEOPLE") => book.setRules(code(type), rules);
      const refused = (rules: Rules, type: string, field: string, value: bigint, min: bigint, max: bigint) =>
        expect(set(rules, type))
          .to.be.revertedWithCustomError(book, "Rulebook_RuleOutOfRange")
          .withArgs(code(type), ethers.encodeBytes32String(field), value, min, max);
      return { ...context, source, people, scope, set, refused };
    }

    it("keeps the three fields and gives them back", async () => {
      const { book, people, set } = await voicedBook();
      await set(people);
      await set(TECH, "TECH");
      expect(plain(await book.rulesOf(code("PEOPLE")))).to.deep.equal(people);
      expect(plain(await book.rulesOf(code("TECH")))).to.deep.equal(TECH);
      for (const [type, rules] of [
        ["PEOPLE", people],
        ["TECH", TECH],
      ] as const) {
        const unpacked = await book.unpack(plain(await book.packedRulesOf(code(type))));
        expect(plain(unpacked.rules)).to.deep.equal(rules);
      }
    });

    it("leaves the default type and emergencies to an ordinary vote of the network's own votes", async () => {
      const { book, people, set } = await voicedBook();
      for (const type of ["GOV", "EMERG"]) {
        for (const rules of [people, { ...people, minVoters: 0n }, { ...TECH, proposers: HOLDERS }]) {
          await expect(set(rules, type))
            .to.be.revertedWithCustomError(book, "Rulebook_PlainVoteOnly")
            .withArgs(code(type));
        }
      }
    });

    it("counts voters only where a source does, up to 2^20", async () => {
      const { people, set, refused } = await voicedBook();
      const most = 2n ** 20n;
      await refused({ ...GOV, minVoters: 1n }, "ARCH", "minVoters", 1n, 0n, 0n);
      await refused({ ...TECH, minVoters: 1n }, "TECH", "minVoters", 1n, 0n, 0n);
      await refused({ ...people, minVoters: most + 1n }, "PEOPLE", "minVoters", most + 1n, 0n, most);
      for (const minVoters of [0n, most]) await expect(set({ ...people, minVoters })).not.to.be.reverted;
    });

    it("takes no floor in votes that the type does not count", async () => {
      const { people, refused } = await voicedBook();
      await refused({ ...people, quorumFloor: 1n }, "PEOPLE", "quorumFloor", 1n, 0n, 0n);
      await refused({ ...TECH, quorumFloor: 1n }, "TECH", "quorumFloor", 1n, 0n, 0n);
    });

    it("takes a source that answers as the governor asks, and no other", async () => {
      const { book, source, people, set, realTimelock, stranger } = await voicedBook();
      const bad = (voteSource: string) =>
        expect(set({ ...people, voteSource }))
          .to.be.revertedWithCustomError(book, "Rulebook_BadSource")
          .withArgs(code("PEOPLE"), voteSource);
      await bad(stranger.address);
      await bad(realTimelock.target as string);
      for (const mood of [
        Mood.Revert,
        Mood.RevertOnTotal,
        Mood.RevertOnVotes,
        Mood.BlockClock,
        Mood.NoClock,
      ]) {
        await source.become(mood);
        await bad(people.voteSource);
      }
      await source.become(Mood.Tell);
      await source.setTotal(2n ** 96n);
      await bad(people.voteSource);
      await source.setTotal(2n ** 96n - 1n);
      await expect(set(people)).not.to.be.reverted;
    });

    it("bounds a veto, who proposes against it, and the time for it", async () => {
      const { source, set, refused } = await voicedBook();
      for (const vetoBps of [100n, 5_000n])
        await expect(set({ ...TECH, vetoBps }, "TECH")).not.to.be.reverted;
      for (const vetoBps of [1n, 99n, 5_001n]) {
        await refused({ ...TECH, vetoBps }, "TECH", "vetoBps", vetoBps, 100n, 5_000n);
      }
      for (const proposers of [HOLDERS, HOLDERS | COUNCIL]) {
        await refused({ ...TECH, proposers }, "TECH", "proposers", proposers, COUNCIL, COUNCIL);
      }
      const voting = 3n * DAY - 1n;
      await refused({ ...TECH, voting }, "TECH", "voting", voting, 3n * DAY, 2n ** 32n - 1n);
      for (const field of ["late", "fee", "threshold"] as const) {
        await refused({ ...TECH, [field]: 1n }, "TECH", field, 1n, 0n, 0n);
      }
      const voteSource = source.target as string;
      await refused({ ...TECH, voteSource }, "TECH", "voteSource", BigInt(voteSource), 0n, 0n);
    });

    it("opens to such a type no function as a whole, nothing with value, and no transfer", async () => {
      const { book, scope, people, set } = await voicedBook();
      await set(people);
      await set(TECH, "TECH");
      const none = { selector: "0x00000000", word: ethers.ZeroHash };
      const wide: Partial<IRulebook.ScopeStruct>[] = [
        { how: Match.Selector, word: ethers.ZeroHash },
        { how: Match.Selector, word: ethers.ZeroHash, allowsValue: true },
        { allowsValue: true },
        { ...none, how: Match.PlainTransfer, allowsValue: true },
      ];
      for (const type of ["PEOPLE", "TECH"]) {
        for (const changes of wide) {
          const { target, selector, allowsValue } = scope(changes);
          await expect(book.setScope(scope({ ...changes, codes: ["ARCH", type].map(code) })))
            .to.be.revertedWithCustomError(book, "Rulebook_ScopeTooWide")
            .withArgs(code(type), target, selector, allowsValue);
        }
        await expect(book.setScope(scope({ codes: [code(type)] }))).to.emit(book, "ScopeSet");
      }
    });

    it("makes no type such a one before every wider call is closed to it", async () => {
      const { book, scope, people, set } = await voicedBook();
      const plainly = { ...GOV };
      await set(plainly);
      const whole = scope({ selector: "0x11111111", how: Match.Selector, word: ethers.ZeroHash });
      const paid = scope({ word: word("paid"), allowsValue: true });
      const narrow = scope({ word: word("narrow") });
      for (const one of [whole, paid, narrow]) await book.setScope(one);
      // What is set again is not counted again.
      await book.setScope({ ...whole, unstoppable: true });
      const wide = (count: bigint) =>
        expect(set(people))
          .to.be.revertedWithCustomError(book, "Rulebook_HasWideScopes")
          .withArgs(code("PEOPLE"), count);
      await wide(2n);
      await book.setScope({ ...paid, allowsValue: false });
      await wide(1n);
      await book.setScope({ ...whole, codes: [code("ARCH")] });
      await expect(set(people)).to.emit(book, "RulesSet");
      // An ordinary type again, it may be given more again.
      await expect(book.setScope(whole)).to.be.revertedWithCustomError(book, "Rulebook_ScopeTooWide");
      await set(plainly);
      await expect(book.setScope(whole)).to.emit(book, "ScopeSet");
      await wide(1n);
    });

    it("is refused by a new book in the same way", async () => {
      const { deploy, book, target, people, types } = await voicedBook();
      const all = [...types, { code: code("PEOPLE"), rules: people }];
      const scopes = scopesFor(target);
      await expect(deploy(all, scopes)).not.to.be.reverted;
      scopes[0]!.codes.push(code("PEOPLE"));
      await expect(deploy(all, scopes)).to.be.revertedWithCustomError(book, "Rulebook_ScopeTooWide");
    });

    it("leaves what the council alone may propose out of the lowest threshold", async () => {
      const { book, people, set } = await voicedBook();
      await set(TECH, "TECH");
      expect(await book.lowestThreshold()).to.equal(50n * ONE);
      await set({ ...people, threshold: 1n });
      expect(await book.lowestThreshold()).to.equal(1n);
    });
  });
});
