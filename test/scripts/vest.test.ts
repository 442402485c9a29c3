import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { LOCAL_ACCOUNTS } from "../../config";
import { svgChart, terminalChart } from "../../scripts/lib/chart";
import { EXCLUDED, formatDeployment, vaultAt } from "@polity/sdk";
import type { Given } from "../../commands/core/run";
import { deployVesting, ONE, YEAR } from "../vesting/fixture";
import { runCommand } from "../helpers/command";
import { addressesOf } from "../helpers/escrow";

const DOCUMENT = "docs/vesting.md";
const FOLDER = mkdtempSync(join(tmpdir(), "polity-vest-"));
const DEPLOYMENT = join(FOLDER, "polity.json");
const WITHOUT = join(FOLDER, "without.json");
const LIST = join(FOLDER, "grants.csv");
const BAD = join(FOLDER, "bad.csv");
const PICTURE = join(FOLDER, "schedule.svg");
const { ada, ben, cleo } = LOCAL_ACCOUNTS;

const isoDay = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

/** A list of two grants of four years, one for Ada and one for Ben that can be revoked, and one that is wrong. */
async function deployed() {
  const all = await deployVesting();
  const { token, escrow, factory, funder } = all;
  await token.connect(funder).approve(factory, 0);
  const contracts = await addressesOf(token, escrow);
  const deployment = { name: "Test", chainId: 31_337, block: 0, contracts };
  writeFileSync(WITHOUT, formatDeployment(deployment));
  const VestingFactory = await factory.getAddress();
  writeFileSync(DEPLOYMENT, formatDeployment({ ...deployment, contracts: { ...contracts, VestingFactory } }));
  const head = "beneficiary,amount,start,duration,cliff,revocable";
  const start = Math.floor(all.start / 86_400) * 86_400;
  const day = isoDay(start);
  writeFileSync(LIST, `${head}\n${ada},1460,${day},1460d,365d,no\nben,730,${day},1460d,0d,yes\n`);
  writeFileSync(BAD, `${head}\nadda,0,${day},1460d,365d,no\n`);
  return { ...all, start };
}

const run = (name: string, options: Given) =>
  runCommand("vest", name, { deployment: DEPLOYMENT, ...options });

/** After the list has been paid. */
async function granted() {
  const all = await deployed();
  await run("create", { file: LIST });
  return all;
}

