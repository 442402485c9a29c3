import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, parseEther, ZeroAddress } from "ethers";
import hre from "hardhat";

import { describeStatus, readHistory, readStatus } from "@polity/sdk";
import { DOMAINS } from "@polity/sdk/domains";
import { eventsOf } from "@polity/sdk/history/fold";
import { chainSource } from "@polity/sdk/history/source";
import { readIncome, requireFeeTill, requireMarket } from "@polity/sdk/market";
import { appSalt, Payer } from "@polity/sdk/usage";
import { fails } from "../helpers/fails";
import { asAccount } from "../helpers/governor";
import { DAY, listService, question, settlementIn, startGateway } from "../helpers/market";
import { deployPreset } from "../helpers/preset";

const { provider } = hre.ethers;
const USAGE = encodeBytes32String("usage");
const DEVELOPER_BPS = 2_000n;

/** AI1NET with four services: one paid through two channels and by transfers, one by transfers alone, one that left, one idle. */
async function paid() {
  const { network, people } = await deployPreset("ai1net", "none");
  const { cleo, eva, finn, june } = people;
  const market = requireMarket(network);
  const { token } = network;
  await token.connect(finn).transfer(june, parseEther("30000"));
  const model = await listService(network, cleo, { developerBps: DEVELOPER_BPS });
  const app = await listService(network, eva, { kind: 2, developerBps: 3_000n, uri: "ipfs://app" });
  const gone = await listService(network, june, { uri: "ipfs://gone" });

  await listService(network, eva, { uri: "ipfs://idle" });
  const gateway = await startGateway(network, cleo, model.till.target as string);
  const settlement = await settlementIn(network);
  const payer = (salt: string) =>
    new Payer(finn, provider, settlement, {
      ...{ till: model.till.target as string, token: token.target as string, salt, withdrawDelay: DAY },
      ...{ perRequest: parseEther("1"), deposit: parseEther("10") },
      authorizer: (account) => market.isAuthorizer(model.id, account),
    });
  const [brought, alone] = [payer(appSalt(eva.address)), payer(appSalt(ZeroAddress))];
  for (let round = 0; round < 2; round++) {
    for (const each of [brought, brought, alone]) await each.fetch(gateway.url, question());
    await gateway.claim();
    await token.connect(june).transfer(model.till, 1_000_003n);
    await model.till.connect(june).sweep(token);
  }
  const channels = (await gateway.cashier.accounts.all()).map(({ channel }) => channel);
  await model.till.attribute(channels);
  gateway.close();

  await token.connect(finn).transfer(app.till, parseEther("7"));
  await app.till.sweep(token);
  const vote = await asAccount(network.addresses.TimelockController);
  await market.connect(vote).delist(app.id, encodeBytes32String("malware"));
  await market.connect(june).requestExit(gone.id);
  await time.increase(90 * DAY);
  await market.connect(june).exit(gone.id);
  return { network, people, market, services: [model, app, gone] };
}

