import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";

import { LOCAL_ACCOUNTS } from "../../config";
import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import { DAY, formatDeployment, parseList, readSale, signDelegation } from "@polity/sdk";
import { runCommand } from "../helpers/command";
import { deploySelling } from "../helpers/distribution";

const DOCUMENT = "docs/distribution.md";
const FOLDER = mkdtempSync(join(tmpdir(), "polity-distribution-"));
const DEPLOYMENT = join(FOLDER, "polity.json");
const inFolder = (name: string) => join(FOLDER, name);
const write = (name: string, text: string) => {
  writeFileSync(inFolder(name), text);
  return inFolder(name);
};
const { ada, ben, cleo } = LOCAL_ACCOUNTS;

const run = (scope: Scope, name: string, options: Given = {}) =>
  runCommand(scope, name, { deployment: DEPLOYMENT, ...options });

interface Told {
  call: { target: string; calldata: string };
  says: string[];
}

/** Writes the file by which commands find the network. */
function tell({ network, config }: Awaited<ReturnType<typeof deploySelling>>): void {
  const deployment = { name: config.name, chainId: 31_337, block: 0, contracts: network.addresses };
  writeFileSync(DEPLOYMENT, formatDeployment(deployment));
}

/** A fixture, with its own network in the file. */
async function load<T extends Awaited<ReturnType<typeof deploySelling>>>(
  fixture: () => Promise<T>,
): Promise<T> {
  const all = await loadFixture(fixture);
  tell(all);
  return all;
}

async function deployed() {
  const all = await deploySelling();
  const { vote } = all;
  tell(all);
  /** Does what a command writes into a NEP, as the vote about it would. */
  const decide = async (scope: Scope, name: string, options: Given): Promise<Told> => {
    const { stdout, stderr } = await run(scope, name, { ...options, json: true });
    expect(stderr).to.equal("");
    const told = JSON.parse(stdout) as Told;
    await vote.sendTransaction({ to: told.call.target, data: told.call.calldata });
    return told;
  };
  return { ...all, decide };
}

/** Nothing of an earlier test is in the way of what `build` writes. */
const clear = () => {
  for (const name of ["list.json", "tree.json", "delegation.json", "other.json"])
    rmSync(inFolder(name), { force: true });
};
const csv = "account,amount\nada,1200\nben,800.5\ncleo,300\n";

/** A distribution of the list of the document, opened. */
async function distributed() {
  const all = await deployed();
  clear();
  const list = inFolder("list.json");
  await run("distribute", "build", { file: write("contributors.csv", csv), list });
  await all.decide("distribute", "open", { budget: "2", list, duration: "30d" });
  return { ...all, list };
}

