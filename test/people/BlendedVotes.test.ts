import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers } from "hardhat";

import { deployPeople, EXCLUDED, PERSON } from "./fixture";

const ONE = 10n ** 18n;
const RHO = (ONE * 15n) / 100n;
const STAKE = parseEther("10101");

describe("BlendedVotes", () => {
  const fixture = () => loadFixture(deployPeople);

  it("counts stake alone while there is no reputation", async () => {
    const { blended, ada, ben } = await fixture();
    await time.increase(2);
    const at = (await time.latest()) - 1;
    expect(await blended.getPastVotes(ada, at)).to.equal((ONE * parseEther("10000")) / STAKE);
    expect(await blended.getPastVotes(ben, at)).to.equal((ONE * parseEther("100")) / STAKE);
    expect(await blended.getVotes(ben)).to.equal((ONE * parseEther("100")) / STAKE);
    expect(await blended.getPastTotalSupply(at)).to.equal(ONE);
  });

  it("counts the stake of a person where nobody has earned anything, and nothing before there was stake", async () => {
    const { blended, issue, ada, seasoned } = await fixture();
    await issue(ada);
    expect(await blended.getPastVotes(ada, await seasoned())).to.equal((ONE * parseEther("10000")) / STAKE);
    expect(await blended.getPastVotes(ada, 1)).to.equal(0n);
  });

  it("adds the reputation of persons, each up to a fiftieth, once there is as much as the target", async () => {
    const { blended, reputation, issue, award, ada, ben, cleo, stranger, seasoned } = await fixture();
    await issue(ada);
    await issue(ben);
    await award(ada, parseEther("100000"));
    await award(ben, parseEther("100"));
    await award(cleo, parseEther("50000"));
    const at = await seasoned();
    const all = await reputation.getPastTotalSupply(at);
    expect(all).to.be.above(parseEther("1000"));
    const byStake = (tokens: bigint) => ((ONE - RHO) * parseEther(String(tokens))) / STAKE;
    const points = await reputation.getPastVotes(ben, at);
    expect(await blended.getPastVotes(ada, at), "a fiftieth").to.equal(
      byStake(10_000n) + (RHO * (all / 50n)) / all,
    );
    expect(await blended.getPastVotes(ben, at)).to.equal(byStake(100n) + (RHO * points) / all);
    expect(await blended.getPastVotes(cleo, at), "no person").to.equal(byStake(1n));
    expect(await blended.getPastVotes(stranger, at), "neither").to.equal(0n);
  });

  it("gives reputation less than its share while there is less of it than the target", async () => {
    const { blended, reputation, issue, award, ada, cleo, seasoned } = await fixture();
    await issue(cleo);
    await award(cleo, parseEther("100"));
    const at = await seasoned();
    const all = await reputation.getPastTotalSupply(at);
    const rho = (ONE * 1500n * all) / parseEther("1000") / 10_000n;
    expect(await blended.getPastVotes(ada, at)).to.equal(((ONE - rho) * parseEther("10000")) / STAKE);
    expect(await blended.getPastVotes(cleo, at)).to.equal(
      ((ONE - rho) * parseEther("1")) / STAKE + (rho * (all / 50n)) / all,
    );
  });

  it("gives nothing to what cannot vote, whatever it holds", async () => {
    const { blended, token, seasoned } = await fixture();
    const at = await seasoned();
    expect(await token.getPastVotes(EXCLUDED, at)).to.equal(parseEther("40000"));
    expect(await blended.getPastVotes(EXCLUDED, at)).to.equal(0n);
  });

  it("answers about the past alone", async () => {
    const { blended, ada } = await fixture();
    const now = await time.latest();
    for (const ask of [
      () => blended.getPastVotes(ada, now),
      () => blended.getPastVotes(EXCLUDED, now),
      () => blended.getPastTotalSupply(now),
    ])
      await expect(ask()).to.be.revertedWithCustomError(blended, "ERC5805FutureLookup").withArgs(now, now);
  });

  it("is made with half of all votes for stake at least, a target, and one clock", async () => {
    const { blended, token, reputation, credentials } = await fixture();
    const make = (rhoBps: number, target: bigint, source: { target: unknown } = reputation) =>
      ethers.deployContract("BlendedVotes", [
        ...[token.target, source.target, credentials.target, PERSON, rhoBps, target],
      ] as never);
    for (const [rhoBps, target] of [
      [0, 1n],
      [5001, 1n],
      [5000, 0n],
    ] as const)
      await expect(make(rhoBps, target))
        .to.be.revertedWithCustomError(blended, "BlendedVotes_BadBlend")
        .withArgs(rhoBps, target);
    const blocks = await ethers.deployContract("BlockClock");
    await expect(make(5000, 1n, blocks)).to.be.revertedWithCustomError(blended, "TimestampClock_WrongClock");
    const made = await make(5000, 1n);
    expect(await made.getFunction("RHO_BPS")()).to.equal(5000n);
    expect(await blended.REPUTATION()).to.equal(reputation.target);
    expect(await blended.TARGET()).to.equal(parseEther("1000"));
  });
});
