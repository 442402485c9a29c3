import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id as hashOf, parseEther, ZeroHash } from "ethers";
import hre from "hardhat";

import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import { REBATE, REBATE_AT, REVENUE, REVENUE_AT } from "../../config/presets/recipes";
import { conventionsOf, encodeNep, formatDeployment, requireEscrow, validateNep } from "@polity/sdk";
import { requireMarket } from "@polity/sdk/market";
import { arraysOf, encodeKey } from "@polity/sdk/nep";
import { classNamed, requireCredentials } from "@polity/sdk/people";
import { computeShares, readRound, recipeText, requireRounds, type ProgramRecipe } from "@polity/sdk/rounds";
import { appSalt, Payer, priceOf } from "@polity/sdk/usage";
import { runCommand } from "../helpers/command";
import { fails } from "../helpers/fails";
import { asAccount } from "../helpers/governor";
import { DAY, listService, question, settlementIn, startGateway } from "../helpers/market";
import { asCouncil } from "../helpers/persons";
import { decide, deployPreset } from "../helpers/preset";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-rewards-"));
const at = (name: string) => join(FOLDER, name);
const DEPLOYMENT = at("polity.json");
const provider = hre.ethers.provider;
/** A dear model: what the network gets of a request is more than a token, so that whole tokens can bound it. */
const PRICE = parseEther("1000");
const USED = priceOf(30n, PRICE);
const RUNNERS = ["kofi", "lena", "milo"] as const;
const [USAGE, STAKING] = [1, 2] as const;

after(() => rmSync(FOLDER, { recursive: true }));

const ran = async (scope: Scope, command: string, options: Given = {}): Promise<string> => {
  const { stdout, stderr } = await runCommand(scope, command, { deployment: DEPLOYMENT, ...options });
  expect(stderr, `${scope} ${command}`).to.equal("");
  return stdout;
};
const json = async <T>(scope: Scope, command: string, options: Given = {}) =>
  JSON.parse(await ran(scope, command, { ...options, json: true })) as T;

/** AI1NET with runners and a model that is sold, whose holders have voted for the programs of its configuration. */
async function withPrograms() {
  const deployed = await deployPreset("ai1net", "none");
  const { network, config, people } = deployed;
  const { token, governor, addresses } = network;
  const { cleo, dan, june } = people;
  writeFileSync(
    DEPLOYMENT,
    formatDeployment({
      ...{ name: config.name, chainId: 31_337, block: 0 },
      ...{ contracts: addresses, conventions: conventionsOf(config) },
    }),
  );
  for (const holder of [cleo, dan]) await token.connect(holder).delegate(holder);
  await time.increase(1);

  const file = at("nep-0001-rewards-for-usage-and-stakes.md");
  await ran("round", "plan", {
    ...{ preset: "ai1net", nep: file, author: "Cleo", discussion: "https://forum.example.org/t/1" },
  });
  const nep = validateNep(readFileSync(file, "utf8"), { fileName: file, network: config });
  const proposal = encodeNep(nep, { proposer: cleo.address, contracts: { ...addresses } });
  await governor.connect(cleo).propose(...arraysOf(proposal.calls), proposal.description);
  await decide(network, proposal, [
    [cleo, "for"],
    [dan, "for"],
  ]);
  await deployed.activate(proposal, june);

  const credentials = requireCredentials(network);
  const { kind } = await classNamed(credentials, "RUNNER");
  const council = await asCouncil(addresses.Council);
  for (const name of RUNNERS) {
    await credentials.connect(council).issue(kind, people[name].address, ZeroHash);
    await token.connect(cleo).transfer(people[name], parseEther("5000"));
  }
  return { ...deployed, proposal };
}

/** Shares in the order of their accounts, as runners list them. */
const listed = (shares: [account: string, amount: bigint][]) =>
  shares
    .sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .map(([account, amount]) => ({ account, amount: `${amount}` }));

