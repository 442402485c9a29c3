import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, parseEther, ZeroHash } from "ethers";

import { weightLines } from "../../commands/parts/weight";
import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import { DAY, describeStatus, formatDeployment, readHistory, readStatus } from "@polity/sdk";
import { readTypeWeights } from "@polity/sdk/governor/counting";
import { arraysOf } from "@polity/sdk/nep";
import { measuring } from "@polity/sdk/people/analytics";
import { credentialKey } from "@polity/sdk/people/history";
import { people as chapter } from "../../report/sections/people";
import { runCommand } from "../helpers/command";
import { asAccount } from "../helpers/governor";
import { asCouncil, deployWithPersons } from "../helpers/persons";
import { deployPreset } from "../helpers/preset";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-people-"));
const DEPLOYMENT = join(FOLDER, "polity.json");
const FILE = join(FOLDER, "safe.json");

const run = (scope: Scope, name: string, options: Given = {}) =>
  runCommand(scope, name, { deployment: DEPLOYMENT, ...options });
/** Runs what must succeed, and answers what it said. */
const ran = async (name: string, options: Given = {}, scope: Scope = "people") => {
  const { stdout, stderr } = await run(scope, name, options);
  expect(stderr, name).to.equal("");
  return stdout;
};
/** Runs what must fail, and answers why. */
const failed = async (name: string, options: Given = {}) => {
  const { stderr, code } = await run("people", name, options);
  expect(code, name).to.equal(1);
  return stderr;
};

/** AI1NET, whose vote has made Ada the issuer and an awarder. */
async function issuedByAda() {
  const deployed = await deployPreset("ai1net");
  const { network, people } = deployed;
  const vote = await asAccount(network.addresses.TimelockController);
  await network.credentials!.connect(vote).setIssuer(0, people.ada);
  await network.reputation!.connect(vote).setAwarder(people.ada, parseEther("100"));
  return { ...deployed, vote };
}

const withPersons = () => deployWithPersons("ai1net");
const plain = () => deployPreset("neuroshard");

/** A network, in the file that the commands read. */
async function on<T extends Awaited<ReturnType<typeof deployPreset>>>(fixture: () => Promise<T>): Promise<T> {
  const deployed = await loadFixture(fixture);
  const { network, config } = deployed;
  const { name } = config;
  writeFileSync(
    DEPLOYMENT,
    formatDeployment({ name, chainId: 31_337, block: 0, contracts: network.addresses }),
  );
  return deployed;
}

after(() => rmSync(FOLDER, { recursive: true }));

