import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id as hashOf, parseEther, ZeroHash } from "ethers";
import hre from "hardhat";

import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import type { PresetName } from "../../config";
import { conventionsOf, formatDeployment } from "@polity/sdk";
import { contentHash } from "@polity/sdk/core/content";
import { readIncome, requireMarket } from "@polity/sdk/market";
import { keeping } from "@polity/sdk/market/keeper";
import { appSalt, Payer, priceOf } from "@polity/sdk/usage";
import { runCommand } from "../helpers/command";
import { asAccount } from "../helpers/governor";
import { DAY, PRICE, question, settlementIn, startGateway } from "../helpers/market";
import { asCouncil } from "../helpers/persons";
import { decide, deployPreset } from "../helpers/preset";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-market-"));
const provider = hre.ethers.provider;
const REQUESTS = 30;
const USED = priceOf(30n, PRICE);

after(() => rmSync(FOLDER, { recursive: true }));

/** A preset whose court rules about its market, as votes have said. */
async function withMarket(name: PresetName) {
  const deployed = await deployPreset(name, "none");
  const { network, config } = deployed;
  const deployment = join(FOLDER, `${name}.json`);
  const conventions = conventionsOf(config);
  const contracts = network.addresses;
  writeFileSync(
    deployment,
    formatDeployment({ name: config.name, chainId: 31_337, block: 0, contracts, conventions }),
  );
  const run = (scope: Scope, command: string, given: Given) =>
    runCommand(scope, command, { deployment, ...given });
  const json = async <T>(scope: Scope, command: string, given: Given): Promise<T> => {
    const { stdout, stderr } = await run(scope, command, { json: true, ...given });
    expect(stderr, command).to.equal("");
    return JSON.parse(stdout) as T;
  };
  const refused = async (scope: Scope, command: string, given: Given) => {
    const { stdout, stderr, code } = await run(scope, command, given);
    expect([stdout, code], command).to.deep.equal(["", 1]);
    return stderr.replace(/^Error: /, "");
  };
  const said = async (scope: Scope, command: string, given: Given) => {
    const { stdout, stderr } = await run(scope, command, given);
    expect(stderr, command).to.equal("");
    return stdout;
  };
  const market = requireMarket(network);
  const vote = await asAccount(network.addresses.TimelockController);
  await network.court!.connect(vote).admit(market, true);
  await market.connect(vote).setArbitrator(network.court!, "0x", "");
  const card = join(FOLDER, "card.json");
  writeFileSync(card, '{"name":"A model","support":"mailto:help@example.org","apiVersion":1}\n');
  return { ...deployed, market, vote, deployment, run, json, refused, said, card };
}

/** The report's table of what services were paid, by column. */
async function reported({ json }: Awaited<ReturnType<typeof withMarket>>) {
  const now = await time.latest();
  const out = mkdtempSync(join(FOLDER, "report-"));
  await json("dao", "report", { from: String(now - 300 * DAY), to: String(now + 1), out });
  return readFileSync(join(out, "report.md"), "utf8");
}

