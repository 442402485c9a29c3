import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS } from "../../config";
import type { Given } from "../../commands/core/run";
import { buildReport, readMeasured } from "../../report";
import { conventionsOf } from "@polity/sdk/conventions";
import { connectDeployment, formatDeployment } from "@polity/sdk/deployment";
import { DOMAINS } from "@polity/sdk/domains";
import { DAY } from "@polity/sdk/format";
import { readHistory } from "@polity/sdk/history";
import { noticesOf } from "@polity/sdk/notices/collect";
import { describeStatus, readStatus } from "@polity/sdk/status";
import { formatBallotText, parseBallotText } from "@polity/sdk/voting/text";
import { runCommand } from "../helpers/command";
import { deployNeuroshard, person } from "../helpers/neuroshard";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-ballot-"));
const DEPLOYMENT = join(FOLDER, "polity.json");

const run = (name: string, options: Given = {}) =>
  runCommand("ballot", name, { deployment: DEPLOYMENT, ...options });
/** Runs what must succeed, and answers what it said. */
const ran = async (name: string, options: Given = {}) => {
  const { stdout, stderr } = await run(name, options);
  expect(stderr, name).to.equal("");
  return stdout;
};

async function deployed() {
  const setting = await deployNeuroshard();
  const { config, addresses, token, escrow, governor, treasury, submit } = setting;
  const cleo = await person("cleo");
  await token.connect(cleo).approve(escrow!, parseEther("100000"));
  await escrow!.connect(cleo).createPermanentLock(parseEther("100000"));
  const deployment = {
    ...{ name: config.name, chainId: 31_337, block: 0, contracts: addresses, accounts: LOCAL_ACCOUNTS },
    conventions: conventionsOf(config),
  };
  writeFileSync(DEPLOYMENT, formatDeployment(deployment));
  await token.connect(setting.ada).approve(governor, parseEther("10"));
  const proposal = await submit("# NEP-GOV: A lower cap", [
    {
      target: treasury,
      data: treasury.interface.encodeFunctionData("lowerCap", [addresses.GovernanceToken, 1n]),
    },
  ]);
  await time.increase(60);
  const network = await connectDeployment(deployment, hre.ethers.provider);
  return { ...setting, network, deployment, proposal };
}

