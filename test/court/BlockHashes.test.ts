import { mine, setCode, setStorageAt } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";

/** EIP-2935. */
const HISTORY = "0x0000F90827F1C53a10cb7A02335B175320002935";

describe("BlockHashes", () => {
  const deploy = () => ethers.deployContract("BlockHashProbe");
  const latest = () => ethers.provider.getBlockNumber();
  const slot = (value: number) => setStorageAt(HISTORY, 0, value);

  it("reads the last 256 blocks, and neither the present one nor those to come", async () => {
    const probe = await deploy();
    await mine(10);
    const head = await latest();
    for (const block of [head - 1, head - 5])
      expect(await probe.read(block, { blockTag: head })).to.equal(
        (await ethers.provider.getBlock(block))!.hash,
      );
    for (const block of [head, head + 1, head + 1_000])
      expect(await probe.read(block, { blockTag: head })).to.equal(ethers.ZeroHash);
  });

  it("asks the history for older ones, and takes one word for an answer and nothing else", async () => {
    const probe = await deploy();
    await mine(400);
    const head = await latest();
    const old = head - 290;
    const standIn = await ethers.deployContract("HistoryStandIn");
    await setCode(HISTORY, await ethers.provider.getCode(standIn));
    for (const [size, answer] of [
      [32, ethers.toBeHex(0x1000 + old, 32)],
      [31, ethers.ZeroHash],
      [64, ethers.ZeroHash],
      // It reverts.
      [0, ethers.ZeroHash],
    ] as const) {
      await slot(size);
      expect(await probe.read(old)).to.equal(answer);
    }
    // A history that knew blocks to come would not be believed.
    await slot(32);
    expect(await probe.read(head + 1_000)).to.equal(ethers.ZeroHash);
    await setCode(HISTORY, "0x");
    expect(await probe.read(old)).to.equal(ethers.ZeroHash);
  });
});
