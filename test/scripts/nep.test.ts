import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import type { Given } from "../../commands/core/run";
import { contentHash, parseReview } from "@polity/sdk";
import { runCommand, type Written } from "../helpers/command";
import { commandsOf } from "../helpers/shell";
import { DEPLOYMENT, gov, neuroshard, serve, stopServing } from "../helpers/gov";

const NEP2 = "nep-0002-reward-rate-and-fees.md";

const ok = ({ stderr, code, stdout }: Written) => {
  expect([stderr, code]).to.deep.equal(["", 0]);
  return stdout;
};

describe("Commands that follow NEP files", () => {
  let folder: string;
  before(serve);
  after(stopServing);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "polity-neps-"));
    cpSync("neps", folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const nep = (name: string, options: Given = {}) =>
    runCommand("nep", name, { deployment: DEPLOYMENT, folder, ...options });

  /** The commands that the document shows, with their options. */
  const documented = () =>
    commandsOf(readFileSync("docs/neps.md", "utf8"), "test/scripts/nep.test.ts").map((line) => {
      const [, name, rest] = /^npx hardhat(?: --network localhost)? nep (\w+)(.*)$/.exec(line)!;
      const options = [...rest!.matchAll(/ --(\w+) (\S+)/g)].map(([, option, value]) => [option, value]);
      return [name!, Object.fromEntries(options) as Given] as const;
    });

  /** NEP-2 is proposed, voted for and executed. */
  async function activate() {
    await loadFixture(neuroshard);
    ok(await gov("propose", { from: "ada", nep: join(folder, NEP2) }));
    await pass("2");
  }

  /** A proposal is voted for and executed. */
  async function pass(number: string) {
    const read = async () =>
      JSON.parse(ok(await gov("show", { id: number, json: true }))) as Record<
        "snapshot" | "deadline" | "eta",
        number
      >;
    const { snapshot, deadline } = await read();
    await time.increaseTo(snapshot + 1);
    for (const from of ["ada", "ben"]) ok(await gov("vote", { from, id: number, support: "for" }));
    await time.increaseTo(deadline + 1);
    ok(await gov("advance", { from: "june" }));
    await time.increaseTo((await read()).eta);
    ok(await gov("advance", { from: "june" }));
  }

  it("tell a NEP's life from a draft to what it changed, and to what people found when they looked back", async () => {
    await loadFixture(neuroshard);
    expect(ok(await nep("list"))).to.match(
      /^NEP +type +stage +proposals +review\nNEP-1: .* TRAIN +DRAFT\nNEP-2: .* ECON +DRAFT\n/,
    );
    const draft = ok(await nep("show", { id: "2" }));
    expect(draft).to.match(/^NEP-2: Pay training .*\nDRAFT; type ECON, written 2026-\d\d-\d\d by /);
    expect(draft).to.match(/\ndiscussion {2}https:\/\/\S+\n/);
    expect(draft).to.contain("proposal    none with this text");

    await activate();
    expect(ok(await nep("list"))).to.match(/\nNEP-2: .* ECON +ACTIVE\nNEP-3: .* DRAFT/);
    const active = ok(await nep("show", { id: "2" }));
    expect(active).to.match(/\nproposal {4}\d+ by ada; its text is the file's\n/);
    expect(active).to.match(
      /\nlife\n {2}\S+ {2}written\n {2}\S+ {2}proposed\n {2}\S+ {2}queued\n {2}\S+ {2}active\n/,
    );
    expect(active).to.match(/\nwhat it changed\n {2}econ\.rewardRate +2500 → 2750 +1\.1\.0 +as it was set\n/);
    expect(active).to.match(
      /\nwhat it promises\n {2}Training efficiency +× 1\.0\n {2}Training reward +× 1\.1\n {2}Change of what a node earns after its costs +7\.8 %\n/,
    );
    expect(active).to.contain("review      none; nep review --id 2 writes a draft to ");

    const told = documented().filter(([name]) => name !== "check");
    expect(told.map(([name]) => name)).to.deep.equal(["list", "show", "review"]);
    for (const [name, options] of told.slice(0, 2)) ok(await nep(name, options));
    expect(ok(await nep(...told[2]!))).to.match(
      /^the draft is in .*reviews\/nep-0002\.md: write in the authors/,
    );
    const file = join(folder, "reviews/nep-0002.md");
    const text = readFileSync(file, "utf8");
    expect(text).to.match(/\n\| econ\.rewardRate \| 2500 \| 2750 \| 1\.1\.0 \| 2750 \|\n/);
    expect(text).to.match(/\n {2}- name: training_reward_multiplier\n {4}meant: "[\d.]+"\n {4}observed: *\n/);
    expect(() => parseReview(text, "nep-0002.md"), "a draft is no review").to.throw(
      /authors: [^]*verdict: [^]*observed: /,
    );
    const unfinished = await nep("list");
    expect(unfinished.code).to.equal(1);
    expect(unfinished.stdout).to.contain("nep-0002.md is left out: nep-0002.md: 6 problems\n");
    expect((await nep("review", { id: "2" })).stderr).to.match(
      /^Error: .*nep-0002\.md is there already; go on with it$/,
    );

    const finished = text
      .replace("authors: []", "authors: [Cleo]")
      .replace(/verdict:.*/, "verdict: change")
      .replaceAll(/observed: *$/gm, "observed: about 1.0")
      .replace(/<!-- What was seen.*-->/, "Nodes earned what was promised, and burned less than that.");
    writeFileSync(file, finished);
    expect(ok(await nep("list"))).to.match(/\nNEP-2: .* ECON +ACTIVE +change\n/);
    const reviewed = ok(await nep("show", { id: "2" }));
    expect(reviewed).to.match(/review of \S+ by Cleo: change\n {2}figure +meant +observed\n/);
    expect(reviewed).to.match(/ {2}What it did\n {4}Nodes earned what was promised/);
    const json = JSON.parse(ok(await nep("show", { id: "2", json: true }))) as {
      stage: string;
      effects: object[];
      review: { verdict: string };
    };
    expect(json).to.deep.include({ stage: "ACTIVE" });
    expect(json.review.verdict).to.equal("change");
    expect(json.effects[0]).to.deep.equal({
      ...{ key: "econ.rewardRate", before: "2500", after: "2750", now: "2750", version: "1.1.0" },
    });
  });

  it("list what implements and replaces a NEP, and what it does so itself", async () => {
    const source = readFileSync(join(folder, NEP2), "utf8").replace("requires: [1]\n", "");
    writeFileSync(join(folder, NEP2), source.replace("nep: 2\n", "nep: 2\nreplaces: 1\n"));
    await activate();
    const write = (number: number, lines: string) => {
      const text = source.replace("nep: 2\n", `nep: ${number}\n${lines}\n`);
      writeFileSync(join(folder, `nep-00${number}-x.md`), text);
    };
    write(30, "implements: 2");
    write(31, "replaces: [2, 99]\nrequires: 30");
    const shown = ok(await nep("show", { id: "2" }));
    expect(shown).to.match(
      /\nreplaces {4}NEP-1: Multi-token prediction training, DRAFT\nreplaced by NEP-31: .*, DRAFT\nimplemented by NEP-30: .*, DRAFT\n/,
    );
    const newer = JSON.parse(ok(await nep("show", { id: "31", json: true }))) as { related: object[] };
    expect(newer.related).to.deep.equal([
      {
        how: "requires",
        nep: 30,
        title: "Pay training a little more, and burn less of each fee",
        stage: "DRAFT",
      },
      {
        how: "replaces",
        nep: 2,
        title: "Pay training a little more, and burn less of each fee",
        stage: "ACTIVE",
      },
      { how: "replaces", nep: 99 },
    ]);
    expect(ok(await nep("show", { id: "31" }))).to.contain(
      "\nreplaces    NEP-99, of which there is no file\n",
    );
    // Only what is in force takes another's place.
    expect(ok(await nep("list"))).to.match(
      /\nNEP-1: .* TRAIN +DRAFT, replaced by NEP-2\nNEP-2: .* ECON +ACTIVE\n/,
    );
  });

  it("tell a proposal with the same number and other text from the file's own, and where they part", async () => {
    await activate();
    const file = join(folder, NEP2);
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("## Solution\n", "## Solution\n\nNot what was voted on.\n"),
    );
    expect(ok(await nep("list"))).to.match(/\nNEP-2: .* ECON +DRAFT +1 with other text\n/);
    const shown = ok(await nep("show", { id: "2" }));
    expect(shown).to.match(/^NEP-2: .*\nDRAFT; /);
    expect(shown).to.match(
      /\n +\d+, ACTIVE, has other text: line \d+ is ".*" there, "Not what was voted on\." here\n/,
    );
    const { stderr } = await nep("review", { id: "2" });
    expect(stderr).to.equal("Error: NEP-2 is DRAFT; what has not been active cannot be reviewed");
  });

  it("D3, A3, I3: show the text that is decided, and its difference to the text before", async () => {
    await loadFixture(neuroshard);
    const file = "nep-0007-half-rotary-positions.md";
    const shown = ok(await nep("show", { id: "7" }));
    expect(shown).to.match(
      /\ndocuments\n {2}arch\.specHash: contents\/model-2\.md, sha256 0x1e7f\w{60}\n {4}4 lines added, 3 lines removed\n {4}from line \d+ before, \d+ now\n/,
    );
    expect(shown).to.contain(
      "\n      -2. Positions are rotary, over all dimensions of a head, with the base 10,000.\n",
    );
    expect(shown).to.contain("\n      +2. Positions are rotary, over the first half of the dimensions");
    expect(shown).not.to.contain("Vocabulary");
    expect(ok(await nep("show", { id: "7", whole: true }))).to.contain(
      "\n    the whole text\n      # The model, specification 2\n",
    );
    expect(ok(await nep("show", { id: "20" }))).to.match(
      /\n {4}13 lines, the first text\n {6}\+# Roadmap, 2027\n/,
    );

    // Once it is decided, what was before it is what the chain says, and the text before is found by who named it.
    ok(await gov("propose", { from: "ada", nep: join(folder, "nep-0020-roadmap-2027.md") }));
    const next = join(folder, "nep-0021-next.md");
    const roadmap = readFileSync(join(folder, "contents/roadmap-2027.md"), "utf8").replace(
      "500 workers",
      "700 workers",
    );
    writeFileSync(join(folder, "contents/roadmap-b.md"), roadmap);
    const source = readFileSync(join(folder, "nep-0020-roadmap-2027.md"), "utf8").replace(
      "nep: 20",
      "nep: 21",
    );
    const write = (hash: string) =>
      writeFileSync(
        next,
        source.replace("roadmap-2027.md\n", "roadmap-b.md\n").replace(/value: ".*"/, `value: "${hash}"`),
      );
    write(contentHash(roadmap));
    await pass("20");
    const second = ok(await nep("show", { id: "21" }));
    expect(second).to.match(/\n {4}1 line added, 1 line removed\n/);
    expect(ok(await nep("show", { id: "20" }))).to.match(/\n {4}13 lines, the first text\n/);
    const json = JSON.parse(ok(await nep("show", { id: "21", json: true }))) as { documents: object[] };
    expect(json.documents[0]).to.deep.include({ key: "charter.roadmapHash", text: roadmap });

    // Nobody pays for a text that is not there, or is another one.
    ok(await nep("check", { nep: next }));
    write(contentHash("something else"));
    const wrong = await nep("check", { nep: next });
    expect(wrong.code).to.equal(1);
    expect(wrong.stdout).to.match(/document: what lies at contents\/roadmap-b\.md is another content/);
    const refused = await gov("propose", { from: "ada", nep: next });
    expect(refused.stderr).to.match(
      /is another content: .*; nobody could read what is voted on; --anyway proposes it/,
    );
    // A first text that is too long to be shown as a difference is not said to differ from another.
    const long = Array.from({ length: 2_500 }, (_, i) => `Line ${i}`).join("\n");
    writeFileSync(join(folder, "contents/roadmap-b.md"), long);
    writeFileSync(
      next,
      source
        .replace("charter.roadmapHash", "charter.legalHash")
        .replace("roadmap-2027.md\n", "roadmap-b.md\n")
        .replace(/value: ".*"/, `value: "${contentHash(long)}"`),
    );
    expect(ok(await nep("show", { id: "21" }))).to.match(
      /charter\.legalHash: .*\n {4}the first text; it is long, and --whole shows it\n/,
    );
    rmSync(join(folder, "contents"), { recursive: true });
    expect(ok(await nep("show", { id: "7" }))).to.match(
      /the document cannot be shown: \S+model-2\.md cannot be read/,
    );
    expect(ok(await nep("check", { nep: join(folder, NEP2) }))).to.match(
      / is a valid NeuroShard Enhancement Proposal$/,
    );
    expect((await nep("check", { nep: join(folder, file) })).code).to.equal(1);
  });

  /** A copy of a NEP's file with one part of it replaced. */
  function variant(name: string, from: string, to: string): string {
    const file = join(folder, NEP2);
    const source = readFileSync(file, "utf8");
    expect(source).to.contain(from);
    const copy = join(folder, name);
    writeFileSync(
      copy,
      source.replace(from, () => to),
    );
    return copy;
  }

  it("check a file before anybody pays for it, on a chain and by a preset alone", async () => {
    await loadFixture(neuroshard);
    const checks = documented().filter(([name]) => name === "check");
    expect(checks).to.have.length(2);
    for (const [name, options] of checks)
      expect(ok(await nep(name, options))).to.match(/ is a valid NeuroShard Enhancement Proposal$/);
    const good = join(folder, NEP2);
    for (const by of [{}, { preset: "neuroshard" }]) {
      expect(ok(await nep("check", { nep: good, ...by }))).to.match(
        /^NEP-2: Pay training .* is a valid NeuroShard Enhancement Proposal$/,
      );
      const broken = await nep("check", { nep: variant("bad.md", "value: 4000", "value: 40000"), ...by });
      expect([broken.code, broken.stderr]).to.deep.equal([1, ""]);
      expect(broken.stdout).to.match(
        /^\S+bad\.md has a problem\n {2}line 17, parameter-changes\.1\.value: 40000 is out of bounds: 0 to 10000$/,
      );
    }
    const { stdout } = await nep("check", { nep: variant("bad.md", "nep: 2", "nep: 0"), json: true });
    expect(JSON.parse(stdout)).to.deep.include({ valid: false });
    const open = variant("open.md", "[Cleo Marchetti]", '["Your Name <you@example.org>"]');
    const unfinished = await nep("check", { nep: open });
    expect(unfinished.stdout).to.match(
      /is a valid NeuroShard Enhancement Proposal, and is not finished\n {2}line 5, authors\.0: still says /,
    );
    expect(unfinished.code).to.equal(1);
    expect((await nep("check", { nep: "nowhere.md" })).stderr).to.match(
      /^Error: nowhere\.md cannot be read; give a NEP file/,
    );
  });

  it("N6: name a contradiction between a file's figures and its changes, by the values of now", async () => {
    const { network } = await loadFixture(neuroshard);
    const halved = variant("halved.md", "value: 2750", "value: 1250");
    const sentence =
      "training_reward_multiplier: says 1.1, and what follows from econ.rewardRate from 2500 to 1250 is 0.5";
    expect((await nep("check", { nep: halved })).stdout).to.contain(`economic-impact.${sentence}`);
    expect((await nep("check", { nep: halved, preset: "neuroshard" })).stdout).to.contain(sentence);
    const explained =
      "contradiction: training_reward_multiplier says 1.1, and what follows from econ.rewardRate from 2500 to 1250 is 0.5; this network refuses it";
    for (const by of [{}, { preset: "neuroshard" }]) {
      const { stdout } = await runCommand("gov", "explain", { deployment: DEPLOYMENT, nep: halved, ...by });
      expect(stdout).to.contain(`\n${explained}`);
    }
    // Nothing is proposed that contradicts itself.
    const refused = await runCommand("gov", "propose", { deployment: DEPLOYMENT, from: "ada", nep: halved });
    expect(refused.stderr).to.contain(sentence);
    expect(await network.registry.semver()).to.equal("1.0.0");

    // What the file believes of today does not hide what the chain says.
    await activate();
    const believes = variant("believes.md", "was: 2500", "was: 1250");
    const again = await nep("check", { nep: variant("again.md", "was: 2500", "was: 2500") });
    expect(again.stdout).to.contain(
      "says 1.1, and what follows from econ.rewardRate from 2750 to 2750 is 1.0",
    );
    expect((await nep("check", { nep: believes })).stdout).to.contain("from 2750 to 2750 is 1.0");
    // An executed proposal is told by its own file.
    const past = await runCommand("gov", "explain", { deployment: DEPLOYMENT, id: "2" });
    expect(past.stdout).not.to.contain("contradiction");
  });

  const refusals: [name: string, options: Given, sentence: RegExp][] = [
    ["list", { folder: "nowhere" }, /^Error: there is no folder nowhere; name the folder of NEP files/],
    ["show", {}, /^Error: --id is missing/],
    ["show", { id: "77" }, /^Error: there is no NEP file with the number 77; nep list shows all$/],
  ];
  for (const [name, options, sentence] of refusals) {
    it(`refuse ${name} with ${JSON.stringify(options)}`, async () => {
      await loadFixture(neuroshard);
      const { stdout, stderr, code } = await nep(name, options);
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(stderr).to.match(sentence);
    });
  }

  it("name every file that cannot be read, and list the others", async () => {
    await loadFixture(neuroshard);
    writeFileSync(join(folder, "nep-0099-broken.md"), "no front matter");
    mkdirSync(join(folder, "reviews"));
    writeFileSync(join(folder, "reviews/nep-0001.md"), "---\nnep: 2\n---\n\n## What it did\n\nx\n");
    const { stdout, code } = await nep("list");
    expect(code).to.equal(1);
    expect(stdout).to.match(/\nNEP-1: /);
    expect(stdout).to.match(
      /nep-0099-broken\.md is left out: nep-0099-broken\.md: 1 problem\n {2}line 1, file: must begin/,
    );
    expect(stdout).to.match(/reviews\/nep-0001\.md is left out: nep-0001\.md: 4 problems/);
  });
});

