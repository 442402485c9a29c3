import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { median, weightOf } from "./fixture";

const deploy = () => ethers.deployContract("RoundsHarness");
const random = (seed: { at: number }, below: number) => {
  seed.at = (Math.imul(seed.at, 1_103_515_245) + 12_345) & 0x7fffffff;
  return (seed.at >>> 8) % below;
};

describe("ScoreScale", () => {
  it("weighs half as much again for each whole step, and nothing for 0 and above 20", async () => {
    const harness = await loadFixture(deploy);
    for (let score = 0; score <= 20; score++)
      expect(await harness.weightOf(score), `score ${score}`).to.equal(weightOf(score));
    expect(await harness.weightOf(2)).to.equal(1_500_000n);
    for (const score of [21, 32, 255]) expect(await harness.weightOf(score)).to.equal(0n);
  });

  it("finds the median of 1 to 15 runs, the lower middle of an even number", async () => {
    const harness = await loadFixture(deploy);
    const seed = { at: 7 };
    for (let runs = 1; runs <= 15; runs++) {
      const scores = Array.from({ length: runs }, () =>
        Array.from({ length: 32 }, () =>
          random(seed, 10) === 0 ? 21 + random(seed, 235) : random(seed, 21),
        ),
      );
      const entries = runs === 1 ? 32 : 1 + random(seed, 32);
      const [word, sum] = await harness.medians(
        scores.map((run) => ethers.hexlify(Uint8Array.from(run))),
        entries,
      );
      const wanted = Array.from({ length: 32 }, (_, i) =>
        i < entries ? median(scores.map((run) => (run[i]! > 20 ? 0 : run[i]!))) : 0,
      );
      expect(ethers.toBeHex(word, 32), `${runs} runs`).to.equal(ethers.hexlify(Uint8Array.from(wanted)));
      expect(sum).to.equal(wanted.reduce((all, each) => all + weightOf(each), 0n));
    }
  });
});
