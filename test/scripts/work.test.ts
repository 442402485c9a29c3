import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { takeSnapshot, time, type SnapshotRestorer } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { hexlify, parseEther, randomBytes } from "ethers";

import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import { DAY, formatDeployment } from "@polity/sdk";
import { contentHash } from "@polity/sdk/core/content";
import type { NepAction } from "@polity/sdk/nep/actions";
import { entryOf, requireWork } from "@polity/sdk/work";
import { parseTerms } from "@polity/sdk/work/terms";
import { runCommand } from "../helpers/command";
import { asAccount, plain } from "../helpers/governor";
import { asCouncil } from "../helpers/persons";
import { deployPreset, type DeployedPreset } from "../helpers/preset";
import { commandsOf } from "../helpers/shell";

const DOCUMENT = "docs/work.md";
const FOLDER = mkdtempSync(join(tmpdir(), "polity-work-"));
const inFolder = (file: string) => join(FOLDER, file);
const DEPLOYMENT = inFolder("polity.json");
const FILES = ["grant.md", "report.md", "bounty.md", "eva.md", "hana.md"];

const run = (scope: Scope, name: string, options: Given = {}) =>
  runCommand(scope, name, { deployment: DEPLOYMENT, ...options });
/** Runs what must succeed, and answers what it said. */
const ran = async (name: string, options: Given = {}, scope: Scope = "work") => {
  const { stdout, stderr } = await run(scope, name, options);
  expect(stderr, name).to.equal("");
  return stdout;
};
const json = async <T>(name: string, options: Given = {}) =>
  JSON.parse(await ran(name, { ...options, json: true })) as T;
/** Runs what must fail, and answers why. */
const refused = async (name: string, options: Given = {}) => {
  const { stdout, stderr, code } = await run("work", name, options);
  expect([stdout, code], name).to.deep.equal(["", 1]);
  return stderr.replace(/^Error: /, "");
};

/** One command line, as `run` takes it: values may stand in quotes, and files are in this test's folder. */
function parsed(line: string): [scope: Scope, name: string, options: Given] {
  const [, scope, name, rest] = /^npx hardhat --network localhost (work|council) ([\w-]+)(.*)$/.exec(line)!;
  const options = [...rest!.matchAll(/--([a-z-]+)(?: (?!--)("[^"]*"|\S+))?/g)].map(
    ([, option, value]): [string, string | true] => {
      const text = value?.replaceAll('"', "");
      return [option!, text === undefined ? true : /^[\w-]+\.(md|json)$/.test(text) ? inFolder(text) : text];
    },
  );
  return [scope as Scope, name!, Object.fromEntries(options)];
}

const rising = (...accounts: string[]) => accounts.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));