describe("Commands of vesting, in the process", () => {
  after(() => rmSync(FOLDER, { recursive: true }));

  it("refuse a grant to a contract of the network, which could never claim it, before anything is sent", async () => {
    const { token, escrow, factory, funder, start } = await loadFixture(deployed);
    const lines = [token, escrow, factory].map(
      ({ target }) => `${target as string},10,${isoDay(start)},1460d,365d,no`,
    );
    writeFileSync(
      BAD,
      ["beneficiary,amount,start,duration,cliff,revocable", ...lines, `${EXCLUDED},10,${isoDay(start)},1460d,365d,no`].join("\n"), // prettier-ignore
    );
    const before = await funder.getNonce();
    const { stderr } = await run("create", { file: BAD });
    // The fixture knows the token under several names; the first is told.
    const names = ["network's TimelockController", "network's VoteEscrow", "network's VestingFactory", "address that nobody has the key of"]; // prettier-ignore
    for (const [i, name] of names.entries()) {
      expect(stderr).to.match(
        new RegExp(`line ${i + 2}.*beneficiary.*cannot be granted anything: it is the ${name}`),
      );
    }
    expect(await funder.getNonce()).to.equal(before);
  });

  it(`do what ${DOCUMENT} says, line by line`, async () => {
    const { token } = await loadFixture(deployed);
    const document = readFileSync(join(__dirname, "../..", DOCUMENT), "utf8");
    writeFileSync(LIST, /```csv\n([^]*?)```/.exec(document)![1]!);
    const lines = [
      ...document.matchAll(/<!-- run by test\/scripts\/vest.test.ts -->\n+```sh\n([^]*?)```/g),
    ].flatMap(([, body]) => body!.trim().split("\n"));
    const expected: [RegExp, RegExp][] = [
      [/create .*--dry-run/, /would pay 2,190 tokens into 2 vaults$/],
      [/create/, /paid 2,190 tokens into 2 vaults\ntx 0x/],
      [/list/, /\nada .*\nben .* 2033-12-31$/],
      [/delegate/, /^cleo votes with the vault's tokens\n/],
      [/schedule/, /\n2030-12-31 23:59 +0 +0 %\n2031-01-01 00:00 +365 +25 %\n[^]*the picture is in /],
      [/claim/, /^ada got 1,460 tokens\n/],
    ];
    expect(lines.length).to.equal(expected.length);
    for (const [i, line] of lines.entries()) {
      const [command, answer] = expected[i]!;
      expect(line).to.match(command);
      if (line.includes("claim")) await time.increaseTo(Date.UTC(2034, 0, 1) / 1000);
      const [, name, rest] = /^npx hardhat --network localhost vest (\w+)(.*)$/.exec(line)!;
      const options = [...rest!.matchAll(/--([a-z-]+)(?: (?!--)(\S+))?/g)].map(([, flag, value]) => [
        flag!.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
        value?.includes(".") ? join(FOLDER, value) : (value ?? true),
      ]);
      const outcome = await run(name!, Object.fromEntries(options) as Given);
      expect(outcome.code, `${line}\n${outcome.stderr}`).to.equal(0);
      expect(outcome.stdout, line).to.match(answer);
    }
    expect(await token.balanceOf(ada)).to.equal(1_460n * ONE);
  });

  it("show what creating would do, and do nothing", async () => {
    const { token, funder, factory } = await loadFixture(deployed);
    const nonce = await funder.getNonce();
    const { stdout } = await run("create", { file: LIST, dryRun: true });
    expect(stdout).to.match(
      /^beneficiary +vault +amount .*\nada +0x\w{40} +1,460 +\S+ +1460d +365d +no +1,460\nben +0x\w{40} +730 .*yes +730\nwould pay 2,190 tokens into 2 vaults$/,
    );
    expect(await funder.getNonce()).to.equal(nonce);
    expect(await token.allowance(funder, factory)).to.equal(0);
  });

  it("pay a grant that is wholly vested only when they are asked to, and say so before", async () => {
    const { factory, funder } = await loadFixture(deployed);
    const late = join(FOLDER, "late.csv");
    const line = `${ada},10,2003-01-01,1460d,365d,no`;
    writeFileSync(late, `beneficiary,amount,start,duration,cliff,revocable\n${line}\n`);
    const nonce = await funder.getNonce();
    const refused = await run("create", { file: late });
    expect(refused.stderr).to.match(
      /grants are wholly vested already: that of ada from 2003-01-01; look at start/,
    );
    const looked = await run("create", { file: late, dryRun: true });
    expect(looked.stdout).to.match(
      /\nwholly vested already: that of ada from 2003-01-01\nwould pay 10 tokens/,
    );
    expect(await funder.getNonce()).to.equal(nonce);
    expect(await factory.queryFilter(factory.filters.VaultCreated())).to.be.empty;
    expect((await run("create", { file: late, vested: true })).stdout).to.match(
      /paid 10 tokens into 1 vaults/,
    );
  });

  it("create the grants of a list, once however often it is sent, unless they are to be added", async () => {
    const { token, funder } = await loadFixture(deployed);
    const before = await token.balanceOf(funder);
    const spent = async () => (before - (await token.balanceOf(funder))) / ONE;
    const first = await run("create", { file: LIST });
    expect(first.stdout).to.match(/paid 2,190 tokens into 2 vaults\ntx 0x\w{64}, [\d,]+ gas$/);
    expect(await spent()).to.equal(2_190n);
    expect((await run("create", { file: LIST })).stdout).to.match(/paid 0 tokens into 2 vaults$/);
    expect(await spent()).to.equal(2_190n);
    const told = JSON.parse((await run("create", { file: LIST, add: true, json: true })).stdout) as {
      paid: string;
      transactions: string[];
    };
    expect([told.paid, told.transactions.length]).to.deep.equal([(2_190n * ONE).toString(), 1]);
    expect(await spent()).to.equal(4_380n);
  });

  it("list all vaults, or an owner's, as they are now", async () => {
    const { start, timelock } = await loadFixture(granted);
    await time.increaseTo(start + 2 * YEAR);
    const { stdout } = await run("list", {});
    expect(stdout).to.match(/^owner +vault +granted +vested +released +claimable +locked +ends\n/);
    expect(stdout).to.match(new RegExp(`\nada +0x\\w{40} +1,460 .* ${isoDay(start + 4 * YEAR)}\n`));
    expect(stdout).to.match(/\nben +0x\w{40} +730 /);
    const own = JSON.parse((await run("list", { account: "ben", json: true })).stdout) as {
      vault: string;
      allocation: string;
    }[];
    expect(own.map(({ allocation }) => allocation)).to.deep.equal([(730n * ONE).toString()]);
    await vaultAt(own[0]!.vault, timelock).revoke();
    expect((await run("list", { account: "ben" })).stdout).to.match(/ revoked$/);
    expect((await run("list", { account: "cleo" })).stdout).to.equal("there are no vaults");
    expect((await run("schedule", { from: "ben" })).stderr).to.match(
      /^Error: the grant of vault 0x\w+ was revoked: what is left in it is vested; claim it$/,
    );
  });

  it("claim the signer's vaults, or one that is named, for whom it belongs to", async () => {
    const { token, start } = await loadFixture(granted);
    await time.increaseTo(start + 4 * YEAR);
    expect((await run("claim", { from: "ada" })).stdout).to.match(/^ada got 1,460 tokens\ntx 0x/);
    expect(await token.balanceOf(ada)).to.equal(1_460n * ONE);
    const [own] = JSON.parse((await run("list", { account: "ben", json: true })).stdout) as {
      vault: string;
    }[];
    const paid = await run("claim", { from: "ada", vault: own!.vault, json: true });
    expect(JSON.parse(paid.stdout)).to.have.nested.property("[0].owner", ben);
    expect(await token.balanceOf(ben)).to.equal(730n * ONE);
  });

  it("delegate a vault's votes, and take them back", async () => {
    const { token } = await loadFixture(granted);
    expect((await run("delegate", { from: "ada", to: "cleo" })).stdout).to.match(
      /^cleo votes with the vault's tokens\n/,
    );
    expect(await token.getVotes(cleo)).to.equal(1_460n * ONE);
    await run("delegate", { from: "ada", to: "nobody" });
    expect(await token.getVotes(cleo)).to.equal(0);
    expect((await run("delegate", { from: "ada", to: "ben", locked: true })).stdout).to.match(
      /^ben votes with the vault's locked tokens\n/,
    );
  });

  it("show a schedule as a table, a chart and a picture", async () => {
    const { start } = await loadFixture(granted);
    const { stdout } = await run("schedule", { account: "ada", months: "12", chart: true, svg: PICTURE });
    expect(stdout).to.match(/^0x\w{40} of ada: 1,460 tokens, irrevocable\ntime \(UTC\) +vested +share\n/);
    for (const [at, row] of [
      [start + YEAR - 1, "23:59 +0 +0 %"],
      [start + YEAR, "00:00 +365 +25 %"],
      [start + 4 * YEAR, "00:00 +1,460 +100 %"],
    ] as const) {
      expect(stdout).to.match(new RegExp(`\n${isoDay(at)} ${row}\n`));
    }
    expect(stdout).to.contain("\n100 % is 1,460 tokens\nthe picture is in ");
    expect(existsSync(PICTURE)).to.equal(true);
    const told = JSON.parse((await run("schedule", { from: "ben", json: true })).stdout) as object;
    expect(told).to.have.nested.property("schedule[0].vested", "0");
  });

  it("draw the cliff, the line and the present", () => {
    const curve = {
      from: 0,
      to: 590,
      bpsAt: (at: number) => (at < 300 ? 0 : Math.floor((at * 10_000) / 590)),
      whole: "7 tokens",
      now: 300,
    };
    const lines = terminalChart(curve).split("\n");
    expect(lines[0]).to.equal(`100 % │${" ".repeat(54)}▁▂▃▅▆█`);
    expect(lines[9]).to.equal(`      │${" ".repeat(30)}${"█".repeat(30)}`);
    expect(lines[10]).to.equal(`  0 % └${"─".repeat(60)}`);
    expect(lines[12]).to.equal(`${" ".repeat(37)}▲ 1970-01-01`);
    expect(terminalChart({ ...curve, now: 591 })).to.not.contain("▲");

    const svg = svgChart(curve, [0, 299, 300, 590]);
    expect(svg).to.contain('points="60.0,300.0 384.3,300.0 385.4,157.6 700.0,20.0"');
    expect(svg).to.contain('x1="385.4" x2="385.4"');
    expect(svgChart({ ...curve, now: -1 }, [0])).to.not.contain("stroke-dasharray");
  });

  const refusals: [name: string, options: Given, sentence: RegExp][] = [
    ["create", {}, /^--file is missing; /],
    ["create", { file: join(FOLDER, "none.csv") }, /none\.csv cannot be read; give a CSV file of grants$/],
    [
      "create",
      { file: BAD },
      /bad\.csv: 2 problems\n {2}line 2, beneficiary: .*did you mean "ada"\?.*\n {2}line 2, amount: is 0; /,
    ],
    [
      "create",
      { file: LIST, from: "ben", add: true },
      /^0x\w+ has 0 tokens, and the grants need 2190; grant less/,
    ],
    ["list", { deployment: WITHOUT }, /^this network has no VestingFactory; deploy one, and put its address/],
    ["claim", { from: "cleo" }, /^cleo has nothing to claim; list shows its vaults$/],
    ["claim", { from: "ada" }, /^there is nothing to release; the first are vested at /],
    ["claim", { vault: ada }, /^there is no vault at 0x\w+; list shows/],
    ["delegate", { from: "cleo", to: "ada" }, /^cleo has no vaults; list shows all there are$/],
    ["delegate", { from: "ada" }, /^--to is missing; /],
    ["schedule", { from: "ada", months: "13" }, /^"13" is no number of months; give 1 to 12$/],
    ["schedule", { from: "ada", svg: join(FOLDER, "no", "x.svg") }, /x\.svg cannot be written; name a file/],
  ];
  for (const [name, options, sentence] of refusals) {
    const written = Object.entries(options).map(([option, value]) => `${option} ${String(value)}`);
    it(`refuse ${name} with ${written.join(", ").replaceAll(FOLDER, "…") || "nothing"}`, async () => {
      await loadFixture(granted);
      const { stdout, stderr, code } = await run(name, options);
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(stderr.replace(/^Error: /, "")).to.match(sentence);
    });
  }

  it("ask which vault is meant of an owner who has several, and whose it is before delegating", async () => {
    const { factory, terms: listed } = await loadFixture(granted);
    const terms = { ...listed, beneficiary: ada, cliffSeconds: 0 };
    await factory.create([{ terms, amount: 0 }]);
    expect((await run("schedule", { from: "ada" })).stderr).to.match(
      /ada has 2 vaults; name one with --vault$/,
    );
    const vault = await factory.predict(terms);
    expect((await run("schedule", { vault })).stdout).to.match(/of ada: 0 tokens, irrevocable/);
    expect((await run("delegate", { from: "ben", to: "ben", vault })).stderr).to.match(
      /the vault belongs to 0x\w+, not to 0x\w+; send it from/,
    );
    expect(readFileSync(LIST, "utf8")).to.contain("ben");
  });

  it("refuse a grant to a vault, which could never claim it", async () => {
    const { factory, start } = await loadFixture(granted);
    const [created] = await factory.queryFilter(factory.filters.VaultCreated());
    writeFileSync(
      BAD,
      `beneficiary,amount,start,duration,cliff,revocable\n${created!.args.vault},10,${isoDay(start)},1460d,365d,no`,
    );
    expect((await run("create", { file: BAD, dryRun: true })).stderr).to.match(
      /cannot be granted anything: it is a vault, which can never claim; grant to the account/,
    );
  });
});
