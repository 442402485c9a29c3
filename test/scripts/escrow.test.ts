import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { LOCAL_ACCOUNTS } from "../../config";
import { formatDeployment, lock, makePermanent, parseDeployment, PERMANENT } from "@polity/sdk";
import { formatTable } from "../../scripts/lib/table";
import type { Given } from "../../commands/core/run";
import { commandsOf } from "../../commands/load";
import { runCommand } from "../helpers/command";
import { addressesOf, deployEscrow, ONE } from "../helpers/escrow";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-escrow-"));
const DEPLOYMENT = join(FOLDER, "polity.json");
/** Of the network in which every lock begins permanent. */
const STAKING = join(FOLDER, "staking.json");

/** An escrow whose deployment is written to a file. */
async function deploy(file: string, permanentOnly: boolean) {
  const all = await deployEscrow(4, permanentOnly);
  const contracts = await addressesOf(all.token, all.escrow);
  writeFileSync(file, formatDeployment({ name: "Test", chainId: 31_337, block: 0, contracts }));
  return all;
}

/** Ada has a lock for good, Ben one that ends in a week. */
async function deployed() {
  const all = await deploy(DEPLOYMENT, false);
  const { escrow, ada, ben, week } = all;
  await lock(escrow, ada, { amount: ONE, unlockTime: PERMANENT });
  await lock(escrow, ben, { amount: ONE, unlockTime: week(1) });
  return all;
}

async function permanentOnly() {
  return deploy(STAKING, true);
}

const run = (name: string, options: Given, network?: string) =>
  runCommand("escrow", name, { deployment: DEPLOYMENT, ...options }, network);

