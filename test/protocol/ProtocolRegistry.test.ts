import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { artifacts, ethers } from "hardhat";

import {
  change,
  definition,
  DEFINITIONS,
  deployRegistry,
  key,
  Kind,
  MAX_UINT,
  MODEL,
  SPEC,
  SPEC_URI,
  uint,
  word,
  ZERO,
} from "./fixture";

const MIN_INT = word(-(2n ** 255n));
const MAX_INT = word(2n ** 255n - 1n);

describe("ProtocolRegistry", () => {
  const deployFixture = () => deployRegistry();

  describe("deployment", () => {
    it("starts at 1.0.0 with the defined parameters, at the time and block of its deployment", async () => {
      const { registry, timelock } = await loadFixture(deployFixture);
      expect(await registry.TIMELOCK()).to.equal(timelock.address);
      expect(await registry.semver()).to.equal("1.0.0");
      expect(await registry.versionCount()).to.equal(1);
      const [id, version] = await registry.currentVersion();
      expect(id).to.equal(1);
      expect([version.major, version.minor, version.patch]).to.deep.equal([1n, 0n, 0n]);
      expect(version.activatedAt).to.equal(await time.latest());
      expect(version.activatedBlock).to.equal(await time.latestBlock());
      expect(version.restores).to.equal(0);
      expect(version.namespace).to.equal(ZERO);
      expect(version.specHash).to.equal(ZERO);
      expect(await registry.keys()).to.deep.equal(DEFINITIONS.map((each) => each.key));
      expect(await registry.getMany(DEFINITIONS.map((each) => each.key))).to.deep.equal(
        DEFINITIONS.map((each) => each.value),
      );
    });

    it("tells an indexer of the first version and of every parameter in it", async () => {
      const { registry } = await loadFixture(deployFixture);
      const deployment = registry.deploymentTransaction();
      await expect(deployment)
        .to.emit(registry, "VersionActivated")
        .withArgs(1, ZERO, 1, 0, 0, true, ZERO, "");
      for (const { key: id, kind, min, max, value } of DEFINITIONS) {
        await expect(deployment).to.emit(registry, "ParameterDefined").withArgs(id, 1, kind, min, max, value);
      }
    });

    it("may start without parameters", async () => {
      const { registry } = await deployRegistry([]);
      expect(await registry.keyCount()).to.equal(0);
      expect(await registry.semver()).to.equal("1.0.0");
    });

    it("refuses a registry that nobody can write", async () => {
      const { registry } = await loadFixture(deployFixture);
      await expect(
        ethers.deployContract("ProtocolRegistry", [ethers.ZeroAddress, []]),
      ).to.be.revertedWithCustomError(registry, "ProtocolRegistry_ZeroTimelock");
    });

    it("answers ERC-165 for itself and for ERC-165, and for nothing else", async () => {
      const { registry } = await loadFixture(deployFixture);
      const itself = new ethers.Interface((await artifacts.readArtifact("IProtocolRegistry")).abi);
      let id = 0n;
      itself.forEachFunction(({ selector }) => (id ^= BigInt(selector)));
      expect(await registry.supportsInterface(ethers.toBeHex(id, 4))).to.equal(true);
      expect(await registry.supportsInterface("0x01ffc9a7")).to.equal(true);
      expect(await registry.supportsInterface("0xffffffff")).to.equal(false);
    });
  });

  describe("the timelock", () => {
    it("is the only account that writes", async () => {
      const { registry, stranger } = await loadFixture(deployFixture);
      const outsider = registry.connect(stranger);
      const writes = [
        () => outsider.upgrade(key("econ"), [change("econ.fee", 1)], true, SPEC, SPEC_URI),
        () => outsider.rollback(1),
        () => outsider.emergencyRollback(1),
        () => outsider.defineParameters([uint("econ.new")]),
        () => outsider.retire([key("econ.fee")]),
        () => outsider.setBounds(key("econ.fee"), ZERO, MAX_UINT),
      ];
      for (const write of writes) {
        await expect(write())
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_NotTimelock")
          .withArgs(stranger.address);
      }
      let writers = 0;
      registry.interface.forEachFunction(({ constant }) => (writers += constant ? 0 : 1));
      expect(writers).to.equal(writes.length, "every function that writes is in the list above");
    });
  });

  describe("upgrade", () => {
    it("applies all changes in one new version, and says what they were before", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      const upgraded = upgrade("econ", [change("econ.rewardRate", 120), change("econ.fee", 500)]);
      await expect(upgraded)
        .to.emit(registry, "VersionActivated")
        .withArgs(2, key("econ"), 1, 1, 0, true, SPEC, SPEC_URI);
      await expect(upgraded)
        .to.emit(registry, "ParameterChanged")
        .withArgs(key("econ.rewardRate"), 2, word(100), word(120));
      await expect(upgraded)
        .to.emit(registry, "ParameterChanged")
        .withArgs(key("econ.fee"), 2, word(30), word(500));

      expect(await registry.getUint(key("econ.rewardRate"))).to.equal(120);
      expect(await registry.getUint(key("econ.fee"))).to.equal(500);
      const version = await registry.version(2);
      expect(version.restores).to.equal(0);
      expect(version.namespace).to.equal(key("econ"));
      expect(version.specHash).to.equal(SPEC);
    });

    it("counts versions semantically: major if incompatible, minor if compatible, patch in an emergency", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      const steps = [
        ["econ", "econ.fee", true, "1.1.0"],
        ["emerg", "emerg.halted", true, "1.1.1"],
        ["emerg", "emerg.halted", false, "1.1.2"],
        ["econ", "econ.fee", true, "1.2.0"],
        ["emerg", "emerg.halted", true, "1.2.1"],
        ["train", "train.enabled", false, "2.0.0"],
        ["train", "train.enabled", true, "2.1.0"],
      ] as const;
      for (const [index, [namespace, name, compatible, semver]] of steps.entries()) {
        await expect(upgrade(namespace, [change(name, 1)], { compatible }))
          .to.emit(registry, "VersionActivated")
          .withArgs(index + 2, key(namespace), ...semver.split("."), compatible, SPEC, SPEC_URI);
        expect(await registry.semver()).to.equal(semver);
      }
      expect(await registry.versionCount()).to.equal(1 + steps.length);
    });

    it("takes the value that a parameter already has, so that two upgrades that agree do not collide", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await expect(upgrade("econ", [change("econ.fee", 30)]))
        .to.emit(registry, "ParameterChanged")
        .withArgs(key("econ.fee"), 2, word(30), word(30));
    });

    it("refuses an upgrade that changes nothing", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await expect(upgrade("econ", [])).to.be.revertedWithCustomError(registry, "ProtocolRegistry_NoChanges");
    });

    it("refuses an upgrade without a specification", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await expect(
        upgrade("econ", [change("econ.fee", 1)], { specHash: ZERO }),
      ).to.be.revertedWithCustomError(registry, "ProtocolRegistry_NoSpecHash");
    });

    it("N1: keeps the block and the time in which each version came into force", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      const seen: [bigint, bigint][] = [];
      for (const wait of [1, 40]) {
        await mine(wait, { interval: 12 });
        const { blockNumber } = (await (await upgrade("econ", [change("econ.fee", wait)])).wait())!;
        const { timestamp } = (await ethers.provider.getBlock(blockNumber))!;
        seen.push([BigInt(blockNumber), BigInt(timestamp)]);
      }
      await mine(5);
      for (const [i, expected] of seen.entries()) {
        const { activatedBlock, activatedAt } = await registry.version(i + 2);
        expect([activatedBlock, activatedAt]).to.deep.equal(expected);
      }
    });

    it("refuses a key twice, whether its values agree or not", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      for (const second of [1, 2]) {
        await expect(
          upgrade("econ", [change("econ.fee", 1), change("econ.rewardRate", 1), change("econ.fee", second)]),
        )
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_DuplicateKey")
          .withArgs(key("econ.fee"));
      }
    });

    it("refuses an unknown key", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await expect(upgrade("econ", [change("econ.typo", 1)]))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_UnknownKey")
        .withArgs(key("econ.typo"));
    });

    it("applies none of the changes when the last one is refused", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await expect(upgrade("econ", [change("econ.rewardRate", 120), change("econ.fee", 501)]))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_OutOfBounds")
        .withArgs(key("econ.fee"), word(501), word(1), word(500));
      expect(await registry.getUint(key("econ.rewardRate"))).to.equal(100);
      expect(await registry.versionCount()).to.equal(1);
    });
  });

  describe("bounds by kind", () => {
    const cases = [
      ["Uint", "econ.fee", [1, 500], [0, 501, -1]],
      ["Int", "train.offset", [-50, -1, 0, 50], [-51, 51, MIN_INT, MAX_INT]],
      ["Bool", "train.enabled", [0, 1], [2, -1]],
      ["Bytes32", "arch.model", [ZERO, MAX_UINT, SPEC], []],
    ] as const;
    for (const [kind, name, allowed, refused] of cases) {
      it(`holds ${kind} values within what they allow, to the unit`, async () => {
        const { registry, upgrade } = await loadFixture(deployFixture);
        const namespace = name.split(".")[0]!;
        const { min, max } = await registry.parameter(key(name));
        for (const value of allowed) {
          await upgrade(namespace, [change(name, value)]);
          expect(await registry.get(key(name))).to.equal(change(name, value).value);
        }
        for (const value of refused) {
          await expect(upgrade(namespace, [change(name, value)]))
            .to.be.revertedWithCustomError(registry, "ProtocolRegistry_OutOfBounds")
            .withArgs(key(name), change(name, value).value, min, max);
        }
      });
    }
  });

  describe("defineParameters", () => {
    it("adds parameters to the version in force without a new one", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await upgrade("econ", [change("econ.fee", 1)]);
      const added = uint("econ.new", 7n, 5n, 9n);
      await expect(registry.defineParameters([added]))
        .to.emit(registry, "ParameterDefined")
        .withArgs(added.key, 2, Kind.Uint, word(5), word(9), word(7));
      expect(await registry.versionCount()).to.equal(2);
      expect(await registry.keyCount()).to.equal(DEFINITIONS.length + 1);
      expect(await registry.parameter(added.key)).to.deep.equal([
        BigInt(Kind.Uint),
        false,
        word(5),
        word(9),
        word(7),
      ]);
      await upgrade("econ", [change("econ.new", 9)]);
      expect(await registry.getUint(added.key)).to.equal(9);
    });

    it("opens a namespace with its first key", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await registry.defineParameters([uint("net2.peers", 8n)]);
      await upgrade("net2", [change("net2.peers", 16)]);
      expect(await registry.getUint(key("net2.peers"))).to.equal(16);
    });

    it("refuses a key that exists, within one call too", async () => {
      const { registry } = await loadFixture(deployFixture);
      for (const [name, ...more] of [["econ.fee"], ["econ.new", "econ.new"]]) {
        await expect(registry.defineParameters([name!, ...more].map((each) => uint(each))))
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_KeyExists")
          .withArgs(key(name!));
      }
    });

    it("refuses a parameter without a kind", async () => {
      const { registry } = await loadFixture(deployFixture);
      await expect(registry.defineParameters([definition("econ.new", Kind.None, ZERO)]))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_NoKind")
        .withArgs(key("econ.new"));
    });

    const impossible = [
      ["a Uint whose bounds cross", Kind.Uint, word(2), word(1)],
      ["a Uint whose bounds are those of an Int", Kind.Uint, word(-1), word(1)],
      ["an Int whose bounds cross", Kind.Int, word(1), word(-1)],
      ["a Bool with bounds", Kind.Bool, ZERO, word(1)],
      ["Bytes32 with bounds", Kind.Bytes32, word(1), ZERO],
    ] as const;
    for (const [what, kind, min, max] of impossible) {
      it(`refuses ${what}`, async () => {
        const { registry } = await loadFixture(deployFixture);
        await expect(registry.defineParameters([definition("econ.new", kind, ZERO, min, max)]))
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_InvalidBounds")
          .withArgs(key("econ.new"), min, max);
      });
    }

    it("refuses a first value outside the bounds", async () => {
      const { registry } = await loadFixture(deployFixture);
      await expect(registry.defineParameters([uint("econ.new", 11n, 0n, 10n)]))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_OutOfBounds")
        .withArgs(key("econ.new"), word(11), ZERO, word(10));
    });

    it("refuses a malformed key", async () => {
      const { registry } = await loadFixture(deployFixture);
      await expect(registry.defineParameters([uint("econ")]))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_InvalidKey")
        .withArgs(key("econ"));
    });

    it("takes 128 live parameters and no more, and a retired one makes room", async () => {
      const { registry } = await deployRegistry([]);
      const max = Number(await registry.MAX_PARAMETERS());
      expect(max).to.equal(128);
      const all = Array.from({ length: max }, (_, i) => uint(`econ.p${i}`));
      for (let i = 0; i < max; i += 32) await registry.defineParameters(all.slice(i, i + 32));
      await expect(registry.defineParameters([uint("econ.extra")]))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_TooManyParameters")
        .withArgs(max);
      await registry.retire([all[5]!.key]);
      await registry.defineParameters([uint("econ.extra")]);
      expect(await registry.keyCount()).to.equal(max);
    });
  });

  describe("retire", () => {
    it("freezes the value and keeps it readable, without a new version", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await upgrade("econ", [change("econ.fee", 40)]);
      await expect(registry.retire([key("econ.fee")]))
        .to.emit(registry, "ParameterRetired")
        .withArgs(key("econ.fee"), 2);
      expect(await registry.versionCount()).to.equal(2);
      expect(await registry.get(key("econ.fee"))).to.equal(word(40));
      expect(await registry.getAt(key("econ.fee"), 1)).to.equal(word(30));
      expect((await registry.parameter(key("econ.fee"))).retired).to.equal(true);
    });

    it("takes the key out of the list, wherever it stands, and leaves the others", async () => {
      const { registry } = await loadFixture(deployFixture);
      const left = new Set(DEFINITIONS.map((each) => each.key));
      for (const index of [0, 5, 4, 1, 2, 3]) {
        const retired = DEFINITIONS[index]!.key;
        await registry.retire([retired]);
        left.delete(retired);
        expect([...(await registry.keys())].sort()).to.deep.equal([...left].sort());
        expect(await registry.keyCount()).to.equal(left.size);
      }
    });

    it("refuses every change of a retired key, and its return", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await registry.retire([key("econ.fee")]);
      for (const write of [
        () => upgrade("econ", [change("econ.fee", 40)]),
        () => registry.setBounds(key("econ.fee"), ZERO, MAX_UINT),
        () => registry.retire([key("econ.fee")]),
      ]) {
        await expect(write())
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_KeyRetired")
          .withArgs(key("econ.fee"));
      }
      await expect(registry.defineParameters([uint("econ.fee")]))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_KeyExists")
        .withArgs(key("econ.fee"));
    });

    it("refuses an unknown key", async () => {
      const { registry } = await loadFixture(deployFixture);
      await expect(registry.retire([key("econ.typo")]))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_UnknownKey")
        .withArgs(key("econ.typo"));
    });
  });

  describe("setBounds", () => {
    it("changes what is allowed from now on, without a new version", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await expect(registry.setBounds(key("econ.fee"), word(30), word(600)))
        .to.emit(registry, "BoundsChanged")
        .withArgs(key("econ.fee"), word(1), word(500), word(30), word(600));
      expect(await registry.versionCount()).to.equal(1);
      await expect(upgrade("econ", [change("econ.fee", 29)])).to.be.revertedWithCustomError(
        registry,
        "ProtocolRegistry_OutOfBounds",
      );
      await upgrade("econ", [change("econ.fee", 600)]);
      expect(await registry.getUint(key("econ.fee"))).to.equal(600);
    });

    it("refuses bounds that exclude the current value, to the unit and by sign", async () => {
      const { registry } = await loadFixture(deployFixture);
      for (const [name, value, min, max] of [
        ["econ.fee", 30, 31, 500],
        ["econ.fee", 30, 1, 29],
        ["train.offset", -5, -4, 50],
        ["train.offset", -5, -50, -6],
      ] as const) {
        await expect(registry.setBounds(key(name), word(min), word(max)))
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_OutOfBounds")
          .withArgs(key(name), word(value), word(min), word(max));
      }
      await registry.setBounds(key("econ.fee"), word(30), word(30));
      await registry.setBounds(key("train.offset"), word(-5), word(-5));
      expect((await registry.parameter(key("train.offset"))).min).to.equal(word(-5));
    });

    it("refuses bounds that cross, or that the kind does not have", async () => {
      const { registry } = await loadFixture(deployFixture);
      for (const [name, min, max] of [
        ["econ.fee", 31, 30],
        ["train.offset", 1, -1],
        ["train.enabled", 0, 1],
        ["arch.model", 0, 1],
      ] as const) {
        await expect(registry.setBounds(key(name), word(min), word(max)))
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_InvalidBounds")
          .withArgs(key(name), word(min), word(max));
      }
    });

    it("refuses an unknown key", async () => {
      const { registry } = await loadFixture(deployFixture);
      await expect(registry.setBounds(key("econ.typo"), ZERO, ZERO))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_UnknownKey")
        .withArgs(key("econ.typo"));
    });
  });

  describe("reading", () => {
    it("gives each kind its type", async () => {
      const { registry } = await loadFixture(deployFixture);
      expect(await registry.getUint(key("econ.rewardRate"))).to.equal(100);
      expect(await registry.getInt(key("train.offset"))).to.equal(-5);
      expect(await registry.getBool(key("train.enabled"))).to.equal(true);
      expect(await registry.getBool(key("emerg.halted"))).to.equal(false);
      expect(await registry.get(key("arch.model"))).to.equal(MODEL);
    });

    it("refuses to read one kind as another", async () => {
      const { registry } = await loadFixture(deployFixture);
      for (const [read, requested] of [
        [() => registry.getUint(key("train.offset")), Kind.Uint],
        [() => registry.getBool(key("train.offset")), Kind.Bool],
        [() => registry.paused(key("train.offset")), Kind.Bool],
      ] as const) {
        await expect(read())
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_WrongKind")
          .withArgs(key("train.offset"), Kind.Int, requested);
      }
      await expect(registry.getInt(key("econ.fee")))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_WrongKind")
        .withArgs(key("econ.fee"), Kind.Uint, Kind.Int);
    });

    it("refuses an unknown key everywhere", async () => {
      const { registry } = await loadFixture(deployFixture);
      const typo = key("econ.typo");
      for (const read of [
        () => registry.get(typo),
        () => registry.getMany([key("econ.fee"), typo]),
        () => registry.getUint(typo),
        () => registry.getInt(typo),
        () => registry.getBool(typo),
        () => registry.paused(typo),
        () => registry.getAt(typo, 1),
        () => registry.parameter(typo),
      ]) {
        await expect(read())
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_UnknownKey")
          .withArgs(typo);
      }
    });

    it("answers whether a pause flag of an emergency is up, and takes no other Bool for one", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      expect(await registry.paused(key("emerg.halted"))).to.equal(false);
      await upgrade("emerg", [change("emerg.halted", 1)]);
      expect(await registry.paused(key("emerg.halted"))).to.equal(true);
      await expect(registry.paused(key("train.enabled")))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_NotPauseFlag")
        .withArgs(key("train.enabled"));
    });

    it("adds up for how long a pause flag was up, whoever takes it down and however often it is put up", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      const [halted, begun] = [key("emerg.halted"), key("emerg.begun")];
      const set = async (value: number) => {
        await upgrade("emerg", [change("emerg.halted", value)]);
        return BigInt(await time.latest());
      };
      const pausedFor = (one: string) => registry.pausedFor(one);
      expect(await pausedFor(halted)).to.equal(0);
      await set(0);
      await time.increase(100);
      expect(await pausedFor(halted)).to.equal(0);

      const from = await set(1);
      await time.increase(100);
      // Saying again what holds begins nothing anew.
      await set(1);
      await time.increase(100);
      expect(await pausedFor(halted)).to.equal(BigInt(await time.latest()) - from);
      const first = (await set(0)) - from;
      await time.increase(1_000);
      expect(await pausedFor(halted)).to.equal(first);

      const again = await set(1);
      await time.increase(50);
      await registry.rollback(1);
      const sum = first + BigInt(await time.latest()) - again;
      await time.increase(1_000);
      expect(await pausedFor(halted)).to.equal(sum);

      // One that is defined while it is up counts from then on; other keys, and those that are not there, never do.
      await registry.defineParameters([
        definition("emerg.begun", Kind.Bool, word(1)),
        uint("emerg.most", 1n),
      ]);
      const since = BigInt(await time.latest());
      await upgrade("emerg", [change("emerg.most", 2)]);
      await upgrade("train", [change("train.enabled", 0)]);
      await upgrade("train", [change("train.enabled", 1)]);
      await time.increase(100);
      expect(await pausedFor(begun)).to.equal(BigInt(await time.latest()) - since);
      for (const other of ["emerg.most", "train.enabled", "emerg.typo"])
        expect(await pausedFor(key(other)), other).to.equal(0);
    });

    it("reads the values of every past version", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      for (let fee = 31; fee <= 40; ++fee) {
        await upgrade("econ", [change("econ.fee", fee)]);
        await upgrade("train", [change("train.enabled", 0)]);
      }
      for (let id = 1; id <= 21; ++id) {
        expect(await registry.getAt(key("econ.fee"), id)).to.equal(word(30 + Math.floor(id / 2)));
      }
    });

    it("refuses the value of a key in a version before it, and of an unknown version", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await upgrade("econ", [change("econ.fee", 1)]);
      await registry.defineParameters([uint("econ.new", 7n)]);
      expect(await registry.getAt(key("econ.new"), 2)).to.equal(word(7));
      await expect(registry.getAt(key("econ.new"), 1))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_NotDefinedAt")
        .withArgs(key("econ.new"), 1);
      for (const id of [0, 3]) {
        for (const read of [() => registry.getAt(key("econ.fee"), id), () => registry.version(id)]) {
          await expect(read())
            .to.be.revertedWithCustomError(registry, "ProtocolRegistry_UnknownVersion")
            .withArgs(id);
        }
      }
    });
  });
});