describe("Commands of ballots", () => {
  after(() => rmSync(FOLDER, { recursive: true }));

  it("A3: ask what people think of a proposal under review, which gov show tells, and decide nothing", async () => {
    const { proposal, governor } = await loadFixture(deployed);
    const about = proposal.id.toString();
    expect(
      await ran("open", {
        ...{ question: "Is this cap low enough?", options: "yes; with changes; no", about, from: "cleo" },
        ...{ in: "1h", for: "2d" },
      }),
    ).to.match(/^ballot 1 takes votes from \S+ until \S+\ntx 0x/);
    await time.increase(7_200);
    await ran("cast", { id: "1", for: "with changes", from: "ada" });
    await ran("cast", { id: "1", for: "0,1", from: "cleo" });
    const shown = await runCommand("gov", "show", { deployment: DEPLOYMENT, id: about });
    expect(shown.stdout).to.match(
      /\nwhat was asked about it, and decides nothing\n {2}ballot 1, open until \S+, 1,300,000 votes cast: Is this cap low enough\?\n {4}100 % {2}with changes\n {4}7\.69 % {2}yes\n/,
    );
    expect((await governor.proposalVotes(proposal.id)).forVotes).to.equal(0n);
    expect(await ran("list")).to.match(/\n1 +Is this cap low enough\? +open +\S+ +1,300,000 votes$/);
    expect(await ran("show", { id: "1" })).to.match(
      /^ballot 1 about [^]*A lower cap, opened by cleo\nit takes votes until \S+\nIs this cap low enough\?\nall votes go to each/,
    );
  });

  it("A5: divide votes over priorities, in parts that make a whole", async () => {
    await loadFixture(deployed);
    await ran("open", {
      ...{ question: "Which features first?", options: "speed;price;privacy", split: true, winners: "2" },
      ...{ subject: "features", quorum: "10", from: "ada" },
    });
    await time.increase(7_200);
    expect(await ran("cast", { id: "1", for: "speed=60,2=40", from: "ada" })).to.match(
      /^ada gives 1,200,000 votes in ballot 1 to speed 60 %, privacy 40 %\n/,
    );
    await ran("cast", { id: "1", for: "price", from: "ben" });
    await time.increase(7 * DAY);
    expect(await ran("show", { id: "1" })).to.match(
      /^ballot 1 about features, [^]*2,400,000 votes took part, of 250,000 votes that have to; up to 2 win\n1 {2}price +1,200,000 votes +50 % +won\n0 {2}speed +720,000 votes +30 % +won\n2 {2}privacy +480,000 votes +20 %\nwon: price, speed$/,
    );
  });

  describe("that divide budgets", () => {
    const plan = (options: Given = {}) =>
      runCommand("treasury", "budget-plan", {
        ...{ deployment: DEPLOYMENT, ballot: "1", amount: "1000", from: "ada", ...options },
      });
    const refused = async (options: Given = {}) => {
      const { stdout, stderr, code } = await plan(options);
      expect([stdout, code]).to.deep.equal(["", 1]);
      return stderr;
    };
    const asked = (options: Given = {}) =>
      ran("open", { question: "What first?", options: "speed;price", split: true, from: "ada", ...options });

    it("grant what each option got of all votes, rounded down, and nothing where that is nothing", async () => {
      await loadFixture(deployed);
      await asked({ options: "speed;price;privacy" });
      await time.increase(7_200);
      await ran("cast", { id: "1", for: "speed=75,price=25", from: "ada" });
      await ran("cast", { id: "1", for: "speed", from: "cleo" });
      await time.increase(8 * DAY);
      const { stdout } = await plan({ json: true });
      const { shares } = JSON.parse(stdout) as { shares: { name: string; amount: string }[] };
      const all = 1_300_000n;
      const part = (votes: bigint) => ((parseEther("1000") * votes) / all).toString();
      expect(shares).to.deep.equal([
        { name: "speed", amount: part(1_000_000n) },
        { name: "price", amount: part(300_000n) },
      ]);
      expect(await refused({ amount: "0" })).to.match(/nothing would be granted; give an --amount/);
      expect(await refused({ amount: "much" })).to.match(/"much"/);
      expect(await refused({ period: "soon" })).to.match(/"soon"/);
      expect(await refused({ periods: "some" })).to.match(/"some" is no number; give --periods/);
      expect(await refused({ spender: "nobody-here" })).to.match(/knows no account/);
      expect(await refused({ spender: "Rulebook" })).to.match(/could never spend the budget/);
      expect(await refused({ token: "0x12" })).to.match(/0x12/);
    });

    it("are refused while the ballot is open, where too few took part, and where it divides nothing", async () => {
      await loadFixture(deployed);
      expect(await refused()).to.match(/there is no ballot 1; none was opened/);
      expect(await refused({ ballot: "x" })).to.match(/"x" is no number; give --ballot as a whole number/);
      await asked();
      await asked({ quorum: "60" });
      await asked({ split: false });
      expect(await refused()).to.match(/ballot 1 is not closed yet; ballot show says how it stands/);
      await time.increase(7_200);
      expect(await refused()).to.match(/ballot 1 is not closed yet/);
      // All 2,500,000 votes but Ada's 1,200,000 stay away, which is below 60 %.
      await ran("cast", { id: "2", for: "speed", from: "ada" });
      await ran("cast", { id: "3", for: "speed", from: "ada" });
      await time.increase(8 * DAY);
      expect(await refused()).to.match(/too few took part in ballot 1/);
      expect(await refused({ ballot: "2" })).to.match(/too few took part in ballot 2/);
      expect(await refused({ ballot: "3" })).to.match(
        /in ballot 3 votes go whole to what a voter approves; only a ballot that was opened with --split/,
      );
    });

    it("are refused where an option is no word of the ledger", async () => {
      await loadFixture(deployed);
      await asked({ options: `a longer option than 31 characters;price` });
      await time.increase(7_200);
      await ran("cast", { id: "1", for: "0", from: "ada" });
      await time.increase(8 * DAY);
      expect(await refused()).to.match(/is longer than 31 characters/);
    });
  });

  it("A4: ask once a year how satisfied members are, which report and targets read", async () => {
    const { network, deployment } = await loadFixture(deployed);
    await ran("open", { satisfaction: true, question: "How satisfied are you?", from: "ada" });
    await time.increase(7_200);
    await ran("cast", { id: "1", for: "very satisfied", from: "ada" });
    await ran("cast", { id: "1", for: "satisfied=50,1=50", from: "ben" });
    await time.increase(15 * DAY);
    expect(await ran("show", { id: "1" })).to.match(
      /^ballot 1 about how satisfied the members are, [^]*\nwon: very satisfied$/,
    );

    const history = await readHistory(network, { fromBlock: 0 });
    const { from, to } = { from: 0, to: history.head.time + 1 };
    const asked = { period: { from, to }, source: { held: false }, votes: await network.votes.getAddress() };
    const targets = [{ name: "Satisfied", measure: "satisfaction", atLeast: "8000" }];
    const { aims, measured } = await readMeasured(DOMAINS, history, asked, targets);
    expect(aims!.aims[0]).to.deep.include({ state: "not met", figure: { unit: "bps", value: 7_500 } });
    const report = buildReport({
      ...{ history, source: asked.source, period: asked.period, measured, aims: aims!, deployment },
      units: { token: { symbol: "NEURO", decimals: 18 }, tokens: new Map() },
    });
    const chapter = report.sections.find(({ id }) => id === "ballots")!;
    expect(chapter.figures.map(({ table }) => [table.title, table.rows.length])).to.deep.equal([
      ["Ballots", 1],
      ["Options of ballots", 3],
    ]);
    expect(chapter.figures[0]!.table.rows[0]!.slice(0, 2)).to.deep.equal([1n, "How satisfied are you?"]);

    const words = (await noticesOf(network, history)).filter(({ key }) => key.startsWith("ballot/1"));
    expect(words.map(({ kind }) => kind)).to.deep.equal(["asked", "balloting", "counted"]);
  });

  it("say in dao status what is open, and that an election is due", async () => {
    const { network } = await loadFixture(deployed);
    const told = async () => JSON.stringify(await describeStatus(network, await readStatus(network, 0)));
    expect(await told()).to.match(
      /an election of the council is due: whoever has the votes opens its ballot/,
    );
    await ran("open", { question: "Now?", options: "yes;no", from: "ada" });
    expect(await told()).to.match(/ballot 1 about nothing in particular: votes are taken from /);
    await time.increase(7_200);
    expect(await told()).to.match(/ballot 1 about nothing in particular: 0 votes cast; it closes /);
    await time.increase(8 * DAY);
    expect((await readStatus(network, 0)).openBallots).to.deep.equal([]);
  });

  for (const [what, name, options, why] of [
    ["a ballot without a question", "open", { options: "a;b" }, /--question is missing; say what is asked/],
    ["a ballot without options", "open", { question: "Why?" }, /--options is missing/],
    ["an option without words", "open", { question: "Why?", options: "a;;b" }, /an option has no words/],
    [
      "a text that is longer than the chain takes",
      "open",
      { question: "Why?", options: `${"x".repeat(250)};b` },
      /take \d+ bytes; the chain takes 256: use fewer words/,
    ],
    [
      "an election with terms of its own",
      "open",
      { election: true, winners: "3" },
      /its terms are known, and cannot be chosen; leave out --winners/,
    ],
    ["two ballots in one", "open", { election: true, satisfaction: true }, /leave out --satisfaction/],
    [
      "a ballot about two things",
      "open",
      { question: "Why?", options: "a;b", about: "1", subject: "x" },
      /it is about one thing/,
    ],
    [
      "a quorum of more than all",
      "open",
      { question: "Why?", options: "a;b", quorum: "101" },
      /101 % is more/,
    ],
    [
      "a ballot of somebody without votes",
      "open",
      { question: "Why?", options: "a;b", from: "june" },
      /has 0 votes, and this takes/,
    ],
    [
      "a vote in a ballot that is not there",
      "cast",
      { id: "7", for: "0" },
      /there is no ballot 7; none was opened/,
    ],
    ["a word that is no number of a ballot", "show", { id: "x" }, /"x" is no number/],
  ] as [string, string, Given, RegExp][]) {
    it(`refuse ${what}`, async () => {
      await loadFixture(deployed);
      const { stderr, code } = await run(name, { from: "ada", ...options });
      expect(code).to.equal(1);
      expect(stderr).to.match(why);
    });
  }

  it("refuse options that there are not, twice, or in parts that make no whole", async () => {
    await loadFixture(deployed);
    await ran("open", { question: "Which?", options: "a;b", split: true, from: "ada" });
    await time.increase(7_200);
    for (const [choice, why] of [
      ["c", /ballot 1 has no option "c"; write numbers or names/],
      ["0=50,a=50", /a is named twice/],
      ["a,b", /the parts \[\] do not fit ballot 1/],
      ["a=60,b=50", /the parts .* do not fit ballot 1/],
    ] as const)
      expect((await run("cast", { id: "1", for: choice, from: "ada" })).stderr, choice).to.match(why);
  });
});

describe("The text of a ballot in its own address", () => {
  it("is read as it was written, with whatever characters people use", () => {
    for (const text of [
      { question: "Who?", options: [] },
      { question: "50 % #1 & more; ü, 日本?", options: ["yes, but…", "no"] },
    ])
      expect(parseBallotText(formatBallotText(text))).to.deep.equal(text);
  });

  it("is refused with characters that nobody sees, and never shown", () => {
    expect(() => formatBallotText({ question: "a\u202eb", options: [] })).to.throw(
      /contains the character U\+202E/,
    );
    for (const uri of [
      "https://example.org",
      "data:;charset=utf-8,a%E2%80%AEb",
      "data:;charset=utf-8,%FF",
      "data:;charset=utf-8,a%0A%0Ab",
      "data:text/html,<script>",
    ])
      expect(parseBallotText(uri), uri).to.equal(undefined);
  });
});