describe("Commands of the escrow, in the process", () => {
  after(() => rmSync(FOLDER, { recursive: true }));

  it("rounds a date down to its week and says so, with an approval if it is asked for", async () => {
    const { escrow, week } = await loadFixture(deployed);
    const date = new Date((week(2) + 2 * 86_400) * 1000).toISOString().slice(0, 10);
    const end = new Date(week(2) * 1000).toISOString().replace(".000", "");
    const made = await run("lock", { from: "ada", amount: "2", until: date, approve: true });
    expect(made.stdout).to.contain(`lock 1: 2 tokens, until ${end}, where the week of ${date} begins`);
    expect((await escrow.locksOf(LOCAL_ACCOUNTS.ada))[1]!.unlockTime).to.equal(week(2));

    const json = await run("lock", { from: "ada", amount: "2", weeks: "1", approve: true, json: true });
    const told = JSON.parse(json.stdout) as Record<string, unknown>;
    expect(told).to.include({ id: 2, amount: (2n * ONE).toString(), unlockTime: week(2) });
    expect(told.approval).to.match(/^0x\w{64}$/);
  });

  it("shows whom an account delegates to, and what has ended", async () => {
    const { escrow, ada, ben } = await loadFixture(deployed);
    await escrow.connect(ada).delegate(ben);
    expect((await run("show", { account: "ada" })).stdout).to.match(/delegates to ben, 999 tokens unlocked/);
    await escrow.connect(ada).delegate(`0x${"0".repeat(40)}`);
    expect((await run("show", { account: "ada" })).stdout).to.match(/delegates to nobody/);
    const { stdout } = await run("show", { from: "cleo", months: "0" });
    expect(stdout).to.match(/^cleo .*\nlock +tokens +ends +power now\nall its locks +0 +0\n/);
  });

  it("knows accounts by name on a local chain, whatever the network is called, and others by address", async () => {
    await loadFixture(deployed);
    const { stdout } = await run("show", { account: LOCAL_ACCOUNTS.ben }, "sepolia");
    expect(stdout).to.match(new RegExp(`^ben ${LOCAL_ACCOUNTS.ben} at `));
    const stranger = `0x${"11".repeat(20)}`;
    expect((await run("show", { account: stranger }, "sepolia")).stdout).to.match(
      new RegExp(`^${stranger} at `),
    );
    expect((await run("show", { account: "nemo" }, "sepolia")).stderr).to.match(
      /^Error: sepolia knows no account "nemo"; /,
    );
  });

  it("takes a locker's leave back", async () => {
    const { escrow, ada, ben } = await loadFixture(deployed);
    await run("allow-locker", { from: "ada", locker: "ben" });
    expect(await escrow.isLockerAllowed(ada, ben)).to.equal(true);
    const { stdout } = await run("allow-locker", { from: "ada", locker: "ben", revoke: true });
    expect(stdout).to.match(/^ben may no longer create locks for ada/);
    expect(await escrow.isLockerAllowed(ada, ben)).to.equal(false);
  });

  it("delegates to nobody, and gives to the lock of another", async () => {
    const { escrow, ada, ben } = await loadFixture(deployed);
    expect((await run("delegate", { from: "ada", to: "nobody" })).stdout).to.match(
      /^ada delegates to nobody/,
    );
    expect(await escrow.getVotes(ada)).to.equal(0n);
    await makePermanent(escrow, ben, { id: 0 });
    const given = await run("increase", { from: "ada", account: "ben", id: "0", amount: "5" });
    expect(given.stdout).to.match(/^lock 0: 6 tokens/);
  });

  it("ask for no end where every lock begins permanent, and take none", async () => {
    await loadFixture(permanentOnly);
    const run = (name: string, options: Given) =>
      runCommand("escrow", name, { deployment: STAKING, ...options });
    expect((await run("lock", { from: "ada", amount: "2" })).stdout).to.match(
      /^lock 0: 2 tokens, permanent\n/,
    );
    const said = await run("lock", { from: "ada", amount: "3", permanent: true });
    expect(said.stdout).to.match(/^lock 1: 3 tokens, permanent\n/);
    for (const end of [{ weeks: "2" }, { until: "2099-01-01" }])
      expect((await run("lock", { from: "ada", amount: "1", ...end })).stderr).to.match(
        /^Error: a lock cannot be given an end: here every lock begins permanent, .*; lock without one; let it/,
      );
    expect((await run("decay", { from: "ada", id: "0" })).stdout).to.match(/^lock 0: until /);
    expect((await run("extend", { from: "ada", id: "0", weeks: "4" })).stderr).to.match(
      /^Error: the end of lock 0 cannot be moved: .*; make it permanent again to keep its votes$/m,
    );
    expect((await run("extend", { from: "ada", id: "0" })).stderr).to.match(/^Error: a lock has one end; /);
  });

  const refusals: [name: string, options: Given, sentence: RegExp][] = [
    ["lock", { permanent: true }, /^--amount is missing; add --help/],
    ["lock", { amount: "1" }, /^a lock has one end; give --weeks, --until or --permanent$/],
    ["lock", { amount: "1", weeks: "2", permanent: true }, /^a lock has one end; /],
    ["lock", { amount: "1", weeks: "two" }, /^"two" is no number of weeks; /],
    ["lock", { amount: "1", weeks: "5" }, /more than 4 weeks away; the latest end is/],
    ["lock", { amount: "1", until: "2026-02-30" }, /^"2026-02-30" is not a date; write YYYY-MM-DD$/],
    ["lock", { amount: "1", until: "2020-01-01" }, /that is past; the earliest end is/],
    ["lock", { amount: "0.5", permanent: true }, /^0\.5 tokens are too few to lock; lock at least 1$/],
    ["lock", { amount: "1e3", permanent: true }, /^"1e3" is not a decimal number/],
    ["extend", { id: "0" }, /^a lock has one end; give --weeks or --until$/],
    ["extend", { id: "16", weeks: "1" }, /^"16" is no lock; give a number from 0 to 15/],
    ["merge", { fromId: "1" }, /^--to-id is missing; /],
    ["merge", { fromId: "0", toId: "0" }, /^lock 0 cannot be merged with itself; /],
    ["withdraw", { id: "0" }, /^lock 0 is permanent; start its decay, then wait/],
    ["withdraw", { id: "3" }, /has no lock 3; its locks are 0$/],
    ["delegate", {}, /^a delegation is to somebody, or one to relay; give --to or --relay$/],
    ["delegate", { to: "ben", relay: "x" }, /^a delegation is to somebody, or one/],
    ["delegate", { relay: join(FOLDER, "none.json") }, /none\.json cannot be read; give the file/],
    ["delegate", { relay: DEPLOYMENT }, /polity\.json: 9 problems/],
    ["delegate", { to: "ben", sign: true, valid: "soon" }, /^"soon" is not a duration; /],
    [
      "delegate",
      { to: "benn" },
      /^localhost knows no account "benn"; did you mean "ben"\?; give an address$/,
    ],
    ["show", { account: "0x12" }, /^"0x12" is not an address; /],
    ["show", { account: "nemo" }, /knows no account "nemo"; .*give an address$/],
    ["show", { months: "49" }, /^"49" is no number of months; give 0 to 48$/],
    [
      "show",
      { deployment: join(FOLDER, "other.json") },
      /^there is no deployment at .*other\.json; name its file/,
    ],
    [
      "show",
      { from: `0x${"1".repeat(40)}` },
      /^localhost cannot sign for 0x1{40}; give --from one of the node's/,
    ],
  ];
  for (const [name, options, sentence] of refusals) {
    const written = Object.entries(options).map(([option, value]) => `${option} ${String(value)}`);
    it(`refuses ${name} with ${written.join(", ").replaceAll(FOLDER, "…") || "nothing"}`, async () => {
      await loadFixture(deployed);
      const { stdout, stderr, code } = await run(name, { from: "ada", ...options });
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(stderr.replace(/^Error: /, "")).to.match(sentence);
    });
  }

  it("refuses every command on a network whose tokens vote while they are held, and says where to delegate", async () => {
    await loadFixture(deployed);
    const file = join(FOLDER, "held.json");
    const { contracts, ...rest } = parseDeployment(readFileSync(DEPLOYMENT, "utf8"));
    const { VoteEscrow: _, ...held } = contracts;
    writeFileSync(file, formatDeployment({ ...rest, contracts: held }));
    const common: Given = { amount: "1", weeks: "1", id: "0", toId: "0", fromId: "1" };
    const own: Record<string, Given> = { delegate: { to: "ben" }, "allow-locker": { locker: "ben" } };
    for (const name of commandsOf("escrow")) {
      const options = own[name] ?? common;
      const { stdout, stderr, code } = await run(name, { from: "ada", deployment: file, ...options });
      expect([stdout, code], name).to.deep.equal(["", 1]);
      expect(stderr, name).to.match(/^Error: this network has no escrow: .*; delegate in the token instead/);
    }
  });

  it("lines up tables", () => {
    expect(formatTable([["a", "1,000", ""], ["long", "2", "x"]])).to.equal("a     1,000\nlong      2  x"); // prettier-ignore
  });
});
