import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import {
  id,
  MaxUint256,
  parseEther,
  ZeroAddress,
  type ContractTransactionResponse,
  type TransactionReceipt,
} from "ethers";
import { ethers } from "hardhat";

import {
  changesNothing,
  connect,
  costAt,
  DAY,
  decodeCall,
  decodeDistributionTerms,
  decodeSaleTerms,
  describeCall,
  describeLogs,
  discover,
  encodeDistributionTerms,
  encodeSaleTerms,
  explainFailure,
  formatTimestamp,
  priceAt,
  readDistribution,
  readDistributions,
  readHistory,
  readPurchase,
  readSale,
  readSales,
  readStatus,
  readVoteSource,
  requireDistributor,
  requireSale,
  SALE_STATUSES,
  saleStatusAt,
  verbsOf,
  type DistributionTerms,
  type Network,
} from "@polity/sdk";
import { keeping } from "@polity/sdk/distribution/keeper";
import type { Step } from "@polity/sdk/keeper/types";
import { standing } from "@polity/sdk/distribution/status";
import { checkPayee, checkSpender } from "@polity/sdk/treasury";
import { buildReport } from "../../report/report";
import type { Table } from "@polity/sdk/analytics";
import { deploySelling } from "../helpers/distribution";
import { fails } from "../helpers/fails";

const selling = () => loadFixture(deploySelling);
const ALL = MaxUint256;

/** What a call of one of the two contracts says that it would do. */
async function described(
  network: Network,
  target: "Sale" | "Distributor",
  calldata: string,
): Promise<string[]> {
  const at = network.addresses[target]!;
  return describeCall(network, decodeCall(network, { target: at, value: 0n, calldata }));
}

