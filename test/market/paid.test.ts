import { loadFixture, mine } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import type { Filter, Log, Provider } from "ethers";
import { ethers } from "hardhat";

import type { Market } from "../../typechain-types/contracts/market/Market";
import type { Till } from "../../typechain-types/contracts/market/Till";
import { readPaid } from "@polity/sdk/market";
import { usageRebate } from "@polity/sdk/rounds";
import { fails } from "../helpers/fails";
import { BURN_BPS, deployMarket, DEVELOPER_BPS, ONE, USAGE_BPS } from "./fixture";

const { provider } = ethers;
const now = () => provider.getBlockNumber();
/** What the network gets of a payment. */
const feeOf = (amount: bigint) => (amount * USAGE_BPS) / 10_000n;

/** The market, read from a node that changes its logs; `hear` gets each question that the node is asked. */
function reading(
  from: Market,
  change: (logs: Log[]) => Log[],
  hear: (filter: Filter) => void = () => undefined,
): Market {
  const source: Provider = new Proxy(provider, {
    get: (target, name) => {
      if (name === "provider") return source;
      if (name !== "getLogs") return Reflect.get(target, name) as unknown;
      return async (filter: Filter) => {
        hear(filter);
        return change(await target.getLogs(filter));
      };
    },
  });
  return from.connect(source);
}

