import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import {
  id,
  MaxUint256,
  parseEther,
  solidityPacked,
  ZeroAddress,
  type BaseContract,
  type EventLog,
} from "ethers";
import hre, { ethers } from "hardhat";

import { buildReport, type Report } from "../../report";
import { writeDeployment } from "../../scripts/lib/deployments";
import type { Given } from "../../commands/core/run";
import {
  blockBefore,
  budgetUse,
  concentration,
  decisionImpact,
  decisions,
  electorateOf,
  EXCLUDED,
  EXCLUDED_KEY,
  lockHistory,
  participation,
  PROPOSAL_STATES,
  powersOf,
  readHistory,
  readProposal,
  readVoteSource,
  requireEscrow,
  treasuryAccounts,
  type Deployment,
  type History,
} from "@polity/sdk";
import { DAY, livelyNetwork } from "../helpers/historic-network";
import { runCommand } from "../helpers/command";
import { Dice } from "../helpers/history";
import { person } from "../helpers/neuroshard";
import { commandsOf, ROOT } from "../helpers/shell";

const DOCUMENT = "docs/report.md";
const FOLDER = mkdtempSync(join(tmpdir(), "polity-report-"));

/** The lively network, and then votes and payments at random. */
async function randomNetwork() {
  const network = await livelyNetwork();
  const { governor, token, treasury, ada, ben, submit, enact } = network;
  const escrow = requireEscrow(network);
  const dice = new Dice(77);
  const people = await Promise.all((["finn", "gus", "hana", "ivan"] as const).map(person));
  for (const [i, one] of people.entries()) {
    await token.connect(ada).transfer(one, parseEther("5000"));
    await token.connect(one).approve(escrow, MaxUint256);
    const amount = parseEther(String(1 + dice.upTo(4_000))) + BigInt(dice.upTo(1e9));
    if (i < 2) await escrow.connect(one).createPermanentLock(amount);
    else await escrow.connect(one).createLock(amount, (await time.latest()) + 4 * 7 * DAY);
    if (i % 2) await escrow.connect(one).delegate(people[dice.upTo(4)]!);
  }
  for (let i = 0; i < 3; i++) {
    const { id: proposalId } = await submit(`# NEP-GOV: At random ${i}`, [
      { target: treasury, data: treasury.interface.encodeFunctionData("pay", [[]]) },
    ]);
    await time.increaseTo((await readProposal(governor, proposalId)).snapshot + 1);
    for (const voter of [ada, ben, ...people]) {
      const weight = await governor.getVotes(voter, (await readProposal(governor, proposalId)).snapshot);
      const cut = (weight * BigInt(dice.upTo(100))) / 100n;
      if (weight === 0n || dice.upTo(4) === 0) continue;
      const params = solidityPacked(["uint128", "uint128", "uint128"], [cut / 3n, weight - cut, cut / 2n]);
      await governor.connect(voter).castVoteWithReasonAndParams(proposalId, 255, "=1+1", params);
    }
    await time.increaseTo((await readProposal(governor, proposalId)).deadline + 1);
    for (let paid = 0; paid < 3; paid++) {
      const amount = BigInt(1 + dice.upTo(1e9)) * 10n ** BigInt(dice.upTo(9));
      await treasury.connect(ada).deposit(token, amount, id(dice.pick(["fees", "sales"])), id("reference"));
      await ada.sendTransaction({ to: treasury, value: amount });
    }
  }
  const pay = (asset: string, amount: bigint, category: string) => ({
    ...{ token: asset, payee: ben.address, amount, category: ethers.encodeBytes32String(category) },
    ref: id("invoice"),
  });
  await enact("# NEP-GOV: Pay what is due", [
    {
      target: treasury,
      data: treasury.interface.encodeFunctionData("pay", [
        [
          pay(await token.getAddress(), 12_345_678_901_234_567n, "audits"),
          pay(ZeroAddress, 10n ** 15n + 7n, "data"),
        ],
      ]),
    },
  ]);
  return network;
}