describe("A review", () => {
  const good = `---\nnep: 1\ndate: 2026-06-01\nauthors: [Ada]\nverdict: kept\n---\n\n## What it was meant to do\n\nA.\n\n## What it did\n\nB.\n`;
  it("is read with its figures, or without any", () => {
    const { figures, verdict } = parseReview(good, "nep-0001.md");
    expect([figures, verdict]).to.deep.equal([[], "kept"]);
    const source =
      "figures:\n  - { name: loss, meant: '2.0', observed: '2.1', source: https://example.org }\n---\n\n##";
    expect(parseReview(good.replace("---\n\n##", source)).figures).to.deep.equal([
      { name: "loss", meant: "2.0", observed: "2.1", source: "https://example.org" },
    ]);
  });

  for (const [what, from, to, sentence] of [
    [
      "another number than its file's name",
      "nep: 1",
      "nep: 2",
      /line 2, nep: is 2, but the file is called nep-0001\.md/,
    ],
    ["an unknown verdict", "kept", "fine", /line 5, verdict: must be one of kept, change, revert/],
    ["a date that is none", "2026-06-01", "2026-02-30", /line 3, date: "2026-02-30" is not a date/],
    ["nothing under a heading", "B.", "<!-- later -->", /## What it did: is empty; comments do not count/],
    ["a field that is not known", "verdict", "verdikt", /verdikt: unknown field; did you mean "verdict"\?/],
    ["characters that nobody sees", "A.", "A\u202e.", /contains the invisible character U\+202E/],
  ] as const) {
    it(`is refused with ${what}`, () => {
      expect(() => parseReview(good.replace(from, to), "nep-0001.md")).to.throw(sentence);
    });
  }
});
