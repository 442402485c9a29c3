import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import {
  impersonateAccount,
  loadFixture,
  mine,
  setBalance,
  time,
} from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, hexlify, parseEther, randomBytes, ZeroAddress, ZeroHash } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS } from "../../config";
import type { Given } from "../../commands/core/run";
import { commandsOf as commandsOfScope } from "../../commands/load";
import { DAY, describeStatus, formatDeployment, parseDeployment, readHistory, readStatus } from "@polity/sdk";
import type { Addresses } from "@polity/sdk/deployment";
import { readCase } from "@polity/sdk/court";
import { measuring } from "@polity/sdk/court/analytics";
import { drawKey, history as courtHistory } from "@polity/sdk/court/history";
import { court as chapter } from "../../report/sections/court";
import { runCommand } from "../helpers/command";
import { deployPreset } from "../helpers/preset";
import { commandsOf } from "../helpers/shell";

const DOCUMENT = "docs/court.md";
const FOLDER = mkdtempSync(join(tmpdir(), "polity-court-"));
const DEPLOYMENT = join(FOLDER, "polity.json");
const OTHERS = ["ada", "ben", "cleo", "dan", "eva", "finn", "ivan", "pia", "quin", "rosa", "kofi"] as const;
const CATEGORY = encodeBytes32String("grants");
const [PAY, RETURN] = ["1", "2"] as const;

const run = (name: string, options: Given = {}) =>
  runCommand("court", name, { deployment: DEPLOYMENT, salts: FOLDER, ...options });
/** Runs what must succeed, and answers what it said. */
const ran = async (name: string, options: Given = {}) => {
  const { stdout, stderr } = await run(name, options);
  expect(stderr, name).to.equal("");
  return stdout;
};

/**
 * Distributed.ai, whose council's Milo instructs a disputed budget, and eleven people who stake a unit each. Hana has tokens
 * to stake forty, so that she is on every bench.
 */
async function deployed() {
  const { network, people, config } = await deployPreset("distributed-ai");
  const { token, treasury, addresses } = network;
  const [court, budgets] = [network.court!, network.disputedBudgets!];
  writeFileSync(
    DEPLOYMENT,
    formatDeployment({ name: config.name, chainId: 31_337, block: 0, contracts: addresses }),
  );
  await impersonateAccount(addresses.TimelockController);
  await setBalance(addresses.TimelockController, parseEther("10"));
  const vote = await hre.ethers.getSigner(addresses.TimelockController);
  await treasury!.connect(vote).grantBudget({
    ...{ spender: budgets, token, amount: parseEther("100000"), start: 0, period: 365 * DAY },
    ...{ periods: 1, rollover: false, category: CATEGORY },
  });
  await budgets.connect(vote).setInstructor(1, people.milo);
  await budgets.connect(vote).setArbitrator(court, "0x", "ipfs://what-rulings-mean");
  for (const name of OTHERS) {
    const juror = people[name];
    if ((await token.balanceOf(juror)) < parseEther("2000"))
      await token.connect(people.dan).transfer(juror, parseEther("2000"));
    await token.connect(juror).approve(court, parseEther("2000"));
    await court.connect(juror).deposit(parseEther("2000"));
  }
  await token.connect(people.dan).transfer(people.hana, parseEther("80000"));
  await token.connect(people.dan).transfer(people.gus, parseEther("5000"));
  const pay = (amount: string) =>
    budgets.connect(people.milo).disburse(1, people.omar, parseEther(amount), CATEGORY, ZeroHash);
  return { network, people, court, budgets, token, vote, pay };
}
/** What commands say to machines, as far as it is looked at. */
interface Said {
  seats: object[];
  case: object;
  cases: object[];
  payments: { status: string }[];
  locked: string;
}
type Deployed = Awaited<ReturnType<typeof deployed>>;

/** A deployment file of its own: fixtures that come after each other have other addresses. */
function fileOf(contracts: Addresses): string {
  const file = join(mkdtempSync(join(FOLDER, "deployment-")), "polity.json");
  writeFileSync(file, formatDeployment({ name: "Own", chainId: 31_337, block: 0, contracts }));
  return file;
}