describe("A report of a chain", () => {
  let network: Awaited<ReturnType<typeof randomNetwork>>;
  let history: History;
  let deployment: Deployment;
  let file: string;
  let snapshot: unknown;
  let source: Awaited<ReturnType<typeof readVoteSource>>;
  let period: { from: number; to: number };

  before(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    const block = await ethers.provider.getBlockNumber();
    network = await randomNetwork();
    deployment = { name: "NeuroShard", chainId: 31_337, block, contracts: network.addresses };
    file = writeDeployment(deployment, FOLDER);
    const head = await time.latest();
    // Whole days: the chain goes on after the period, so that the report is one of the past.
    period = { from: Math.floor((head - 60 * DAY) / DAY) * DAY, to: (Math.floor(head / DAY) - 20) * DAY };
    history = await readHistory(network, {
      ...{ fromBlock: block, toBlock: await blockBefore(ethers.provider, period.to, block) },
    });
    source = await readVoteSource(network);
  });
  after(async () => {
    await hre.network.provider.send("evm_revert", [snapshot]);
    rmSync(FOLDER, { recursive: true });
  });

  const atHead = () => ({ blockTag: history.head.block });
  const within = (moment: number) => moment >= period.from && moment < period.to;

  /** Raw logs of a contract with their times, up to the head: nothing of the history is used. */
  async function logsOf(contract: BaseContract) {
    const logs = await contract.queryFilter("*", deployment.block, history.head.block);
    return Promise.all(
      logs.map(async (log) => ({ log: log as EventLog, time: (await log.getBlock()).timestamp })),
    );
  }

  it("ends with the last block of its period", async () => {
    const { block, time: last } = history.head;
    expect(last).to.be.below(period.to);
    expect((await ethers.provider.getBlock(block + 1))!.timestamp).to.be.at.least(period.to);
  });

  it("tells decisions, tallies and turnout as the governor and its votes do", async () => {
    const { governor, votes } = network;
    const created = (await logsOf(governor)).filter(({ log }) => log.eventName === "ProposalCreated");
    const ballots = (await logsOf(governor)).filter(({ log }) => /^VoteCast/.test(log.eventName));
    const expected: unknown[] = [];
    let [cast, whole] = [0n, 0n];
    const everybody = new Set<string>();
    for (const { log } of created) {
      const proposalId = log.args.proposalId as bigint;
      const [deadline, view] = await Promise.all([
        governor.proposalDeadline(proposalId, atHead()),
        readProposal(governor, proposalId, history.head.block),
      ]);
      const canceled = view.state === "Canceled";
      if (canceled || !within(Number(deadline)) || Number(deadline) >= history.head.time) continue;
      const snapshotAt = await governor.proposalSnapshot(proposalId, atHead());
      const [total, excluded] = await Promise.all([
        votes.getPastTotalSupply(snapshotAt, atHead()),
        votes.getPastVotes(EXCLUDED, snapshotAt, atHead()),
      ]);
      const sum = view.votes.for + view.votes.against + view.votes.abstain;
      const own = ballots.filter(({ log: ballot }) => ballot.args.proposalId === proposalId);
      const voters = new Set(own.map(({ log: ballot }) => ballot.args.voter as string));
      voters.forEach((voter) => everybody.add(voter));
      [cast, whole] = [cast + sum, whole + total - excluded];
      expected.push([
        ...[
          proposalId,
          view.votes.for,
          view.votes.against,
          view.votes.abstain,
          view.quorum,
          total - excluded,
        ],
        ...[voters.size, ["Succeeded", "Queued", "Executed", "Expired"].includes(view.state), view.stage],
      ]);
    }
    const { proposals } = decisions(history, period);
    const told = proposals.map((one) => [
      ...[one.id, one.votes.for, one.votes.against, one.votes.abstain, one.quorum, one.electorate],
      ...[new Set(one.ballots.map(({ voter }) => voter)).size, one.passed, one.stage],
    ]);
    expect(told.length).to.be.at.least(4);
    expect(told).to.have.deep.members(expected);
    expect(new Set(told.map((one) => one[7]))).to.deep.equal(new Set([true, false]));
    const { turnoutBps, voters } = participation(history, source, period);
    expect([turnoutBps, voters]).to.deep.equal([Number((cast * 10_000n) / whole), everybody.size]);
    expect(PROPOSAL_STATES).to.include("Expired");
  });

  it("gives everybody the votes that the contracts give, and spreads them by definition", async () => {
    const { votes } = network;
    const escrow = requireEscrow(network);
    const values: bigint[] = [];
    for (const { key, votes: told } of powersOf(history, source)) {
      const actual = await votes.getVotes(key, atHead());
      expect(told, key).to.equal(actual);
      if (actual > 0n && key !== EXCLUDED_KEY) values.push(actual);
    }
    expect(values.length).to.be.at.least(3);
    const total = await escrow.totalSupply(atHead());
    expect(electorateOf(history, source)).to.equal(total - (await votes.getVotes(EXCLUDED, atHead())));
    let [differences, sum] = [0n, 0n];
    for (const a of values) {
      sum += a;
      for (const b of values) differences += a > b ? a - b : b - a;
    }
    const { spreads, top } = concentration(history, source);
    expect(spreads[0]!.giniBps).to.equal(
      Number((differences * 10_000n) / (2n * BigInt(values.length) * sum)),
    );
    expect(spreads[0]!.total).to.equal(sum);
    expect(top[0]!.votes).to.equal(values.reduce((a, b) => (a > b ? a : b)));
    for (const { time: week, power } of lockHistory(history, source).ahead.slice(1, 30)) {
      expect(power).to.equal(await escrow.projectedTotalSupply(week, atHead()));
    }
  });

  it("balances the treasury with what the chain had booked at both ends", async () => {
    const { treasury } = network;
    const opening = { blockTag: await blockBefore(ethers.provider, period.from, deployment.block) };
    const { accounts, byCategory } = treasuryAccounts(history, period);
    const logs = (await logsOf(treasury)).filter(({ time: at }) => within(at));
    expect(accounts.map(({ token }) => token)).to.have.members([
      ZeroAddress,
      await network.token.getAddress(),
    ]);
    for (const { token, income, spending, ...account } of accounts) {
      expect(account.opening).to.equal(await treasury.booked(token, opening));
      expect(account.closing).to.equal(await treasury.booked(token, atHead()));
      const of = (...names: string[]) =>
        logs
          .filter(({ log }) => names.includes(log.eventName) && log.args.token === token)
          .reduce((sum, { log }) => sum + (log.args.amount as bigint), 0n);
      expect(income).to.equal(of("Deposited"));
      expect(spending).to.equal(of("Refunded") - of("Paid", "Disbursed", "RecurringPaid"));
      const parts = byCategory.filter((part) => part.token === token);
      expect(parts.reduce((sum, part) => sum + part.income, 0n)).to.equal(income);
    }
  });

  it("holds budgets against the treasury's own record", async () => {
    const { treasury } = network;
    const { uses } = budgetUse(history, period);
    expect(BigInt(uses.length)).to.equal(await treasury.budgetCount(atHead()));
    const logs = await logsOf(treasury);
    for (const { budget, spent, granted, begun } of uses) {
      const { amount } = await treasury.budget(budget.id, atHead());
      const of = (name: string) =>
        logs
          .filter(({ log }) => log.eventName === name && log.args.budgetId === budget.id)
          .reduce((sum, { log }) => sum + (log.args.amount as bigint), 0n);
      expect([spent, granted]).to.deep.equal([of("Disbursed") - of("Refunded"), amount * BigInt(begun)]);
    }
  });

  it("puts beside each version what the chain held at the edges of its windows", async () => {
    const { registry, token, treasury } = network;
    const all = { from: 0, to: period.to };
    const { impacts } = decisionImpact(history, { period: all });
    expect(BigInt(impacts.length)).to.equal((await registry.versionCount(atHead())) - 1n);
    for (const { version, window, supply, locked, treasury: money } of impacts) {
      const { specHash } = await registry.version(version.id, atHead());
      expect(version.specHash).to.equal(specHash);
      for (const [i, at] of [version.time - window, version.time, version.time + window].entries()) {
        const blockTag = await blockBefore(ethers.provider, at + 1, deployment.block);
        if (blockTag === deployment.block) continue;
        expect(supply[i]).to.equal(await token.totalSupply({ blockTag }));
        expect(locked[i]).to.equal(await token.balanceOf(requireEscrow(network), { blockTag }));
        for (const around of money) {
          const { token: asset, units } = around[i]!;
          expect(units).to.equal(await treasury.booked(asset, { blockTag }));
        }
      }
    }
  });

  const run = (options: Given) => runCommand("dao", "report", options);
  const day = (moment: number) => new Date(moment * 1000).toISOString().slice(0, 10);

  it("is written by the command that the document shows, byte for byte the same every time", async () => {
    const command = commandsOf(readFileSync(join(ROOT, DOCUMENT), "utf8"), "test/report/chain.test.ts");
    expect(command).to.have.lengthOf(1);
    const [, from, to, out] = / dao report --from (\S+) --to (\S+) --out (\S+)$/.exec(command[0]!)!;
    expect([from, to, out]).to.deep.equal(["2026-01-01", "2026-03-31", "report-2026-1"]);
    const said: Given = { from: day(period.from), to: day(period.to - DAY), deployment: file };
    const folders = [1, 2].map((i) => join(FOLDER, `${out!}-${i}`));
    for (const folder of folders) {
      const { stdout, stderr, code, progress } = await run({ ...said, out: folder });
      expect([stderr, code]).to.deep.equal(["", 0]);
      expect(stdout).to.match(/files are in .*: open .*report\.html$/);
      expect(progress).to.match(/read \d+ of \d+ blocks, \d+ events\n/);
    }
    const names = readdirSync(folders[0]!, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.includes("."),
    );
    expect(names).to.include.members(["report.html", "report.md", join("pictures", "decisions.svg")]);
    for (const name of names) {
      const [first, second] = folders.map((folder) => readFileSync(join(folder, name), "utf8"));
      expect(first, name).to.equal(second);
    }
    const { stdout } = await run({ ...said, out: join(FOLDER, "json"), json: true });
    const json = JSON.parse(stdout) as { head: History["head"]; summary: string[]; files: string[] };
    expect(json.head).to.deep.equal(history.head);
    expect(json.files).to.have.members(names);
    const own: Report = buildReport({
      ...{ history, deployment, source, period },
      units: { token: { symbol: "NEURO", decimals: 18 }, tokens: new Map() },
    });
    expect(json.summary[0]).to.equal(own.summary[0]);
    expect(readFileSync(join(folders[0]!, "report.html"), "utf8")).to.not.match(/<script|javascript:/i);
  });

  it("A4: says the treasury in money, by the prices that a file has, and names the days that it lacks", async () => {
    const prices = join(FOLDER, "prices.csv");
    const said: Given = { from: day(period.from), to: day(period.to - DAY), deployment: file, prices };
    writeFileSync(prices, "date,token,price,currency\n2026-01-01,ETH,2000,USD\n");
    const without = await run({ ...said, out: join(FOLDER, "unpriced") });
    expect([without.stdout, without.code, existsSync(join(FOLDER, "unpriced"))]).to.deep.equal([
      "",
      1,
      false,
    ]);
    const days = [...without.stderr.matchAll(/^ {2}(\S+): has no price, .* add a line (\S+),<price>,USD$/gm)];
    expect(days.length).to.be.at.least(2);
    expect(without.stderr).to.match(/^Error: \S+prices\.csv/);
    const lines = days.map(([, missing]) => `${missing},2,USD`);
    writeFileSync(prices, ["date,token,price,currency", ...lines].join("\r\n"));
    const { stderr, code } = await run({ ...said, out: join(FOLDER, "priced") });
    expect([stderr, code]).to.deep.equal(["", 0]);
    const csv = readFileSync(join(FOLDER, "priced/figures/the-treasury-in-money.csv"), "utf8").split("\r\n");
    const { accounts } = treasuryAccounts(history, period);
    // All at 2: twice the base units of every token, and no change of prices.
    const all = accounts.reduce((sum, { closing }) => sum + 2n * closing, 0n);
    expect(csv[3]).to.match(/^All,/);
    expect(csv[3]!.split(",").slice(-2)).to.deep.equal([ethers.formatEther(all).replace(/\.0$/, ""), "USD"]);
    expect(csv[3]!.split(",").slice(-4, -2)).to.deep.equal(["0", "USD"]);
    expect(readFileSync(join(FOLDER, "priced/report.html"), "utf8")).to.include(
      "Everything here but prices was",
    );
  });

  const base = { from: "2026-01-01", to: "2026-03-31", out: "nowhere" };
  const refusals: [options: Given, sentence: RegExp][] = [
    [{ out: "nowhere" }, /^Error: --from is missing; write --from 2026-01-01/],
    [{ ...base, out: undefined }, /^Error: --out is missing/],
    [{ ...base, from: "January" }, /^Error: "January" is not a date; write YYYY-MM-DD$/],
    [{ ...base, to: "2025-12-31" }, /^Error: the period ends on 2025-12-31, before it begins on 2026-01-01/],
    [
      { ...base, explorer: "javascript:alert(1)" },
      /^Error: "javascript:alert\(1\)" is no address of an explorer/,
    ],
    [{ ...base, explorer: "https://e.org/)[x](" }, /is no address of an explorer/],
    [{ ...base, deployment: "none.json" }, /^Error: there is no deployment at none\.json/],
  ];
  for (const [options, sentence] of refusals) {
    it(`is refused with ${JSON.stringify(options)}`, async () => {
      const { stdout, stderr, code } = await run(options);
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(stderr).to.match(sentence);
    });
  }

  it("is refused for a time before the network", async () => {
    const { stderr, code } = await run({ ...base, deployment: file });
    expect(code).to.equal(1);
    expect(stderr).to.match(/^Error: nothing had happened by 2026-04-01T00:00:00Z/);
  });
});
