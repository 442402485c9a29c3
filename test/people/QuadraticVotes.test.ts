import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { MaxUint256, parseEther, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { shouldBehaveLikeERC6372 } from "../behaviors/ERC6372.behavior";
import { DAY, deployPeople, EXCLUDED, PERSON, TERM } from "./fixture";

describe("QuadraticVotes", () => {
  const fixture = () => loadFixture(deployPeople);

  shouldBehaveLikeERC6372(async () => ({ clocked: (await fixture()).quadratic }));

  it("counts the root of what a person can cast, and nobody else", async () => {
    const { quadratic, issue, ada, ben, cleo, seasoned } = await fixture();
    await issue(ada);
    await issue(ben);
    const at = await seasoned();
    expect(await quadratic.getPastVotes(ada, at)).to.equal(parseEther("100"));
    expect(await quadratic.getPastVotes(ben, at)).to.equal(parseEther("10"));
    expect(await quadratic.getPastVotes(cleo, at), "no person").to.equal(0n);
    expect(await quadratic.getVotes(ada), "as of a second ago").to.equal(parseEther("100"));
  });

  it("has the root of persons times stake that can vote as its total", async () => {
    const { quadratic, issue, ada, ben, seasoned } = await fixture();
    expect(await quadratic.getPastTotalSupply((await time.latest()) - 1)).to.equal(0n);
    await issue(ada);
    await issue(ben);
    const at = await seasoned();
    const total = await quadratic.getPastTotalSupply(at);
    // Two persons, and 10,101 tokens: those of the treasury are in no total.
    expect(total ** 2n).to.be.closeTo(2n * parseEther("10101") * 10n ** 18n, 2n * total);
  });

  it("counts nobody before 14 days as a person, nor after the last of them", async () => {
    const { quadratic, issue, ada } = await fixture();
    await issue(ada);
    const from = await time.latest();
    await time.increaseTo(from + TERM + 1);
    for (const [at, votes] of [
      [from, 0n],
      [from + 14 * DAY - 1, 0n],
      [from + 14 * DAY, parseEther("100")],
      [from + TERM - 1, parseEther("100")],
      [from + TERM, 0n],
    ] as const)
      expect(await quadratic.getPastVotes(ada, at), String(at - from)).to.equal(votes);
  });

  it("leaves delegation to the stake, and says whom that counts for", async () => {
    const { quadratic, token, ada, ben } = await fixture();
    await token.connect(ada).delegate(ben);
    expect(await quadratic.delegates(ada)).to.equal(ben.address);
    await expect(quadratic.connect(ada).delegate(ada)).to.be.revertedWithCustomError(
      quadratic,
      "FixedVotes_NotDelegable",
    );
    await expect(
      quadratic.delegateBySig(ada, 0, MaxUint256, 27, ZeroHash, ZeroHash),
    ).to.be.revertedWithCustomError(quadratic, "FixedVotes_NotDelegable");
  });

  it("answers about the past alone", async () => {
    const { quadratic, ada } = await fixture();
    const now = await time.latest();
    for (const ask of [() => quadratic.getPastVotes(ada, now), () => quadratic.getPastTotalSupply(now)])
      await expect(ask()).to.be.revertedWithCustomError(quadratic, "ERC5805FutureLookup").withArgs(now, now);
    expect(await quadratic.getPastVotes(ada, 0)).to.equal(0n);
  });

  it("is made of a source with the same clock, and a class that there is", async () => {
    const { quadratic, token, credentials } = await fixture();
    const blocks = await ethers.deployContract("BlockClock");
    await expect(ethers.deployContract("QuadraticVotes", [blocks, credentials, PERSON]))
      .to.be.revertedWithCustomError(quadratic, "TimestampClock_WrongClock")
      .withArgs(blocks.target, await blocks.CLOCK_MODE());
    await expect(ethers.deployContract("QuadraticVotes", [token, credentials, 1]))
      .to.be.revertedWithCustomError(credentials, "Credentials_UnknownClass")
      .withArgs(1, 1);
    expect(await quadratic.STAKE()).to.equal(token.target);
    expect(await quadratic.CREDENTIALS()).to.equal(credentials.target);
    expect(await quadratic.KIND()).to.equal(PERSON);
    expect(EXCLUDED).to.have.length(42);
  });
});