describe("The market's income in a network's history", () => {
  it("is what tokens, the treasury and the tills say: what came, who got it, and what was burned", async () => {
    const { network, people, services } = await loadFixture(paid);
    const { token, treasury } = network;
    const { eva } = people;
    const { incomes } = (await readHistory(network, { fromBlock: 0 })).market;
    expect([...incomes.keys()]).to.deep.equal(
      services.slice(0, 2).map(({ id }) => `${id} ${network.addresses.GovernanceToken}`),
    );
    const sumOf = (events: { args: { value?: bigint; amount?: bigint } }[]) =>
      events.reduce((sum, { args }) => sum + (args.value ?? args.amount)!, 0n);
    for (const [at, { id, till }] of services.slice(0, 2).entries()) {
      const income = [...incomes.values()][at]!;
      const came = sumOf(await token.queryFilter(token.filters.Transfer(undefined, till)));
      const burned = sumOf(await token.queryFilter(token.filters.Transfer(till, ZeroAddress)));
      const deposits = await treasury!.queryFilter(treasury!.filters.Deposited(token, till));
      expect(deposits.every(({ args }) => args.category === USAGE && BigInt(args.ref) === id)).to.equal(true);
      const [provider] = await till.terms();
      const [credit, ofApp] = [await till.creditOf(token, provider), await till.creditOf(token, eva)];
      const { developers } = await till.bookOf(token);
      const given = at === 0 ? ofApp : 0n;
      expect(income).to.deep.equal({
        ...{ service: id, provider, token: token.target, came, burned },
        network: sumOf(deposits) + burned,
        ...{ developers: developers + given, given, rest: credit },
      });
      expect([burned > 0n, at === 1 || given > 0n], "something of each").to.deep.equal([true, true]);
    }
  });

  it("is the same read between two blocks, and says of each service what became of it", async () => {
    const { network, market, people, services } = await loadFixture(paid);
    const history = await readHistory(network, { fromBlock: 0 });
    const toBlock = history.head.block;
    expect(await readIncome(market, { fromBlock: 0, toBlock })).to.deep.equal([
      ...history.market.incomes.values(),
    ]);
    const told = [...history.market.services.values()].slice(0, 3);
    expect(told.map(({ id, provider, till, kind }) => [id, provider, till, kind])).to.deep.equal(
      services.map(({ id, till }, i) => [
        ...[id, [people.cleo, people.eva, people.june][i]!.address, till.target, [0, 2, 0][i]],
      ]),
    );
    expect(told.map(({ delisted, left }) => [!!delisted, !!left])).to.deep.equal([
      [false, false],
      [true, false],
      [false, true],
    ]);
    expect(told[2]!.left!.time).to.equal(history.head.time);
  });

  it("misses nothing that a node leaves out of the list of services", async () => {
    const { network, market } = await loadFixture(paid);
    const source = chainSource(provider);
    const topic = market.interface.getEvent("ServiceListed").topicHash;
    const silent = {
      ...source,
      getBlock: source.getBlock.bind(source),
      getBlockNumber: source.getBlockNumber.bind(source),
      getLogs: async (filter: Parameters<typeof source.getLogs>[0]) =>
        (await source.getLogs(filter)).filter(
          ({ topics }) => topics[0] !== topic || BigInt(topics[1]!) !== 4n,
        ),
    };
    await fails(readHistory(network, { fromBlock: 0, source: silent }), /4 services, and events of 3/);
  });

  it("is watched at one address, whatever the number of services", async () => {
    const { Market: ofMarket, FeeTill: ofFees, Till: ofTills } = await eventsOf(DOMAINS);
    expect(ofMarket).to.include.members(["ServiceListed", "Swept", "Attributed"]);
    expect([ofFees, ofTills]).to.deep.equal([["Swept"], undefined]);
  });
});

describe("The market's income in a network's status", () => {
  it("is what all tills have split, in a line", async () => {
    const { network, market } = await loadFixture(paid);
    const status = await readStatus(network, 0);
    const incomes = await readIncome(market, { fromBlock: 0, toBlock: status.block });
    const sum = (of: "came" | "network" | "burned") => incomes.reduce((all, income) => all + income[of], 0n);
    expect(status.serviceIncomes).to.deep.equal([
      {
        ...{ amount: sum("came"), network: sum("network"), burned: sum("burned") },
        ...{ token: network.addresses.GovernanceToken, unit: { symbol: "AI1", decimals: 18 } },
      },
    ]);
    expect(status.feeIncomes).to.equal(undefined);
    const lines = (await describeStatus(network, status)).flatMap(({ summary = [] }) => summary);
    expect(lines.join("\n")).to.match(
      /services were paid 7\.\d+ AI1, of which the network has got 0\.3\d+ AI1 and burned 0\.03\d+ AI1 of that/,
    );
  });

  it("is that of the till of fees, where a network has no services", async () => {
    const { network, people } = await deployPreset("distributed-ai", "none");
    const till = requireFeeTill(network).connect(people.gus);
    expect((await readStatus(network, 0)).feeIncomes).to.deep.equal([]);
    for (const value of [1_000n, 7n]) {
      await people.gus.sendTransaction({ to: till, value });
      await till.sweep(ZeroAddress);
    }
    const { token } = network;
    const gus = people.gus;
    await token.connect(gus).transfer(till, parseEther("10"));
    await till.sweep(token);
    const status = await readStatus(network, 0);
    const [ether, own] = status.feeIncomes!;
    // Rounded down sweep by sweep.
    expect(ether).to.deep.include({ token: ZeroAddress, amount: 1_007n, kept: 704n, shared: 303n });
    expect(own).to.deep.include({ token: token.target, amount: parseEther("10"), kept: parseEther("7") });
    const { fees, services, incomes } = (await readHistory(network, { fromBlock: 0 })).market;
    expect([...fees.values()]).to.deep.equal([
      { token: ZeroAddress, came: 1_007n, kept: 704n, shared: 303n },
      { token: token.target, came: parseEther("10"), kept: parseEther("7"), shared: parseEther("3") },
    ]);
    expect([services.size, incomes.size]).to.deep.equal([0, 0]);
    const lines = (await describeStatus(network, status)).flatMap(({ summary = [] }) => summary);
    expect(lines.at(-1)).to.match(
      /^of 10 \S+ of fees the treasury keeps 7 \S+; 3 \S+ are for those who contribute$/,
    );
  });
});
