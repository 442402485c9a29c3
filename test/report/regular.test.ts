import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id, ZeroAddress } from "ethers";
import hre, { ethers } from "hardhat";

import type { Given } from "../../commands/core/run";
import { lock } from "../../deploy/lock";
import { calendarPeriod, lastPeriod, libraryHtml, parseManifest, writeManifest } from "../../report";
import { writeDeployment } from "../../scripts/lib/deployments";
import { canonicalJson, contentHash, readAnchors } from "@polity/sdk";
import { runCommand } from "../helpers/command";
import { deployNeuroshard } from "../helpers/neuroshard";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-regular-"));
const at = (text: string) => Date.parse(text) / 1000;

describe("Calendar periods", () => {
  it("have names, and begin and end with the calendar, in UTC", () => {
    const spans = {
      "2026-Q1": ["2026-01-01", "2026-04-01"],
      "2026-Q4": ["2026-10-01", "2027-01-01"],
      "2028-02": ["2028-02-01", "2028-03-01"],
      "2026-12": ["2026-12-01", "2027-01-01"],
      "2026": ["2026-01-01", "2027-01-01"],
    };
    for (const [name, [from, to]] of Object.entries(spans))
      expect(calendarPeriod(name), name).to.deep.equal({ from: at(from!), to: at(to!) });
    for (const name of ["2026-Q5", "2026-Q0", "2026-13", "2026-1", "26", "2026-Q1 ", "../2026", "1969", ""])
      expect(() => calendarPeriod(name), name).to.throw("is no calendar period");
  });

  it("are over from their very end on, and not a second before", () => {
    const last = (every: "month" | "quarter" | "year", text: string) => lastPeriod(every, at(text));
    expect(last("quarter", "2026-03-31T23:59:59Z")).to.equal("2025-Q4");
    expect(last("quarter", "2026-04-01T00:00:00Z")).to.equal("2026-Q1");
    expect(last("month", "2026-01-15T12:00:00Z")).to.equal("2025-12");
    expect(last("month", "2028-03-01T00:00:00Z")).to.equal("2028-02");
    expect(last("year", "2026-12-31T23:59:59Z")).to.equal("2025");
    for (const every of ["month", "quarter", "year"] as const) {
      for (let now = at("2026-01-01"); now < at("2029-01-01"); now += 11 * 86_400) {
        const { from, to } = calendarPeriod(lastPeriod(every, now));
        expect(to <= now && now < to + (to - from) * 1.2, `${every} ${now}`).to.equal(true);
      }
    }
  });
});