/** A case of seven jurors, about a payment of 3,000 tokens, whose bench is seated and votes. */
async function seated() {
  const all = await deployed();
  await ran("stake", { from: "hana", amount: "80000" });
  await time.increase(31 * DAY);
  await all.pay("4000");
  await all.pay("3000");
  await ran("dispute", { from: "gus", payment: "1" });
  await time.increase(3 * DAY);
  await draw();
  return all;
}

async function draw() {
  await ran("seal", { id: "1" });
  await mine(5);
  await ran("seal", { id: "1" });
  await ran("seat", { id: "1" });
  await time.increase(DAY);
}

/** Everybody on the bench but some people, as they are called. */
async function jurorsBut({ court }: Deployed, ...but: string[]): Promise<string[]> {
  const { draws } = await readCase(court, 1n);
  const names = Object.entries(LOCAL_ACCOUNTS).filter(([, address]) =>
    draws.at(-1)!.seats.some(({ juror }) => juror === address),
  );
  return names.map(([name]) => name).filter((name) => !but.includes(name));
}

async function everybody(all: Deployed, name: "vote" | "reveal", but: string[] = []) {
  for (const from of await jurorsBut(all, ...but))
    await ran(name, { from, id: "1", ...(name === "vote" && { choice: PAY }) });
}

/** What `gov watch` says of a case that went over two benches to the vote: who is asked for what, and until when. */
async function toldByTheWatch({ court, people }: Deployed) {
  const feed = join(FOLDER, "feed.json");
  const { stderr } = await runCommand("gov", "watch", { deployment: DEPLOYMENT, once: true, feed });
  expect(stderr).to.equal("");
  const { items } = JSON.parse(readFileSync(feed, "utf8")) as {
    items: { id: string; title: string; content_text: string; date_published: string }[];
  };
  rmSync(feed);
  const told = items.filter(({ id }) => id.includes(":court/")).reverse();
  const { draws } = await readCase(court, 1n);
  const bench = (draw: number) => [...new Set(draws[draw]!.seats.map(({ juror }) => juror))];
  const expected: [title: string, text: RegExp][] = [
    ["Payment 1 waits: 3,000 DISTAI", new RegExp(`^To ${people.omar.address}, out of budget 1\\. Whoever`)],
    [
      "Case 1 is open: payment 1 is disputed",
      new RegExp(`^${people.gus.address} disputes the payment to ${people.omar.address}: choice 1 makes`),
    ],
    ["The jurors of case 1 vote", new RegExp(`They are ${bench(0).join(", ")}\\.$`)],
    ["The jurors of case 1 reveal their votes", /^Until 20.*; whoever does not loses a slice\.$/],
    [
      "The bench of 7 rules in case 1: choice 1",
      /^Whoever disagrees can appeal, which draws a larger bench, until/,
    ],
    ["Case 1 goes to a bench of 15", new RegExp(`^${people.gus.address} has appealed\\.`)],
    ["The jurors of case 1 vote", new RegExp(`They are ${bench(1).join(", ")}\\.`)],
    ["The jurors of case 1 reveal their votes", /^Until 20/],
    [
      "The bench of 15 rules in case 1: choice 1",
      /^Whoever disagrees can ask for a vote, with a bond of one unit,/,
    ],
    [
      "Case 1 is the voters' to rule",
      new RegExp(
        `^${people.gus.address} has asked for that\\. .* calls JurorCourt\\.overrule .* If none does: choice 1\\.`,
      ),
    ],
    ["Case 1 is decided: choice 2", /^A vote has ruled\. About: payment 1 is disputed\./],
    [
      "Payment 1 went back to its budget",
      new RegExp(`^It was to ${people.omar.address}, out of budget 1\\.`),
    ],
  ];
  expect(told.map(({ title }) => title)).to.deep.equal(expected.map(([title]) => title));
  for (const [i, { content_text: text }] of told.entries()) expect(text).to.match(expected[i]![1]);
  expect(new Set(told.map(({ id }) => id)).size).to.equal(told.length);
  const [, opened, voting, revealing] = told.map(({ date_published: date }) => Date.parse(date) / 1000);
  expect(revealing! - voting!).to.equal(2 * DAY);
  expect(voting! - opened!).to.be.at.least(4 * DAY);
}

