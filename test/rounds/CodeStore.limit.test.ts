import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";

const deploy = () => ethers.deployContract("RoundsHarness");

describe("CodeStore at the limit of the chain", () => {
  it("says when the chain does not take more", async () => {
    const harness = await loadFixture(deploy);
    await expect(harness.write(new Uint8Array(24_576), { gasLimit: 16_000_000 }))
      .to.be.revertedWithCustomError(harness, "CodeStore_NotStored")
      .withArgs(24_576);
  });
});
