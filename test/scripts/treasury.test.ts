import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, setStorageAt, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, keccak256, parseEther, solidityPacked, ZeroAddress, ZeroHash } from "ethers";
import hre from "hardhat";
import { parse } from "yaml";

import { LOCAL_ACCOUNTS, presets } from "../../config";
import type { Given } from "../../commands/core/run";
import { formatDeployment } from "@polity/sdk";
import { encodeAction } from "@polity/sdk/nep/actions";
import { runCommand } from "../helpers/command";
import { deployNeuroshard } from "../helpers/neuroshard";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-treasury-"));
const DEPLOYMENT = join(FOLDER, "polity.json");
const PAYMENT = join(FOLDER, "payment.json");
const { june } = LOCAL_ACCOUNTS;

interface Told {
  action: { target: string; function: string; args: string[] };
  call: { target: string; value: string; calldata: string };
  says: string[];
}

const run = (name: string, options: Given = {}) =>
  runCommand("treasury", name, { deployment: DEPLOYMENT, ...options });

const told = async (name: string, options: Given) =>
  JSON.parse((await run(name, { ...options, json: true })).stdout) as Told;
const asAction = ({ call }: Told) => ({ target: call.target, data: call.calldata });

/** NeuroShard, where a vote has granted the council what the command wrote. */
async function granted() {
  const network = await deployNeuroshard();
  const { addresses, config } = network;
  const deployment = { name: config.name, chainId: 31_337, block: 0, contracts: addresses };
  writeFileSync(DEPLOYMENT, formatDeployment(deployment));
  const budget = await told("budget-grant", { amount: "50000", category: "grants" });
  await network.enact("# NEP-GOV: A budget for grants", [asAction(budget)]);
  return { ...network, budget };
}