describe("Regular reports", () => {
  let network: Awaited<ReturnType<typeof deployNeuroshard>>;
  let file: string;
  let snapshot: unknown;
  /** The last quarter that is over, and the one before it. */
  let [name, earlier] = ["", ""];
  let reports = "";
  let round = 0;

  before(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    const block = await ethers.provider.getBlockNumber();
    network = await deployNeuroshard();
    file = writeDeployment(
      { name: "NeuroShard", chainId: 31_337, block, contracts: network.addresses },
      FOLDER,
    );
    // The network has lived through one whole quarter and a bit.
    const now = await time.latest();
    const begun = calendarPeriod(lastPeriod("quarter", now)).to;
    const first = nextOf(begun);
    earlier = quarterOf(begun);
    name = quarterOf(first);
    await time.increaseTo(first + 86_400);
    await network.treasury
      .connect(network.ada)
      .deposit(ZeroAddress, 7n, id("fees"), id("one"), { value: 7n });
    await time.increaseTo(calendarPeriod(name).to + 86_400);
    await network.treasury
      .connect(network.ada)
      .deposit(ZeroAddress, 8n, id("fees"), id("two"), { value: 8n });
  });
  after(async () => {
    await hre.network.provider.send("evm_revert", [snapshot]);
    rmSync(FOLDER, { recursive: true });
  });
  // A report that is made again is the same, so what one test anchors would be anchored for the next.
  let clean: unknown;
  beforeEach(async () => {
    reports = join(FOLDER, `reports-${++round}`);
    clean = await hre.network.provider.send("evm_snapshot", []);
  });
  afterEach(() => hre.network.provider.send("evm_revert", [clean]));

  /** The report of the last quarter in a folder of its own, made once for all tests. */
  const stored = async () => {
    const made = join(FOLDER, "made");
    if (!existsSync(made))
      await good(runCommand("dao", "report", { every: "quarter", out: made, deployment: file }));
    cpSync(made, reports, { recursive: true });
  };

  const quarterOf = (moment: number) => {
    const date = new Date(moment * 1000);
    return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
  };
  const nextOf = (moment: number) => calendarPeriod(quarterOf(moment)).to;

  const make = (given: Given = { every: "quarter" }) =>
    runCommand("dao", "report", { ...given, out: reports, deployment: file });
  const anchor = () => runCommand("dao", "report-anchor", { reports, from: "june", deployment: file });
  const verify = (given: Given = {}) =>
    runCommand("dao", "report-verify", { report: join(reports, name), deployment: file, ...given });
  const good = async (done: ReturnType<typeof make>) => {
    const { stdout, stderr, code } = await done;
    expect([stderr, code]).to.deep.equal(["", 0]);
    return stdout;
  };
  const manifestText = () => readFileSync(join(reports, name, "report.json"), "utf8");
  /** Every file below a folder, with its content. */
  const filesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name))])
      .map(([path, content]) => [path, contentHash(content as Uint8Array)]);

  it("A4: are made of the last calendar period that is over, once, however often they are asked for", async () => {
    expect(await good(make())).to.match(new RegExp(`^NeuroShard, ${name}, up to block \\d+: open `));
    const first = filesIn(reports);
    const again = await good(make());
    expect(again).to.match(new RegExp(`^${name} is there already: `));
    expect(filesIn(reports)).to.deep.equal(first);
    const { head, period, files } = parseManifest(manifestText(), "report.json");
    expect(period).to.equal(name);
    expect(head.time).to.be.below(calendarPeriod(name).to);
    expect(Object.keys(files)).to.include.members(["report.html", "report.md"]);
    expect(readdirSync(reports).sort()).to.deep.equal([name, "index.html", "index.json"].sort());
  });

  it("A4: are made anew after a death on the way, and are never seen half made", async () => {
    mkdirSync(join(reports, `.${name}.new`, "figures"), { recursive: true });
    writeFileSync(join(reports, `.${name}.new`, "report.html"), "half");
    writeFileSync(join(reports, `.${name}.new`, "left-over.csv"), "left over");
    await good(make());
    expect(readdirSync(reports)).to.not.include(`.${name}.new`);
    expect(readdirSync(join(reports, name))).to.not.include("left-over.csv");
    expect(readFileSync(join(reports, name, "report.html"), "utf8")).to.match(/<\/html>\n$/);
  });

  it("A4: are made by one process at a time", async () => {
    const unlock = lock(join(reports, ".lock"), "the folder");
    const { stderr, code } = await make();
    unlock();
    expect(code).to.equal(1);
    expect(stderr).to.match(/^Error: the folder of reports .* is being worked on by process/);
    await good(make());
  });

  it("A4: are listed by a page and a file, the newest first, with what was anchored", async () => {
    await good(make({ of: earlier }));
    await good(make());
    await good(anchor());
    const list = JSON.parse(readFileSync(join(reports, "index.json"), "utf8")) as {
      reports: { period: string; hash: string; folder: string; anchor?: { transaction: string } }[];
    };
    expect(list.reports.map(({ period }) => period)).to.deep.equal([name, earlier]);
    expect(list.reports[0]!.hash).to.equal(contentHash(manifestText()));
    const page = readFileSync(join(reports, "index.html"), "utf8");
    for (const { period, hash, anchor: noted } of list.reports) {
      expect(page).to.include(`<a href="${period}/report.html">`).and.include(hash);
      expect(page).to.include(noted!.transaction);
    }
    expect(page).to.not.match(/<script|javascript:|src=/i);
    const evil = libraryHtml("<script>alert(1)</script>", []);
    expect(evil).to.not.include("<script>");
  });

  it("A4: are anchored once: what was sent before somebody could write it down is found on the chain", async () => {
    await stored();
    const hash = contentHash(manifestText());
    expect(await good(anchor())).to.match(new RegExp(`^${name}: ${hash} is anchored, tx 0x`));
    const note = readFileSync(join(reports, name, "anchor.json"), "utf8");
    expect(await good(anchor())).to.equal("every report here is anchored");
    rmSync(join(reports, name, "anchor.json"));
    expect(await good(anchor())).to.match(/was anchored already, tx 0x/);
    expect(readFileSync(join(reports, name, "anchor.json"), "utf8")).to.equal(note);
    const all = await readAnchors(network, { period: name, fromBlock: 0 });
    expect(all.filter((one) => one.hash === hash).map(({ by }) => by)).to.deep.equal([network.june.address]);
  });

  it("A4: are anchored again where a reorganisation has undone it", async () => {
    await stored();
    const before = await hre.network.provider.send("evm_snapshot", []);
    await good(anchor());
    const note = readFileSync(join(reports, name, "anchor.json"), "utf8");
    await hre.network.provider.send("evm_revert", [before]);
    await time.increase(60);
    expect(await good(anchor())).to.match(/ is anchored, tx 0x/);
    expect(readFileSync(join(reports, name, "anchor.json"), "utf8")).to.not.equal(note);
    await good(verify());
  });

  it("A4: are not anchored while a transaction of the account is on its way, which may be the anchor", async () => {
    await stored();
    await hre.network.provider.send("evm_setAutomine", [false]);
    try {
      await network.june.sendTransaction({ to: network.june, value: 0n });
      // If it sent one, that would wait for a block that does not come.
      const { stderr, code } = await Promise.race([
        anchor(),
        later(5_000, { stderr: "it was sent", code: 0 }),
      ]);
      expect([code, stderr.slice(0, 6)]).to.deep.equal([1, "Error:"]);
      expect(stderr).to.match(/^Error: a transaction of 0x\w+ is on its way; wait until it is in a block/);
    } finally {
      await hre.network.provider.send("evm_setAutomine", [true]);
      await hre.network.provider.send("evm_mine", []);
    }
  });

  it("A4: are verified by their files, the chain's blocks, the anchor, and by being made again", async () => {
    await stored();
    const { stdout: early, code } = await verify();
    expect(code).to.equal(1);
    expect(early).to.match(/✗ it is not anchored on this chain/);
    // Who is not asked anchors the report, and somebody else another file.
    const { treasury, ada } = network;
    const category = encodeBytes32String(`report ${name}`);
    await treasury.connect(ada).deposit(ZeroAddress, 1n, category, id("another"), { value: 1n });
    await good(anchor());
    const text = await good(verify());
    expect(text.match(/^✓/gm)).to.have.lengthOf(4);
    expect(text).to.match(/made again from the chain it is the same, byte for byte/);
    expect(text).to.include(`anchored another file for this period: ${id("another")}`);
    expect(text).to.match(/the report is what it says$/);
    const { stdout } = await verify({ json: true });
    expect(JSON.parse(stdout)).to.deep.include({ right: true, hash: contentHash(manifestText()) });
  });

  it("A4: are found out when a file was changed, and when the manifest was changed along with it", async () => {
    await stored();
    await good(anchor());
    const page = join(reports, name, "report.html");
    const html = readFileSync(page, "utf8").replace("Transparency", "Truth");
    writeFileSync(page, html);
    writeFileSync(join(reports, name, "more.html"), "more");
    const changed = await verify();
    expect(changed.code).to.equal(1);
    expect(changed.stdout).to.match(
      /✗ its files are not .*report\.html was changed; more\.html is no part of/,
    );
    rmSync(join(reports, name, "more.html"));
    const manifest = JSON.parse(manifestText()) as { files: Record<string, string> };
    manifest.files["report.html"] = contentHash(html);
    writeFileSync(join(reports, name, "report.json"), canonicalJson(manifest));
    const forged = await verify();
    expect(forged.code).to.equal(1);
    expect(forged.stdout).to.match(/✗ made again from the chain it differs: report\.html/);
    expect(forged.stdout).to.match(/✗ it is not anchored on this chain/);
    rmSync(join(reports, name, "anchor.json"));
    writeFileSync(page, "another");
    const refused = await anchor();
    expect(refused.stderr).to.match(/is not as it was made: report\.html was changed; move the folder away/);
  });

  it("A4: are found out when they are of a block that the chain does not have", async () => {
    await stored();
    const manifest = JSON.parse(manifestText()) as { head: { hash: string; block: number } };
    for (const head of [
      { ...manifest.head, hash: id("other") },
      { ...manifest.head, block: 1e9 },
    ]) {
      writeFileSync(join(reports, name, "report.json"), canonicalJson({ ...manifest, head }));
      const { stdout, code } = await verify();
      expect(code).to.equal(1);
      expect(stdout)
        .to.match(/✗ the chain has another block/)
        .and.not.match(/made again/);
    }
  });

  it("A4: carry the prices that they were made with, and are verified with these", async () => {
    const prices = join(FOLDER, "our.csv");
    const days = Array.from({ length: 100 }, (_, i) => {
      const day = new Date((calendarPeriod(name).from + (i - 1) * 86_400) * 1000).toISOString().slice(0, 10);
      return ["ETH", "governance"].map((token) => `${day},${token},${2000 + i},USD`);
    }).flat();
    writeFileSync(prices, ["date,token,price,currency", ...days].join("\n"));
    await good(make({ every: "quarter", prices }));
    expect(existsSync(join(reports, name, "figures/the-treasury-in-money.csv"))).to.equal(true);
    rmSync(prices);
    const { stdout } = await verify();
    expect(stdout).to.match(/✓ made again from the chain it is the same/);
  });

  it("are refused as manifests where they lead out of their folder, or say what is none", () => {
    const facts = {
      ...{ version: "0.1.0", network: "N", chainId: 1, governor: ZeroAddress, period: "2026-Q1" },
      head: { block: 1, hash: id(""), time: 1 },
    };
    const text = (name: string) => writeManifest(new Map([[name, ""]]), facts);
    expect(parseManifest(text("figures/a.csv"), "report.json").period).to.equal("2026-Q1");
    for (const name of ["../a.csv", "/etc/a.csv", "a/b/c.csv", "a.exe", ".a.csv", "a\\b.csv", "C:a.csv"])
      expect(() => parseManifest(text(name), "report.json"), name).to.throw("must be a file of a report");
    const edited = (parts: object) => JSON.stringify({ ...(JSON.parse(text("a.csv")) as object), ...parts });
    for (const [parts, problem] of [
      [{ period: "2026-Q5" }, "is no calendar period"],
      [{ chainId: 0 }, "chainId"],
      [{ version: "<b>" }, "must be a version"],
      [{ format: "polity-report-2" }, "must be polity-report-1"],
      [{ extra: 1 }, "unknown field"],
    ] as const)
      expect(() => parseManifest(edited(parts), "report.json")).to.throw(problem);
    expect(() => parseManifest("x".repeat(1_000_001), "report.json")).to.throw("too long");
    const many = new Map(Array.from({ length: 501 }, (_, i) => [`a${i}.csv`, ""]));
    expect(() => parseManifest(writeManifest(many, facts), "report.json")).to.throw("more than 500 files");
  });

  const refusals: [given: Given, sentence: RegExp][] = [
    [{}, /^Error: --from is missing; write --from .* or --every quarter/],
    [{ every: "week" }, /^Error: "week" is no calendar period; write month, quarter or year$/],
    [{ every: "quarter", of: "2026-Q1" }, /^Error: a report has one period/],
    [{ every: "quarter", from: "2026-01-01" }, /^Error: a report has one period/],
    [{ of: "../2026" }, /^Error: "\.\.\/2026" is no calendar period/],
    [
      { of: "2199-Q4" },
      /^Error: 2199-Q4 is not over: the chain is final up to .*; run it again after 2200-01-01/,
    ],
    [{ of: "1999-Q4" }, /^Error: nothing had happened by 2000-01-01T00:00:00Z/],
  ];
  for (const [given, sentence] of refusals) {
    it(`are refused with ${JSON.stringify(given)}`, async () => {
      const { stdout, stderr, code } = await make(given);
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(stderr).to.match(sentence);
    });
  }

  it("of another network are not touched", async () => {
    await stored();
    const manifest = JSON.parse(manifestText()) as object;
    writeFileSync(join(reports, name, "report.json"), canonicalJson({ ...manifest, chainId: 1 }));
    for (const act of [make, anchor, verify])
      expect((await act()).stderr).to.match(/is a report of NeuroShard on chain 1, not of this NeuroShard/);
  });
});
