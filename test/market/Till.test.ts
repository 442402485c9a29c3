import { loadFixture, setBalance } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { EXCLUDED } from "../helpers/governor";
import { change, key, SPEC, SPEC_URI } from "../protocol/fixture";
import { BURN_BPS, deployMarket, DEVELOPER_BPS, ONE, saltOf, USAGE_BPS } from "./fixture";

const BPS = 10_000n;
const PAID = 1_000n * ONE;
const NETWORK = (PAID * USAGE_BPS) / BPS;
const BURNED = (NETWORK * BURN_BPS) / BPS;
const DEVELOPERS = (PAID * DEVELOPER_BPS) / BPS;

describe("Till", () => {
  const fixture = async () => {
    const parts = await loadFixture(deployMarket);
    const { market, list, registry } = parts;
    const { id, till } = await list();
    const set = (name: string, value: bigint) =>
      registry.upgrade(key(name.split(".")[0]!), [change(name, value)], true, SPEC, SPEC_URI);
    return { ...parts, market, id, till, set };
  };

  it("has its terms in its code: whose it is, of which service, and the share for apps", async () => {
    const { till, provider, id } = await fixture();
    expect(await till.terms()).to.deep.equal([provider.address, id, DEVELOPER_BPS]);
  });

  it("splits what came to the wei: burned, the network's, the apps', the provider's", async () => {
    const { market, id, till, token, treasury, provider, stranger, pay, channel } = await fixture();
    await pay(channel(till), PAID);
    const supply = await token.totalSupply();
    await expect(till.connect(stranger).sweep(token))
      .to.emit(market, "Swept")
      .withArgs(id, token, PAID, NETWORK, BURNED, DEVELOPERS, PAID);
    expect(await token.totalSupply()).to.equal(supply - BURNED);
    expect(await treasury.booked(token)).to.equal(NETWORK - BURNED);
    expect(await till.creditOf(token, provider)).to.equal(PAID - NETWORK - DEVELOPERS);
    expect(await till.bookOf(token)).to.deep.equal([PAID - NETWORK, DEVELOPERS, 0n, PAID]);
    expect(await token.balanceOf(till)).to.equal(PAID - NETWORK);
  });

  it("gives the treasury its share as income of the category usage, with the service's number", async () => {
    const { till, token, treasury, pay, channel, id } = await fixture();
    await pay(channel(till), PAID);
    await expect(till.sweep(token))
      .to.emit(treasury, "Deposited")
      .withArgs(
        token,
        till,
        ethers.encodeBytes32String("usage"),
        NETWORK - BURNED,
        ethers.zeroPadValue(ethers.toBeHex(id), 32),
      );
  });

  it("burns nothing of another token", async () => {
    const { till, dollar, treasury, pay, channel } = await fixture();
    const supply = await dollar.totalSupply();
    await pay(channel(till, { token: dollar.target }), PAID);
    await till.sweep(dollar);
    expect(await dollar.totalSupply()).to.equal(supply);
    expect(await treasury.booked(dollar)).to.equal(NETWORK);
  });

  it("splits plain transfers too, of which apps get nothing, and what a stranger has settled before", async () => {
    const { market, id, till, token, payer, stranger, settlement, pay, channel } = await fixture();
    await pay(channel(till), PAID);
    await settlement.connect(stranger).settle(till, token);
    await token.connect(payer).transfer(till, PAID);
    await expect(till.sweep(token))
      .to.emit(market, "Swept")
      .withArgs(id, token, 2n * PAID, 2n * NETWORK, 2n * BURNED, DEVELOPERS, PAID);
    const { owed, developers, settled } = await till.bookOf(token);
    expect({ owed, developers, settled }).to.deep.equal({
      owed: 2n * (PAID - NETWORK),
      developers: DEVELOPERS,
      settled: PAID,
    });
  });

  it("has nothing to sweep twice", async () => {
    const { till, token, pay, channel } = await fixture();
    await expect(till.sweep(token))
      .to.be.revertedWithCustomError(till, "Till_NothingToSweep")
      .withArgs(token);
    await pay(channel(till), PAID);
    await till.sweep(token);
    await expect(till.sweep(token)).to.be.revertedWithCustomError(till, "Till_NothingToSweep");
  });

  it("reads the shares as it sweeps, within the bounds of the code", async () => {
    const { market, id, till, token, pay, channel, set } = await fixture();
    await set("fees.usageBps", 10_000n);
    await set("fees.burnBps", 20_000n);
    await pay(channel(till), PAID);
    const most = (PAID * 2_000n) / BPS;
    await expect(till.sweep(token))
      .to.emit(market, "Swept")
      .withArgs(id, token, PAID, most, most, DEVELOPERS, PAID);
  });

  it("takes nothing where the network's share is zero", async () => {
    const { market, id, till, token, treasury, pay, channel, set } = await fixture();
    await set("fees.usageBps", 0n);
    await pay(channel(till), PAID);
    await expect(till.sweep(token))
      .to.emit(market, "Swept")
      .withArgs(id, token, PAID, 0n, 0n, DEVELOPERS, PAID);
    expect(await treasury.booked(token)).to.equal(0n);
  });

  it("stands still while the pause flag is set, and pays all the same", async () => {
    const { till, token, provider, pay, channel, set } = await fixture();
    await pay(channel(till), PAID);
    await till.sweep(token);
    await set("emerg.pausePayments", 1n);
    await pay(channel(till), PAID);
    await expect(till.sweep(token))
      .to.be.revertedWithCustomError(till, "Till_Paused")
      .withArgs(key("emerg.pausePayments"));
    await expect(till.withdraw(token, provider)).to.changeTokenBalance(
      token,
      provider,
      PAID - NETWORK - DEVELOPERS,
    );
    await set("emerg.pausePayments", 0n);
    await till.sweep(token);
  });

  it("pays each account once, whoever asks", async () => {
    const { till, token, provider, stranger, pay, channel } = await fixture();
    await pay(channel(till), PAID);
    await till.sweep(token);
    const due = PAID - NETWORK - DEVELOPERS;
    await expect(till.connect(stranger).withdraw(token, provider))
      .to.emit(till, "Withdrawn")
      .withArgs(token, provider, due);
    expect(await token.balanceOf(till)).to.equal((await till.bookOf(token)).owed);
    await expect(till.withdraw(token, provider))
      .to.be.revertedWithCustomError(till, "Till_NothingToWithdraw")
      .withArgs(token, provider);
  });

  describe("shares for apps", () => {
    it("are those of the app that the salt names", async () => {
      const { market, id, till, token, payer, app, pay, channel } = await fixture();
      const config = channel(till, { salt: saltOf(app.address, 7) });
      const channelId = await pay(config, PAID);
      await till.sweep(token);
      await expect(till.attribute([config]))
        .to.emit(market, "Attributed")
        .withArgs(id, token, app, channelId, payer, DEVELOPERS);
      expect(await till.creditOf(token, app)).to.equal(DEVELOPERS);
      expect(await till.attributedOf(channelId)).to.equal(DEVELOPERS);
      await expect(till.withdraw(token, app)).to.changeTokenBalance(token, app, DEVELOPERS);
    });

    it("are the provider's where the salt names nobody", async () => {
      const { till, token, provider, pay, channel } = await fixture();
      const salts = [
        ethers.ZeroHash,
        ethers.id("random"),
        saltOf(ethers.ZeroAddress),
        ethers.zeroPadValue("0x01", 32),
      ];
      const configs = salts.map((salt) => channel(till, { salt }));
      for (const config of configs) await pay(config, PAID);
      await till.sweep(token);
      const before = await till.creditOf(token, provider);
      await till.attribute(configs);
      expect(await till.creditOf(token, provider)).to.equal(before + 4n * DEVELOPERS);
      expect((await till.bookOf(token)).developers).to.equal(0n);
    });

    it("are given once, and stay due until the money was swept", async () => {
      const { market, till, token, app, pay, channel } = await fixture();
      const config = channel(till, { salt: saltOf(app.address) });
      await pay(config, PAID);
      await expect(till.attribute([config])).to.not.emit(market, "Attributed");
      await till.sweep(token);
      await till.attribute([config, config]);
      await till.attribute([config]);
      expect(await till.creditOf(token, app)).to.equal(DEVELOPERS);
      await pay(config, PAID);
      await till.sweep(token);
      await till.attribute([config]);
      expect(await till.creditOf(token, app)).to.equal(2n * DEVELOPERS);
    });

    it("are given for what was not given before, though others' shares are still set aside", async () => {
      const { till, token, app, other, pay, channel } = await fixture();
      const [mine, theirs] = [app, other].map(({ address }) => channel(till, { salt: saltOf(address) }));
      for (const config of [mine!, theirs!]) await pay(config, PAID);
      await till.sweep(token);
      await till.attribute([mine!, mine!]);
      expect(await till.creditOf(token, app)).to.equal(DEVELOPERS);
      const channelId = await pay(mine!, PAID);
      await till.sweep(token);
      for (let i = 0; i < 2; i++) await till.attribute([mine!]);
      expect(await till.attributedOf(channelId)).to.equal(2n * DEVELOPERS);
      expect(await till.creditOf(token, app)).to.equal(2n * DEVELOPERS);
      expect((await till.bookOf(token)).developers, "the other app's").to.equal(DEVELOPERS);
    });

    it("lose nothing to rounding over many small sweeps", async () => {
      const { till, token, app, pay, channel } = await fixture();
      const config = channel(till, { salt: saltOf(app.address) });
      for (let i = 0; i < 10; i++) {
        await pay(config, 3n);
        await till.sweep(token);
      }
      await till.attribute([config]);
      expect(await till.creditOf(token, app)).to.equal(6n);
    });

    it("are of this till's channels alone", async () => {
      const { till, list, pay, channel } = await fixture();
      const { till: another } = await list();
      const config = channel(another);
      await pay(config, PAID);
      await expect(till.attribute([config]))
        .to.be.revertedWithCustomError(till, "Till_OtherReceiver")
        .withArgs(another);
    });
  });

  it("keeps the network's share where the treasury refuses it, until it takes it", async () => {
    const { till, treasury, timelock, provider, payer } = await fixture();
    const unlisted = await ethers.deployContract("OddToken");
    await unlisted.mint(payer, PAID);
    await unlisted.connect(payer).transfer(till, PAID);
    await expect(till.sweep(unlisted)).to.emit(till, "NetworkOwed").withArgs(unlisted, NETWORK);
    expect(await till.bookOf(unlisted)).to.deep.equal([PAID, 0n, NETWORK, 0n]);
    expect(await unlisted.allowance(till, treasury)).to.equal(0n);
    await expect(till.withdraw(unlisted, provider)).to.changeTokenBalance(unlisted, provider, PAID - NETWORK);
    await expect(till.payNetwork(unlisted)).to.be.revertedWithCustomError(treasury, "Treasury_UnlistedToken");

    await treasury.connect(timelock).raiseCap(unlisted, PAID);
    await expect(till.payNetwork(unlisted)).to.changeTokenBalance(unlisted, treasury, NETWORK);
    expect(await till.bookOf(unlisted)).to.deep.equal([0n, 0n, 0n, 0n]);
    await expect(till.payNetwork(unlisted))
      .to.be.revertedWithCustomError(till, "Till_NothingToWithdraw")
      .withArgs(unlisted, treasury);
  });

  it("is the only one for whom the market says what was split, and of its own service alone", async () => {
    const { market, list, till, token, app, provider, payer } = await fixture();
    const { id: other } = await list();
    const asTill = await ethers.getImpersonatedSigner(till.target as string);
    await setBalance(asTill.address, ONE);
    const split = { amount: PAID, network: 0n, burned: 0n, developers: 0n, settled: PAID };
    for (const [caller, service] of [
      [provider, 1n],
      [asTill, other],
      [asTill, 0n],
      [asTill, 9n],
    ] as const) {
      const refused = (call: Promise<unknown>) =>
        expect(call).to.be.revertedWithCustomError(market, "Market_NotTill").withArgs(service, caller);
      const own = market.connect(caller);
      await refused(own.recordSweep(service, token, split));
      await refused(own.recordAttribution(service, token, app, ethers.ZeroHash, payer, PAID));
    }
  });

  it("keeps the votes of what it holds out of every quorum", async () => {
    const { till, token } = await fixture();
    expect(await token.delegates(till)).to.equal(EXCLUDED);
    await till.exclude();
    expect(await token.delegates(till)).to.equal(EXCLUDED);
  });

  it("burns nothing in a market that names no parameter for it, and never pauses without a flag", async () => {
    const { setup, token, provider, pay, channel, registry } = await fixture();
    const keys = {
      ...setup.keys,
      burnBps: ethers.ZeroHash,
      pauseSweep: ethers.ZeroHash,
      pauseListing: ethers.ZeroHash,
    };
    const market = await ethers.deployContract("Market", [{ ...setup, keys }]);
    await registry.upgrade(key("emerg"), [change("emerg.pausePayments", 1n)], true, SPEC, SPEC_URI);
    await token.connect(provider).approve(market, ethers.MaxUint256);
    await market
      .connect(provider)
      .list({ kind: 0, developerBps: DEVELOPER_BPS, stake: 1_000n * ONE, metadata: ethers.ZeroHash }, "");
    const till = await ethers.getContractAt("Till", (await market.serviceOf(1)).till);
    await pay(channel(till), PAID);
    await expect(till.sweep(token))
      .to.emit(market, "Swept")
      .withArgs(1n, token, PAID, NETWORK, 0n, DEVELOPERS, PAID);
  });
});
