import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { change, deployRegistry, key, MODEL, SPEC, uint, word, ZERO } from "./fixture";

const DAY = 24 * 60 * 60;

describe("ProtocolRegistry, rolling back", () => {
  /** 1.0.0, then econ (1.1.0), train (1.2.0), arch (2.0.0): ids 1 to 4. */
  async function deployFixture() {
    const deployed = await deployRegistry();
    const { upgrade } = deployed;
    await upgrade("econ", [change("econ.rewardRate", 120), change("econ.fee", 40)]);
    await upgrade("train", [change("train.offset", 7), change("train.enabled", 0)]);
    await upgrade("arch", [change("arch.model", ethers.id("model 2"))], {
      compatible: false,
      specHash: ethers.id("model 2"),
    });
    return deployed;
  }

  for (const method of ["rollback", "emergencyRollback"] as const) {
    describe(method, () => {
      it("brings every value of the version back, across namespaces, in a new version", async () => {
        const { registry } = await loadFixture(deployFixture);
        await registry[method](1);
        expect(await registry.getUint(key("econ.rewardRate"))).to.equal(100);
        expect(await registry.getUint(key("econ.fee"))).to.equal(30);
        expect(await registry.getInt(key("train.offset"))).to.equal(-5);
        expect(await registry.getBool(key("train.enabled"))).to.equal(true);
        expect(await registry.get(key("arch.model"))).to.equal(MODEL);
        expect(await registry.semver()).to.equal("2.0.1");
        expect(await registry.versionCount()).to.equal(5);
      });

      it("emits each change and nothing for what stayed the same", async () => {
        const { registry } = await loadFixture(deployFixture);
        const receipt = await (await registry[method](2)).wait();
        const events = receipt!.logs.map((log) => registry.interface.parseLog(log)!);
        expect(events.map(({ name, args }) => [name, ...args])).to.deep.equal([
          ["VersionActivated", 5n, ZERO, 2n, 0n, 1n, true, SPEC, ""],
          ["RolledBack", 5n, 2n],
          ["ParameterChanged", key("train.offset"), 5n, word(7), word(-5)],
          ["ParameterChanged", key("train.enabled"), 5n, word(0), word(1)],
          ["ParameterChanged", key("arch.model"), 5n, ethers.id("model 2"), MODEL],
        ]);
      });

      it("copies the specification, and records what it restored", async () => {
        const { registry } = await loadFixture(deployFixture);
        await registry[method](2);
        const [id, version] = await registry.currentVersion();
        expect(id).to.equal(5);
        expect(version.restores).to.equal(2);
        expect(version.namespace).to.equal(ZERO);
        expect(version.specHash).to.equal(SPEC);
        expect(version.activatedAt).to.equal(await time.latest());
        expect(version.activatedBlock).to.equal(await time.latestBlock());
      });

      it("leaves history as it was, and goes forward again from it", async () => {
        const { registry, upgrade } = await loadFixture(deployFixture);
        await registry[method](1);
        expect(await registry.getAt(key("econ.fee"), 4)).to.equal(word(40));
        expect(await registry.getAt(key("econ.fee"), 5)).to.equal(word(30));
        await registry[method](4);
        expect(await registry.getUint(key("econ.fee"))).to.equal(40);
        expect(await registry.semver()).to.equal("2.0.2");
        expect((await registry.version(6)).restores).to.equal(4);
        await upgrade("econ", [change("econ.fee", 41)]);
        expect(await registry.semver()).to.equal("2.1.0");
        expect((await registry.version(7)).restores).to.equal(0);
      });

      it("makes a version even where no value differs", async () => {
        const { registry, upgrade } = await loadFixture(deployFixture);
        await upgrade("econ", [change("econ.fee", 40)]);
        await expect(registry[method](4)).to.not.emit(registry, "ParameterChanged");
        expect(await registry.versionCount()).to.equal(6);
      });

      it("skips retired keys", async () => {
        const { registry } = await loadFixture(deployFixture);
        await registry.retire([key("econ.fee")]);
        await registry[method](1);
        expect(await registry.getUint(key("econ.fee"))).to.equal(40);
        expect(await registry.getUint(key("econ.rewardRate"))).to.equal(100);
      });

      it("leaves keys alone that were defined after the version, and restores one defined during it", async () => {
        const { registry, upgrade } = await loadFixture(deployFixture);
        await registry.defineParameters([uint("econ.during", 4n)]);
        await upgrade("econ", [change("econ.during", 5)]);
        await registry.defineParameters([uint("econ.after", 5n)]);
        await upgrade("econ", [change("econ.during", 6), change("econ.after", 6)]);
        await registry[method](4);
        expect(await registry.getUint(key("econ.during"))).to.equal(4);
        expect(await registry.getUint(key("econ.after"))).to.equal(6);
      });

      it("refuses a version that does not exist", async () => {
        const { registry } = await loadFixture(deployFixture);
        for (const id of [0n, 5n, ethers.MaxUint256]) {
          await expect(registry[method](id))
            .to.be.revertedWithCustomError(registry, "ProtocolRegistry_UnknownVersion")
            .withArgs(id);
        }
      });

      it("refuses the version in force", async () => {
        const { registry } = await loadFixture(deployFixture);
        await expect(registry[method](4))
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_CurrentVersion")
          .withArgs(4);
      });

      it("refuses a value outside the bounds of today, and changes nothing", async () => {
        const { registry } = await loadFixture(deployFixture);
        await registry.setBounds(key("econ.fee"), word(35), word(500));
        await expect(registry[method](1))
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_OutOfBounds")
          .withArgs(key("econ.fee"), word(30), word(35), word(500));
        expect(await registry.versionCount()).to.equal(4);
        expect(await registry.getUint(key("econ.rewardRate"))).to.equal(120);
        await registry[method](2);
        expect(await registry.getUint(key("econ.fee"))).to.equal(40);
      });
    });
  }

  describe("in an emergency", () => {
    it("reaches a version until exactly 30 days after it was superseded, however old it is", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      expect(await registry.EMERGENCY_WINDOW()).to.equal(30 * DAY);
      await time.increase(1_000 * DAY);
      await upgrade("econ", [change("econ.fee", 50)]);
      const supersededAt = await time.latest();

      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await time.setNextBlockTimestamp(supersededAt + 30 * DAY);
      await registry.emergencyRollback(4);
      expect(await registry.getUint(key("econ.fee"))).to.equal(40);
      await ethers.provider.send("evm_revert", [snapshot]);

      await time.setNextBlockTimestamp(supersededAt + 30 * DAY + 1);
      await expect(registry.emergencyRollback(4))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_NotRecent")
        .withArgs(4, supersededAt);
      await registry.rollback(4);
      expect(await registry.getUint(key("econ.fee"))).to.equal(40);
    });

    it("looks at the version asked for, not at the ones after it", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await time.increase(31 * DAY);
      await upgrade("econ", [change("econ.fee", 50)]);
      for (const id of [1, 2, 3]) {
        await expect(registry.emergencyRollback(id)).to.be.revertedWithCustomError(
          registry,
          "ProtocolRegistry_NotRecent",
        );
      }
      await registry.emergencyRollback(4);
      expect(await registry.getUint(key("econ.fee"))).to.equal(40);
    });

    it("lifts a pause that came after the version: pause flags are parameters too", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await upgrade("emerg", [change("emerg.halted", 1)]);
      await registry.emergencyRollback(4);
      expect(await registry.paused(key("emerg.halted"))).to.equal(false);
    });
  });

  describe("its gas", () => {
    it("stays within 12 million for the most parameters, all changed, with a history", async function () {
      if (process.env.SOLIDITY_COVERAGE) this.skip(); // instrumented code has other gas
      const { registry, upgrade } = await deployRegistry([]);
      const names = Array.from({ length: Number(await registry.MAX_PARAMETERS()) }, (_, i) => `econ.p${i}`);
      for (let i = 0; i < names.length; i += 32) {
        await registry.defineParameters(names.slice(i, i + 32).map((name) => uint(name, 1n)));
      }
      for (let round = 2; round < 34; ++round) {
        await upgrade(
          "econ",
          names.map((name) => change(name, round)),
        );
      }
      const receipt = await (await registry.rollback(1)).wait();
      expect(await registry.getMany(names.map(key))).to.deep.equal(names.map(() => word(1)));
      expect(receipt!.gasUsed).to.be.below(12_000_000);
    });
  });
});
