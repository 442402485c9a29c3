import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import {
  DAY,
  deployMarket,
  DEVELOPER_BPS,
  EXIT_DELAY,
  FACTOR,
  FEE,
  KEEP,
  MIN_STAKE,
  ONE,
  REFUND,
  saltOf,
  USAGE_BPS,
} from "../market/fixture";

const BPS = 10_000n;
const PAID = 100n * ONE;

describe("Attack: a market without service", () => {
  const fixture = async () => {
    const parts = await loadFixture(deployMarket);
    return { ...parts, ...(await parts.list()) };
  };
  type Parts = Awaited<ReturnType<typeof fixture>>;
  const rule = async ({ market, arbitrator }: Parts, id: bigint, ruling: bigint) => {
    const { disputeId } = await market.disputeOf(id);
    await arbitrator.giveRuling(disputeId, ruling);
    await time.increase(200);
    return arbitrator.executeRuling(disputeId);
  };

  it("who claims his own voucher has paid nobody, and neither rates nor disputes", async () => {
    const { market, id, till, payer, channel, pay, settlement } = await fixture();
    const own = channel(till, { receiverAuthorizer: payer.address });
    const channelId = await pay(own, PAID);
    expect((await settlement.channels(channelId)).totalClaimed).to.equal(PAID);
    for (const act of [
      () => market.connect(payer).rate(id, own, 1, ""),
      () => market.connect(payer).dispute(id, own, PAID, { value: FEE }),
    ])
      await expect(act())
        .to.be.revertedWithCustomError(market, "Market_WrongChannel")
        .withArgs(id, channelId);
  });

  it("stars for one's own service cost the network's share of what they weigh", async () => {
    const { market, id, till, token, provider, treasury, permit2, channel, pay } = await fixture();
    const own = channel(till, { payer: provider.address, salt: saltOf(provider.address) });
    await token.connect(provider).approve(permit2, ethers.MaxUint256);
    const before = await token.balanceOf(provider);
    await pay(own, PAID);
    await market.connect(provider).rate(id, own, 5, "");
    await till.sweep(token);
    await till.attribute([own]);
    await till.withdraw(token, provider);
    const cost = (PAID * USAGE_BPS) / BPS;
    expect(before - (await token.balanceOf(provider))).to.equal(cost);
    const quarter = BigInt(await time.latest()) / (91n * DAY);
    expect((await market.ratingOf(id, token, quarter)).weight).to.equal(cost);
    expect(await treasury.booked(token)).to.be.above(0n);
  });

  it("money that was withdrawn before the claim was never paid", async () => {
    const { market, id, till, payer, provider, channel, deposit, voucher, settlement } = await fixture();
    const config = channel(till);
    await deposit(config, PAID);
    const signed = await voucher(config, PAID);
    await settlement.connect(payer).initiateWithdraw(config, PAID);
    await time.increase(DAY);
    await settlement.connect(payer).finalizeWithdraw(config);
    await expect(settlement.connect(provider).claim([signed])).to.be.revertedWithCustomError(
      settlement,
      "ClaimExceedsBalance",
    );
    for (const act of [
      () => market.connect(payer).rate(id, config, 1, ""),
      () => market.connect(payer).dispute(id, config, 1n, { value: FEE }),
    ])
      await expect(act()).to.be.reverted;
  });

  it("a voucher of another channel, contract or chain pays nothing", async () => {
    const { till, provider, channel, deposit, voucher, settlement } = await fixture();
    const config = channel(till);
    await deposit(config, PAID);
    const other = await voucher(channel(till, { salt: ethers.id("other") }), PAID);
    await expect(
      settlement.connect(provider).claim([{ ...other, voucher: { ...other.voucher, channel: config } }]),
    ).to.be.revertedWithCustomError(settlement, "InvalidSignature");
    const twin = await ethers.deployContract("BatchSettlementStandIn");
    expect(await twin.getChannelId(config)).to.not.equal(await settlement.getChannelId(config));
  });

  it("an app that forges its salt after the payment finds another channel, which was never paid", async () => {
    const { till, token, app, stranger, channel, pay } = await fixture();
    const config = channel(till, { salt: saltOf(app.address) });
    await pay(config, PAID);
    await till.sweep(token);
    await till.attribute([{ ...config, salt: saltOf(stranger.address) }]);
    expect(await till.creditOf(token, stranger)).to.equal(0n);
    await till.attribute([config]);
    expect(await till.creditOf(token, app)).to.equal((PAID * DEVELOPER_BPS) / BPS);
  });

  it("a payer who names itself as the app gets a discount, and no more", async () => {
    const { till, token, payer, channel, pay } = await fixture();
    const config = channel(till, { salt: saltOf(payer.address) });
    await pay(config, PAID);
    await till.sweep(token);
    for (let i = 0; i < 3; i++) await till.attribute([config, config]);
    await expect(till.withdraw(token, payer)).to.changeTokenBalance(
      token,
      payer,
      (PAID * DEVELOPER_BPS) / BPS,
    );
  });

  it("who disputes against a service of his own pays for it", async () => {
    const parts = await fixture();
    const { market, id, till, token, provider, permit2, channel, pay } = parts;
    await token.connect(provider).approve(permit2, ethers.MaxUint256);
    const own = channel(till, { payer: provider.address });
    await pay(own, PAID);
    const stake = (await market.serviceOf(id)).stake;
    await market.connect(provider).dispute(id, own, PAID, { value: FEE });
    await rule(parts, 1n, REFUND);
    const lost = stake - (await market.serviceOf(id)).stake;
    expect(lost - (await market.creditOf(provider))).to.equal(FACTOR * PAID);
  });

  it("six decimals do not weigh as eighteen: each token has ratings of its own", async () => {
    const { market, id, till, token, dollar, payer, other, channel, pay } = await fixture();
    const small = channel(till, { token: dollar.target, payer: other.address });
    await pay(small, 10n ** 6n);
    await market.connect(other).rate(id, small, 1, "");
    const large = channel(till);
    await pay(large, PAID);
    await market.connect(payer).rate(id, large, 5, "");
    const quarter = BigInt(await time.latest()) / (91n * DAY);
    expect((await market.ratingOf(id, dollar, quarter)).weight).to.equal((10n ** 6n * USAGE_BPS) / BPS);
    expect((await market.ratingOf(id, token, quarter)).weighted).to.equal((5n * PAID * USAGE_BPS) / BPS);
  });

  it("many small disputes hold a provider up no longer than their rulings", async () => {
    const parts = await fixture();
    const { market, id, till, provider, payer, channel, pay } = parts;
    const config = channel(till);
    await pay(config, PAID);
    await market.connect(provider).requestExit(id);
    for (let i = 0; i < 3; i++) await market.connect(payer).dispute(id, config, 1n, { value: FEE });
    await time.increase(EXIT_DELAY);
    await expect(market.connect(payer).dispute(id, config, 1n, { value: FEE })).to.be.revertedWithCustomError(
      market,
      "Market_Leaving",
    );
    for (const dispute of [1n, 2n, 3n]) await rule(parts, dispute, KEEP);
    await market.exit(id);
  });

  it("nobody rules but the arbitrator that was asked, once", async () => {
    const parts = await fixture();
    const { market, id, till, payer, stranger, arbitrator, channel, pay } = parts;
    const config = channel(till);
    await pay(config, PAID);
    await market.connect(payer).dispute(id, config, PAID, { value: FEE });
    await expect(market.connect(stranger).rule(0, REFUND)).to.be.revertedWithCustomError(
      market,
      "Disputes_NotArbitrator",
    );
    await rule(parts, 1n, REFUND);
    await expect(arbitrator.ruleAnyhow(market, 0, REFUND)).to.be.revertedWithCustomError(
      market,
      "Disputes_Ruled",
    );
    expect((await market.serviceOf(id)).stake).to.equal(MIN_STAKE - (1n + FACTOR) * PAID);
  });

  it("a token that calls back, takes fees or vanishes wrongs nobody but those who are paid in it", async () => {
    const { till, token, dollar, provider, payer, channel, pay } = await fixture();
    await pay(channel(till), PAID);
    await till.sweep(token);
    const config = channel(till, { token: dollar.target });
    await pay(config, PAID);
    await dollar.setFees(1_000n, 0n);
    await till.sweep(dollar);
    const arrived = (PAID * 9n) / 10n;
    const { owed, developers } = await till.bookOf(dollar);
    expect(owed).to.equal(arrived - (arrived * USAGE_BPS) / BPS);
    expect(developers).to.equal((PAID * DEVELOPER_BPS) / BPS);
    // Half of it is gone by itself: what is owed is more than there is, and nothing is split before that much has come.
    await dollar.setBalance(till, owed / 2n);
    await dollar.connect(payer).transfer(till, ONE);
    await expect(till.sweep(dollar)).to.be.revertedWithCustomError(till, "Till_NothingToSweep");
    await expect(till.withdraw(dollar, provider)).to.be.reverted;
    await till.withdraw(token, provider);
  });

  it("a token with almost all of the fee takes the apps' share before the network's", async () => {
    const { till, dollar, channel, pay } = await fixture();
    await pay(channel(till, { token: dollar.target }), PAID);
    await dollar.setFees(9_000n, 0n);
    await till.sweep(dollar);
    const arrived = PAID / 10n;
    const network = (arrived * USAGE_BPS) / BPS;
    expect((await till.bookOf(dollar)).developers).to.equal(arrived - network);
  });

  it("a provider who is paid finds every door of the market shut meanwhile", async () => {
    const { setup, treasury, channel } = await fixture();
    const token = await ethers.deployContract("OddVotes");
    await treasury.raiseCap(token, PAID);
    const market = await ethers.deployContract("Market", [{ ...setup, token, tokens: [] }]);
    const hostile = await ethers.deployContract("HostilePayee");
    await token.mint(hostile, 10n * MIN_STAKE);
    await hostile.act(
      token,
      token.interface.encodeFunctionData("approve", [market.target, ethers.MaxUint256]),
    );
    const { interface: calls } = market;
    const listing = { kind: 0, developerBps: DEVELOPER_BPS, stake: MIN_STAKE, metadata: ethers.ZeroHash };
    const list = calls.encodeFunctionData("list", [listing, ""]);
    const doors = [
      list,
      calls.encodeFunctionData("dispute", [1, channel(hostile), 1n]),
      calls.encodeFunctionData("addStake", [1, 1n]),
      calls.encodeFunctionData("exit", [1]),
      calls.encodeFunctionData("withdraw", [hostile.target]),
      calls.encodeFunctionData("burnForfeited"),
    ];
    for (const [i] of doors.entries()) {
      await hostile.act(market, list);
      await hostile.act(market, calls.encodeFunctionData("requestExit", [i + 1]));
    }
    await time.increase(EXIT_DELAY);
    await token.setHook(hostile, true);
    for (const [i, data] of doors.entries()) {
      await hostile.plan(market, 0, data);
      await market.exit(i + 1);
      expect(await hostile.calls()).to.equal(BigInt(i + 1));
      expect(await hostile.succeeded()).to.equal(false);
      expect(await hostile.answer()).to.equal(ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10));
    }
    expect(await token.balanceOf(hostile)).to.equal(10n * MIN_STAKE);
  });

  it("who is paid finds every door of the till shut meanwhile", async () => {
    const { till, dollar, channel, pay } = await fixture();
    const hostile = await ethers.deployContract("HostilePayee");
    const config = channel(till, { token: dollar.target, salt: saltOf(hostile.target as string) });
    await dollar.setHook(hostile, true);
    const { interface: calls } = till;
    for (const data of [
      calls.encodeFunctionData("sweep", [dollar.target]),
      calls.encodeFunctionData("attribute", [[config]]),
      calls.encodeFunctionData("withdraw", [dollar.target, hostile.target]),
      calls.encodeFunctionData("payNetwork", [dollar.target]),
    ]) {
      await pay(config, PAID);
      await till.sweep(dollar);
      await till.attribute([config]);
      const before = await hostile.calls();
      await hostile.plan(till, 0, data);
      await till.withdraw(dollar, hostile);
      expect(await hostile.calls()).to.equal(before + 1n);
      expect(await hostile.succeeded()).to.equal(false);
      expect(await hostile.answer()).to.equal(ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10));
    }
    expect(await dollar.balanceOf(hostile)).to.equal((4n * PAID * DEVELOPER_BPS) / BPS);
  });
});