describe("Commands of sales and distributions", () => {
  after(() => rmSync(FOLDER, { recursive: true }));
  beforeEach(clear);

  it(`do what ${DOCUMENT} says, line by line`, async () => {
    const { vote, sale, openSale, people } = await load(deployed);
    const document = readFileSync(join(__dirname, "../..", DOCUMENT), "utf8");
    write("contributors.csv", /```csv\n([^]*?)```/.exec(document)![1]!);
    const lines = [
      ...document.matchAll(/<!-- run by test\/scripts\/distribution.test.ts -->\n+```sh\n([^]*?)```/g),
    ].flatMap(([, body]) => body!.trim().split("\n"));
    const pass = (days: number) => () => time.increase(days * DAY);
    /** What is written is voted on; the rest is done. */
    const written = async (stdout: string) => {
      const { call } = JSON.parse(stdout) as Told;
      await vote.sendTransaction({ to: call.target, data: call.calldata });
    };
    const failing = async () => {
      await openSale({ least: parseEther("1") });
      await sale.connect(people.ada).buy(2, parseEther("5"), parseEther("1"), [], { value: parseEther("1") });
      await time.increase(11 * DAY);
    };
    const expected: [command: RegExp, answer: RegExp, before?: () => Promise<unknown>][] = [
      [/budget-grant --spender Sale/, /grants Sale a budget of 250,000 DISTAI/],
      [/budget-grant --spender Distributor/, /grants Distributor a budget/],
      [/sale open/, /sells up to 100,000 DISTAI out of budget 1, at once, for 14d/],
      [/sale list/, /\n1 +open +0\.00\d+ ETH → 0\.001 ETH +0 of 100,000 +0 ETH of at least 50 ETH/],
      [/sale buy .*ada/, /^ada bought 40,000 tokens for 79\.\d+ ETH\n/],
      [/sale buy .*ben/, /^ben bought 60,000 tokens for 11\d\.\d+ ETH\n/],
      [/sale claim/, /^ada got 40,000 tokens of sale 1\n/],
      [/sale settle/, /^the treasury got 19\d\.\d+ ETH of proceeds and 0 tokens/],
      [/sale refund/, /^ada got back 0\.00\d+ ETH of sale 2\n/, failing],
      [/distribute build/, /^3 accounts, 2,300\.5 tokens\nsha256 0x\w{64}\nroot {3}0x\w{64}\n/],
      [/distribute open/, /distributes 2,300.5 DISTAI out of budget 2, to be claimed within 180d/],
      [/distribute list/, /\n1 +open +2,300\.5 +2,300\.5 +wallet/],
      [/distribute verify/, /list\.json is the list of distribution 1: 3 accounts, 2,300\.5 tokens$/],
      [/distribute claim .*ada/, /^ada got 1,200 tokens of distribution 1\n/],
      [/distribute claim .*--all/, /^2 lines got 1,100\.5 tokens of distribution 1\n/],
      [/distribute settle/, /^there is nothing|nothing of distribution 1 is left/, pass(181)],
    ];
    expect(lines.length).to.equal(expected.length);
    for (const [i, line] of lines.entries()) {
      const [command, answer, before] = expected[i]!;
      expect(line).to.match(command);
      await before?.();
      const [, scope, name, rest] = /^npx hardhat --network localhost (\w+) ([\w-]+)(.*)$/.exec(line)!;
      const options = [...rest!.matchAll(/--([a-z-]+)(?: (?!--)(\S+))?/g)].map(([, option, value]) => [
        option!.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
        value && /\.(csv|json)$/.test(value) ? inFolder(value) : (value ?? true),
      ]);
      const given = Object.fromEntries(options) as Given;
      const outcome = await run(scope as Scope, name!, given);
      const said = outcome.stdout || outcome.stderr;
      expect(said, line).to.match(answer);
      if (/ open /.test(line))
        await written((await run(scope as Scope, name!, { ...given, json: true })).stdout);
    }
  });

  it("write a sale with all that it can have, as the call that it says it is", async () => {
    const { decide, sale } = await load(deployed);
    const allowList = write("accounts.csv", `account\nada\n${ben}\n`);
    await decide("sale", "open", {
      ...{ budget: "1", amount: "10", price: "0.5", endPrice: "0.25", duration: "10d" },
      ...{ least: "1", cap: "2", vesting: "365d", cliff: "90d", category: "seed", allowList },
    });
    const view = await readSale(sale, 1n);
    expect(view).to.deep.include({
      ...{ amount: parseEther("10"), startPrice: parseEther("0.5"), endPrice: parseEther("0.25") },
      ...{ least: parseEther("1"), cap: parseEther("2"), duration: 10 * DAY },
      vesting: { duration: 365 * DAY, cliff: 90 * DAY },
    });
    expect(view.allowList).to.match(/^0x\w{64}$/);
  });

  it("buy by the list that the sale has, and by no other", async () => {
    const { decide } = await load(deployed);
    const allowList = write("accounts.csv", "account\nada\nben\n");
    await decide("sale", "open", { budget: "1", amount: "10", price: "0.5", allowList });
    const buying = (options: Given) => run("sale", "buy", { id: "1", amount: "1", from: "ada", ...options });
    expect((await buying({ allowList })).stdout).to.match(/^ada bought 1 tokens for 0\.5 ETH/);
    expect((await buying({})).stderr).to.match(/for the accounts of a list; give it with --allow-list/);
    const other = write("others.csv", "account\nada\ncleo\n");
    expect((await buying({ allowList: other })).stderr).to.match(/is not the list of sale 1/);
    expect((await buying({ allowList, from: "cleo" })).stderr).to.match(/cleo is not on the list of sale 1/);
  });

  it("settle a sale step by step, and say when nothing is due", async () => {
    const { decide, network } = await load(deployed);
    await decide("sale", "open", { budget: "1", amount: "10", price: "0.5", duration: "1d" });
    expect((await run("sale", "list")).stdout).to.match(/\n1 +open +0\.5 ETH +0 of 10 +0 ETH +\d{4}/);
    const settle = () => run("sale", "settle", { id: "1", from: "june" });
    expect((await settle()).stderr).to.match(/the treasury has all that it is due of sale 1/);
    await run("sale", "buy", { id: "1", from: "ada", amount: "4" });
    expect((await settle()).stdout).to.match(/got 2 ETH of proceeds and 0 tokens/);
    await time.increase(2 * DAY);
    expect((await settle()).stdout).to.match(/got 0 ETH of proceeds and 6 tokens/);
    expect(await network.token.balanceOf(network.addresses.Sale!)).to.equal(0n);
    expect((await run("sale", "claim", { id: "1", account: "ada" })).stderr).to.match(/has nothing to claim/);
  });

  it("write the early end of a sale and of a distribution", async () => {
    const { decide, sale, distributor } = await load(distributed);
    await decide("sale", "open", { budget: "1", amount: "10", price: "0.5" });
    expect((await decide("sale", "close", { id: "1" })).says[0]).to.match(/^ends sale 1 at once/);
    expect((await sale.sale(1)).closed).to.equal(true);
    expect((await decide("distribute", "close", { id: "1" })).says[0]).to.match(
      /^ends distribution 1 at once/,
    );
    expect((await distributor.distribution(1)).end).to.equal(await time.latest());
    for (const [scope, name] of [
      ["sale", "close"],
      ["distribute", "close"],
    ] as const)
      expect((await run(scope, name, { id: "9" })).stderr).to.match(/there is no (sale|distribution) 9/);
  });

  it("take refunds back to where the buyer wants them, but not to where they would be lost", async () => {
    const { openSale, sale, people, network } = await load(deployed);
    await openSale({ least: parseEther("1") });
    await sale.connect(people.ada).buy(1, parseEther("5"), parseEther("1"), [], { value: parseEther("1") });
    await time.increase(11 * DAY);
    expect((await run("sale", "refund", { id: "1", from: "ada", to: "Sale" })).stderr).to.match(
      /would be lost/,
    );
    expect((await run("sale", "refund", { id: "1", from: "ada", to: "ben" })).stdout).to.match(
      /^ben got back/,
    );
    expect((await run("sale", "list")).stdout).to.match(/\n1 +failed/);
    expect(await network.sale!.heldOf("0x0000000000000000000000000000000000000000")).to.equal(0n);
  });

  it("build the same list of the same spreadsheet, and refuse what could never be used", async () => {
    const { network } = await load(deployed);
    const file = write("contributors.csv", csv);
    const [list, other, tree] = ["list.json", "other.json", "tree.json"].map(inFolder);
    const first = await run("distribute", "build", { file, list: list!, tree: tree! });
    expect(first.stdout).to.match(/^3 accounts, 2,300\.5 tokens/);
    expect((await run("distribute", "build", { file, list: list! })).stderr).to.match(/is there already/);
    await run("distribute", "build", { file, list: other! });
    expect(readFileSync(list!, "utf8")).to.equal(readFileSync(other!, "utf8"));
    expect(parseList(readFileSync(list!, "utf8")).recipients[0]!.account).to.equal(ada);
    expect(existsSync(tree!)).to.equal(true);
    const bad = write("bad.csv", `account,amount\n${network.addresses.GovernanceToken},1\nadda,1\nada,0\n`);
    const { stderr } = await run("distribute", "build", { file: bad, list: inFolder("bad.json") });
    for (const said of [/line 2.*would be lost/, /line 3.*knows no account "adda"/, /line 4.*is 0/])
      expect(stderr).to.match(said);
    const nowhere = inFolder("no/list.json");
    expect((await run("distribute", "build", { file, list: nowhere })).stderr).to.match(/cannot be written/);
  });

  it("verify a list, and name every difference from what was decided", async () => {
    const { list } = await load(distributed);
    await run("distribute", "build", { file: write("contributors.csv", csv), list });
    const right = await run("distribute", "verify", { id: "1", list });
    expect([right.code, right.stdout]).to.deep.equal([
      0,
      `${list} is the list of distribution 1: 3 accounts, 2,300.5 tokens`,
    ]);
    const changed = write("changed.json", readFileSync(list, "utf8").replace(ben, cleo));
    const wrong = await run("distribute", "verify", { id: "1", list: changed });
    expect(wrong.code).to.equal(1);
    expect(wrong.stdout).to.match(
      /is not as distribution 1 needs it\n +its sha256[^]*its root[^]*more than once/,
    );
    const claiming = await run("distribute", "claim", { id: "1", list: changed, from: "ada" });
    expect(claiming.stderr).to.match(/is not the list of distribution 1; take the list/);
  });

  it("write distributions into locks and vaults, and verify what a lock may hold", async () => {
    const { decide, network, distributor, people } = await load(deployed);
    const file = write("contributors.csv", "account,amount\nada,0.5\nben,5\n");
    const list = inFolder("list.json");
    await run("distribute", "build", { file, list });
    const opening = (options: Given) => decide("distribute", "open", { budget: "2", list, ...options });
    await opening({ to: "lock", term: "70d" });
    const { stdout } = await run("distribute", "verify", { id: "1", list });
    expect(stdout).to.match(/line 0: 0\.5 are less than a lock may hold/);
    await network.escrow!.connect(people.ben).allowLocker(distributor, true);
    expect((await run("distribute", "claim", { id: "1", list, from: "ben" })).stdout).to.match(/^ben got 5/);
    expect((await network.escrow!.locksOf(ben))[0]!.amount).to.equal(parseEther("5"));
    const { says } = await opening({ to: "lock" });
    expect(says[1]).to.match(/locked for good/);
    const vaults = await opening({ to: "vault", term: "730d", vestingStart: "2026-01-01", cliff: "365d" });
    expect(vaults.says[1]).to.match(/vest over 730d from 2026-01-01T00:00:00Z, nothing in the first 365d/);
    const refused = (options: Given) => run("distribute", "open", { budget: "2", list, ...options });
    for (const [options, said] of [
      [{ to: "vaults" }, /"vaults" is no destination; did you mean "vault"/],
      [{ to: "vault" }, /--term is missing/],
      [{ to: "vault", term: "9d" }, /--vesting-start is missing/],
      [{ term: "9d" }, /--to wallet takes no --term/],
      [{ to: "lock", cliff: "9d" }, /--to lock takes no --vesting-start and no --cliff/],
    ] as const)
      expect((await refused(options)).stderr).to.match(said);
  });

  it("claim for one, for all, and for nobody whom the list does not have", async () => {
    const { list, network } = await load(distributed);
    await run("distribute", "build", { file: write("contributors.csv", csv), list });
    const claim = (options: Given) => run("distribute", "claim", { id: "1", ...options });
    expect((await claim({ list, from: "june" })).stderr).to.match(/does not have june; claim for an account/);
    expect((await claim({ from: "ada" })).stderr).to.match(/the list is missing; give --list or --tree/);
    expect((await claim({ list, from: "ada" })).stdout).to.match(/^ada got 1,200 tokens/);
    expect((await claim({ list, from: "ada" })).stderr).to.match(/nothing to claim; it was claimed before/);
    const many = await claim({ list, all: true, delegation: inFolder("delegation.json"), from: "ada" });
    expect(many.stderr).to.match(/a delegation goes with the claim of one line/);
    expect((await claim({ list, all: true, from: "june" })).stdout).to.match(/^2 lines got 1,100\.5 tokens/);
    expect(await network.token.balanceOf(network.addresses.Distributor!)).to.equal(0n);
    await time.increase(31 * DAY);
    expect((await run("distribute", "settle", { id: "1" })).stderr).to.match(/nothing of distribution 1/);
  });

  it("carry out a delegation that the account has signed, with its claim", async () => {
    const { list, network, people } = await load(distributed);
    await run("distribute", "build", { file: write("contributors.csv", csv), list });
    const expiry = (await time.latest()) + DAY;
    const signed = await signDelegation(network.token, people.ada, { to: cleo, expiry });
    const delegation = write("delegation.json", JSON.stringify(signed));
    const { stdout } = await run("distribute", "claim", {
      ...{ id: "1", list, account: "ada", from: "june", delegation },
    });
    expect(stdout).to.match(/^ada got 1,200 tokens of distribution 1, and cleo votes with its tokens\n/);
    expect(await network.token.delegates(ada)).to.equal(cleo);
  });

  it("return the rest when a distribution is over", async () => {
    await load(distributed);
    const settle = () => run("distribute", "settle", { id: "1" });
    expect((await settle()).stderr).to.match(/can be made until/);
    await time.increase(31 * DAY);
    expect((await settle()).stdout).to.match(
      /^2,300\.5 tokens of distribution 1 went back to the treasury\n/,
    );
    expect((await run("distribute", "list")).stdout).to.match(/\n1 +over +2,300\.5 +0 /);
  });

  it("say that there is nothing yet", async () => {
    await load(deployed);
    expect((await run("sale", "list")).stdout).to.equal("no vote has opened a sale yet");
    expect((await run("distribute", "list")).stdout).to.equal("no vote has opened a distribution yet");
  });
});