describe("Commands of work", () => {
  let deployed: DeployedPreset;
  let fresh: SnapshotRestorer;
  const both = () => requireWork(deployed.network);

  const vote = (actions: readonly NepAction[]) => deployed.enact(actions);

  before(async () => {
    deployed = await deployPreset("distributed-ai");
    const { network, config } = deployed;
    const contracts = network.addresses;
    writeFileSync(DEPLOYMENT, formatDeployment({ name: config.name, chainId: 31_337, block: 0, contracts }));
    for (const file of FILES) writeFileSync(inFolder(file), `What ${file} says.\n`);
    const plan = await json<{ programs: string[]; actions: NepAction[] }>("plan", {
      preset: "distributed-ai",
    });
    expect(plan.programs).to.deep.equal(["grants", "bounties"]);
    expect(
      plan.actions.map(({ target, function: signature }) => [target, signature.split("(")[0]]),
    ).to.deep.equal([
      ["JurorCourt", "admit"],
      ["Verdicts", "setArbitrator"],
      ["Ballots", "admit"],
      ...[1, 2].flatMap(() => [
        ["Treasury", "grantBudget"],
        ["Work", "openProgram"],
      ]),
    ]);
    await vote(plan.actions);
    fresh = await takeSnapshot();
  });
  afterEach(async () => {
    await fresh.restore();
    fresh = await takeSnapshot();
  });
  after(() => rmSync(FOLDER, { recursive: true }));

  it("write a plan of programs of a type that may grant budgets, once what they need is settled", async () => {
    const nep = inFolder("nep-0007-bounties.md");
    const { actions, type } = await json<{ actions: NepAction[]; type: string }>("plan", {
      ...{ preset: "distributed-ai", program: "bounties", nep },
    });
    expect(actions.map(({ target }) => target)).to.deep.equal(["Treasury", "Work"]);
    expect(type).to.equal("TREASURY");
    expect(readFileSync(nep, "utf8")).to.match(/openProgram\(/);
    expect(await ran("plan", { preset: "distributed-ai", program: "bounties" })).to.match(
      /a program for bounties out of the budget that this proposal has granted last, whose jobs pay 2,000 tokens of 18 decimals at the most/,
    );
    // Two that are under way at once, and a budget in between: each program gets the budget of its own proposal.
    const { actions: grants } = await json<{ actions: NepAction[] }>("plan", {
      ...{ preset: "distributed-ai", program: "grants" },
    });
    await vote(actions.slice(0, 1));
    await vote(grants);
    await vote(actions);
    const { work } = both();
    const used = await Promise.all([1n, 2n, 3n, 4n].map((id) => work.programOf(id)));
    expect(used.map(({ terms }) => terms.budgetId)).to.deep.equal([1n, 2n, 4n, 5n]);
    expect(await refused("plan", { preset: "distributed-ai", program: "bounty" })).to.match(
      /^Distributed\.ai asks for no program "bounty".*grants, bounties/s,
    );
    expect(await refused("plan", { preset: "neuroshard" })).to.match(
      /^NeuroShard asks for no programs of work; /,
    );
  });

  it(`do what ${DOCUMENT} says, line by line, from an application to its outcome`, async () => {
    const { network, people } = deployed;
    const { token, court } = network;
    const { work } = both();
    const lines = commandsOf(readFileSync(DOCUMENT, "utf8"), "test/scripts/work.test.ts");
    const pass = (days: number) => () => time.increase(days * DAY);
    const awarded = async () => {
      const [, , options] = parsed(lines.find((line) => line.includes("--uri ipfs://award"))!);
      const { action } = await json<{ action: NepAction }>("award", options);
      await vote([action]);
    };
    const ruled = async () => {
      const timelock = await asAccount(network.addresses.TimelockController);
      await court!.connect(timelock).overrule(1, 1);
      await court!.connect(timelock).execute(1);
    };
    const sign = /^nonce \d+ of the council's Safe.*signed by .*: \d of 3; /s;
    const executed = /executed: tx 0x/;
    const shown =
      /^task 2, a bounty of program 2, bounties\nterms +0x\w{64}\njudged by +Council, within 14d; then by silence\ndisputed +within 7d of a decision\nanswers +until 20.*\njob 3 +800 DISTAI +hana +waits for the ruling of dispute 1\n2 have entered an answer; 2 have shown it\nanswer of eva: 0x\w{64} ipfs:\/\/eva\nanswer of hana: /;
    const expected: [answer: RegExp, before?: () => Promise<unknown>][] = [
      [
        /^program +category .*\n1 +grants +150,000 DISTAI +8,000 DISTAI +votes +Council +open *\n2 +bounties +30,000 DISTAI +2,000 DISTAI +reviewers +Council +open *$/,
      ],
      [
        /^application 1: gus asks for 2,000 DISTAI in program 1; a vote promises it with award --application 1\ntx /,
      ],
      [
        /^the scores are in .*award\.json, whose hash is 0x\w{64}; nothing is promised yet: publish it, and give the same command with its address, --uri$/,
      ],
      [
        /^# promises 0x\w{40} a grant of program 1: 2 milestones, 2,000 DISTAI in all\n# 500 DISTAI by .*\n# 1,500 DISTAI by .*\n# its terms are in ipfs:\/\/award\n/,
      ],
      [
        /^task 1, .* ipfs:\/\/award\nscored +9 of 10: Does the network need it\nscored +7 of 10: can who asks for it do it\nscored +8 of 10: .*\nscored +10 of 10: can others build on it\njudged by /s,
        awarded,
      ],
      [
        /^job .*\n1 +1 +grant of grants +500 DISTAI +gus +is to be submitted; it is due .*\n2 +1 .*1,500 DISTAI +gus /,
      ],
      [/^gus has delivered job 1: 0x\w{64}\ntx /],
      [sign],
      [sign],
      [executed],
      [/^job 1: it is paid\ntx /, pass(7)],
      [/^gus has delivered job 2: /],
      [/^job 2: its reviewers were silent: it is accepted\n/, pass(14)],
      [/^job 2: it is paid\n/, pass(7)],
      [sign],
      [sign],
      [executed],
      [/^eva has entered an answer for task 2, in secret: disclose it within 7 days of 20/],
      [/^hana has entered an answer for task 2/],
      [/^eva shows the answer for task 2: 0x\w{64}\n/, pass(30)],
      [/^hana shows the answer for task 2/],
      [sign, pass(7)],
      [sign],
      [executed],
      [
        /^eva disputes the decision about job 3, with a bond of 100 tokens and [\d.]+ ETH for whoever rules\nit is case 1 there: choice 1 pays the job, /,
      ],
      [shown],
      [/^job 3: it is paid\n/, ruled],
      [/^hana gets 100 DISTAI: tx 0x\w{64}$/],
      [/^hana says of task 1: users is 1,200\n/, pass(260)],
      [
        /^category .*\nbounties +800 DISTAI +800 DISTAI +0 DISTAI +1 +1 +1 +0 +100 %\ngrants +2,000 DISTAI +2,000 DISTAI +0 DISTAI +2 +2 +0 +1 +100 %$/,
      ],
    ];
    expect(lines.length).to.equal(expected.length);
    const held = await Promise.all([people.gus, people.hana].map((who) => token.balanceOf(who)));
    for (const [i, line] of lines.entries()) {
      const [answer, before] = expected[i]!;
      await before?.();
      const { stdout, stderr } = await run(...parsed(line));
      expect(stdout || stderr, line).to.match(answer);
    }
    const got = await Promise.all([people.gus, people.hana].map((who) => token.balanceOf(who)));
    expect(got.map((balance, i) => balance - held[i]!)).to.deep.equal([
      parseEther("2000"),
      parseEther("900"),
    ]);
    expect(await work.escrowed(token)).to.equal(0n);
    const { decided } = await json<{ decided?: object }>("show", { task: "1" });
    expect(decided).to.equal(undefined);
    expect(await ran("show", { task: "1" })).to.match(
      /\noutcome, says hana: users is 1,200 ipfs:\/\/figures$/,
    );
    expect(await ran("list")).to.equal("no such job is open; --all shows those that are over");
    expect((await ran("list", { all: true })).split("\n")).to.have.length(4);
    expect(await ran("report", { awards: FOLDER })).to.match(
      /\n\nscores, 0 to 10, of 1 of 1 awards; .*\ncategory +criterion +awards +mean +least +most\ngrants +Does the network need it +1 +9\.0 +9 +9\n/,
    );
    const { scores } = await json<{ scores: { awards: number; scored: number } }>("report", {
      ...{ awards: FOLDER, until: "2020-01-01" },
    });
    expect(scores).to.deep.equal({ awards: 0, scored: 0, figures: [] });
  });

  it("promise with a score for each criterion, and show none that were not promised with", async () => {
    const { work } = both();
    const timelock = await asAccount(deployed.network.addresses.TimelockController);
    const criteria = "Is it new; can others repeat it.";
    const { terms } = await work.programOf(2);
    await work
      .connect(timelock)
      .openProgram(
        Object.assign({}, plain(terms), { reviewers: deployed.people.kofi, criteria: contentHash(criteria) }),
      );
    writeFileSync(inFolder("criteria.txt"), criteria);
    const to = inFolder("scored.json");
    const grant = {
      ...{ from: "kofi", program: "3", payee: "gus", milestones: "100 by 10d", terms: inFolder("grant.md") },
      ...{ scores: "can others repeat it=10; Is it new=0", criteria: inFolder("criteria.txt"), to },
    };
    for (const [change, sentence] of [
      [{ criteria: undefined }, /^no preset has the criteria of program 3; give the file that has them/],
      [
        { criteria: inFolder("grant.md") },
        /grant\.md are not those of the program; its criteria are the text/,
      ],
      [{ to: undefined }, /^--to is missing; say where/],
      [{ scores: "Is it new=3" }, /^"can others repeat it" has no score; give each one; the criteria are/],
      [{ scores: `${grant.scores}; Is it cheap=1` }, /^"Is it cheap" is no criterion of the program; /],
      [{ scores: `${grant.scores}; Is it new=1` }, /^"Is it new" has two scores; give it one/],
      [
        { scores: "Is it new=11; can others repeat it=1" },
        /^11 is no score for "Is it new"; give a whole number/,
      ],
      [{ scores: "Is it new=much" }, /^"Is it new=much" is no score; write each criterion/],
      [{ scores: undefined }, /^without scores no file is written; give --scores, or leave --criteria out/],
      [{ scores: undefined, criteria: undefined }, /leave --to out/],
    ] as const) {
      const given = Object.fromEntries(Object.entries({ ...grant, ...change }).filter(([, one]) => one));
      expect(await refused("award", given)).to.match(sentence);
      expect(existsSync(to)).to.equal(false);
    }
    expect(await ran("award", grant)).to.match(/nothing is promised yet/);
    expect(await work.taskCount()).to.equal(0n);
    expect(await ran("award", { ...grant, uri: "ipfs://scored" })).to.match(/^task 1: gus is promised job/);
    expect((await work.taskOf(1)).terms).to.equal(contentHash(readFileSync(to)));
    // Another file in its place is not written over.
    writeFileSync(to, "{}");
    expect(await refused("award", { ...grant, uri: "ipfs://scored" })).to.match(
      /scored\.json is there already/,
    );
    expect(await refused("show", { task: "1", award: to })).to.match(
      /scored\.json is not what the award names: /,
    );
    rmSync(to);
    await ran("award", grant);
    expect(await ran("show", { task: "1", award: to })).to.match(
      /\nscored +0 of 10: Is it new\nscored +10 of 10: can others repeat it\n/,
    );

    const real = globalThis.fetch;
    try {
      globalThis.fetch = () => Promise.resolve(new Response(readFileSync(to)));
      expect(await ran("show", { task: "1", fetch: true })).to.match(/\nscored +0 of 10: Is it new\n/);
      globalThis.fetch = () => Promise.resolve(new Response("another"));
      expect(await refused("show", { task: "1", fetch: true })).to.match(/another content/);
    } finally {
      globalThis.fetch = real;
    }
    // Of an award without an address, and of one whose terms are only what is to be done.
    const unscored = {
      from: "kofi",
      program: "3",
      payee: "gus",
      milestones: "100 by 10d",
      terms: inFolder("grant.md"),
    };
    await ran("award", unscored);
    expect(await refused("show", { task: "2", fetch: true })).to.match(
      /^nobody has said where the terms of this award are; /,
    );
    expect(await ran("report", { awards: FOLDER })).to.match(/\nscores, 0 to 10, of 1 of 2 awards; /);
  });

  /** A bounty of the council's, and a challenge of two prizes that a ballot gives. */
  async function posted() {
    const council = await asCouncil(deployed.network.addresses.Council);
    const { work } = both();
    const brief = { terms: contentHash("terms"), proposalId: 0, uri: "ipfs://terms" };
    const deadline = (await time.latest()) + 10 * DAY;
    await work.connect(council).post(2, [parseEther("500")], deadline, { quorum: 0, votingFor: 0 }, brief);
    const prizes = [parseEther("300"), parseEther("200")];
    await work.connect(council).post(2, prizes, deadline, { quorum: 0, votingFor: 7 * DAY }, brief);
    return { council, deadline };
  }

  it("keep the salt of a wallet that signs differently each time in a file that its owner alone reads", async () => {
    const { deadline } = await posted();
    const real = HardhatEthersSigner.prototype.signTypedData;
    HardhatEthersSigner.prototype.signTypedData = () => Promise.resolve(hexlify(randomBytes(96)));
    const entry = { from: "eva", job: "1", content: inFolder("eva.md") };
    const salt = inFolder("salt.json");
    try {
      expect(await refused("enter", entry)).to.match(
        /^this wallet signs differently each time.*give --salt/s,
      );
      await ran("enter", { ...entry, salt });
      expect(statSync(salt).mode & 0o777).to.equal(0o600);
      const kept = readFileSync(salt, "utf8");
      // Once more takes the same salt, and a file of another answer is refused.
      await ran("enter", { ...entry, salt });
      expect(readFileSync(salt, "utf8")).to.equal(kept);
      expect(await refused("enter", { ...entry, job: "2", salt })).to.match(
        / has the salt of another answer; /,
      );
      await time.increaseTo(deadline);
      for (const [content, sentence] of [
        ["{}}", / is not JSON; give the file that was written when the answer was entered/],
        [kept.replace(/0x\w{64}/, "0x12"), / has no salt; give the file/],
      ] as const) {
        writeFileSync(salt, content);
        expect(await refused("disclose", { ...entry, salt })).to.match(sentence);
      }
      writeFileSync(salt, kept);
      expect(await ran("disclose", { ...entry, salt })).to.match(/^eva shows the answer for task 1/);
    } finally {
      HardhatEthersSigner.prototype.signTypedData = real;
    }
  });

  it("write the terms of a task as a file that agents read, whose hash the promise names", async () => {
    const { work } = both();
    const given = { name: "A client in Rust", description: inFolder("bounty.md"), skills: "Rust; EVM" };
    const to = inFolder("terms.json");
    const { hash } = await json<{ hash: string }>("terms", { ...given, to });
    expect(hash).to.equal(contentHash(readFileSync(to)));
    expect(parseTerms(readFileSync(to, "utf8"), to)).to.deep.equal({
      ...{ name: "A client in Rust", description: "What bounty.md says.\n", skills: ["Rust", "EVM"] },
      criteria: [],
    });
    expect(readFileSync(to, "utf8")).to.contain(`eip155:31337:${await work.getAddress()}`);
    expect(await refused("terms", { ...given, to })).to.match(/is there already/);
  });

  it("enter what the contract would compute, and ask nobody for it", async () => {
    await posted();
    const { work } = both();
    const place = { chainId: 31_337n, work: await work.getAddress(), task: 1n };
    const { eva } = deployed.people;
    const [answer, salt] = [contentHash("answer"), contentHash("salt")];
    expect(entryOf(place, eva.address, answer, salt)).to.equal(await work.commitmentOf(1, eva, answer, salt));
  });

  it("have a ballot give the prizes of a challenge, and settle it", async () => {
    await ran("lock", { from: "ada", amount: "1000", weeks: "208" }, "escrow");
    const { deadline } = await posted();
    const { people, network } = deployed;
    const { work } = both();
    for (const from of ["eva", "hana"])
      await ran("enter", { from, job: "2", content: inFolder(`${from}.md`) });
    await time.increaseTo(deadline);
    for (const from of ["eva", "hana"])
      await ran("disclose", { from, job: "2", content: inFolder(`${from}.md`) });
    await time.increase(7 * DAY);
    // Reviewers do not give what a ballot gives: that is said before one of them signs.
    const file = inFolder("given.json");
    const given = { from: "kofi", job: "2", verdict: "accept", winner: "eva", file, sign: true };
    expect(await refused("review", given)).to.match(/ballot/);
    expect(existsSync(file)).to.equal(false);
    const timelock = await asAccount(network.addresses.TimelockController);
    await work.connect(timelock).setReviewers(2, people.kofi);
    const listed = { task: "2", accounts: "hana,eva" };
    expect(await refused("shortlist", { from: "gus", ...listed })).to.match(
      /^kofi reviews program 2, and gus does not/,
    );
    expect(await ran("shortlist", { from: "kofi", ...listed })).to.match(
      /^ballot 1 gives the prizes of task 2: /,
    );
    // Its text is where that of the task is.
    const [opened] = await network.ballots!.queryFilter(network.ballots!.filters.BallotOpened(1));
    expect(opened!.args.uri).to.equal("ipfs://terms");
    expect(await ran("show", { task: "2" })).to.match(/judged by +a ballot, .*\nballot +1\n/s);
    await time.increase(2 * DAY);
    const option = rising(people.eva.address, people.hana.address).indexOf(people.hana.address);
    await ran("cast", { from: "ada", id: "1", for: String(option) }, "ballot");
    await time.increase(8 * DAY);
    expect(await ran("finish", { job: "2" })).to.match(/^job 2: its ballot has given the prizes\n/);
    expect((await work.jobOf(2)).provider).to.equal(people.hana.address);
  });

  it("promise at once where the reviewers are who signs, and judge likewise", async () => {
    const timelock = await asAccount(deployed.network.addresses.TimelockController);
    const { work } = both();
    await work.connect(timelock).setReviewers(2, deployed.people.kofi);
    const grant = {
      program: "2",
      payee: "gus",
      milestones: "100 by 10d;200 by 20d",
      terms: inFolder("grant.md"),
    };
    expect(await ran("award", { from: "kofi", ...grant })).to.match(
      /^task 1: gus is promised jobs 1 to 2\ntx /,
    );
    expect(
      await ran("post", {
        from: "kofi",
        program: "2",
        prizes: "30;20",
        until: "10d",
        ballot: "7d",
        quorum: "1",
        terms: inFolder("bounty.md"),
      }),
    ).to.match(/^task 2: answers are entered for job 3 until 20/);
    await ran("submit", { from: "gus", job: "1", content: inFolder("report.md") });
    expect(await ran("list", { reviewer: "kofi" })).to.match(
      /\n1 .* gus +waits for its reviewers; their time ends 20/,
    );
    expect(await ran("list", { payee: "hana" })).to.match(/^no such job is open/);
    expect(
      await ran("review", { from: "kofi", job: "1", verdict: "send-back", reason: inFolder("report.md") }),
    ).to.match(/^job 1 is sent back, to be done better\ntx /);
    await ran("submit", { from: "gus", job: "1", content: inFolder("report.md") });
    expect(await ran("review", { from: "kofi", job: "1", verdict: "reject" })).to.match(
      /^job 1 is refused: its money goes back when nobody disputes that, within 7d\n/,
    );
    await time.increase(7 * DAY);
    expect(await json("finish", { job: "1" })).to.include({ step: "refund" });
    expect(await ran("finish", { job: "2" })).to.match(/^job 2: its money is back in its budget\n/);
    expect(await refused("finish", { job: "2" })).to.match(
      /^job 2 was not done in time, and its money is back in the budget; nothing is left/,
    );
    // A vote may promise what reviewers could, too.
    expect(await ran("award", { ...grant, vote: true })).to.match(/^# promises 0x/);
  });

  const refusals: [name: string, options: Given, sentence: RegExp][] = [
    ["apply", { program: "9", milestones: "1 by 1d" }, /^there is no program 9; they are numbered from 1 to 2/],
    ["apply", { program: "1", milestones: "500" }, /^"500" is no milestone; write amount and time/],
    ["apply", { program: "1", milestones: "0 by 1d" }, /^a job must pay more than 0; /],
    ["apply", { program: "1", milestones: "5 by 1d" }, /^--terms is missing; say what is to be done/],
    ["apply", { program: "1", milestones: "5 by 1d", terms: "no.md" }, /^no\.md cannot be read; /],
    ["apply", { program: "1", milestones: "9000 by 1d", terms: inFolder("grant.md") }, /8,?000/],
    ["award", {}, /^--program is missing; or give --application/],
    ["award", { program: "2" }, /^--milestones is missing; or give --application/],
    ["award", { program: "2", milestones: "1 by 1d" }, /^--payee is missing; or give --application/],
    ["award", { application: "1" }, /^there is no application 1; programs lists/],
    ["award", { application: "1", payee: "gus" }, /^an application says who is promised what; leave out --payee/],
    ["award", { program: "1", payee: "gus", milestones: "1 by 1d", terms: inFolder("grant.md"), file: inFolder("s.json") }, /^a vote promises the grants of program 1; leave --file out/],
    ["award", { program: "2", payee: "gus", milestones: "1 by 1d", terms: inFolder("grant.md") }, /^Council reviews program 2, and .* does not; give --file/],
    ["post", { program: "2", prizes: "1", until: "9d", quorum: "5", terms: inFolder("grant.md") }, /^reviewers need no quorum; /],
    ["show", { task: "1" }, /^there is no task 1; nothing was promised yet/],
    ["submit", { job: "1", content: inFolder("eva.md") }, /^there is no job 1; nothing was promised yet/],
    ["outcome", { task: "0", metric: "users", value: "1" }, /^there is no task 0; /],
    ["claim", { account: "gus" }, /^nothing waits for 0x\w{40}; /],
  ]; // prettier-ignore
  for (const [name, options, sentence] of refusals) {
    const written = Object.entries(options).map(([option, value]) => `${option} ${String(value)}`);
    it(`refuse ${name} with ${written.join(", ").replaceAll(FOLDER, "") || "nothing"}`, async () => {
      expect(await refused(name, options)).to.match(sentence);
    });
  }

  it("refuse what is another kind's, or another's time", async () => {
    await posted();
    const entry = { job: "1", content: inFolder("eva.md") };
    expect(await refused("submit", entry)).to.match(
      /^job 1 is a prize, and answers are entered in secret; enter does/,
    );
    expect(await refused("review", { job: "1", verdict: "perhaps" })).to.match(
      /^"perhaps" is no verdict; give one of accept, reject, send-back/,
    );
    expect(await refused("review", { job: "1", verdict: "accept" })).to.match(
      /^job 1 is a prize; say who has won it/,
    );
    expect(await refused("finish", { job: "1" })).to.match(/^job 1 takes answers; that ends 20/);
    expect(await refused("disclose", { from: "eva", ...entry })).to.match(/./);
    expect(await refused("dispute", { from: "eva", job: "1" })).to.match(/./);
    const timelock = await asAccount(deployed.network.addresses.TimelockController);
    await both()
      .work.connect(timelock)
      .award(1, deployed.people.gus, [1], [(await time.latest()) + DAY], {
        terms: contentHash("x"),
        proposalId: 0,
        uri: "",
      });
    expect(await refused("enter", { ...entry, job: "4" })).to.match(
      /^job 4 is a milestone of a grant; its payee delivers it with submit/,
    );
  });

  it("refuse a network that has no work", async () => {
    const { Work: _, Verdicts: __, ...contracts } = deployed.network.addresses;
    const deployment = inFolder("none.json");
    writeFileSync(deployment, formatDeployment({ name: "None", chainId: 31_337, block: 0, contracts }));
    for (const name of ["programs", "list", "report"])
      expect(await refused(name, { deployment })).to.match(/^this network promises no work; /);
  });
});