describe("What payers have paid", () => {
  const market = async () => {
    const parts = await deployMarket();
    const typed = parts.market;
    /** What was swept after `before`, by payer: [paid, the network's]. */
    const paidSince = async (before: number, { token = parts.token.target as string, until = -1 } = {}) => {
      const swept = { fromBlock: before + 1, toBlock: until < 0 ? await now() : until };
      const all = await readPaid(typed, token, swept, 0);
      return all.map(({ service, payer, paid, network }) => [service, payer, paid, network]);
    };
    return { ...parts, typed, paidSince };
  };

  it("is each payer's through all channels, whoever has them settled or the till swept", async () => {
    const { list, channel, pay, payer, other, stranger, settlement, token, paidSince } =
      await loadFixture(market);
    const { id, till } = await list();
    const before = await now();
    // Two channels of one payer, one of another.
    await pay(channel(till), 100n * ONE);
    await pay(channel(till, { salt: ethers.id("second") }), 50n * ONE);
    await pay(channel(till, { payer: other.address }), 30n * ONE);
    expect(await paidSince(before), "nothing is split yet").to.deep.equal([]);
    await settlement.connect(stranger).settle(till, token);
    await till.connect(stranger).sweep(token);
    expect(await paidSince(before)).to.deep.equal([
      [id, payer.address, 150n * ONE, feeOf(150n * ONE)],
      [id, other.address, 30n * ONE, feeOf(30n * ONE)],
    ]);

    // Each claim counts once, with the sweep that follows it.
    const first = await now();
    await pay(channel(till), 7n * ONE);
    await till.sweep(token);
    await pay(channel(till), 1_000n * ONE);
    expect(await paidSince(first)).to.deep.equal([[id, payer.address, 7n * ONE, feeOf(7n * ONE)]]);
    expect(await paidSince(before, { until: first })).to.have.length(2);
    expect(await paidSince(await now())).to.deep.equal([]);
  });

  it("leaves out plain transfers, other tokens, and receivers that are no till", async () => {
    const { list, channel, pay, payer, other, stranger, token, dollar, paidSince } =
      await loadFixture(market);
    const { id, till } = await list();
    const before = await now();
    await pay(channel(till, { payer: other.address, token: dollar.target }), 9n * ONE);
    await pay(channel({ target: stranger.address }), 500n * ONE);
    await pay(channel(till), 40n * ONE);
    await token.connect(other).transfer(till, 60n * ONE);
    for (const each of [token, dollar]) await till.sweep(each);
    expect(await paidSince(before)).to.deep.equal([[id, payer.address, 40n * ONE, feeOf(40n * ONE)]]);
    const inDollars = { token: dollar.target as string };
    expect(await paidSince(before, inDollars)).to.deep.equal([
      [id, other.address, 9n * ONE, feeOf(9n * ONE)],
    ]);
  });

  it("never gives back so much that paying oneself pays", async () => {
    const {
      list,
      channel,
      pay,
      provider: washer,
      payer,
      token,
      treasury,
      permit2,
      paidSince,
    } = await loadFixture(market);
    const { id, till } = await list();
    await mine(1);
    const [before, supply] = [await now(), await token.totalSupply()];
    const [had, booked] = [await token.balanceOf(washer), await treasury.booked(token)];
    // The provider pays its own service x, names itself as the app, and takes everything out again.
    const x = 10_000n * ONE;
    await pay(channel(till, { payer: payer.address }), 100n * ONE);
    await till.sweep(token);
    const own = channel(till, { payer: washer.address });
    await token.connect(washer).approve(permit2, ethers.MaxUint256);
    await pay(own, x);
    await till.sweep(token);
    await till.attribute([own]);
    await till.withdraw(token, washer);
    const cost = feeOf(x);
    expect((await treasury.booked(token)) - booked + supply - (await token.totalSupply())).to.equal(
      feeOf(100n * ONE) + cost,
    );
    expect(supply - (await token.totalSupply())).to.equal(((feeOf(100n * ONE) + cost) * BURN_BPS) / 10_000n);
    // Its purse lacks the fee, but for what the honest payer brought it: all but the network's share and the app's.
    const provided = 100n * ONE - feeOf(100n * ONE) - (100n * ONE * DEVELOPER_BPS) / 10_000n;
    const lost = had - (await token.balanceOf(washer));
    expect(lost).to.equal(cost - provided);

    const paid = await paidSince(before);
    expect(paid.map(([service]) => service)).to.deep.equal([id, id]);
    const payments = paid.map(([, who, sum, network]) => ({
      ...{ payer: who as string, paid: sum as bigint, network: network as bigint },
    }));
    // Even the largest pot at the highest rate gives the washer no more than half of what it lost.
    const back = (pot: bigint) =>
      Object.fromEntries(
        usageRebate(payments, pot, 10_000, 5_000).map(({ account, amount }) => [account, amount]),
      );
    expect(back(1_000_000n * ONE)).to.deep.equal({
      ...{ [washer.address]: cost / 2n, [payer.address]: feeOf(100n * ONE) / 2n },
    });
    // A pot too small for all is shared by what each has cost itself: 1 to 100.
    expect(back(101n)).to.deep.equal({ [washer.address]: 100n, [payer.address]: 1n });
  });

  it("shares what is left by what was claimed, where a token took something away by itself", async () => {
    const { list, channel, pay, payer, other, dollar, settlement, paidSince } = await loadFixture(market);
    const { id, till } = await list();
    const before = await now();
    const inDollars = { token: dollar.target as string };
    await pay(channel(till, inDollars), 60n * ONE);
    await pay(channel(till, { ...inDollars, payer: other.address }), 40n * ONE);
    await settlement.settle(till, dollar);
    await dollar.setBalance(till, 50n * ONE);
    await till.sweep(dollar);
    const share = feeOf(50n * ONE);
    expect(await paidSince(before, inDollars)).to.deep.equal([
      [id, payer.address, 60n * ONE, (share * 6n) / 10n],
      [id, other.address, 40n * ONE, (share * 4n) / 10n],
    ]);
  });

  const created = ethers.id(
    "ChannelCreated(bytes32,(address,address,address,address,address,uint40,bytes32))",
  );

  describe("are read without anybody else's channels", () => {
    /** Of two services, what was swept since the beginning; and how often all channels were asked for. */
    const asked = async (
      act: (parts: Awaited<ReturnType<typeof market>>, till: Till) => Promise<unknown>,
    ) => {
      const parts = await loadFixture(market);
      const { list, channel, pay, payer, other, token, typed } = parts;
      const [{ id, till }, { till: second }] = [await list(), await list()];
      for (const config of [channel(till), channel(till, { payer: other.address }), channel(second)])
        await pay(config, 10n * ONE);
      await token.connect(other).transfer(till, 5n * ONE);
      for (const each of [till, second]) await each.sweep(token);
      await second.attribute([channel(second)]);
      await act(parts, till);
      let all = 0;
      const watched = reading(
        typed,
        (logs) => logs,
        ({ topics }) => {
          if (topics?.[0] === created && topics.length === 1) all++;
        },
      );
      const found = await readPaid(
        watched,
        token.target as string,
        { fromBlock: 1, toBlock: await now() },
        0,
      );
      const fee = feeOf(10n * ONE);
      expect(
        found.map(({ service, payer, paid, network }) => [service, payer, paid, network]),
      ).to.have.deep.members([
        [id, payer.address, 10n * ONE, fee],
        [id, other.address, 10n * ONE, fee],
        [id + 1n, payer.address, 10n * ONE, fee],
      ]);
      return all;
    };

    it("where the market names all that paid", async () => {
      const all = await asked((parts, till) =>
        till.attribute([parts.channel(till), parts.channel(till, { payer: parts.other.address })]),
      );
      expect(all).to.equal(0);
    });

    it("and of all channels where it does not, with the same result", async () => {
      const all = await asked((parts, till) => till.attribute([parts.channel(till)]));
      expect(all).to.equal(1);
    });

    it("also where more was claimed since the last sweep, which is in none yet", async () => {
      const all = await asked(async (parts, till) => {
        await till.attribute([parts.channel(till), parts.channel(till, { payer: parts.other.address })]);
        await parts.pay(parts.channel(till), 7n * ONE);
        await parts.pay(parts.channel(till, { salt: ethers.id("new") }), 7n * ONE);
      });
      expect(all).to.equal(0);
    });
  });

  describe("believes no node that", () => {
    const claimed = ethers.id("Claimed(bytes32,address,uint128,uint128)");
    const swept = ethers.id("Swept(uint256,address,uint256,uint256,uint256,uint256,uint256)");
    const listed = ethers.id("ServiceListed(uint256,address,address,(uint8,uint16,uint96,bytes32),string)");
    const twice = async () => {
      const parts = await market();
      const { till } = await parts.list();
      for (const amount of [5n, 6n]) await parts.pay(parts.channel(till), amount * ONE);
      await till.sweep(parts.token);
      return { ...parts, till };
    };

    for (const [what, words, change] of [
      [
        "leaves out a claim",
        /claims of channel 0x[0-9a-f]{64} are missing before block \d+/,
        (logs) => logs.filter(({ topics }, i) => topics[0] !== claimed || i > 0),
      ],
      [
        "invents a channel's payer",
        /channel 0x[0-9a-f]{64} is not what its number says/,
        (logs) =>
          logs.map((log) =>
            changed(log, created, (data) => `0x${"0".repeat(24)}${"ab".repeat(20)}${data.slice(66)}`),
          ),
      ],
      [
        "keeps a listing to itself",
        /service 1 is swept and was never listed/,
        (logs) => logs.filter(({ topics }) => topics[0] !== listed),
      ],
      [
        "answers with half a sweep",
        /an event of block \d+ cannot be read/,
        (logs) => logs.map((log) => changed(log, swept, (data) => data.slice(0, 66))),
      ],
      [
        "answers with half an event",
        /an event of block \d+ cannot be read/,
        (logs) => logs.map((log) => changed(log, claimed, (data) => data.slice(0, 66))),
      ],
    ] as [string, RegExp, (logs: Log[]) => Log[]][])
      it(what, async () => {
        const { typed, token, till, channel } = await loadFixture(twice);
        const blocks = { fromBlock: 0, toBlock: await now() };
        const asked = (from: Market) => readPaid(from, token.target as string, blocks, 0);
        expect(await asked(reading(typed, (logs) => logs))).to.have.length(1);
        await fails(asked(reading(typed, change)), words);
        // No more where the market has named the channel.
        await till.attribute([channel(till)]);
        await fails(asked(reading(typed, change)), words);
      });

    function changed(log: Log, topic: string, by: (data: string) => string): Log {
      if (log.topics[0] !== topic) return log;
      return new Proxy(log, {
        get: (target, name) => (name === "data" ? by(target.data) : (Reflect.get(target, name) as unknown)),
      });
    }
  });
});
