import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  code,
  COUNCIL,
  DAY,
  GOV,
  governanceFixture,
  HOLDERS,
  HOUR,
  MINUTE,
  ONE,
  plain,
  scopesFor,
  TYPES,
  type Rules,
} from "../helpers/governor";

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
    for (const text of ["A", "Z", "0", "9", "TREASURY", "POLICY", "PROMPT2", "12345678"]) {
      it(`takes ${text}`, async () => {
        const { book } = await bookFixture();
        await expect(book.setRules(code(text), TYPES.NET!)).to.emit(book, "RulesSet");
        expect((await book.types()).at(-1)).to.equal(code(text));
      });
    }

    const bad = ["PROMPT", "econ", "E-CON", "A B", "A\0B", "@", "[", "/", ":", "É"];
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
    const bounds: [field: keyof Rules, inside: bigint[], outside: bigint[], min: bigint, max: bigint][] = [
      ["review", [MINUTE, year], [MINUTE - 1n, year + 1n], MINUTE, year],
      ["voting", [DAY, year], [MINUTE - 1n, year + 1n], MINUTE, year],
      ["graceMin", [HOUR, 30n * DAY], [HOUR - 1n, 30n * DAY + 1n], HOUR, 30n * DAY],
      ["graceMax", [7n * DAY, year], [year + 1n], 7n * DAY, year],
      ["window", [HOUR, year], [HOUR - 1n, year + 1n], HOUR, year],
      ["late", [0n, 7n * DAY], [7n * DAY + 1n], 0n, 7n * DAY],
      ["quorumBps", [1n, 10_000n], [0n, 10_001n], 1n, 10_000n],
      ["approvalBps", [5_000n, 10_000n], [4_999n, 10_001n], 5_000n, 10_000n],
      ["proposers", [1n, 3n], [0n, 4n], 1n, 3n],
      ["voteSource", [0n], [1n], 0n, 0n],
      ["vetoBps", [0n], [1n], 0n, 0n],
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

    const strict: (keyof Rules)[] = [
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
      const full = { ...GOV, voteSource: 0n, fee: 2n ** 96n - 1n };
      await book.setRules(code("ARCH"), full);
      const unpacked = await book.unpack(plain(await book.packedRulesOf(code("ARCH"))));
      expect(plain(unpacked.rules)).to.deep.equal(full);
      expect(unpacked.code).to.equal(code("ARCH"));
    });

    it("tells a review the hash of what it would tell in full, for each type and after each change", async () => {
      const { book } = await bookFixture();
      const agree = async (type: string) => {
        const { timing, cost, turnout } = await book.packedRulesOf(code(type));
        const { contentHash } = await book.review(code(type), [], [], []);
        expect(contentHash).to.equal(
          ethers.solidityPackedKeccak256(["uint256", "uint256", "uint256"], [timing, cost, turnout]),
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
});