describe("Commands about people", () => {
  beforeEach(() => rmSync(FILE, { force: true }));

  it("issue, renew, revoke and renounce a credential, and show what an account has", async () => {
    const { network, people } = await on(issuedByAda);
    const { credentials } = network;
    const hanas = { class: "PERSON", account: "hana" };
    expect(await ran("issue", { from: "ada", ...hanas, evidence: "seen in Lisbon" })).to.match(
      /^hana has the credential PERSON for 365d\ntx 0x/,
    );
    const [issued] = await credentials!.queryFilter(credentials!.filters.Issued());
    expect(issued!.args.evidence).to.equal(encodeBytes32String("seen in Lisbon"));
    expect(await ran("show", { account: "hana" })).to.match(
      /^hana\nPERSON until \d{4}-.*\nreputation: 0 points/,
    );
    await time.increase(100 * DAY);
    await ran("renew", { from: "ada", ...hanas });
    expect(await credentials!.untilOf(0, people.hana)).to.equal(
      BigInt(await time.latest()) + BigInt(365 * DAY),
    );
    expect(await failed("issue", { from: "ada", ...hanas })).to.include("renew it, to let it last longer");
    await ran("revoke", { from: "ada", ...hanas, reason: "two accounts" });
    expect(await ran("show", { account: "hana" })).to.match(/^hana has no credentials/);
    await ran("issue", { from: "ada", ...hanas });
    await ran("renounce", { from: "hana", class: "PERSON" });
    expect(await credentials!.hasAt(0, people.hana, await time.latest())).to.equal(false);
  });

  it("give points within the cap, and show when they end", async () => {
    await on(issuedByAda);
    const say = { account: "hana", for: "translations" };
    expect(await ran("award", { from: "ada", ...say, points: "60.5" })).to.match(
      /^hana has 60.5 points more, which fade\n/,
    );
    const told = await ran("show", { account: "hana" });
    expect(told).to.match(/ {2}60\.5 points that end on \d{4}-\d\d-\d\d/);
    expect(await failed("award", { from: "ada", ...say, points: "40" })).to.include(
      "ada has 39.5 points left in this quarter, of 100 points",
    );
    expect(await failed("award", { from: "ben", ...say, points: "1" })).to.include("votes name awarders");
  });

  it("write the transaction of the council's Safe where the council may, and its members sign it", async () => {
    const { network, people } = await on(withPersons);
    const june = { class: "PERSON", account: "june" };
    expect(await failed("issue", { from: "ada", ...june })).to.match(
      /Council issues credentials PERSON, and ada does not.*give --file/s,
    );
    expect(await ran("issue", { from: "ada", ...june, file: FILE, sign: true })).to.match(
      /gives .* the credential PERSON/,
    );
    expect(existsSync(FILE)).to.equal(true);
    await ran("sign", { from: "ben", file: FILE, sign: true }, "council");
    expect(await ran("sign", { from: "kofi", file: FILE, sign: true }, "council")).to.include("executed: tx");
    expect(await network.credentials!.hasAt(0, people.june, await time.latest())).to.equal(true);

    rmSync(FILE);
    const award = { account: "june", points: "5", file: FILE };
    await ran("award", { from: "ada", ...award, sign: true });
    await ran("sign", { from: "ben", file: FILE, sign: true }, "council");
    await ran("sign", { from: "kofi", file: FILE, sign: true }, "council");
    expect(await network.reputation!.getVotes(people.june)).to.be.above(0n);
  });

  it("refuse a Safe's transaction for what is not the council's, and classes that there are not", async () => {
    await on(issuedByAda);
    const hanas = { class: "PERSON", account: "hana" };
    expect(await failed("issue", { from: "ada", ...hanas, file: FILE })).to.match(
      /ada issues .*leave --file out/s,
    );
    expect(existsSync(FILE)).to.equal(false);
    expect(await failed("issue", { from: "ada", ...hanas, class: "PERSONS" })).to.match(
      /no class of credentials PERSONS; did you mean "PERSON"\?.*there are PERSON/s,
    );
    expect(await failed("expire", { class: "PERSON" })).to.include("no credential of this class has lapsed");
  });

  it("trim what has lapsed, so that quorums do not count it", async () => {
    const { network, crowd } = await on(withPersons);
    const count = () => network.credentials!.totalAt(0, 2n ** 48n - 1n);
    expect(await ran("show")).to.match(
      /PERSON +26 +by .*\nRUNNER +0 +by .*\nreputation: 0 points .*\nNEP-PEOPLE: 26 persons could vote today, with .*; it takes 25 and 3 %$/,
    );
    await time.increase(366 * DAY);
    expect(await count()).to.equal(26n);
    const [first] = crowd;
    expect(await ran("show", { account: first!.address })).to.match(
      /PERSON lapsed at .*until somebody trims it/,
    );
    expect(await ran("show")).to.match(/0 persons could vote today.*none of its proposals can pass/);
    expect(await ran("expire", { from: "june", class: "PERSON" })).to.match(
      /^26 that had lapsed are counted no more/,
    );
    expect(await count()).to.equal(0n);
  });

  it("are refused where a network has no people", async () => {
    await on(plain);
    expect(await failed("show")).to.match(/no credentials.*no section people/s);
    expect(await failed("award", { account: "ada", points: "1" })).to.include(
      "this network has no reputation",
    );
  });

  it("say what one's weight is on a proposal, and how its votes count", async () => {
    const { network, encode, cleo, crowd } = await on(withPersons);
    const { calls, description, proposalId } = encode(
      { type: "PEOPLE", changes: { "features.agents": true } },
      cleo,
    );
    await network.governor.connect(cleo).propose(...arraysOf(calls), description);
    const id = String(proposalId);
    const shown = (account: string) => ran("show", { id, account }, "gov");
    expect(await shown("hana")).to.match(/weight +hana could cast 3,1\d\d\.\d+ here if the vote began now/);
    expect(await ran("explain", { id }, "gov")).to.match(
      /NEP-PEOPLE: the votes are those of QuadraticVotes: the root of each person's stake; at least 25 accounts must vote\nNEP-PEOPLE: 26 persons could vote today/,
    );
    await time.increase(4 * DAY);
    expect(await shown("june")).to.match(/weight +june could cast 0 here\n/);
    for (const person of crowd.slice(0, 2)) await network.credentials!.connect(person).renounce(0);
    await time.increase(1);
    expect(await ran("explain", { id }, "gov")).to.match(
      /24 persons could vote today, with .* none of its proposals can pass: 25 have to vote/,
    );
    const { counting } = JSON.parse(await ran("show", { id, json: true }, "gov")).outcome as {
      counting: object;
    };
    expect(counting).to.include({ voteSource: network.addresses.QuadraticVotes, minVoters: 25 });
  });
});

