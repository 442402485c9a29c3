import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { DAY, extraData, now, ONE } from "./fixture";

const FEE = ONE / 10n;

async function deploy() {
  const [timelock, stranger] = await ethers.getSigners();
  const token = await ethers.deployContract("OddToken");
  const arbitrable = await ethers.deployContract("BareArbitrable", [token]);
  const arbitrator = await ethers.deployContract("CentralArbitrator");
  return { token, arbitrable, arbitrator, timelock: timelock!, stranger: stranger! };
}

async function deployWithArbitrator() {
  const context = await deploy();
  await context.arbitrable.setArbitrator(context.arbitrator, "0x1234", "ipfs://meaning");
  await context.arbitrable.open(2, 500n, { value: FEE });
  return context;
}

const bare = () => loadFixture(deploy);
const fixture = () => loadFixture(deployWithArbitrator);

describe("Arbitrable", () => {
  it("has no dispute before a vote chose an arbitrator", async () => {
    const { arbitrable } = await bare();
    expect(await arbitrable.arbitratorCount()).to.equal(0n);
    await expect(arbitrable.disputeCost(1)).to.be.revertedWithCustomError(
      arbitrable,
      "Disputes_NoArbitrator",
    );
    await expect(arbitrable.open(2, 1)).to.be.revertedWithCustomError(arbitrable, "Disputes_NoArbitrator");
  });

  it("numbers its arbitrators, and publishes what rulings mean", async () => {
    const { arbitrable, arbitrator, timelock } = await bare();
    for (const terms of [0, 1])
      await expect(arbitrable.setArbitrator(arbitrator, "0x1234", "ipfs://meaning"))
        .to.emit(arbitrable, "ArbitratorSet")
        .withArgs(terms, arbitrator, "0x1234")
        .and.to.emit(arbitrable, "MetaEvidence")
        .withArgs(terms, "ipfs://meaning");
    expect(await arbitrable.arbitratorOf(1)).to.deep.equal([arbitrator.target, "0x1234"]);
    expect(await arbitrable.arbitratorCount()).to.equal(2n);
    await expect(arbitrable.setArbitrator(timelock, "0x", ""))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_BadArbitrator")
      .withArgs(timelock.address);
  });

  it("counts what things are worth by rates, rounded up, and without one as more than any bench decides", async () => {
    const { arbitrable, token, stranger } = await bare();
    const most = 2n ** 96n - 1n;
    expect(await arbitrable.worthOf(token, 7n)).to.equal(7n);
    expect(await arbitrable.worthOf(stranger, 0n)).to.equal(most);
    await expect(arbitrable.setRate(stranger, 1n)).to.emit(arbitrable, "RateSet").withArgs(stranger, 1n);
    expect(await arbitrable.worthOf(stranger, 1n)).to.equal(1n);
    expect(await arbitrable.worthOf(stranger, ONE)).to.equal(1n);
    expect(await arbitrable.worthOf(stranger, ONE + 1n)).to.equal(2n);
    expect(await arbitrable.worthOf(token, 2n ** 128n - 1n)).to.equal(most);
    expect(await arbitrable.worthOf(token, 2n ** 255n)).to.equal(most);
    // So much that the product would not fit counts as much, whatever the rate.
    expect(await arbitrable.worthOf(stranger, 2n ** 128n - 1n)).to.equal(2n ** 128n / ONE + 1n);
    expect(await arbitrable.worthOf(stranger, 2n ** 128n)).to.equal(most);
    await arbitrable.setRate(token, 2n ** 128n - 1n);
    expect(await arbitrable.rateOf(token)).to.equal(2n ** 128n - 1n);
    await arbitrable.setRate(token, 0n);
    expect(await arbitrable.worthOf(token, 7n)).to.equal(most);
    await expect(arbitrable.setRate(token, 2n ** 128n))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_BadRate")
      .withArgs(token, 2n ** 128n);
  });

  it("takes evidence of anybody, of a bounded length, until the ruling", async () => {
    const { arbitrable, arbitrator, stranger, timelock } = await fixture();
    const longest = "x".repeat(512);
    await expect(arbitrable.connect(stranger).submitEvidence(1, longest))
      .to.emit(arbitrable, "Evidence")
      .withArgs(arbitrator, 1, stranger, longest);
    await expect(arbitrable.submitEvidence(1, `${longest}x`))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_EvidenceTooLong")
      .withArgs(513, 512);
    await expect(arbitrable.submitEvidence(3, ""))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_Unknown")
      .withArgs(3);
    // It is for the arbitrator that the dispute was opened with.
    const later = await ethers.deployContract("CentralArbitrator");
    await arbitrable.setArbitrator(later, "0x", "");
    await arbitrable.open(2, 500n, { value: FEE });
    await expect(arbitrable.submitEvidence(2, "a"))
      .to.emit(arbitrable, "Evidence")
      .withArgs(later, 2, timelock, "a");
    await arbitrator.ruleAnyhow(arbitrable, 0, 1);
    await expect(arbitrable.submitEvidence(1, ""))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_Ruled")
      .withArgs(1);
  });

  it("appeals at its arbitrator, for exactly its price", async () => {
    const { arbitrable, arbitrator, stranger } = await fixture();
    await arbitrator.giveRuling(0, 1);
    await expect(arbitrable.appealRuling(1, { value: FEE - 1n }))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_WrongFee")
      .withArgs(FEE - 1n, FEE);
    await expect(arbitrable.appealRuling(1, { value: FEE + 1n }))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_WrongFee")
      .withArgs(FEE + 1n, FEE);
    await expect(arbitrable.connect(stranger).appealRuling(1, { value: FEE }))
      .to.emit(arbitrator, "AppealDecision")
      .withArgs(0, arbitrable);
    // The appeal names who pays for it, whoever opened the dispute.
    expect(await arbitrator.lastExtraData()).to.equal(`0x1234${extraData(stranger.address, 500n).slice(2)}`);
  });

  it("asks its present arbitrator for the price of what is to be disputed", async () => {
    const { arbitrable, arbitrator } = await fixture();
    await arbitrable.setArbitrator(arbitrator, "0x5678", "");
    await arbitrator.setSurcharge(`0x5678${extraData(ethers.ZeroAddress, 500n).slice(2)}`, 7n);
    expect(await arbitrable.disputeCost(500n)).to.equal(FEE + 7n);
    expect(await arbitrable.disputeCost(501n)).to.equal(FEE);
  });

  it("obeys once, the arbitrator that it asked, and takes what was no choice for no ruling", async () => {
    const { arbitrable, arbitrator, stranger } = await fixture();
    await expect(arbitrable.connect(stranger).rule(0, 1))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_NotArbitrator")
      .withArgs(stranger.address, 0);
    await expect(arbitrator.ruleAnyhow(arbitrable, 1, 1))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_NotArbitrator")
      .withArgs(arbitrator, 1);
    await expect(arbitrator.ruleAnyhow(arbitrable, 0, 2))
      .to.emit(arbitrable, "Ruling")
      .withArgs(arbitrator, 0, 2);
    expect([await arbitrable.lastId(), await arbitrable.lastRuling()]).to.deep.equal([1n, 2n]);
    await expect(arbitrator.ruleAnyhow(arbitrable, 0, 1))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_Ruled")
      .withArgs(1);
    await arbitrable.open(2, 500n, { value: FEE });
    await arbitrator.ruleAnyhow(arbitrable, 1, 3);
    expect([await arbitrable.lastId(), await arbitrable.lastRuling()]).to.deep.equal([2n, 0n]);
    expect((await arbitrable.disputeOf(2)).ruled).to.equal(true);
  });

  it("leaves everything as it was if the arbitrator is silent for 180 days", async () => {
    const { arbitrable, arbitrator } = await fixture();
    const deadline = (await now()) + 180n * DAY;
    await expect(arbitrable.endSilence(1))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_NotSilent")
      .withArgs(1, deadline);
    await time.setNextBlockTimestamp(deadline);
    await expect(arbitrable.endSilence(1)).to.emit(arbitrable, "ArbitratorSilent").withArgs(1);
    expect([await arbitrable.lastId(), await arbitrable.lastRuling()]).to.deep.equal([1n, 0n]);
    await expect(arbitrator.ruleAnyhow(arbitrable, 0, 1)).to.be.revertedWithCustomError(
      arbitrable,
      "Disputes_Ruled",
    );
  });
});