describe("Commands of the treasury", () => {
  after(() => rmSync(FOLDER, { recursive: true }));
  beforeEach(() => rmSync(PAYMENT, { force: true }));

  it("write a budget as the action of a NEP, which is the call that they say it is", async () => {
    const { budget, addresses, treasury } = await loadFixture(granted);
    const { stdout } = await run("budget-grant", { amount: "50000", category: "grants" });
    expect(stdout).to.match(
      /^# grants Council a budget of 50,000 NEURO for each of 12 periods of 30d, at once/,
    );
    const { actions } = parse(stdout, { schema: "failsafe" }) as { actions: Told["action"][] };
    expect(actions).to.deep.equal([budget.action]);
    const contracts: Record<string, string> = { ...addresses };
    const call = encodeAction({ ...actions[0]!, value: 0n }, (name) => contracts[name]!);
    expect(call.calldata).to.equal(budget.call.calldata);
    expect((await treasury.budget(1n)).amount).to.equal(parseEther("50000"));
    expect((await treasury.budget(1n)).spender).to.equal(addresses.Council);
  });

  it("write a budget that the configuration asks for as the action of a NEP, which grants just that", async () => {
    const { enact, treasury, addresses } = await loadFixture(granted);
    const file = join(FOLDER, "network.json");
    const asked = {
      ...{ name: "audits", spender: "june", token: "ETH", amount: "1.5", period: "14d", periods: 3 },
      ...{ start: "2100-01-01", rollover: true, category: "security audits" },
    };
    const other = {
      ...{ name: "tools", spender: "council", token: "governance", amount: "0.000000000000000001" },
      ...{ period: "1s", periods: 4_000_000_000 },
    };
    const { treasury: section } = presets.neuroshard;
    const budgets = [asked, other];
    writeFileSync(file, JSON.stringify({ ...presets.neuroshard, treasury: { ...section, budgets } }));
    const actions = [
      await told("budget-asked", { preset: file, name: "audits" }),
      await told("budget-asked", { preset: file, name: "tools" }),
    ];
    await enact("# NEP-GOV: The budgets of the launch", actions.map(asAction));
    const first = await treasury.budget(2n);
    expect([first.spender, first.token, first.amount, first.start]).to.deep.equal([
      ...[june, ZeroAddress, parseEther("1.5"), BigInt(Date.UTC(2100, 0, 1) / 1000)],
    ]);
    expect([first.period, first.periods, first.rollover, first.category]).to.deep.equal([
      ...[1_209_600n, 3n, true, encodeBytes32String("security audits")],
    ]);
    const second = await treasury.budget(3n);
    expect([second.spender, second.token, second.amount]).to.deep.equal([
      ...[addresses.Council, addresses.GovernanceToken, 1n],
    ]);
    expect([second.period, second.periods, second.rollover, second.category]).to.deep.equal([
      ...[1n, 4_000_000_000n, false, ZeroHash],
    ]);

    const misspelt = await run("budget-asked", { preset: file, name: "audit" });
    expect(misspelt.stderr).to.match(
      /NeuroShard asks for no budget "audit"; did you mean "audits"\?; it asks for audits, tools/,
    );
  });

  it("write every other change of a budget, and a payment, as actions that a vote can make", async () => {
    const { enact, treasury, token, addresses } = await loadFixture(granted);
    const actions = [
      await told("budget-change", { id: "1", amount: "60000.5", periods: "13" }),
      await told("pay", { to: "june", amount: "1000", category: "audit", ref: "invoice 17" }),
      await told("budget-spender", { id: "1", spender: "kofi" }),
    ];
    expect(actions.map(({ says }) => says[0])).to.deep.equal([
      "budget 1: 50,000 NEURO → 60,000.5 NEURO for each of 12 → 13 periods",
      `pays 1,000 NEURO to ${june}, for audit, reference invoice 17`,
      `the spender of budget 1: Council → ${LOCAL_ACCOUNTS.kofi}`,
    ]);
    await enact("# NEP-GOV: Changes", actions.map(asAction));
    const { amount, periods, spender } = await treasury.budget(1n);
    expect([amount, periods, spender]).to.deep.equal([parseEther("60000.5"), 13n, LOCAL_ACCOUNTS.kofi]);
    expect(await token.balanceOf(june)).to.equal(parseEther("1000"));

    const less = [
      await told("budget-change", { id: "1", amount: "1" }),
      await told("budget-freeze", { id: "1" }),
      await told("budget-end", { id: "1" }),
    ];
    await enact("# NEP-GOV: The end", less.map(asAction));
    const { stdout } = await run("budgets");
    expect(stdout).to.match(/1 +kofi +grants +1 NEURO per 30d +0 NEURO +\d{4}-\d\d-\d\d +over$/);
    expect(addresses.Treasury).to.equal(less[0]!.call.target);
  });

  it("disburse with three signatures in a file that goes from hand to hand, and say what each signs", async () => {
    const { token, treasury, council } = await loadFixture(granted);
    // Networks of one name share a council, so another test may have used it.
    const nonce = Number(await council.nonce());
    const built = await run("disburse", {
      ...{ file: PAYMENT, budget: "1", to: "june", amount: "1200", ref: "invoice-17" },
      ...{ sign: true, from: "eva" },
    });
    expect(built.stdout, built.stderr).to.match(
      /pays 1,200 NEURO to 0x\w+, for grants, reference invoice-17/,
    );
    expect(built.stdout).to.contain("budget 1 for grants: 50,000 NEURO → 48,800 NEURO left in this period");
    expect(built.stdout).to.match(/signed by eva: 1 of 3/);
    expect(built.stdout).not.to.contain("Warning");

    const again = await run("disburse", { file: PAYMENT, sign: true, from: "eva" });
    expect(again.stdout).to.match(/signed by eva: 1 of 3/);
    await run("disburse", { file: PAYMENT, sign: true, from: "hana" });
    expect(await token.balanceOf(june)).to.equal(0n);
    const last = await run("disburse", { file: PAYMENT, sign: true, from: "ivan" });
    expect(last.stdout, last.stderr).to.match(/: 3 of 3\nexecuted: tx 0x\w{64}, [\d,]+ gas$/);
    expect(await token.balanceOf(june)).to.equal(parseEther("1200"));
    expect(await treasury.budgetAvailable(1n)).to.equal(parseEther("48800"));

    const replay = await run("disburse", { file: PAYMENT });
    expect([replay.code, replay.stderr]).to.deep.equal([
      1,
      `Error: the Safe has used nonce ${nonce} already: its next is ${nonce + 1}; this transaction was executed or replaced; build it anew if it is still wanted`,
    ]);
  });

  it("take no signature of a stranger, no file that was changed, and no file of another Safe", async () => {
    await loadFixture(granted);
    const options = { file: PAYMENT, budget: "1", to: "june", amount: "10" };
    await run("disburse", options);
    const stranger = await run("disburse", { file: PAYMENT, sign: true, from: "kofi" });
    expect(stranger.stderr).to.match(/^Error: 0x71bE\w+ is no owner of the Safe/);
    const twice = await run("disburse", options);
    expect(twice.stderr).to.match(/payment\.json is there already; leave out what it pays/);
    const text = readFileSync(PAYMENT, "utf8");
    writeFileSync(
      PAYMENT,
      text.replace(/"nonce": (\d+)/, (_, nonce) => `"nonce": ${Number(nonce) + 1}`),
    );
    expect((await run("disburse", { file: PAYMENT })).stderr).to.match(/it was changed/);
    rmSync(PAYMENT);
    expect((await run("disburse", { file: PAYMENT })).stderr).to.match(/cannot be read; give --budget/);
    expect(existsSync(PAYMENT)).to.equal(false);
  });

  it("keep a ledger whose sums agree with the chain, as a table, CSV and JSON", async () => {
    const { addresses, deposit } = await loadFixture(spent);
    const { stdout, code } = await run("ledger");
    expect(code).to.equal(0);
    expect(stdout).to.match(/deposit +8,000,000 NEURO +8,000,000 NEURO +deployer +genesis/);
    expect(stdout).to.match(/disbursement +-1,200 NEURO +7,998,800 NEURO +june +grants +invoice-17 +\d{10}/);
    expect(stdout).to.match(/deposit +2 ETH +2 ETH +ada +fees/);
    expect(stdout).to.match(/the sums agree with the treasury's books on the chain$/);
    const csv = (await run("ledger", { csv: true, token: "ETH" })).stdout.trimEnd().split(/\r?\n/);
    expect(csv).to.have.length(2);
    expect(csv[1]).to.match(
      new RegExp(`^\\d{4}-.*Z,deposit,2,ETH,2,ETH,${LOCAL_ACCOUNTS.ada},fees,none,,,${deposit}$`),
    );
    const json = JSON.parse((await run("ledger", { json: true })).stdout) as {
      agrees: boolean;
      balances: Record<string, string>;
    };
    expect(json.agrees).to.equal(true);
    expect(json.balances[addresses.GovernanceToken]).to.equal(parseEther("7998800").toString());
  });

  it("say so, with exit code 1, when the sums do not agree", async () => {
    const { treasury } = await loadFixture(spent);
    // booked[ETH], wherever the compiler has put it: found by its value.
    const booked = async () => treasury.booked(ZeroAddress);
    for (let slot = 0n; (await booked()) === parseEther("2"); slot++) {
      const at = keccak256(solidityPacked(["uint256", "uint256"], [0n, slot]));
      if (BigInt(await hre.ethers.provider.getStorage(treasury, at)) === parseEther("2"))
        await setStorageAt(await treasury.getAddress(), at, parseEther("1"));
    }
    const { stdout, code } = await run("ledger");
    expect(code).to.equal(1);
    expect(stdout).to.match(
      /The books do not agree:\n +0x0{40}: movements add up to 2000000000000000000, and/,
    );
    expect((await run("report")).code).to.equal(1);
  });

  it("report income, spending by category, and budgets against what was spent", async () => {
    await loadFixture(spent);
    const { stdout } = await run("report");
    expect(stdout).to.match(/income +fees +2 ETH/);
    expect(stdout).to.match(/income +genesis +8,000,000 NEURO/);
    expect(stdout).to.match(/spending +grants +-1,200 NEURO/);
    expect(stdout).to.match(/1 +Council +grants +50,000 NEURO per 30d +1,200 NEURO +active/);
    expect(stdout).to.match(/in the books today: 7,998,800 NEURO, 2 ETH$/);
    const later = new Date(((await time.latest()) + 2 * 86_400) * 1000).toISOString().slice(0, 10);
    expect((await run("report", { since: later })).stdout).not.to.match(/income/);
    expect((await run("report", { until: "2020-01-01" })).stdout).not.to.match(/income/);
  });

  for (const [what, name, options, sentence] of [
    ["a budget that there is not", "budget-end", { id: "7" }, /there is no budget 7; budgets lists the 1/],
    ["a budget that is no number", "budget-end", { id: "one" }, /"one" is no number/],
    ["a change of nothing", "budget-change", { id: "1" }, /nothing would change; give --amount or --periods/],
    [
      "a change in both directions",
      "budget-change",
      { id: "1", amount: "1", periods: "99" },
      /a change raises a budget, or lowers it; write two actions/,
    ],
    ["a payment of nothing", "pay", { to: "june", amount: "0" }, /the amount is 0/],
    [
      "a reference that is too long",
      "pay",
      { to: "june", amount: "1", ref: "x".repeat(32) },
      /--ref is longer than 31 characters/,
    ],
    ["a payee that nobody knows", "pay", { to: "nobody-here", amount: "1" }, /knows no account/],
    ["no amount", "pay", { to: "june" }, /--amount is missing/],
    [
      "a payment to a contract that can never pay it out",
      "pay",
      { to: "GovernanceToken", amount: "1" },
      /what 0x\w+ is paid would be lost: it is the network's GovernanceToken, which can never pay it out; pay an account, a Safe or the timelock$/,
    ],
    [
      "a payment out of a budget to a contract that can never pay it out",
      "disburse",
      { file: PAYMENT, budget: "1", to: "VoteEscrow", amount: "1" },
      /what 0x\w+ is paid would be lost: it is the network's VoteEscrow/,
    ],
    ...(
      [
        ["budget-grant", { amount: "1" }],
        ["budget-spender", { id: "1" }],
      ] as const
    ).flatMap(([name, options]) =>
      (["Rulebook", "Treasury"] as const).map(
        (spender) =>
          [
            `${name} for a contract that can never spend it, ${spender},`,
            name,
            { ...options, spender },
            new RegExp(
              `0x\\w+ could never spend the budget: it is the network's ${spender}, which .*; name an account or a Safe$`,
            ),
          ] as const,
      ),
    ),
    [
      "a text without a file to write it to",
      "budget-freeze",
      { id: "1", text: "neps/texts/freeze.md" },
      /--text is for a NEP's file; give --nep, or leave it out/,
    ],
    [
      "a text that cannot be read",
      "budget-freeze",
      { id: "1", nep: "nep-0044-freeze.md", text: "none.md" },
      /none\.md cannot be read; give a file with the proposal's text/,
    ],
  ] as const) {
    it(`answer ${what} with a sentence and exit code 1`, async () => {
      await loadFixture(spent);
      const { stderr, code } = await run(name, options);
      expect(stderr).to.match(sentence);
      expect(code).to.equal(1);
    });
  }

  async function spent() {
    const network = await granted();
    for (const from of ["eva", "finn", "gus"]) {
      const options = existsSync(PAYMENT)
        ? {}
        : { budget: "1", to: "june", amount: "1200", ref: "invoice-17" };
      await run("disburse", { file: PAYMENT, ...options, sign: true, from });
    }
    rmSync(PAYMENT);
    const { treasury, ada } = network;
    const fees = hre.ethers.encodeBytes32String("fees");
    const amount = parseEther("2");
    const { hash } = await treasury
      .connect(ada)
      .deposit(ZeroAddress, amount, fees, hre.ethers.ZeroHash, { value: amount });
    return { ...network, deposit: hash };
  }
});