describe("The history of people", () => {
  it("is folded from events, says what is missing, and stands in status, figures and report", async () => {
    const { network, people } = await on(withPersons);
    const { credentials, reputation, addresses } = network;
    const council = await asCouncil(addresses.Council);
    const vote = await asAccount(addresses.TimelockController);
    const { hana, june } = people;
    await credentials!.connect(council).issue(0, june, ZeroHash);
    await credentials!.connect(council).revoke(0, june, ZeroHash);
    await reputation!.connect(council).award(hana, parseEther("12"), ZeroHash);
    const week = await reputation!.endWeek();
    await reputation!.connect(vote).revoke(hana, week, parseEther("2"), ZeroHash);
    await time.increase(366 * DAY);
    await credentials!.connect(council).issue(0, hana, ZeroHash);

    const history = await readHistory(network, { fromBlock: 0 });
    const told = history.people;
    expect([...told.classes.values()].map(({ name, issuer }) => [name, issuer])).to.deep.equal([
      ["PERSON", addresses.Council],
      ["RUNNER", addresses.Council],
    ]);
    const hers = told.credentials.get(credentialKey(0n, hana.address))!;
    expect([hers.counted, hers.revoked]).to.deep.equal([true, undefined]);
    const junes = told.credentials.get(credentialKey(0n, june.address))!;
    expect([junes.counted, junes.revoked?.by]).to.deep.equal([false, addresses.Council]);
    expect(told.awards.map(({ account, points, awarder }) => [account, points, awarder])).to.deep.equal([
      [hana.address, parseEther("12"), addresses.Council],
      [hana.address, parseEther("-2"), undefined],
    ]);
    expect(told.awarders.get(addresses.Council!)!.perQuarter).to.equal(parseEther("10000"));

    const period = { from: 0, to: history.head.time + 1 };
    const [classes, points] = measuring.tables(history, { period, source: { held: true } });
    // Hana has a new one; 25 others have lapsed, and nobody has trimmed them.
    expect(classes!.rows).to.deep.equal([
      ["PERSON", addresses.Council, 365 * DAY, 1, 25, 27, 1],
      ["RUNNER", addresses.Council, 180 * DAY, 0, 0, 0, 0],
    ]);
    expect(points!.rows).to.deep.equal([
      [
        hana.address,
        week * 604_800n > BigInt(history.head.time) ? parseEther("10") : 0n,
        parseEther("12"),
        parseEther("2"),
      ],
    ]);
    const input = { history, period } as Parameters<typeof chapter>[0];
    const { sections } = chapter(input, (address) => address);
    expect(sections[0]!.figures.map(({ table }) => table.title)).to.deep.equal(["Credentials", "Reputation"]);

    const status = await readStatus(network, 0);
    expect(status.credentials).to.deep.include.members([
      {
        ...{ kind: 0, name: "PERSON", issuer: addresses.Council },
        ...{ term: 365 * DAY, revocable: true, total: 26n },
      },
    ]);
    const lines = (await describeStatus(network, status)).flatMap(({ details = [] }) => details.flat());
    expect(lines).to.include("credentials PERSON: 26, issued by Council");
    expect(
      lines.some((line) => typeof line === "string" && line.startsWith("NEP-PEOPLE: 0 persons")),
    ).to.equal(true);
  });

  it("is refused where a provider leaves out that somebody was issued a credential", async () => {
    const { network } = await on(withPersons);
    const { history } = await import("@polity/sdk/people/history");
    const whole = (await readHistory(network, { fromBlock: 0 })).people;
    const at = { blockTag: await network.governor.runner!.provider!.getBlockNumber() };
    expect(await history.findMissing!(network, whole, at)).to.equal(undefined);
    const [key] = whole.credentials.keys();
    const fewer = new Map([...whole.credentials].filter(([each]) => each !== key));
    expect(await history.findMissing!(network, { ...whole, credentials: fewer }, at)).to.equal(
      "26 credentials PERSON, and events that make 25",
    );
    expect(await history.findMissing!(network, { ...whole, classes: new Map() }, at)).to.equal(
      "2 classes of credentials, and events of 0",
    );
  });

  it("has nothing to say where a network knows no people", async () => {
    const { network } = await on(plain);
    const history = await readHistory(network, { fromBlock: 0 });
    const input = { history, period: { from: 0, to: 1 } } as Parameters<typeof chapter>[0];
    expect(chapter(input, (address) => address)).to.deep.equal({ sections: [] });
    const status = await readStatus(network, 0);
    expect(status).to.not.have.any.keys("credentials", "reputation", "reach");
  });

  it("show in gov explain what one could cast oneself, by what counts the votes of each type", async () => {
    const { network, submit, cleo, people } = await on(withPersons);
    const { proposalId } = await submit({ type: "PEOPLE", changes: { "features.agents": true } }, cleo);
    const id = String(proposalId);
    const stake = await network.token.balanceOf(cleo);
    // √(stake · 1e18), as the chain has it, to four places.
    const root = Math.sqrt(Number(stake / 10n ** 10n) * 1e10 * 1e18) / 1e18;
    const lines = async (account: string) =>
      (await ran("explain", { id, account }, "gov")).split("\n").filter((line) => / could cast /.test(line));
    const [byPerson, byStake] = await lines("cleo");
    expect(byPerson).to.match(/^NEP-PEOPLE: cleo could cast [\d,.]+ votes, as of 20[\dT:-]+Z$/);
    const told = Number(/cast ([\d,.]+) votes/.exec(byPerson!)![1]!.replaceAll(",", ""));
    expect(told).to.be.closeTo(root, 0.001);
    expect(byStake).to.match(/^NEP-GOV: cleo could cast 48,500,000 votes, as of /);
    // Whoever is no person has stake alone, and nothing there.
    await network.token.connect(people.dan).delegate(people.dan);
    await time.increase(1);
    const dans = await lines("dan");
    expect(dans[0]).to.match(/^NEP-PEOPLE: dan could cast 0 votes/);
    expect(dans[1]).to.match(/^NEP-GOV: dan could cast 40,000,000 votes/);
    const { weight } = JSON.parse(await ran("explain", { id, account: "dan", json: true }, "gov")) as {
      weight: { account: string; types: { types: string[]; votes: string }[] };
    };
    expect([weight.account, weight.types.map(({ types }) => types)]).to.deep.equal([
      people.dan.address,
      [["PEOPLE"], ["GOV"]],
    ]);
    // A source that fails takes the answer about its own types with it, and no other.
    const at = Math.floor(Number(await network.governor.clock()));
    const broken = { votes: network.votes, governor: network.governor };
    const nothing = network.addresses.TimelockController;
    const book = new Map([["PEOPLE", { voteSource: nothing, vetoBps: 0, minVoters: 0 }]]);
    const read = await readTypeWeights(broken, book, ["PEOPLE", "GOV"], people.dan.address, at);
    expect(read).to.deep.equal([{ types: ["PEOPLE"] }, { types: ["GOV"], votes: parseEther("40000000") }]);
    expect(weightLines(read, "dan", at)[0]).to.equal(
      "NEP-PEOPLE: what counts its votes fails, so that nobody knows what dan could cast",
    );
  });
});
