import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { change, definition, deployRegistry, key, Kind, SPEC, uint, word, ZERO } from "./fixture";

const DAY = 24 * 60 * 60;

// The attacker here has won a vote of an easy type: it commands the timelock, but only through the selector and the
// namespace that the type is scoped to. What must hold then is what the registry itself checks.
describe("ProtocolRegistry under attack", () => {
  const deployFixture = () => deployRegistry();

  describe("an upgrade scoped to one namespace", () => {
    it("cannot smuggle in a key of another", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      for (const [namespace, name] of [
        ["train", "econ.rewardRate"],
        ["econ", "emerg.halted"],
        ["emerg", "econ.rewardRate"],
      ] as const) {
        await expect(upgrade(namespace, [change(name, 1)]))
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_ForeignKey")
          .withArgs(key(name), key(namespace));
      }
    });

    it("cannot hide it behind keys of its own, in any place", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      const own = change("train.enabled", 0);
      const foreign = change("econ.rewardRate", 1_000);
      for (const changes of [
        [own, foreign],
        [foreign, own],
      ]) {
        await expect(upgrade("train", changes)).to.be.revertedWithCustomError(
          registry,
          "ProtocolRegistry_ForeignKey",
        );
      }
      expect(await registry.getBool(key("train.enabled"))).to.equal(true);
    });

    it("cannot pass a prefix, an extension, a whole key, nothing, or trailing bytes for the namespace", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      const names = ["e", "ec", "econ.", "econ.f", "econ.fee", "econs", "", "econ\0x", "."];
      for (const namespace of names) {
        await expect(upgrade(namespace, [change("econ.fee", 1)]), JSON.stringify(namespace))
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_ForeignKey")
          .withArgs(key("econ.fee"), key(namespace));
      }
    });

    it("cannot take a dotted name for a namespace: a key belongs to what stands before its first '.'", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await registry.defineParameters([uint("econ.train.rate")]);
      for (const namespace of ["econ.train", "train"]) {
        await expect(upgrade(namespace, [change("econ.train.rate", 1)])).to.be.revertedWithCustomError(
          registry,
          "ProtocolRegistry_ForeignKey",
        );
      }
      await upgrade("econ", [change("econ.train.rate", 1)]);
      expect(await registry.getUint(key("econ.train.rate"))).to.equal(1);
    });

    it("cannot reach a namespace whose name begins with its own", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await registry.defineParameters([uint("economy.rate")]);
      await expect(upgrade("econ", [change("economy.rate", 1)])).to.be.revertedWithCustomError(
        registry,
        "ProtocolRegistry_ForeignKey",
      );
    });
  });

  describe("a rollback as a way around bounds", () => {
    it("cannot bring back a value that was outlawed since, although it was legal once", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await upgrade("econ", [change("econ.rewardRate", 1_000)]);
      await upgrade("econ", [change("econ.rewardRate", 10)]);
      await registry.setBounds(key("econ.rewardRate"), ZERO, word(100));
      for (const attack of [() => registry.rollback(2), () => registry.emergencyRollback(2)]) {
        await expect(attack())
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_OutOfBounds")
          .withArgs(key("econ.rewardRate"), word(1_000), ZERO, word(100));
      }
    });

    it("cannot bring back an outlawed negative either", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await upgrade("train", [change("train.offset", 5)]);
      await registry.setBounds(key("train.offset"), ZERO, word(50));
      await expect(registry.rollback(1))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_OutOfBounds")
        .withArgs(key("train.offset"), word(-5), ZERO, word(50));
    });

    it("cannot revive a retired key by way of a version in which it lived", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await upgrade("econ", [change("econ.fee", 500)]);
      await upgrade("econ", [change("econ.fee", 1)]);
      await registry.retire([key("econ.fee")]);
      await registry.rollback(2);
      expect(await registry.getUint(key("econ.fee"))).to.equal(1);
      expect(await registry.keys()).to.not.include(key("econ.fee"));
    });
  });

  describe("a rollback as a way around namespaces", () => {
    it("reaches only sets of values that were in force once, never a new mixture", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await upgrade("econ", [change("econ.rewardRate", 200)]);
      await upgrade("econ", [change("econ.fee", 60)]);
      await registry.emergencyRollback(2);
      const now = await registry.getMany([key("econ.rewardRate"), key("econ.fee")]);
      expect(now).to.deep.equal([word(200), word(30)]);
    });

    it("keeps what is old out of an emergency's reach: a chain of rollbacks goes no further back", async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await upgrade("econ", [change("econ.fee", 1)]);
      await time.increase(31 * DAY);
      await upgrade("econ", [change("econ.fee", 2)]);
      await registry.emergencyRollback(2); // version 4: recent versions are 2 and 3
      await registry.emergencyRollback(3); // version 5
      await expect(registry.emergencyRollback(1)).to.be.revertedWithCustomError(
        registry,
        "ProtocolRegistry_NotRecent",
      );
      await time.increase(30 * DAY + 1);
      for (const attempt of [1, 2, 3, 4]) {
        await expect(registry.emergencyRollback(attempt)).to.be.revertedWithCustomError(
          registry,
          "ProtocolRegistry_NotRecent",
        );
      }
    });

    it("cannot give a key of today a value from before it was defined", async () => {
      const { registry } = await loadFixture(deployFixture);
      await registry.upgrade(key("econ"), [change("econ.fee", 1)], true, SPEC, "");
      await registry.defineParameters([uint("econ.cap", 10n, 10n, 20n)]);
      await registry.rollback(1);
      expect(await registry.getUint(key("econ.cap"))).to.equal(10);
    });
  });

  describe("a definition as a way in", () => {
    it("cannot shadow a key with a look-alike in zero bytes", async () => {
      const { registry } = await loadFixture(deployFixture);
      for (const name of ["econ.fee\0\0x", "econ\0.fee", "\0econ.fee"]) {
        await expect(registry.defineParameters([uint(name)])).to.be.revertedWithCustomError(
          registry,
          "ProtocolRegistry_InvalidKey",
        );
      }
    });

    it("cannot change the kind, bounds or value of a key by defining it again", async () => {
      const { registry } = await loadFixture(deployFixture);
      const again = definition("econ.rewardRate", Kind.Bytes32, word(-1));
      await expect(registry.defineParameters([again]))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_KeyExists")
        .withArgs(again.key);
    });
  });
});