describe("Sales and distributions in the SDK", () => {
  it("are required by name, and a network without them says so", async () => {
    const { network, sale, distributor } = await selling();
    expect(requireSale(network)).to.equal(network.sale);
    const { Sale: _, Distributor: __, ...others } = network.addresses;
    const without = connect(others, ethers.provider);
    expect(() => requireSale(without)).to.throw("this network sells nothing");
    expect(() => requireDistributor(without)).to.throw("this network distributes nothing by list");
    expect((await readStatus(without, 0)).sales).to.equal(undefined);
    for (const spender of [sale, distributor]) {
      const at = await spender.getAddress();
      expect(checkSpender(network, at)).to.equal(at);
      // A budget is drawn from; what is sent there is lost.
      expect(() => checkPayee(network, at, ZeroAddress)).to.throw(/would be lost: .* can never pay it out/);
    }
  });

  it("encode their terms and read the same", async () => {
    const { saleTerms, distributionTerms, openSale, distribute, sale, distributor } = await selling();
    for (const changes of [
      {},
      { vesting: { duration: 300 * DAY, cliff: 30 * DAY }, allowList: id("list"), cap: 5n, least: 1n },
    ]) {
      const terms = saleTerms(changes);
      const opened = await readSale(sale, await openSale(changes));
      expect(opened).to.deep.include({ ...terms, start: opened.start });
      expect(decodeSaleTerms(encodeSaleTerms(terms) as never)).to.deep.equal(terms);
    }
    for (const delivery of [
      { destination: "wallet" },
      { destination: "lock", seconds: 70 * DAY },
      { destination: "lock", seconds: 0 },
      { destination: "vault", start: 1_700_000_000, duration: 1_000 * DAY, cliff: 10 * DAY },
    ] satisfies DistributionTerms["delivery"][]) {
      const terms = distributionTerms({ delivery, amount: parseEther("10") });
      const opened = await readDistribution(distributor, await distribute(terms));
      expect(opened).to.deep.include(terms);
      expect(opened.end).to.equal((await time.latest()) + terms.duration);
      expect(decodeDistributionTerms(encodeDistributionTerms(terms) as never)).to.deep.equal({
        ...terms,
        delivery,
      });
    }
    expect((await readSales(sale)).map((each) => each.id)).to.deep.equal([1n, 2n]);
    expect((await readDistributions(distributor)).map((each) => each.id)).to.deep.equal([1n, 2n, 3n, 4n]);
  });

  it("count prices, costs and statuses as the contract does, at any time", async () => {
    const { openSale, sale, people } = await selling();
    const first = await openSale({ least: parseEther("0.9"), start: (await time.latest()) + DAY });
    const second = await openSale({ startPrice: 7n, endPrice: 3n, duration: 100_003 });
    for (const wait of [1, DAY + 1, 3 * DAY + 17, 20 * DAY]) {
      await time.increase(wait);
      for (const each of [first, second]) {
        const view = await readSale(sale, each);
        const now = await time.latest();
        const at = { blockTag: await ethers.provider.getBlockNumber() };
        const amount = 123_456_789_012_345_678_901n;
        const { cost, price } = await sale.quote(each, amount, at);
        expect(costAt(view, amount, now)).to.equal(cost);
        expect(priceAt(view, now)).to.equal(price);
        expect(view.price).to.equal(price);
        expect(SALE_STATUSES.indexOf(view.status)).to.equal(Number(await sale.statusOf(each, at)));
      }
      const open = (await readSale(sale, first)).status === "open";
      if (open)
        await sale.connect(people.ada).buy(first, parseEther("5"), ALL, [], { value: parseEther("1") });
    }
    expect((await readPurchase(sale, first, people.ada.address)).bought).to.equal(parseEther("10"));
    const view = await readSale(sale, first);
    expect(view.status).to.equal("failed");
    expect(saleStatusAt({ ...view, sold: view.amount }, view.start)).to.equal("failed");
    expect(saleStatusAt({ ...view, sold: view.amount, raised: view.least }, view.start)).to.equal(
      "succeeded",
    );
    expect(saleStatusAt({ ...view, closed: true, least: 0n }, view.start - 1)).to.equal("succeeded");
  });

  it("are settled by a keeper once they are over, one step each, and left alone while they are open", async () => {
    const { network, openSale, distribute, sale, vote, people } = await selling();
    const keeper = keeping.watch(network, { fromBlock: 0 })!;
    const due = async () => {
      const { number: block, timestamp } = (await ethers.provider.getBlock("latest"))!;
      return keeper({ block, time: timestamp });
    };
    const keys = async () => (await due()).map(({ key }) => key);
    const succeeded = await openSale();
    const failed = await openSale({ least: parseEther("1") });
    const unsold = await openSale();
    const list = await distribute();
    for (const each of [succeeded, failed])
      await sale.connect(people.ada).buy(each, parseEther("5"), ALL, [], { value: parseEther("1") });
    expect(await keys(), "proceeds of an open sale wait").to.deep.equal([]);

    // One after the other, as a keeper does, until nothing is due: each step does what makes it undue.
    await time.increase(10 * DAY);
    const sales = [
      `collect sale ${succeeded}`,
      ...[succeeded, failed, unsold].map((n) => `giveback sale ${n}`),
    ];
    for (const expected of [sales, [`giveback distribution ${list}`]]) {
      expect(await keys()).to.deep.equal(expected);
      for (let left = expected.length; left > 0; left--) {
        const [{ call }] = (await due()) as [Step];
        await people.june.sendTransaction(call);
        expect(await keys()).to.have.length(left - 1);
      }
      await time.increase(90 * DAY);
    }
    const { paid } = await readPurchase(sale, failed, people.ada.address);
    expect(await sale.heldOf(ZeroAddress), "what ada takes back herself").to.equal(paid);
    expect(await verbsOf(network.domains)).to.include({ collect: "deposit proceeds" });

    // All of it went: nothing is left to give back of a sale that a vote ends after everything was sold.
    const soldOut = await openSale({ amount: parseEther("5") });
    await sale.connect(people.ada).buy(soldOut, parseEther("5"), ALL, [], { value: parseEther("1") });
    await sale.connect(vote).close(soldOut);
    expect(await keys()).to.deep.equal([`collect sale ${soldOut}`]);
  });

  it("leave nothing to a keeper of a network without them", async () => {
    const { network } = await selling();
    const { Sale: _, Distributor: __, ...others } = network.addresses;
    expect(keeping.watch(connect(others, ethers.provider), { fromBlock: 0 })).to.equal(undefined);
    const { Sale, ...distributing } = network.addresses;
    const block = await ethers.provider.getBlockNumber();
    const one = keeping.watch(connect(distributing, ethers.provider), { fromBlock: 0 })!;
    expect(await one({ block, time: 0 })).to.deep.equal([]);
    const { Distributor: ___, ...only } = network.addresses;
    const other = keeping.watch(connect({ ...only, Sale: Sale! }, ethers.provider), { fromBlock: 0 })!;
    expect(await other({ block, time: 0 })).to.deep.equal([]);
  });

  it("say what each call would do", async () => {
    const { network, sale, distributor, saleTerms, distributionTerms, openSale, distribute, people } =
      await selling();
    const [ofSale, ofDistributor] = [sale.interface, distributor.interface];
    const list = id("list");
    const told = (calldata: string) => described(network, "Sale", calldata);
    const opening = (changes?: object) =>
      told(ofSale.encodeFunctionData("open", [encodeSaleTerms(saleTerms(changes))]));
    expect(await opening()).to.deep.equal([
      "sells up to 1,000 DISTAI out of budget 1, at once, for 10d",
      "each costs 0.002 ETH at first, and less every second until 0.001 ETH",
      "proceeds go to the treasury for sale, and so does what is unsold",
    ]);
    expect(
      await opening({
        ...{ endPrice: parseEther("0.002"), start: 1_900_000_000, least: parseEther("1"), allowList: list },
        ...{ cap: parseEther("10"), vesting: { duration: 300 * DAY, cliff: 30 * DAY } },
      }),
    ).to.deep.equal([
      `sells up to 1,000 DISTAI out of budget 1, from ${formatTimestamp(1_900_000_000)}, for 10d`,
      "each costs 0.002 ETH",
      "an account may buy 10 DISTAI",
      `only accounts of the list ${list} may buy`,
      "it fails if it raises less than 1 ETH; buyers then take their payments back",
      "what is bought vests over 300d from the end on, nothing in the first 30d",
      "proceeds go to the treasury for sale, and so does what is unsold",
    ]);

    const sold = await openSale({ least: parseEther("1"), startPrice: parseEther("0.001") });
    await sale.connect(people.ada).buy(sold, parseEther("600"), ALL, [], { value: parseEther("1") });
    const call = (name: string, args: unknown[]) =>
      told(ofSale.encodeFunctionData(name as "buy", args as never));
    expect(await call("buy", [sold, parseEther("500"), parseEther("0.003"), []])).to.deep.equal([
      "buys 400 DISTAI in sale 1, for 0.4 ETH now",
      "pays at most 0.003 ETH for each",
      "of the 500 DISTAI asked for, no more is left",
    ]);
    expect(await call("buy", [sold, parseEther("1"), parseEther("0.003"), []])).to.have.length(2);
    expect(await call("close", [sold])).to.deep.equal([
      "ends sale 1 at once, of which 600 DISTAI are sold",
      "it has raised 0.6 ETH, less than it needs: its buyers take their payments back",
    ]);
    expect(await call("refund", [sold, network.addresses.Sale])).to.deep.equal([
      "sends what the caller paid in sale 1 back to Sale",
      "warning: what Sale gets is lost: it is the network's Sale, which can never pay it out",
    ]);
    expect(await call("claim", [sold, people.ada.address])).to.deep.equal([
      `hands ${people.ada.address} what it bought in sale 1`,
    ]);
    expect(await call("collect", [sold])).to.deep.equal([
      "deposits 0.6 ETH, proceeds of sale 1, in the treasury for sale",
    ]);
    expect(await call("returnUnsold", [sold])).to.deep.equal([
      "gives what is unsold of sale 1 back to budget 1",
    ]);
    const free = await openSale();
    expect((await call("close", [free]))[1]).to.equal("what was bought stays bought");

    const given = (name: string, args: unknown[]) =>
      described(network, "Distributor", ofDistributor.encodeFunctionData(name as "claim", args as never));
    const distributing = (delivery: DistributionTerms["delivery"]) =>
      given("open", [encodeDistributionTerms(distributionTerms({ delivery }))]);
    expect(await distributing({ destination: "wallet" })).to.deep.equal([
      "distributes 600 DISTAI out of budget 2, to be claimed within 90d",
      "claims go to each account itself",
      "what nobody claims goes back to the treasury",
      `who gets how much is in the list with the sha256 ${list} and the root ${id("root")}`,
    ]);
    const where = async (delivery: DistributionTerms["delivery"]) => (await distributing(delivery))[1];
    expect(await where({ destination: "lock", seconds: 0 })).to.equal(
      "claims are locked for good, for accounts that allow it",
    );
    expect(await where({ destination: "lock", seconds: 70 * DAY })).to.match(/locked for 70d/);
    expect(await where({ destination: "vault", start: 0, duration: 9 * DAY, cliff: 0 })).to.equal(
      "claims vest over 9d from 1970-01-01T00:00:00Z",
    );
    const one = await distribute();
    const leaf = [3, people.ben.address, parseEther("5"), []];
    const handed = `hands ${people.ben.address} 5 DISTAI of distribution 1`;
    expect(await given("claim", [one, leaf])).to.deep.equal([handed]);
    expect(await given("claimMany", [one, [leaf, leaf]])).to.deep.equal([handed, handed]);
    const by = [people.cleo.address, 0, 0, 27, list, list];
    expect(await given("claimAndDelegate", [one, leaf, by])).to.deep.equal([
      handed,
      `hands in a signed delegation: the votes of its signer's tokens go to ${people.cleo.address}`,
    ]);
    expect(await given("close", [one])).to.deep.equal([
      "ends distribution 1 at once: 600 DISTAI that are not claimed go back",
    ]);
    expect(await given("returnRest", [one])).to.deep.equal([
      "gives 600 DISTAI, which nobody has claimed of distribution 1, back to budget 2",
    ]);
  });

  it("say of a call that ends what is over that it changes nothing", async () => {
    const { network, sale, distributor, openSale, distribute } = await selling();
    await openSale();
    await distribute();
    const calls = () =>
      [
        { target: network.addresses.Sale!, calldata: sale.interface.encodeFunctionData("close", [1]) },
        {
          target: network.addresses.Distributor!,
          calldata: distributor.interface.encodeFunctionData("close", [1]),
        },
      ].map((call) => changesNothing(network, [{ ...call, value: 0n }]));
    expect(await Promise.all(calls())).to.deep.equal([[], []]);
    await time.increase(100 * DAY);
    const [ofSale, ofDistributor] = (await Promise.all(calls())).map(String);
    expect(ofSale).to.match(/sale 1 is over already/);
    expect(ofDistributor).to.match(/distribution 1 is over already/);
    const nobody = distributor.interface.encodeFunctionData("claimMany", [1, []]);
    const said = await changesNothing(network, [
      { target: network.addresses.Distributor!, value: 0n, calldata: nobody },
    ]);
    expect(String(said)).to.match(/it claims nothing/);
  });

  it("say what has happened, and fold it into the history", async () => {
    const { network, vote, sale, distributor, openSale, distribute, people } = await selling();
    const { ada, ben } = people;
    await openSale({ least: parseEther("0.5") });
    await openSale({ least: parseEther("2") });
    const receipts: TransactionReceipt[] = [];
    const did = async (sent: Promise<ContractTransactionResponse>) =>
      receipts.push((await (await sent).wait())!);
    const value = parseEther("1");
    await did(sale.connect(ada).buy(1, parseEther("300"), ALL, [], { value }));
    await did(sale.connect(ada).buy(1, parseEther("100"), ALL, [], { value }));
    await did(sale.connect(ben).buy(1, parseEther("50"), ALL, [], { value }));
    await did(sale.connect(ben).buy(2, parseEther("50"), ALL, [], { value }));
    await did(sale.connect(vote).close(2));
    await did(sale.connect(vote).close(2));
    await did(sale.connect(ben).refund(2, ada));
    await did(sale.connect(ben).collect(1));
    await time.increase(11 * DAY);
    await did(sale.connect(ben).claim(1, ada));
    for (const each of [1, 2]) await did(sale.connect(ben).returnUnsold(each));
    await distribute();
    await did(distributor.connect(vote).close(1));
    await did(distributor.connect(vote).close(1));
    await did(distributor.connect(ben).returnRest(1));

    const lines = await Promise.all(
      receipts.map(async ({ logs }) => (await describeLogs(network, logs)).join(" | ")),
    );
    const all = lines.join("\n").replaceAll(ada.address, "ada").replaceAll(ben.address, "ben");
    for (const said of [
      /ada buys 300 DISTAI in sale 1, for 0\.5\d+ ETH/,
      /sale 2 has ended/,
      /0\.0\d+ ETH of sale 2 go back to ada, for ben/,
      /0\.\d+ ETH, proceeds of sale 1, go to the treasury/,
      /400 DISTAI of sale 1 go to ada/,
      /550 DISTAI, unsold in sale 1, go back to budget 1/,
      /1,000 DISTAI, unsold in sale 2, go back to budget 1/,
      /distribution 1 has ended/,
      /600 DISTAI, which nobody claimed of distribution 1, go back to budget 2/,
    ])
      expect(all).to.match(said);

    const { distribution } = await readHistory(network, { fromBlock: 0 });
    const [first, second] = distribution.sales.values();
    const [ofFirst, ofSecond] = await readSales(sale);
    expect(first).to.deep.include({
      ...{ id: 1n, sold: parseEther("450"), raised: ofFirst!.raised, purchases: 3, buyers: 2 },
      ...{ collected: ofFirst!.collected, refunded: 0n, returned: parseEther("550") },
      ...{ budgetId: 1n, end: ofFirst!.end, least: parseEther("0.5") },
    });
    expect(first).not.to.have.property("closed");
    expect(second).to.deep.include({
      ...{ refunded: ofSecond!.raised, returned: parseEther("1000"), collected: 0n },
    });
    expect(second!.closed!.time).to.be.above(second!.opened.time);
    const purchases = [...distribution.purchases.values()];
    expect(purchases.map(({ saleId, buyer, bought }) => [saleId, buyer, bought])).to.deep.equal([
      [1n, ada.address, parseEther("400")],
      [1n, ben.address, parseEther("50")],
      [2n, ben.address, parseEther("50")],
    ]);
    const [list] = distribution.distributions.values();
    expect(list).to.deep.include({
      ...{ id: 1n, claimed: 0n, claims: 0, returned: parseEther("600"), root: id("root") },
      end: list!.closed!.time,
    });
  });

  it("are figures of a report: those that were open in its period, with what had come of them by its end", async () => {
    const { network, openSale, distribute, sale, vote, people } = await selling();
    const begin = await time.latest();
    const [first, second] = [await openSale({ least: parseEther("0.001") }), await openSale()];
    await sale.connect(people.ada).buy(first, parseEther("5"), ALL, [], { value: parseEther("1") });
    await distribute();
    await time.increase(DAY);
    await sale.connect(vote).close(second);
    await time.increase(9 * DAY);
    await sale.connect(people.june).collect(first);
    const history = await readHistory(network, { fromBlock: 0 });
    const { token } = network;
    const at = await token.getAddress();
    const [domain] = [network.domains.find(({ name }) => name === "distribution")!];
    const { measuring } = await domain.analytics!();
    const source = await readVoteSource(network);
    const of = (from: number, to: number, token?: string) =>
      measuring.tables(history, { period: { from, to }, source, token });
    const [sales, distributions] = of(begin, history.head.time + 1, at);
    const ether = (units: bigint) => ({ token: ZeroAddress, units });
    const own = (tokens: string) => ({ token: at, units: parseEther(tokens) });
    const { raised, end } = await readSale(sale, first);
    const { closed } = history.distribution.sales.get(second)!;
    expect(sales!.rows.map((row) => row.slice(5))).to.deep.equal([
      [own("1000"), own("5"), 50, 1, ether(raised), ether(parseEther("0.001")), ether(raised), ether(0n)],
      [own("1000"), own("0"), 0, 0, ether(0n), undefined, ether(0n), ether(0n)],
    ]);
    expect(sales!.rows.map((row) => [row[1], row[3], row[4]])).to.deep.equal([
      ["sale", end, "succeeded"],
      ["sale", closed!.time, "succeeded"],
    ]);
    expect(distributions!.rows.map((row) => row.slice(3, 8))).to.deep.equal([
      ["wallet", own("600"), own("0"), 0, 0],
    ]);
    const report = buildReport({
      ...{ history, source, period: { from: begin, to: history.head.time + 1 } },
      deployment: { name: "Test", chainId: 31_337, block: 0, contracts: network.addresses },
      units: { token: { symbol: "X", decimals: 18 }, tokens: new Map() },
    });
    expect(report.summary).to.include("2 sales and 1 distribution of the token were open in the period.");
    const chapter = report.sections.find((section) => section.id === "distribution")!;
    expect(chapter.figures.map(({ table }) => table.title)).to.deep.equal(["Sales", "Distributions by list"]);

    const ids = (tables: readonly Table[]) => tables.map(({ rows }) => rows.map(([id]) => id));
    expect(ids(of(0, begin + 1)), "before the votes").to.deep.equal([[], []]);
    expect(ids(of(begin + 2 * DAY, begin + 3 * DAY)), "after the second was closed").to.deep.equal([
      [1n],
      [1n],
    ]);
    expect(ids(of(begin + 50 * DAY, begin + 51 * DAY)), "not begun yet").to.deep.equal([[], [1n]]);
    expect(of(0, begin + DAY)[0]!.rows[0]!.slice(4, 7)).to.deep.equal(["open", undefined, undefined]);
    expect(measuring.tokens!(history)).to.deep.equal([ZeroAddress, ZeroAddress]);
  });

  it("are in the status while they last", async () => {
    const { network, openSale, distribute } = await selling();
    const start = (await time.latest()) + 5 * DAY;
    await openSale();
    await openSale({ start, least: parseEther("1"), endPrice: parseEther("0.002") });
    await distribute();
    const status = await readStatus(network, 0);
    const { details } = standing.words(status, network);
    const [lines] = details as string[][];
    expect(lines![0]).to.match(
      /^sale 1: 0 of 1,000 tokens sold, at 0\.00\d+ ETH each, falling to 0\.001 ETH; 0 ETH raised; ends \d{4}-.*\(in 9 ?d/,
    );
    expect(lines![1]).to.match(
      /^sale 2: 0 of 1,000 tokens sold, at 0\.002 ETH each; 0 ETH of at least 1 ETH raised; begins/,
    );
    expect(lines![2]).to.match(/^distribution 1: 600 of 600 tokens are left to claim; ends/);
    await time.increase(100 * DAY);
    const later = await readStatus(network, 0);
    expect([later.sales, later.distributions]).to.deep.equal([[], []]);
    expect(standing.words(later, network)).to.deep.equal({});
  });

  it("are found by an audit that knows the governor alone", async () => {
    const { network } = await selling();
    const { addresses } = network;
    const found = await discover(ethers.provider, addresses.NetworkGovernor, 0);
    expect(found.Sale).to.equal(addresses.Sale);
    expect(found.Distributor).to.equal(addresses.Distributor);
  });

  it("explain what they refuse, each error with what to do about it", async () => {
    const { network, sale, distributor, openSale, people } = await selling();
    const { reverts } = await network.domains.find(({ name }) => name === "distribution")!.reverts!();
    for (const { interface: abi } of [sale, distributor]) {
      abi.forEachError(({ name, inputs }) => {
        // Those of libraries, and of a deployment.
        if (
          !/^(Sale|Distributor|BudgetSpender)_/.test(name) ||
          /_(BadParameters|BadEscrow|WrongReceipt)$/.test(name)
        )
          return;
        expect(reverts, name).to.have.property(name);
        const values = inputs.map(({ type }) =>
          type === "address" ? ZeroAddress : type === "bytes32" ? id("x") : 3n,
        );
        const [message, hint] = reverts[name]!(...(values as never[]));
        expect(`${message} ${hint}`, name).not.to.match(/undefined|NaN/);
      });
    }
    const early = await openSale({ start: (await time.latest()) + DAY });
    const refused = (call: Promise<unknown>) =>
      call.catch(async (error: unknown) => Promise.reject(await explainFailure(error)));
    await fails(
      refused(sale.connect(people.ada).buy(early, 1n, ALL, [])),
      /^sale 1 has not begun$/,
      /wait until it begins/,
    );
    await fails(
      refused(sale.connect(people.ada).claim(early, people.ada)),
      /has not begun/,
      /until it is over/,
    );
    await time.increase(20 * DAY);
    await fails(refused(sale.connect(people.ada).buy(early, 1n, ALL, [])), /is over/, /nothing more/);
  });
});
