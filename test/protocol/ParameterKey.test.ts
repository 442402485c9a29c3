import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { change, deployRegistry, key, uint, ZERO } from "./fixture";

// Through the registry, which is where keys come in: by defineParameters alone.
describe("ParameterKey", () => {
  const deployFixture = () => deployRegistry([]);

  const wellFormed = [
    ["a.b", "a"],
    ["0.0", "0"],
    ["econ.A-z_0.9", "econ"],
    ["econ..", "econ"],
    ["econ.-", "econ"],
    ["azaz0909.AZaz09_.-", "azaz0909"],
    ["n.".padEnd(32, "x"), "n"],
    ["n".repeat(30) + ".x", "n".repeat(30)],
  ] as const;
  for (const [name, namespace] of wellFormed) {
    it(`takes "${name}" as a key of "${namespace}"`, async () => {
      const { registry, upgrade } = await loadFixture(deployFixture);
      await registry.defineParameters([uint(name)]);
      expect(await registry.get(key(name))).to.equal(ZERO);
      await upgrade(namespace, [change(name, 1)]);
      expect(await registry.getUint(key(name))).to.equal(1);
    });
  }

  const malformed = {
    "has no '.'": ["", "econ", "e".repeat(32)],
    "has no name": ["econ.", "e".repeat(31) + "."],
    "has no namespace": [".name", ".", "..x"],
    "has a character that no namespace has": [
      ..."AZ_-`{/: ".split("").flatMap((char) => [`${char}.name`, `ec${char}on.name`]),
      "\0econ.name",
      "econ\0.name",
    ],
    "has a character that no name has": [
      ..."@[`{/:^ ,".split("").flatMap((char) => [`econ.${char}`, `econ.na${char}me`]),
      "econ.näme",
      "econ.\x7f",
    ],
    "goes on after its end": ["econ.name\0x", "econ.name\0.y", "econ.name".padEnd(31, "\0") + "x"],
  };
  for (const [reason, names] of Object.entries(malformed)) {
    it(`refuses a key that ${reason}`, async () => {
      const { registry } = await loadFixture(deployFixture);
      for (const name of names) {
        await expect(registry.defineParameters([uint(name)]), JSON.stringify(name))
          .to.be.revertedWithCustomError(registry, "ProtocolRegistry_InvalidKey")
          .withArgs(key(name));
      }
    });
  }
});
