import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";

const deploy = () => ethers.deployContract("RoundsHarness");

describe("CodeStore", () => {
  it("keeps up to 24,575 bytes, and reads zeros after the end", async () => {
    const harness = await loadFixture(deploy);
    const bytes = ethers.randomBytes(24_575);
    await harness.write(bytes, { gasLimit: 16_000_000 });
    expect(await harness.word(0)).to.equal(ethers.toBigInt(bytes.slice(0, 32)));
    expect(await harness.word(24_570)).to.equal(ethers.toBigInt(bytes.slice(24_570)) << (27n * 8n));
    expect(await ethers.provider.getCode(await harness.last())).to.equal(ethers.concat(["0x00", bytes]));
  });

  it("says when the gas does not suffice for the code", async () => {
    const harness = await loadFixture(deploy);
    await expect(harness.write(ethers.randomBytes(24_575), { gasLimit: 4_000_000 }))
      .to.be.revertedWithCustomError(harness, "CodeStore_NotStored")
      .withArgs(24_575);
  });
});