describe("Rewards in AI1NET", () => {
  it("I8: a vote opens rebates and stakers' shares; payers get half of what the network got back, within two parameters, and a budget pays", async () => {
    const { network, people, proposal } = await withPrograms();
    const { token, registry, addresses } = network;
    const { cleo, dan, eva, finn, gus, june } = people;
    const treasury = network.treasury!;
    const rounds = requireRounds(network);
    const market = requireMarket(network);
    expect(proposal.calls, "what the court needs, and a budget and a program of each").to.have.length(6);
    expect(await rounds.programCount()).to.equal(2n);

    // Cleo sells a model. Finn asks through Eva's app, Gus directly, and Cleo pays herself.
    const { till } = await listService(network, cleo);
    const settlement = await settlementIn(network);
    const gateway = await startGateway(network, cleo, till.target as string, { price: PRICE });
    const payers = [
      [finn, appSalt(eva.address), 4],
      [gus, ZeroHash, 2],
      [cleo, ZeroHash, 2],
    ] as const;
    const paying = payers.map(([who, salt]) => {
      const limits = { till: till.target as string, token: token.target as string, salt };
      const most = { perRequest: parseEther("1000"), deposit: parseEther("2000"), withdrawDelay: DAY };
      const authorizer = (account: string) => market.isAuthorizer(1n, account);
      return new Payer(who, provider, settlement, { ...limits, ...most, authorizer });
    });
    const use = async () => {
      for (const [i, [, , requests]] of payers.entries())
        for (let asked = 0; asked < requests; asked++) await paying[i]!.fetch(gateway.url, question());
      await gateway.claim();
      await till.connect(june).sweep(token);
    };
    /** What the network gets of this many requests. */
    const fee = (requests: number) => (BigInt(requests) * USED * 500n) / 10_000n;
    const change = async (namespace: string, values: Readonly<Record<string, number>>) => {
      const timelock = await asAccount(addresses.TimelockController);
      const changes = Object.entries(values)
        .map(([key, value]) => ({ key: encodeKey(key), value: hre.ethers.toBeHex(value, 32) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      await registry
        .connect(timelock)
        .upgrade(encodeBytes32String(namespace), changes, true, hashOf("NEP"), "");
    };

    // Anybody opens the rounds, computes and pays.
    await ran("prompt", "publish", { recipe: join("neps/ai1net", REBATE_AT), from: "june" });
    await ran("prompt", "publish", { recipe: join("neps/ai1net", REVENUE_AT), from: "june" });
    const opened = async (program: number) =>
      (await json<{ round: string }>("round", "open", { program: `${program}` })).round;
    const sealed = async (round: string) => {
      await ran("round", "tally", { round });
      await mine(33);
      await ran("round", "tally", { round });
    };
    const computed = async (round: string, name = "shares") => {
      const out = at(`${name}-${round}.json`);
      const { shares } = await json<{ shares: { account: string; amount: string }[] }>("round", "compute", {
        ...{ round, out },
      });
      return { shares, bundle: out };
    };
    const paid = async (some: { round: string; bundle: string }[]) => {
      for (const { round, bundle } of some)
        for (const from of RUNNERS) await ran("round", "commit", { round, bundle, from });
      await time.increaseTo((await rounds.roundOf(some.at(-1)!.round)).commitUntil);
      for (const { round, bundle } of some)
        for (const from of RUNNERS) await ran("round", "reveal", { round, bundle, from });
      await time.increaseTo((await rounds.roundOf(some.at(-1)!.round)).revealUntil);
      for (const { round } of some) await ran("round", "tally", { round });
      await time.increaseTo((await rounds.roundOf(some.at(-1)!.round)).windowUntil);
      for (const { round, bundle } of some) {
        expect(await ran("round", "verify", { round, run: "1", bundle })).to.match(
          /^Run 1 of round \d+ holds/,
        );
        await ran("round", "claim", { round, shares: bundle, from: "june" });
      }
    };

    // Eva stakes twice what Dan does.
    const escrow = requireEscrow(network);
    for (const [who, amount] of [
      [eva, "20000"],
      [dan, "10000"],
    ] as const) {
      await token.connect(who).approve(escrow, parseEther(amount));
      await escrow.connect(who).createPermanentLock(parseEther(amount));
    }
    const before = await treasury.booked(token);
    await use();
    const income = fee(8) - fee(8) / 10n;
    expect((await treasury.booked(token)) - before, "nine tenths; the rest is burned").to.equal(income);
    const [usage, staking] = [await opened(USAGE), await opened(STAKING)];
    const drawn = parseEther("500000") + parseEther("250000") + 2n * 15n * parseEther("100");
    expect((await treasury.booked(token)) - before - income, "out of the budgets").to.equal(-drawn);
    await time.increaseTo((await rounds.roundOf(staking)).closes);
    for (const round of [usage, staking]) await sealed(round);

    const rebates = await computed(usage);
    const half = listed(payers.map(([{ address }, , requests]) => [address, fee(requests) / 2n]));
    expect(rebates.shares, "half, of whoever paid").to.deep.equal(half);
    const stakes = await computed(staking);
    const quarter = income / 4n;
    expect(stakes.shares).to.deep.equal(
      listed([
        [eva.address, (quarter * 2n) / 3n],
        [dan.address, quarter / 3n],
      ]),
    );
    // What votes change after the seed is of later rounds.
    await change("rewards", { "rewards.usagePool": 3 });
    await change("distribution", { "distribution.maxShareBps": 4_000 });
    expect((await computed(usage, "again")).shares).to.deep.equal(half);

    const had = await Promise.all([finn, gus, eva, dan].map((who) => token.balanceOf(who)));
    await paid([
      { round: usage, bundle: rebates.bundle },
      { round: staking, bundle: stakes.bundle },
    ]);
    const got = await Promise.all(
      [finn, gus, eva, dan].map(async (who, i) => (await token.balanceOf(who)) - had[i]!),
    );
    expect(got).to.deep.equal([fee(4) / 2n, fee(2) / 2n, (quarter * 2n) / 3n, quarter / 3n]);
    // Together they have less than came in: paying oneself costs more than it brings, staking all or nothing.
    expect(fee(8) / 2n + quarter < income).to.equal(true);

    // The next round is bounded by what ECON and ECOSYS have said since: three tokens, four tenths of them for one.
    await use();
    const next = await opened(USAGE);
    await time.increaseTo((await rounds.roundOf(next)).closes);
    await sealed(next);
    const three = parseEther("3");
    const bounded = await computed(next);
    expect(bounded.shares).to.deep.equal(
      listed([
        [finn.address, (three * 4n) / 10n],
        [gus.address, three / 4n],
        [cleo.address, three / 4n],
      ]),
    );
    await paid([{ round: next, bundle: bounded.bundle }]);

    // What nobody has got goes home, but for the fees of three runners each.
    gateway.close();
    const booked = await treasury.booked(token);
    await time.increaseTo((await rounds.roundOf(next)).claimUntil);
    // Runners first, then the rest.
    for (const round of [usage, staking, next, usage, staking, next]) await ran("round", "tally", { round });
    const fees = 3n * 3n * parseEther("100");
    const shared = fee(8) / 2n + quarter + (three * 9n) / 10n;
    const back = (await treasury.booked(token)) - booked;
    const rounded = drawn + parseEther("500000") + 15n * parseEther("100") - fees - shared - back;
    expect(rounded >= 0n && rounded < 10n, `${rounded} base units are rounded away`).to.equal(true);

    // A recipe bounds by numbers that the network has, and by nothing else.
    const computing = async (parameters: ProgramRecipe["parameters"], recipe = REBATE) =>
      computeShares(
        network,
        await readRound(rounds, BigInt(next)),
        recipeText({ ...recipe, parameters: { ...recipe.parameters, ...parameters } }),
        { fromBlock: 0 },
      );
    for (const [parameters, words] of [
      [{ pool: "rewards.none" }, /names rewards\.none, which is no number among the parameters/],
      [{ maxShare: "features.images" }, /names features\.images, which is no number/],
      [{ pool: 3 }, /has the parameters .*"pool":3/],
      [{ least: "rewards.usagePool" }, /has the parameters .*"least"/],
    ] as const)
      await fails(computing(parameters), words);
    await fails(computing({ pool: "rewards.usagePool" }, REVENUE), /has the parameters .*"pool"/);
  });
});
