import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { EXCLUDED } from "../helpers/governor";
import { change, key, SPEC, SPEC_URI } from "../protocol/fixture";
import {
  DAY,
  deployMarket,
  DEVELOPER_BPS,
  EXIT_DELAY,
  FACTOR,
  FEE,
  KEEP,
  KEYS,
  METADATA,
  MAX_STAKE,
  MIN_STAKE,
  ONE,
  REFUND,
  Status,
  URI,
  USAGE_BPS,
} from "./fixture";

const BPS = 10_000n;
const PAID = 100n * ONE;
const WEIGHT = (PAID * USAGE_BPS) / BPS;

describe("Market", () => {
  const fixture = async () => {
    const parts = await loadFixture(deployMarket);
    const { registry, arbitrator, market } = parts;
    const set = (name: string, value: bigint) =>
      registry.upgrade(key(name.split(".")[0]!), [change(name, value)], true, SPEC, SPEC_URI);
    /** Has the stock arbitrator rule in the market's dispute `id`. */
    const rule = async (id: bigint, ruling: bigint) => {
      const { disputeId } = await market.disputeOf(id);
      await arbitrator.giveRuling(disputeId, ruling);
      await time.increase(200);
      return arbitrator.executeRuling(disputeId);
    };
    return { ...parts, set, rule };
  };
  /** A service that was paid 100 through a channel. */
  const paidFixture = async () => {
    const parts = await fixture();
    const { list, channel, pay } = parts;
    const service = await list();
    const config = channel(service.till);
    const channelId = await pay(config, PAID);
    return { ...parts, ...service, config, channelId };
  };
  const quarter = async () => BigInt(await time.latest()) / (91n * DAY);

  describe("is made", () => {
    it("with what it reads, and keeps its own votes out of every quorum", async () => {
      const { market, token, timelock, settlement, registry, dollar } = await fixture();
      expect(await market.TIMELOCK()).to.equal(timelock.address);
      expect(await market.TOKEN()).to.equal(token.target);
      expect(await market.SETTLEMENT()).to.equal(settlement.target);
      expect(await market.REGISTRY()).to.equal(registry.target);
      expect(await market.terms()).to.deep.equal([4n, FACTOR, EXIT_DELAY]);
      expect(await market.keys()).to.deep.equal(Object.values(KEYS));
      expect(await market.REFUND()).to.equal(REFUND);
      expect(await token.delegates(market)).to.equal(EXCLUDED);
      for (const each of [token, dollar]) expect(await market.isAccepted(each)).to.equal(true);
    });

    it("of contracts that are there, a kind, and bounds", async () => {
      const { setup, stranger, market } = await fixture();
      for (const wrong of [
        { settlement: stranger },
        { token: stranger },
        { kinds: 0 },
        { exitDelay: 365n * DAY + 1n },
        { tokens: Array.from({ length: 17 }, () => stranger.address) },
      ])
        await expect(
          ethers.deployContract("Market", [{ ...setup, ...wrong }]),
          Object.keys(wrong)[0],
        ).to.be.revertedWithCustomError(market, "Market_BadSetup");
      const sixteen = Array.from({ length: 16 }, () => stranger.address);
      await ethers.deployContract("Market", [{ ...setup, exitDelay: 365n * DAY, tokens: sixteen }]);
    });

    it("where the registry has each parameter that it names", async () => {
      const { setup, registry } = await fixture();
      for (const name of Object.keys(KEYS))
        await expect(
          ethers.deployContract("Market", [{ ...setup, keys: { ...KEYS, [name]: key("no.such") } }]),
          name,
        ).to.be.revertedWithCustomError(registry, "ProtocolRegistry_UnknownKey");
      const keys = { ...KEYS, pauseListing: key("fees.usageBps") };
      await expect(ethers.deployContract("Market", [{ ...setup, keys }])).to.be.reverted;
    });
  });

  describe("lists services", () => {
    it("of anyone with the stake, each with a till of its own", async () => {
      const { market, token, provider, listing } = await fixture();
      const listed = listing({ kind: 3 });
      expect(await market.connect(provider).list.staticCall(listed, URI)).to.equal(1n);
      const tx = await market.connect(provider).list(listed, URI);
      const { till } = await market.serviceOf(1);
      await expect(tx)
        .to.emit(market, "ServiceListed")
        .withArgs(1n, provider, till, Object.values(listed), URI);
      await expect(tx).to.changeTokenBalances(token, [provider, market], [-MIN_STAKE, MIN_STAKE]);
      expect(await market.serviceOf(1)).to.deep.equal([
        ...[provider.address, 3n, Status.Listed, 0n, 0n, till, MIN_STAKE, METADATA],
        ...[ethers.ZeroAddress, 0n],
      ]);
      await market.connect(provider).list(listed, URI);
      expect((await market.serviceOf(2)).till).to.not.equal(till);
      expect(await market.serviceCount()).to.equal(2n);
    });

    it("of a known kind, with a share within the bounds, enough stake, and a short address", async () => {
      const { market, provider, listing, set } = await fixture();
      const as = market.connect(provider);
      const refuse = (changes: Record<string, unknown>, error: string, args: unknown[]) =>
        expect(as.list(listing(changes), URI))
          .to.be.revertedWithCustomError(market, error)
          .withArgs(...args);
      await refuse({ kind: 4 }, "Market_BadKind", [4n, 4n]);
      await refuse({ developerBps: 999n }, "Market_BadShare", [999n, 1_000n, 5_000n]);
      await refuse({ developerBps: 5_001n }, "Market_BadShare", [5_001n, 1_000n, 5_000n]);
      await refuse({ stake: MIN_STAKE - 1n }, "Market_StakeTooLow", [MIN_STAKE - 1n, MIN_STAKE]);
      await expect(as.list(listing(), "x".repeat(257)))
        .to.be.revertedWithCustomError(market, "Market_TextTooLong")
        .withArgs(257n, 256n);
      for (const developerBps of [1_000n, 5_000n]) await as.list(listing({ developerBps }), "x".repeat(256));
      await set("market.minStake", (2n * MIN_STAKE) / ONE);
      await refuse({}, "Market_StakeTooLow", [MIN_STAKE, 2n * MIN_STAKE]);
      await set("market.minStake", MAX_STAKE);
      await refuse({}, "Market_StakeTooLow", [MIN_STAKE, ethers.MaxUint256]);
    });

    it("while the pause flag is not set", async () => {
      const { market, provider, listing, set } = await fixture();
      await set("emerg.pauseListing", 1n);
      await expect(market.connect(provider).list(listing(), URI))
        .to.be.revertedWithCustomError(market, "Market_Paused")
        .withArgs(KEYS.pauseListing);
    });
  });

  describe("lets a provider", () => {
    it("describe the service by another file", async () => {
      const { market, provider, list } = await fixture();
      const { id } = await list();
      await expect(market.connect(provider).update(id, ethers.id("next"), "ipfs://next"))
        .to.emit(market, "ServiceUpdated")
        .withArgs(id, ethers.id("next"), "ipfs://next");
      expect((await market.serviceOf(id)).metadata).to.equal(ethers.id("next"));
      await expect(
        market.connect(provider).update(id, METADATA, "x".repeat(257)),
      ).to.be.revertedWithCustomError(market, "Market_TextTooLong");
    });

    it("name who claims, for good", async () => {
      const { market, provider, stranger, list } = await fixture();
      const { id } = await list();
      await expect(market.connect(provider).addAuthorizer(id, stranger))
        .to.emit(market, "AuthorizerAdded")
        .withArgs(id, stranger);
      expect(await market.isAuthorizer(id, stranger)).to.equal(true);
      expect(await market.isAuthorizer(id + 1n, stranger)).to.equal(false);
    });

    it("name the agent that it owns, and no other", async () => {
      const { market, provider, stranger, list } = await fixture();
      const { id } = await list();
      const agents = await ethers.deployContract("MockERC721");
      await agents.mint(provider, 7);
      await agents.mint(stranger, 8);
      const as = market.connect(provider);
      await expect(as.linkAgent(id, agents, 7))
        .to.emit(market, "AgentLinked")
        .withArgs(id, agents, 7n);
      const { agentRegistry, agentId } = await market.serviceOf(id);
      expect([agentRegistry, agentId]).to.deep.equal([agents.target, 7n]);
      for (const [registry, agentId, owner] of [
        [agents, 8n, stranger.address],
        [agents, 9n, ethers.ZeroAddress],
        [stranger, 7n, ethers.ZeroAddress],
      ] as const)
        await expect(as.linkAgent(id, registry, agentId))
          .to.be.revertedWithCustomError(market, "Market_NotAgentOwner")
          .withArgs(registry, agentId, owner);
    });

    it("and nobody else change the service, while it is listed", async () => {
      const { market, provider, stranger, list } = await fixture();
      const { id } = await list();
      const acts = (as: typeof market) => [
        () => as.update(id, METADATA, URI),
        () => as.addAuthorizer(id, stranger),
        () => as.linkAgent(id, stranger, 1n),
      ];
      for (const act of [...acts(market.connect(stranger)), () => market.connect(stranger).requestExit(id)])
        await expect(act())
          .to.be.revertedWithCustomError(market, "Market_NotProvider")
          .withArgs(id, stranger);
      await market.delist(id, ethers.ZeroHash);
      for (const act of acts(market.connect(provider)))
        await expect(act())
          .to.be.revertedWithCustomError(market, "Market_WrongStatus")
          .withArgs(id, Status.Delisted);
    });

    it("leave with the stake, after the delay, once", async () => {
      const { market, token, provider, stranger, list } = await fixture();
      const { id } = await list();
      await expect(market.exit(id))
        .to.be.revertedWithCustomError(market, "Market_CannotExit")
        .withArgs(id, 0n, 0n);
      await market.connect(provider).requestExit(id);
      const { exitAt } = await market.serviceOf(id);
      expect(exitAt).to.equal(BigInt(await time.latest()) + EXIT_DELAY);
      await expect(market.connect(provider).requestExit(id))
        .to.be.revertedWithCustomError(market, "Market_Leaving")
        .withArgs(id, exitAt);
      await time.setNextBlockTimestamp(exitAt - 1n);
      await expect(market.exit(id)).to.be.revertedWithCustomError(market, "Market_CannotExit");
      await time.setNextBlockTimestamp(exitAt);
      const tx = market.connect(stranger).exit(id);
      await expect(tx).to.emit(market, "ServiceExited").withArgs(id, MIN_STAKE);
      await expect(tx).to.changeTokenBalances(token, [market, provider], [-MIN_STAKE, MIN_STAKE]);
      const { status, stake } = await market.serviceOf(id);
      expect([status, stake]).to.deep.equal([Status.Gone, 0n]);
      for (const act of [
        () => market.exit(id),
        () => market.addStake(id, 1n),
        () => market.connect(provider).requestExit(id),
        () => market.delist(id, ethers.ZeroHash),
      ])
        await expect(act())
          .to.be.revertedWithCustomError(market, "Market_WrongStatus")
          .withArgs(id, Status.Gone);
    });
  });

  it("takes more stake from anyone", async () => {
    const { market, token, payer, list } = await fixture();
    const { id } = await list();
    await token.connect(payer).approve(market, ONE);
    await expect(market.connect(payer).addStake(id, ONE))
      .to.emit(market, "StakeAdded")
      .withArgs(id, payer, ONE);
    expect((await market.serviceOf(id)).stake).to.equal(MIN_STAKE + ONE);
    await expect(market.addStake(9, ONE))
      .to.be.revertedWithCustomError(market, "Market_UnknownService")
      .withArgs(9n);
  });

  it("obeys votes alone in what it lists and counts", async () => {
    const { market, stranger, dollar, list } = await fixture();
    const { id } = await list();
    for (const act of [
      () => market.connect(stranger).delist(id, ethers.ZeroHash),
      () => market.connect(stranger).acceptToken(dollar, false),
    ])
      await expect(act()).to.be.revertedWithCustomError(market, "Disputes_NotTimelock").withArgs(stranger);
    const reason = ethers.encodeBytes32String("fraud");
    await expect(market.delist(id, reason)).to.emit(market, "ServiceDelisted").withArgs(id, reason);
    await expect(market.delist(id, reason))
      .to.be.revertedWithCustomError(market, "Market_WrongStatus")
      .withArgs(id, Status.Delisted);
    await expect(market.delist(9, reason)).to.be.revertedWithCustomError(market, "Market_UnknownService");
    await expect(market.acceptToken(dollar, false)).to.emit(market, "TokenAccepted").withArgs(dollar, false);
    expect(await market.isAccepted(dollar)).to.equal(false);
  });

  describe("takes ratings", () => {
    it("from who has paid, each as heavy as what the network got", async () => {
      const { market, id, payer, token, config } = await paidFixture();
      const now = await quarter();
      await expect(market.connect(payer).rate(id, config, 5, URI))
        .to.emit(market, "Rated")
        .withArgs(id, payer, token, now, 5n, WEIGHT, URI);
      expect(await market.ratingOf(id, token, now)).to.deep.equal([5n * WEIGHT, WEIGHT]);
    });

    it("once for each payment, by token and quarter", async () => {
      const { market, id, till, payer, other, token, dollar, config, channelId, channel, pay } =
        await paidFixture();
      await market.connect(payer).rate(id, config, 5, "");
      await expect(market.connect(payer).rate(id, config, 5, ""))
        .to.be.revertedWithCustomError(market, "Market_NothingToRate")
        .withArgs(channelId);
      expect(await market.ratedOf(channelId)).to.equal(PAID);
      await pay(config, PAID);
      await market.connect(payer).rate(id, config, 1, "");
      const inDollars = channel(till, { payer: other.address, token: dollar.target });
      await pay(inDollars, 6_000n);
      await market.connect(other).rate(id, inDollars, 3, "");
      const now = await quarter();
      expect(await market.ratingOf(id, token, now)).to.deep.equal([6n * WEIGHT, 2n * WEIGHT]);
      expect(await market.ratingOf(id, dollar, now)).to.deep.equal([900n, 300n]);
      await time.increase(91n * DAY);
      await pay(config, PAID);
      await market.connect(payer).rate(id, config, 2, "");
      expect(await market.ratingOf(id, token, now + 1n)).to.deep.equal([2n * WEIGHT, WEIGHT]);
    });

    it("of one to five stars, while the network gets a share", async () => {
      const { market, id, payer, config, channelId, set } = await paidFixture();
      for (const stars of [0, 6])
        await expect(market.connect(payer).rate(id, config, stars, ""))
          .to.be.revertedWithCustomError(market, "Market_BadStars")
          .withArgs(stars);
      await expect(market.connect(payer).rate(id, config, 1, "x".repeat(257))).to.be.revertedWithCustomError(
        market,
        "Market_TextTooLong",
      );
      await set("fees.usageBps", 0n);
      await expect(market.connect(payer).rate(id, config, 5, ""))
        .to.be.revertedWithCustomError(market, "Market_NothingToRate")
        .withArgs(channelId);
      await set("fees.usageBps", 10_000n);
      await market.connect(payer).rate(id, config, 5, "");
      expect((await market.ratingOf(id, config.token, await quarter())).weight).to.equal(
        (PAID * 2_000n) / BPS,
      );
    });

    it("from its payer, through its till, by a named authorizer, in a token that counts", async () => {
      const { market, id, till, payer, stranger, other, dollar, config, list, channel, settlement } =
        await paidFixture();
      const refuse = async (as: typeof payer, config_: typeof config, service = id) =>
        expect(market.connect(as).rate(service, config_, 5, ""))
          .to.be.revertedWithCustomError(market, "Market_WrongChannel")
          .withArgs(service, await settlement.getChannelId(config_));
      await refuse(stranger, config);
      await refuse(payer, channel(till, { receiverAuthorizer: payer.address }));
      await refuse(payer, channel({ target: other.address }));
      const second = await list();
      await refuse(payer, config, second.id);
      await market.acceptToken(dollar, false);
      await refuse(payer, channel(till, { token: dollar.target }));
      await expect(market.connect(payer).rate(9, config, 5, "")).to.be.revertedWithCustomError(
        market,
        "Market_UnknownService",
      );
    });
  });

  describe("lets a payer dispute", () => {
    const open = async (parts: Awaited<ReturnType<typeof paidFixture>>, amount: bigint) => {
      const { market, payer, id, config } = parts;
      await market.connect(payer).dispute(id, config, amount, { value: FEE });
      return market.disputeCount();
    };

    it("what it paid, which a ruling gives back out of the stake, and burns as many times more", async () => {
      const parts = await paidFixture();
      const { market, token, payer, id, channelId, rule } = parts;
      const tx = market.connect(payer).dispute(id, parts.config, PAID, { value: FEE });
      await expect(tx).to.emit(market, "PaymentDisputed").withArgs(id, 1n, payer, channelId, PAID);
      expect(await market.claimOf(1)).to.deep.equal([id, PAID * (1n + FACTOR), payer.address, PAID]);
      expect((await market.disputeOf(1)).value).to.equal(PAID * (1n + FACTOR));
      expect((await market.serviceOf(id)).openDisputes).to.equal(1n);

      await expect(rule(1n, REFUND))
        .to.emit(market, "DisputeRuled")
        .withArgs(id, 1n, REFUND, PAID, FACTOR * PAID);
      const { stake, openDisputes } = await market.serviceOf(id);
      expect([stake, openDisputes]).to.deep.equal([MIN_STAKE - (1n + FACTOR) * PAID, 0n]);
      await expect(market.withdraw(payer)).to.changeTokenBalance(token, payer, PAID);
      await expect(market.withdraw(payer))
        .to.be.revertedWithCustomError(market, "Market_NothingToWithdraw")
        .withArgs(payer);
      const supply = await token.totalSupply();
      await expect(market.burnForfeited())
        .to.emit(market, "Burned")
        .withArgs(FACTOR * PAID);
      expect(await token.totalSupply()).to.equal(supply - FACTOR * PAID);
      expect(await token.balanceOf(market)).to.equal(stake);
      await expect(market.burnForfeited())
        .to.be.revertedWithCustomError(market, "Market_NothingToWithdraw")
        .withArgs(ethers.ZeroAddress);
    });

    it("and leaves the stake alone where the ruling is for the provider, or is none", async () => {
      const parts = await paidFixture();
      const { market, id, rule } = parts;
      for (const ruling of [KEEP, 0n]) {
        const dispute = await open(parts, ONE);
        await expect(rule(dispute, ruling))
          .to.emit(market, "DisputeRuled")
          .withArgs(id, dispute, ruling, 0n, 0n);
      }
      expect((await market.serviceOf(id)).stake).to.equal(MIN_STAKE);
      expect(await market.forfeited()).to.equal(0n);
    });

    it("each base unit once, in the network's token, for the arbitrator's fee", async () => {
      const parts = await paidFixture();
      const { market, payer, id, till, dollar, config, channelId, channel, pay } = parts;
      const as = market.connect(payer);
      await expect(as.dispute(id, config, PAID + 1n, { value: FEE }))
        .to.be.revertedWithCustomError(market, "Market_TooMuch")
        .withArgs(channelId, PAID + 1n, PAID);
      await expect(as.dispute(id, config, 0n, { value: FEE })).to.be.revertedWithCustomError(
        market,
        "Market_TooMuch",
      );
      await expect(as.dispute(id, config, PAID, { value: FEE - 1n })).to.be.revertedWithCustomError(
        market,
        "Disputes_WrongFee",
      );
      await open(parts, PAID - ONE);
      expect(await market.disputedOf(channelId)).to.equal(PAID - ONE);
      await expect(as.dispute(id, config, ONE + 1n, { value: FEE }))
        .to.be.revertedWithCustomError(market, "Market_TooMuch")
        .withArgs(channelId, ONE + 1n, ONE);
      await open(parts, ONE);
      expect(await market.disputedOf(channelId)).to.equal(PAID);
      await expect(as.dispute(id, config, 1n, { value: FEE }))
        .to.be.revertedWithCustomError(market, "Market_TooMuch")
        .withArgs(channelId, 1n, 0n);
      const inDollars = channel(till, { token: dollar.target });
      await pay(inDollars, PAID);
      await expect(as.dispute(id, inDollars, ONE, { value: FEE })).to.be.revertedWithCustomError(
        market,
        "Market_WrongChannel",
      );
    });

    it("until the provider has left, who waits for every ruling", async () => {
      const parts = await paidFixture();
      const { market, provider, payer, id, config, rule } = parts;
      await market.connect(provider).requestExit(id);
      const { exitAt } = await market.serviceOf(id);
      await time.setNextBlockTimestamp(exitAt - 1n);
      const dispute = await open(parts, ONE);
      await time.setNextBlockTimestamp(exitAt);
      await expect(market.connect(payer).dispute(id, config, ONE, { value: FEE }))
        .to.be.revertedWithCustomError(market, "Market_Leaving")
        .withArgs(id, exitAt);
      await expect(market.exit(id))
        .to.be.revertedWithCustomError(market, "Market_CannotExit")
        .withArgs(id, exitAt, 1n);
      await rule(dispute, REFUND);
      await market.exit(id);
      await expect(market.connect(payer).rate(id, config, 5, ""))
        .to.be.revertedWithCustomError(market, "Market_WrongStatus")
        .withArgs(id, Status.Gone);
    });

    it("a service that is off the list too, which can leave", async () => {
      const parts = await paidFixture();
      const { market, provider, id, rule } = parts;
      await market.delist(id, ethers.ZeroHash);
      await rule(await open(parts, ONE), REFUND);
      await market.connect(provider).requestExit(id);
      await time.increase(EXIT_DELAY);
      await market.exit(id);
      expect((await market.serviceOf(id)).status).to.equal(Status.Gone);
    });

    it("for no more than the court was asked to decide about, and than is left of the stake", async () => {
      const parts = await paidFixture();
      const { market, token, payer, provider, id, config, pay, rule } = parts;
      await pay(config, 3n * MIN_STAKE);
      const first = await open(parts, MIN_STAKE / 2n);
      const second = await open(parts, 2n * MIN_STAKE);
      expect((await market.claimOf(second)).most).to.equal(MIN_STAKE);
      await market.connect(provider).addStake(id, MIN_STAKE);
      await expect(rule(second, REFUND))
        .to.emit(market, "DisputeRuled")
        .withArgs(id, second, REFUND, MIN_STAKE, 0n);
      // Half of the stake goes back to the payer, and what is left of it is burned.
      await expect(rule(first, REFUND))
        .to.emit(market, "DisputeRuled")
        .withArgs(id, first, REFUND, MIN_STAKE / 2n, MIN_STAKE / 2n);
      expect((await market.serviceOf(id)).stake).to.equal(0n);
      expect(await market.creditOf(payer)).to.equal((3n * MIN_STAKE) / 2n);
      expect(await token.balanceOf(market)).to.equal(2n * MIN_STAKE);
    });
  });

  it("has the share for apps in the till's code, whatever the parameter becomes", async () => {
    const { list, set } = await fixture();
    const { till } = await list();
    await set("rewards.developerBps", 4_000n);
    expect((await till.terms()).developerBps).to.equal(DEVELOPER_BPS);
  });
});