describe("The market of a network", () => {
  it("I8: an app sends a payer to a model; thirty requests are one claim and one sweep; shares, burn and income add up, stars weigh what was paid, and a dispute is ruled", async () => {
    const parts = await withMarket("ai1net");
    const { network, people, market, vote, json, refused, said, card } = parts;
    const { cleo, eva, finn, june } = people;
    const { token, treasury, court } = network;

    // Cleo lists a model, and claims for it.
    const listing = { kind: "MODEL", metadata: card, uri: "ipfs://card", stake: "25000", developers: "2000" };
    expect(await refused("service", "register", { ...listing, kind: "MODLE", from: "cleo" })).to.match(
      /did you mean "?MODEL/i,
    );
    expect(await refused("service", "register", { ...listing, stake: "1", from: "cleo" })).to.match(
      /too low/,
    );
    const { service, till: place } = await json<{ service: string; till: string }>("service", "register", {
      ...{ ...listing, from: "cleo" },
    });
    expect(service).to.equal("1");
    await json("service", "authorize", { service, account: "cleo", from: "cleo" });
    // An answer without a bound would have no price.
    const vouchers = join(FOLDER, "vouchers");
    const sold = { service, upstream: "http://127.0.0.1:1/v1", price: "1", vouchers, from: "cleo" };
    expect(await refused("gateway", "serve", { ...sold, maxTokens: "0" })).to.equal(
      '"0" is no number from 1 to 1000000; give --max-tokens as a whole number',
    );
    const broken = join(vouchers, `${ZeroHash}.json`);
    mkdirSync(vouchers);
    writeFileSync(broken, "{}");
    expect(await refused("gateway", "serve", sold)).to.include(`${broken} holds no voucher; restore it`);
    rmSync(broken);
    expect(await refused("gateway", "serve", { ...sold, listen: "127.0.0.1:http" })).to.match(
      /^"http" is no number from 0 to 65535; /,
    );

    // Eva's app sends Finn there: the salt of his channel names it.
    const gateway = await startGateway(network, cleo, place);
    const settlement = await settlementIn(network);
    const paying = new Payer(finn, provider, settlement, {
      ...{ till: place, token: token.target as string, salt: appSalt(eva.address) },
      authorizer: (account) => market.isAuthorizer(service, account),
      ...{ perRequest: parseEther("1"), deposit: parseEther("10"), withdrawDelay: DAY },
    });
    const start = await provider.getBlockNumber();
    const sent = await provider.getTransactionCount(finn.address);
    for (let i = 0; i < REQUESTS; i++) await paying.fetch(gateway.url, question());
    expect((await provider.getBlockNumber()) - start, "one deposit").to.equal(1);
    expect(await provider.getTransactionCount(finn.address)).to.equal(sent);
    await gateway.claim();
    const came = BigInt(REQUESTS) * USED;

    // One sweep splits it, by anybody's call.
    const [supply, booked] = await Promise.all([token.totalSupply(), treasury!.booked(token)]);
    const split = await json<Record<string, string>>("till", "sweep", { service, from: "june" });
    const share = (came * 500n) / 10_000n;
    const [burned, developers] = [(share * 1000n) / 10_000n, (came * 2000n) / 10_000n];
    expect(
      [split.amount, split.network, split.burned, split.developers, split.provider].map((one) =>
        BigInt(one!),
      ),
    ).to.deep.equal([...[came, share, burned, developers, came - share - developers]]);
    expect(supply - (await token.totalSupply())).to.equal(burned);
    expect((await treasury!.booked(token)) - booked).to.equal(share - burned);

    // The app has its share, and takes it.
    const given = await json<{ given: object[] }>("till", "attribute", {
      ...{ service, vouchers: gateway.folder, from: "june" },
    });
    expect(given.given).to.deep.equal([
      { app: eva.address, token: token.target, amount: String(developers) },
    ]);
    const before = await token.balanceOf(eva);
    await json("till", "withdraw", { service, account: "eva", from: "june" });
    expect((await token.balanceOf(eva)) - before).to.equal(developers);
    gateway.close();

    // The report's figures are these.
    const [income] = await readIncome(market, { fromBlock: 0, toBlock: await provider.getBlockNumber() });
    expect(income).to.deep.equal({
      ...{ service: 1n, provider: cleo.address, token: token.target, came, network: share, burned },
      ...{ developers, given: developers, rest: came - share - developers },
    });
    const report = await reported(parts);
    // The page cuts amounts to two decimals.
    expect(report).to.match(
      /\n### What services were paid\n[^#]*\n\| 1 \| cleo [^|]*\| 0\.9 AI1 \| 0\.04 AI1 \| 0\.004 AI1 \| 0\.18 AI1 \| 0\.18 AI1 \| 0\.67 AI1 \|\n/,
    );

    // A rating weighs what the network got; who has not paid has no channel.
    const channel = { service, app: "eva" };
    expect(await refused("service", "rate", { ...channel, stars: "5", from: "june" })).to.match(
      /has no such channel/,
    );
    const rated = await json<{ weight: string }>("service", "rate", { ...channel, stars: "4", from: "finn" });
    expect(BigInt(rated.weight)).to.equal(share);
    expect(await refused("service", "rate", { ...channel, stars: "4", from: "finn" })).to.match(
      /not rated before/,
    );
    const { services } = await json<{
      services: { kind: string; stars: { milli: string; weight: string }[] }[];
    }>(...(["service", "list", {}] as const));
    expect(
      services.map(({ kind, stars }) => [kind, stars.map(({ milli, weight }) => [milli, weight])]),
    ).to.deep.equal([["MODEL", [["4000", String(share)]]]]);
    expect(await said("service", "show", { service })).to.match(
      /stars +4 by 0\.045 AI1 of the network's share/,
    );

    // A dispute is ruled by the court, whose last instance is the vote: no juror has staked.
    const { dispute, case: caseId } = await json<{ dispute: string; case: string }>("service", "dispute", {
      ...{ ...channel, from: "finn" },
    });
    expect(await refused("service", "dispute", { ...channel, from: "finn" })).to.match(/cannot be disputed/);
    const stake = (await market.serviceOf(service)).stake;
    await court!.connect(vote).overrule(caseId, await market.REFUND());
    await court!.connect(june).execute(caseId);
    expect(stake - (await market.serviceOf(service)).stake, "back, and as much burned").to.equal(2n * came);
    expect(await market.creditOf(finn)).to.equal(came);
    expect((await market.claimOf(dispute)).payer).to.equal(finn.address);
    await expect(market.connect(june).withdraw(finn)).to.changeTokenBalance(token, finn, came);

    // What Finn did not use comes back.
    const state = await json<{ balance: string; claimed: string }>("usage", "state", {
      ...channel,
      from: "finn",
    });
    const left = BigInt(state.balance) - came;
    await json("usage", "withdraw", { ...channel, from: "finn" });
    await time.increase(DAY);
    const had = await token.balanceOf(finn);
    await json("usage", "withdraw", { ...channel, from: "finn" });
    expect((await token.balanceOf(finn)) - had).to.equal(left);

    // Anybody's keeper burns what the ruling took, and gives Cleo, who leaves, her stake after the delay.
    const steps = async () => {
      const { number: block, timestamp } = (await provider.getBlock("latest"))!;
      const due = await keeping.watch(network, { fromBlock: 0 })!({ block, time: timestamp });
      for (const { call } of due) await june.sendTransaction({ to: call.to, data: call.data });
      return due.map(({ kind, name }) => `${kind} ${name}`);
    };
    expect(await steps()).to.deep.equal(["burn the market"]);
    await json("service", "exit", { service, from: "cleo" });
    expect(await steps()).to.deep.equal([]);
    await time.increase(90 * DAY);
    expect(await steps()).to.deep.equal(["exit service 1"]);
    expect(await steps()).to.deep.equal([]);
  });

  it("I8: a vote of the market's own type takes a service off the list, and its stake stays its provider's", async () => {
    const { network, people, market, json, card, submit, activate } = await withMarket("ai1net");
    const { cleo, eva, june } = people;
    const listing = { kind: "APP", metadata: card, uri: "", stake: "25000", developers: "2000", from: "eva" };
    await json("service", "register", listing);
    for (const who of [cleo, eva]) await network.token.connect(who).delegate(who);
    await time.increase(1);
    const reason = encodeBytes32String("malware");
    const actions = [
      `- { target: Market, function: "delist(uint256 service, bytes32 reason)", args: [1, "${reason}"] }`,
    ];
    const proposal = await submit({ type: "MARKET", changes: {}, actions, grace: 3 }, cleo);
    await decide(network, proposal, [
      [cleo, "for"],
      [eva, "abstain"],
    ]);
    await activate(proposal, june);
    const { status, stake } = await market.serviceOf(1);
    expect([status, stake]).to.deep.equal([2n, parseEther("25000")]);
    const { services } = await json<{ services: object[] }>("service", "list", {});
    expect(services).to.deep.equal([]);
  });

  it("A7: a certified tool is listed, rated and sold, and its certificate is outdated by another description", async () => {
    const { network, people, json, said, card } = await withMarket("aitbc");
    const { eva } = people;
    const listing = { kind: "TOOL", metadata: card, uri: "ipfs://tool", stake: "1000", developers: "1000" };
    const { service, till } = await json<{ service: string; till: string }>("service", "register", {
      ...{ ...listing, from: "eva" },
    });
    await json("service", "authorize", { service, account: "eva", from: "eva" });

    // The council certifies who made it, and it as it is described.
    const council = await asCouncil(network.addresses.Council);
    const { credentials } = network;
    const metadata = contentHash(readFileSync(card));
    await credentials!.connect(council).issue(3, eva.address, hashOf("examined"));
    await credentials!.connect(council).issue(4, till, metadata);
    interface Shown {
      certificates: { class: string; outdated: boolean }[];
      stars: { milli: string; weight: string }[];
    }
    const shown = () => json<Shown>("service", "show", { service });
    const certified = async () => (await shown()).certificates.map((each) => [each.class, each.outdated]);
    expect(await certified()).to.deep.equal([
      ["DEVELOPER", false],
      ["SOLUTION", false],
    ]);

    // It is sold: Finn opens a channel, asks the gateway by a command, and rates it.
    const gateway = await startGateway(network, eva, till);
    const request = join(FOLDER, "request.json");
    writeFileSync(request, question().body);
    await json("usage", "open", { service, amount: "20", from: "finn" });
    const paid = await json<{ charged: string; answer: string }>("usage", "pay", {
      ...{ service, url: gateway.url, request, from: "finn" },
    });
    expect([BigInt(paid.charged), paid.answer.includes("Forty-two.")]).to.deep.equal([USED, true]);
    await gateway.claim();
    gateway.close();
    const split = await json<Record<string, string>>("till", "sweep", { service, from: "june" });
    const share = (USED * 500n) / 10_000n;
    expect([split.network, split.burned].map((one) => BigInt(one!))).to.deep.equal([share, 0n]);
    expect(await network.treasury!.booked(network.token)).to.equal(parseEther("400000000") + share);
    await json("service", "rate", { service, stars: "2", from: "finn" });
    expect((await shown()).stars).to.deep.include({
      token: network.token.target,
      milli: "2000",
      weight: String(share),
    });

    // Below the least rating it is not shown any more; a certificate of an earlier description is outdated.
    expect((await json<{ services: object[] }>("service", "list", {})).services).to.deep.equal([]);
    expect((await json<{ services: object[] }>("service", "list", { all: true })).services).to.have.length(1);
    const other = join(FOLDER, "other.json");
    writeFileSync(other, "{}\n");
    await json("service", "update", { service, metadata: other, uri: "ipfs://other", from: "eva" });
    expect(await certified()).to.deep.equal([
      ["DEVELOPER", false],
      ["SOLUTION", true],
    ]);
    expect(await said("service", "show", { service })).to.match(
      /SOLUTION until .*, of an earlier description/,
    );
  });
});