describe("Commands of the court", () => {
  after(() => rmSync(FOLDER, { recursive: true }));

  it(`do what ${DOCUMENT} says, line by line, through two benches to the vote`, async () => {
    const all = await loadFixture(deployed);
    const { court, budgets, vote, pay, network } = all;
    const lines = commandsOf(readFileSync(DOCUMENT, "utf8"), "test/scripts/court.test.ts");
    const disputable = async () => {
      await time.increase(31 * DAY);
      await pay("4000");
      await pay("3000");
    };
    const secondBench = async () => {
      await draw();
      await everybody(all, "vote");
      await time.increase(2 * DAY);
      await everybody(all, "reveal");
      await time.increase(2 * DAY);
      await ran("close", { id: "1" });
    };
    const pass = (days: number) => () => time.increase(days * DAY);
    const expected: [command: RegExp, answer: RegExp, before?: () => Promise<unknown>][] = [
      [/stake .*hana/, /^hana stakes 80,000 tokens, 40 tickets\ntx 0x/],
      [/cases/, /^no case was opened yet\n\npayment .*\n1 +1 +omar +3,000 DISTAI +waits +20/, disputable],
      [
        /dispute/,
        /^gus disputes payment 1, with a bond of 250 tokens and 0\.035 ETH .*\nit is case 1 of JurorCourt: /,
      ],
      [/evidence/, /^gus brings forward evidence about payment 1: ipfs:\/\/the-work\n/],
      [/seal/, /^block \d+ draws the jurors of case 1: seal again after it\n/, pass(3)],
      [/seal/, /^the jurors of case 1 are drawn: seat them\n/, () => mine(5)],
      [/seat/, /^seated on the bench of case 1:\n(\w+ +ticket \d+\n){7}tx /],
      [/vote/, /^hana has voted in case 1, in secret: .*\n(seat \d: tx 0x\w+, [\d,]+ gas\n?)+$/, pass(1)],
      [
        /reveal/,
        /^(hana, seat \d: choice 1\ntx 0x\w+, [\d,]+ gas\n?)+$/,
        async () => {
          await everybody(all, "vote", ["hana"]);
          await time.increase(2 * DAY);
          await everybody(all, "reveal", ["hana"]);
        },
      ],
      [/close/, /^its period is over: tx 0x\w+\ncase 1 can be appealed$/, pass(2)],
      [
        /show/,
        /^case 1 of DisputedBudgets: 2 choices, about 3,000 tokens\nit is about payment 1\nit can be appealed until .*\nruling as of now: choice 1\nnext, by whoever disagrees: appeal to a larger bench \(appeal\)\nevidence of gus: ipfs:\/\/the-work\ndraw 0: a bench of 7\n(seat \d +\w+ +choice 1\n?){7}$/,
      ],
      [/appeal/, /^gus pays 0\.075 ETH for a bench of 15 in case 1\n/],
      [
        /refer/,
        /^gus gives a bond of 2,000 tokens: now a proposal that calls JurorCourt\.overrule rules /,
        secondBench,
      ],
      [
        /close/,
        /^(a draw is shared out: tx 0x\w+\n){2}the ruling is carried out: tx 0x\w+\ncase 1 is carried out$/,
        () => court.connect(vote).overrule(1, RETURN),
      ],
      [
        /show --payment/,
        /^payment 1 out of budget 1 to omar: 3,000 DISTAI\nit was refused\ngus disputes it before JurorCourt, whose number for it is 1\nnext, by anybody: return it to its budget \(finish\)\nevidence of gus: ipfs:\/\/the-work$/,
      ],
      [/finish/, /^payment 1:\nit goes back to its budget: tx 0x\w+$/],
      [/claim .*gus/, /^gus got 2,250 tokens and 0 ETH\n/],
      [/stake .*--out/, /^hana stakes 0 tokens, 0 tickets; 80,000 can be withdrawn from 20/],
      [/claim .*hana/, /^hana got 80,000 tokens and 0\.\d+ ETH\ntx .*\ntx /, pass(7)],
    ];
    expect(lines.length).to.equal(expected.length);
    for (const [i, line] of lines.entries()) {
      const [command, answer, before] = expected[i]!;
      expect(line).to.match(command);
      await before?.();
      const [, name, rest] = /^npx hardhat --network localhost court ([\w-]+)(.*)$/.exec(line)!;
      const options = [...rest!.matchAll(/--([a-z]+) (\S+)/g)].map(([, option, value]) => [option!, value!]);
      const { stdout, stderr } = await run(name!, Object.fromEntries(options) as Given);
      expect(stdout || stderr, line).to.match(answer);
    }
    // No wallet here signs differently each time.
    expect(readdirSync(FOLDER)).to.deep.equal(["polity.json"]);
    expect((await budgets.paymentOf(1)).status).to.equal(6n);
    const returned = await network.treasury!.queryFilter(network.treasury!.filters.Refunded());
    expect(returned.map(({ args }) => args.amount)).to.deep.equal([parseEther("3000")]);
    expect(await ran("cases")).to.match(/\n1 +DisputedBudgets +3,000 +7 → 15 +2 +is carried out$/);
    await toldByTheWatch(all);
  });

  it("keep the salt of a wallet that signs differently each time in a file that its owner alone reads", async () => {
    await loadFixture(seated);
    const real = HardhatEthersSigner.prototype.signTypedData;
    HardhatEthersSigner.prototype.signTypedData = () => Promise.resolve(hexlify(randomBytes(96)));
    const salts = mkdtempSync(join(FOLDER, "salts-"));
    const given = { from: "hana", id: "1", salts };
    try {
      const first = await ran("vote", { ...given, choice: RETURN });
      expect(first).to.match(/\nthe salt of seat \d.* is in a file of .*: keep it and show it to nobody/);
      const files = readdirSync(salts);
      const kept = files.map((file) => readFileSync(join(salts, file), "utf8"));
      for (const [i, file] of files.entries()) {
        expect(file).to.match(/^court-case-1-draw-0-seat-\d\.json$/);
        expect(statSync(join(salts, file)).mode & 0o777).to.equal(0o600);
        const { salt } = JSON.parse(kept[i]!) as { salt: string };
        expect(first).not.to.contain(salt);
      }
      // Another vote hides behind the same salt.
      await ran("vote", { ...given, choice: PAY });
      expect(files.map((file) => readFileSync(join(salts, file), "utf8"))).to.deep.equal(kept);
      await time.increase(2 * DAY);
      expect((await run("reveal", { ...given, salts: FOLDER })).stderr).to.match(
        /^Error: the salt of seat \d in case 1 is not here; give the file/,
      );
      writeFileSync(join(salts, files[0]!), kept[0]!.replace('"case": "1"', '"case": "2"'));
      expect((await run("reveal", given)).stderr).to.match(
        /has the salt of another vote: its case is not 1; /,
      );
      writeFileSync(join(salts, files[0]!), "{}}");
      expect((await run("reveal", given)).stderr).to.match(
        / is not JSON; give the file that was written when/,
      );
      writeFileSync(join(salts, files[0]!), kept[0]!.replace(/0x\w{64}/, "0x12"));
      expect((await run("reveal", given)).stderr).to.match(
        / has no salt; give the file that was written when/,
      );
      writeFileSync(join(salts, files[0]!), kept[0]!);
      expect(await ran("reveal", given)).to.match(/^hana, seat \d: choice 1\n/);
    } finally {
      HardhatEthersSigner.prototype.signTypedData = real;
    }
    expect((await run("reveal", given)).stderr).to.match(/has no vote to reveal in case 1; it is revealed, /);
  });

  it("answer machines in JSON, and change one seat where one is named", async () => {
    const all = await loadFixture(seated);
    const json = async (name: string, given: Given = {}) =>
      JSON.parse(await ran(name, { ...given, json: true })) as Said;
    const { seats } = (await readCase(all.court, 1n)).draws[0]!;
    const { seat } = seats.find(({ juror }) => juror === LOCAL_ACCOUNTS.hana)!;
    const voted = await json("vote", { from: "hana", id: "1", choice: "0", seat: String(seat) });
    expect(voted.seats).to.have.length(1);
    expect(voted.seats[0]).to.include({ seat, kept: false });
    const { case: view } = await json("show", { id: "1" });
    expect(view).to.include({ phase: "committing", value: parseEther("3000").toString(), choices: "2" });
    const { cases, payments } = await json("cases");
    expect(cases).to.deep.equal([view]);
    expect(payments.map(({ status }) => status)).to.deep.equal(["disputed"]);
    const stake = await json("stake", { account: "hana", from: "ada" });
    expect(stake).to.include({
      stake: parseEther("80000").toString(),
      tickets: "40",
      exit: "0",
      credit: "0",
    });
    expect(BigInt(stake.locked)).to.equal(
      BigInt(seats.filter(({ juror }) => juror === LOCAL_ACCOUNTS.hana).length) * parseEther("1000"),
    );
    expect(await ran("stake", { from: "hana" })).to.match(
      /^hana stakes 80,000 tokens, 40 tickets\nat risk in cases: \d,000\nto be withdrawn: 0\nfees to be claimed: 0 ETH$/,
    );
  });

  it("leave a history, figures and a status that say what came of a case", async () => {
    const all = await loadFixture(seated);
    const { network, court, token, people } = all;
    const words = async () => {
      const said = await describeStatus(network, await readStatus(network, 0));
      return said.flatMap(({ details = [] }) => details.map(String)).join("\n");
    };
    expect(await words()).to.match(/case 1 about 3,000 tokens takes votes in secret; that ends 20/);
    const { seats } = (await readCase(court, 1n)).draws[0]!;
    // Whoever has the last seat stays away from it.
    const everySeat = async (name: "vote" | "reveal") => {
      for (const { seat, juror } of seats.slice(0, -1)) {
        const [from] = Object.entries(LOCAL_ACCOUNTS).find(([, address]) => address === juror)!;
        await ran(name, { from, id: "1", seat: String(seat), ...(name === "vote" && { choice: PAY }) });
      }
    };
    await everySeat("vote");
    await time.increase(2 * DAY);
    await everySeat("reveal");
    await time.increase(2 * DAY);
    await ran("close", { id: "1" });
    await time.increase(3 * DAY);
    await ran("close", { id: "1" });
    await all.budgets.connect(people.june).finish(1);

    const history = await readHistory(network, { fromBlock: 0 });
    const { cases, draws, jurors, payments } = history.court;
    const { decided, opened, executed, ...one } = cases.get(1n)!;
    expect(one).to.deep.equal({
      ...{ id: 1n, arbitrable: network.addresses.DisputedBudgets, payer: people.gus.address },
      ...{ terms: 0n, value: parseEther("3000"), choices: 2n, ruling: 1n, byVote: false },
    });
    expect(executed!.time).to.be.at.least(decided!.time);
    const bench = draws.get(drawKey(1n, 0n))!;
    expect(bench.seats.map(({ juror, voted: choice }) => [juror, choice])).to.deep.equal(
      seats.map(({ juror, seat }) => [juror, seat === 6 ? undefined : 1n]),
    );
    const [settled] = await court.queryFilter(court.filters.DrawSettled(1));
    const { shared, burned, fees } = settled!.args;
    expect(bench).to.deep.include({ ruling: 1n, settled: { coherent: 6, shared, burned, fees } });
    expect(shared + burned).to.equal(parseEther("1000"));
    for (const { juror, stake } of jurors.values())
      expect((await court.stakeOf(juror)).stake).to.equal(stake);
    expect(jurors.size).to.equal(12);
    expect(payments.get(1n)).to.deep.include({ ruling: 1n, returned: false, amount: parseEther("3000") });
    expect(payments.get(1n)!.disputed!.by).to.equal(people.gus.address);

    const at = { period: { from: 0, to: history.head.time + 1 }, source: { held: true } as const };
    const own = { ...at, token: await token.getAddress() };
    const [ofCases, ofBenches, ofJurors] = measuring.tables(history, own);
    const amount = (units: bigint) => ({ token: own.token, units });
    expect(ofCases!.rows).to.deep.equal([
      [
        ...[1n, network.addresses.DisputedBudgets, amount(parseEther("3000")), opened.time],
        ...["7", 1n, "a bench", decided!.time, decided!.time - opened.time],
      ],
    ]);
    expect(ofBenches!.rows).to.deep.equal([[1n, 7, 7, 6, 1n, 6, 8571, amount(shared), amount(burned)]]);
    const stakes = [...jurors.values()].map(({ stake }) => stake);
    const total = stakes.reduce((sum, stake) => sum + stake, 0n);
    const hana = jurors.get(LOCAL_ACCOUNTS.hana)!.stake;
    expect(ofJurors!.rows[0]!.slice(0, 3)).to.deep.equal([
      ...[stakes.filter((stake) => stake > 0n).length, amount(total), Number((hana * 10_000n) / total)],
    ]);
    expect(ofJurors!.rows[0]!.at(-1)).to.equal(1);
    // Decided before a later period, and opened after an earlier one.
    const later = { from: decided!.time + 1, to: history.head.time + 1 };
    expect(measuring.tables(history, { ...own, period: later })[0]!.rows).to.deep.equal([]);
    expect(
      measuring.tables(history, { ...own, period: { from: 0, to: opened.time } })[0]!.rows,
    ).to.deep.equal([]);
    expect(await words()).not.to.match(/case 1/);

    const reported = {
      ...{
        history,
        period: at.period,
        source: at.source,
        units: { token: { symbol: "DISTAI", decimals: 18 }, tokens: new Map() },
      },
      deployment: parseDeployment(readFileSync(DEPLOYMENT, "utf8")),
    };
    const { summary, sections } = chapter(reported, (address) => address);
    expect(summary).to.deep.equal(["1 case was open before the court in the period."]);
    expect(sections[0]!.figures.map(({ table }) => table)).to.deep.equal([ofCases, ofBenches, ofJurors]);
    expect(
      chapter({ ...reported, history: { ...history, court: courtHistory.initial() } }, String).sections,
    ).to.deep.equal([]);
  });

  it("take half of the slice of a juror who let a vote be known", async () => {
    const all = await loadFixture(seated);
    const { court, network } = all;
    const { seats } = (await readCase(court, 1n)).draws[0]!;
    const { seat } = seats.find(({ juror }) => juror === LOCAL_ACCOUNTS.hana)!;
    const given = { from: "gus", id: "1", seat: String(seat) };
    const salt = hexlify(randomBytes(32));
    expect((await run("denounce", { ...given, salt })).stderr).to.match(
      /^Error: seat \d of case 1 has no vote with this salt; a vote is shown/,
    );
    const place = [1n, 0n, BigInt(seat), LOCAL_ACCOUNTS.hana, BigInt(RETURN), salt] as const;
    await court.connect(all.people.hana).commit(1, seat, await court.commitmentOf(...place));
    expect((await run("denounce", { ...given, salt: "0x12" })).stderr).to.match(/^Error: this is no salt; /);
    expect((await run("denounce", { ...given, salt: hexlify(randomBytes(32)) })).stderr).to.match(
      /has no vote with this salt/,
    );
    expect(await ran("denounce", { ...given, salt })).to.match(
      /^hana has let seat \d of case 1 be known as choice 2 and loses the slice\ngus gets 500 tokens of it: claim/,
    );
    expect((await run("denounce", { ...given, salt })).stderr).to.match(/has no vote with this salt/);
    expect(await ran("show", { id: "1" })).to.match(/seat \d +hana +was shown too early, and lost its slice/);
    expect((await court.stakeOf(all.people.gus)).exit).to.equal(parseEther("500"));
    expect(network.addresses.JurorCourt).to.equal(await court.getAddress());
  });

  it("serve a network whose arbitrator is somebody else's, to the end of its silence", async () => {
    const { network, people, budgets, vote, pay, token } = await loadFixture(deployed);
    const { JurorCourt: _, ...contracts } = network.addresses;
    const deployment = fileOf(contracts);
    const arbitrator = await hre.ethers.deployContract("CentralArbitrator");
    await budgets.connect(vote).setArbitrator(arbitrator, "0x12", "ipfs://what-rulings-mean");
    expect(await ran("cases", { deployment })).to.equal("no payment waits");
    await pay("4000");
    for (const amount of ["3000", "2000", "1500"]) await pay(amount);
    expect(await ran("cases", { deployment })).to.match(
      /^payment .*(\n\d +1 +omar +\d,\d00 DISTAI +waits +20.*){3}$/,
    );
    expect(await ran("show", { deployment, payment: "1" })).to.match(
      /^payment 1 out of budget 1 to omar: 3,000 DISTAI\nit waits until 20.*\nnext, by whoever disagrees: dispute it \(dispute\)$/,
    );
    const gus = { deployment, from: "gus" };
    expect((await run("evidence", { ...gus, payment: "1", at: "ipfs://a" })).stderr).to.match(
      /^Error: payment 1 is not disputed; dispute begins that, as long as it waits/,
    );
    for (const payment of ["1", "2"])
      expect(await ran("dispute", { ...gus, payment })).to.match(
        new RegExp(
          `and 0\\.1 ETH for whoever rules\nit is case \\d of ${arbitrator.target as string}: choice 1 makes`,
        ),
      );
    await ran("evidence", { ...gus, payment: "1", at: "ipfs://a\u202eb" });
    expect((await run("evidence", { ...gus, payment: "1", at: "x".repeat(513) })).stderr).to.match(
      /^Error: the address of the evidence has 513 bytes, and may have 512; /,
    );
    expect((await run("appeal", { ...gus, payment: "1" })).stderr).to.match(
      /^Error: no appeal can be made about payment 1 now; /,
    );
    expect(await ran("show", { deployment, payment: "1" })).to.match(
      /\nits arbitrator has not ruled yet\nwithout a ruling anybody can end it from 20.* on: finish\nnext, by anybody: bring evidence forward; then its arbitrator rules \(evidence\)\nevidence of gus: ipfs:\/\/a[^\u202e]+b$/,
    );
    await arbitrator.giveRuling(0, 2);
    expect(await ran("show", { deployment, payment: "1" })).to.match(
      /has ruled, and an appeal can be made\nruling as of now: choice 2\nan appeal costs 0\.1 ETH, until 20/,
    );
    expect(await ran("appeal", { ...gus, payment: "1" })).to.match(
      /^gus pays 0\.1 ETH for an appeal about payment 1\n/,
    );
    await arbitrator.giveRuling(0, 2);
    await time.increase(200);
    await arbitrator.executeRuling(0);
    expect(await ran("finish", { ...gus, payment: "1" })).to.match(
      /^payment 1:\nit goes back to its budget: tx/,
    );
    expect((await run("finish", { ...gus, payment: "2" })).stderr).to.match(
      /^Error: payment 2 is disputed; show/,
    );
    await time.increase(180 * DAY);
    expect(await ran("finish", { ...gus, payment: "3" })).to.match(/^payment 3:\nit is made: tx/);
    expect(await ran("finish", { ...gus, payment: "2" })).to.match(
      /^payment 2:\nits arbitrator was silent for 180 days: .*\nit is made: tx/,
    );
    expect(await ran("claim", gus)).to.match(/^gus got 500 tokens and 0 ETH\n/);
    expect((await run("claim", gus)).stderr).to.match(/^Error: the court has nothing for 0x/);
    expect((await run("seal", { ...gus, id: "1" })).stderr).to.match(/^Error: this network has no court; /);
    expect(await token.balanceOf(people.omar)).to.equal(parseEther("7500"));
  });

  it("give up a payment that its payee has refused for half a year", async () => {
    const { network, people, budgets, vote } = await loadFixture(deployed);
    const { treasury, token } = network;
    const given = { payment: "1", deployment: fileOf(network.addresses) };
    await people.dan.sendTransaction({ to: treasury!, value: parseEther("5") });
    await treasury!.connect(vote).reconcile(ZeroAddress);
    await treasury!.connect(vote).grantBudget({
      ...{ spender: budgets, token: ZeroAddress, amount: parseEther("1"), start: 0, period: 365 * DAY },
      ...{ periods: 1, rollover: false, category: CATEGORY },
    });
    await budgets.connect(vote).setInstructor(2, people.milo);
    await budgets.connect(people.milo).disburse(2, token, parseEther("1"), CATEGORY, ZeroHash);
    await time.increase(8 * DAY);
    expect((await run("finish", given)).stderr).not.to.equal("");
    await time.increase(180 * DAY);
    expect(await ran("finish", given)).to.match(
      /^payment 1:\nits payee has refused it for 180 days: it goes back to its budget: tx/,
    );
  });

  it("have the council pay out of a disputed budget, and take back what nobody disputes", async () => {
    const { network, budgets, vote, token, people } = await loadFixture(deployed);
    const { Council } = network.addresses;
    await budgets.connect(vote).setInstructor(1, Council!);
    const file = join(FOLDER, "pay.json");
    const round = async (scope: "treasury" | "court", name: string, given: Given) => {
      const signed = { deployment: fileOf(network.addresses), file, sign: true };
      for (const [i, from] of (["kofi", "lena", "milo"] as const).entries()) {
        const { stderr } = await runCommand(scope, name, { ...signed, from, ...(i === 0 && given) });
        expect(stderr).to.equal("");
      }
      rmSync(file);
    };
    await round("treasury", "disburse", { budget: "1", to: "omar", amount: "6000" });
    expect((await budgets.paymentOf(1)).status).to.equal(1n);
    await round("court", "take-back", { payment: "1" });
    expect((await budgets.paymentOf(1)).status).to.equal(6n);
    expect(await token.balanceOf(people.omar)).to.equal(0n);
  });

  const refusals: [name: string, options: Given, sentence: RegExp][] = [
    ["show", { id: "2" }, /^there is no case 2; cases lists those from 1 to 1$/],
    ["show", { id: "one" }, /^"one" is no number; /],
    ["show", {}, /^it is about a case or about a payment; give --id/],
    ["show", { id: "1", payment: "1" }, /^it is about a case or about a payment; give --id/],
    ["show", { payment: "2" }, /^there is no payment 2; /],
    ["appeal", {}, /^it is about a case or about a payment; give --id/],
    ["stake", { amount: "1", out: "1" }, /^stake goes in or out; give --amount or --out$/],
    ["stake", { amount: "9000000" }, /^0x\w+ has [\d,.]+ tokens, and 9,000,000 are needed; /],
    ["stake", { out: "80000.5" }, /wants \d+ of a stake of which \d+ are free/],
    ["seal", { id: "1" }, /^case 1 takes votes in secret; show says/],
    ["seat", { id: "1" }, /^case 1 takes votes in secret; show says/],
    ["vote", { id: "1", choice: "3" }, /^3 is not among the 2 choices of case 1; /],
    ["vote", { id: "1", choice: "1", seat: "14" }, /is not on the bench of case 1; its seats are \d/],
    ["vote", { id: "1", choice: "1", from: "sven" }, /is not on the bench of case 1; vote with an account/],
    ["reveal", { id: "1" }, /^case 1 has no votes to reveal now; /],
    ["close", { id: "1" }, /^case 1 takes votes in secret; show says/],
    ["appeal", { id: "1" }, /^case 1 takes votes in secret; show says/],
    ["refer", { id: "1" }, /^case 1 takes votes in secret; show says/],
    ["claim", {}, /^the court has nothing for 0x\w+ now; shares and fees are there when/],
    ["dispute", { payment: "2" }, /^there is no payment 2; cases lists those that wait, of 1 there were$/],
    ["dispute", { payment: "1", from: "gus" }, /^payment 1 is disputed; show says/],
  ];
  for (const [name, options, sentence] of refusals) {
    const written = Object.entries(options).map(([option, value]) => `${option} ${String(value)}`);
    it(`refuse ${name} with ${written.join(", ") || "nothing"}`, async () => {
      await loadFixture(seated);
      const { stdout, stderr, code } = await run(name, { from: "hana", ...options });
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(stderr.replace(/^Error: /, "")).to.match(sentence);
    });
  }

  it("refuse a network that has no court", async () => {
    const { network } = await loadFixture(seated);
    const { JurorCourt: _, DisputedBudgets: __, ...contracts } = network.addresses;
    const file = join(FOLDER, "none.json");
    writeFileSync(file, formatDeployment({ name: "None", chainId: 31_337, block: 0, contracts }));
    const ofPayments = ["dispute", "evidence", "finish", "take-back"];
    for (const name of commandsOfScope("court")) {
      const given = {
        ...{
          deployment: file,
          choice: "1",
          at: "ipfs://a",
          seat: "1",
          salt: ZeroHash,
          file: join(FOLDER, "x"),
        },
        ...(ofPayments.includes(name) ? { payment: "1" } : { id: "1" }),
      };
      const { stderr, code } = await run(name, given);
      expect([stderr, code], name).to.deep.equal([
        ofPayments.includes(name)
          ? "Error: no payment of this network can be disputed; its configuration does not have treasury.disputes"
          : "Error: this network has no court; its configuration has no section court; votes decide what is disputed",
        1,
      ]);
    }
    rmSync(file);
  });
});
