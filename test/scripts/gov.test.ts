import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS } from "../../config";
import type { Given } from "../../commands/core/run";
import { countdown } from "../../commands/parts/proposals";
import {
  encodeCode,
  encodeRules,
  formatPercent,
  keeperChain,
  listProposals,
  readElectorate,
  readHistory,
  readStatus,
  proposalsOf,
} from "@polity/sdk";
import { contentHash } from "@polity/sdk/core/content";
import { checkStatement, parseStatement } from "@polity/sdk/votes/statement";
import { encodeKey, encodeParameter } from "@polity/sdk/nep/parameters";
import { runCommand, type Written } from "../helpers/command";
import { aitbc, DEPLOYMENT, FOLDER, gov, neuroshard, serve, stopServing } from "../helpers/gov";

const NEP2 = "neps/nep-0002-reward-rate-and-fees.md";
const NEP3 = "neps/nep-0003-wider-bounds-for-training.md";
const BALLOTS = join(FOLDER, "ballots.json");

/** Nothing in it is of the chain's own making: it must stay the same while something is only tried. */
async function traces() {
  const block = (await hre.network.provider.send("eth_getBlockByNumber", ["latest", false])) as object;
  const { number, stateRoot, timestamp } = block as Record<string, string>;
  const pending = (await hre.network.provider.send("eth_pendingTransactions", [])) as unknown[];
  return { number, stateRoot, timestamp, pending: pending.length };
}

const IMPACT =
  "economic-impact: { training_efficiency_multiplier: 1.0, training_reward_multiplier: 1.0, net_earnings_change_percent: 0 }\n";
const PATH = "upgrade-path: { grace_period_days: 14, backward_compatible: true }\n";

/**
 * A NEP file that exists for one test: a NEP's text with its front matter's middle replaced. It declares no effect and 14
 * days, unless its fields say something else.
 */
function nepFile(name: string, fields: string): string {
  const [, , body = ""] = readFileSync(NEP3, "utf8").split(/^---$/m);
  const file = join(FOLDER, name);
  const head = `nep: 900\ntitle: A test\ncreated: 2026-03-02\nauthors: [Ben]\ndiscussions-to: https://forum.example/t/1\n`;
  const rest = [IMPACT, PATH].filter((line) => !fields.includes(line.split(" ", 1)[0]!)).join("");
  writeFileSync(file, `---\n${head}${fields}${rest}---${body}`);
  return file;
}

const ok = (written: Written) => {
  expect(written.stderr).to.equal("");
  expect(written.code).to.equal(0);
  return written.stdout;
};

describe("Commands of governance, in the process", () => {
  before(serve);
  after(stopServing);

  it("take a NEP from its file to the end, and tell each step", async () => {
    const { network } = await loadFixture(neuroshard);
    expect(ok(await gov("list"))).to.equal("nothing has been proposed yet");
    const proposed = ok(await gov("propose", { from: "ada", nep: NEP2 }));
    expect(proposed).to.match(/^ada proposed NEP-2: Pay training .*\nid \d+\nburned a fee of 10 tokens, approved exactly; in review until/); // prettier-ignore
    expect(ok(await gov("list"))).to.match(/\nNEP-2: Pay training a little more, and burn .*…\s+\d{10}\s+ECON\s+REVIEW\s+the vote begins in (7d|6d 23h)\s+0\s+0\s+0$/); // prettier-ignore

    const { snapshot, id } = JSON.parse(ok(await gov("show", { id: "2", json: true }))) as { snapshot: number; id: string }; // prettier-ignore
    await time.increaseTo(snapshot + 1);
    expect(ok(await gov("vote", { from: "ada", id: "2", support: "for", reason: "Fair." }))).to.match(/^ada votes for with 1,000,000 votes on NEP-2: Pay/); // prettier-ignore
    expect(ok(await gov("vote", { from: "ben", id, split: "for=60,against=40" }))).to.match(/^ben votes 60 % for, 40 % against with 1,000,000 votes/); // prettier-ignore
    expect(ok(await gov("vote", { from: "dan", id: "2", split: "abstain=100.5", tokens: true }))).to.match(/^dan votes 100 % abstain with 100\.5 votes/); // prettier-ignore

    expect(ok(await gov("vote", { from: "cleo", id: "2", support: "for", sign: BALLOTS }))).to.match(/^cleo signed a ballot for; .*ballots\.json has 1 now/); // prettier-ignore
    const relayed = await gov("relay", { from: "june", file: BALLOTS });
    expect(ok(relayed)).to.match(/^1 of 1 ballots are counted, with 1,000,000 votes\ntx 0x\w{64}\n[\d,]+ gas, [\d,]+ a ballot$/); // prettier-ignore
    const again = await gov("relay", { from: "june", file: BALLOTS });
    expect(again.stdout).to.match(/^0 of 1 ballots are counted, with 0 votes\nnot counted: cleo: its voter has voted already$/); // prettier-ignore
    expect(again.code, "somebody must look at it").to.equal(1);

    expect(ok(await gov("advance", { from: "june" }))).to.match(/^NEP-2: Pay .*: waits for the end of its vote, .*Z, in (7d|6d 23h)/); // prettier-ignore
    await time.increaseTo((await network.governor.proposalDeadline(BigInt(id))) + 1n);
    expect(ok(await gov("advance", { from: "june" }))).to.match(/: queued, tx 0x\w{64}$/);
    await time.increaseTo(await network.governor.proposalEta(BigInt(id)));
    const voted = ok(await gov("show", { id: "2" }));
    expect(voted).to.contain("econ.rewardRate: 2500 → 2750 (Reward per accepted proof");
    expect(ok(await gov("advance", { from: "june" }))).to.match(/: executed, tx 0x\w{64}$/);
    expect(ok(await gov("advance", { from: "june" }))).to.equal("nothing to do: no proposal is on its way");

    const shown = ok(await gov("show", { id: "2" }));
    for (const line of [
      "ACTIVE: final",
      "for       2,600,000",
      "against   400,000",
      "abstain   100.5",
      "quorum    2,600,100.5 of the 1,000,000 needed: reached",
      "approval  86.66 % of the 66 % needed: reached",
      "what it changed",
      "the network runs version 1.1.0",
      "econ.rewardRate: 2500 → 2750",
      "  │ # NEP-ECON 7d: Pay training a little more, and burn less of each fee",
    ]) {
      expect(shown).to.contain(line);
    }
    const weighed = Number(await network.governor.proposalSnapshot(BigInt(id)));
    const turnout = (parseEther("3000100.5") * 10_000n) / (await readElectorate(network, weighed));
    expect(shown).to.contain(`took part ${formatPercent(turnout)} of the `);
    expect(shown).to.match(/timeline\n {2}\S+Z {2}proposed; the review begins\n.*ends, and votes are weighed\n.*the vote ends\n.*queued\n.*7d of grace end; it can be executed\n.*executed\n/); // prettier-ignore
  });

  it("sign what somebody stands for, into a file that its hash names", async () => {
    const { network } = await loadFixture(neuroshard);
    const text = join(FOLDER, "ada.md");
    writeFileSync(text, "# Ada\n\nSmall nodes stay.\n");
    const out = join(FOLDER, "statements");
    const said = ok(await gov("statement", { from: "ada", text, out }));
    const [, hash] = /"hash":"(0x[0-9a-f]{64})"/.exec(said)!;
    expect(said).to.match(/^ada signed a statement on \d{4}/);
    expect(said).to.contain(JSON.stringify({ statements: { [LOCAL_ACCOUNTS.ada]: { hash } } }));
    const content = readFileSync(join(out, `${hash!.slice(2)}.json`), "utf8");
    expect(contentHash(content)).to.equal(hash);
    const statement = parseStatement(content);
    expect(statement.text).to.equal("# Ada\n\nSmall nodes stay.");
    await checkStatement(network.governor, statement, LOCAL_ACCOUNTS.ada);
    writeFileSync(text, "  \n");
    expect((await gov("statement", { from: "ada", text, out })).stderr).to.contain("has 0 characters");
  });

  it("delegate tokens in a wallet where they vote, also by a signature, and say where they do not", async () => {
    const { token } = (await loadFixture(neuroshard)).network;
    const locked = await gov("delegate", { from: "ada", to: "ben" });
    expect([locked.code, locked.stderr]).to.deep.equal([
      1,
      "Error: tokens in a wallet have no votes on this network; lock them; escrow delegate gives the votes of locks to somebody",
    ]);
    expect(await token.delegates(LOCAL_ACCOUNTS.ada)).to.equal(ZeroAddress);

    const { network, deployment } = await loadFixture(aitbc);
    const { ada, ben, cleo } = LOCAL_ACCOUNTS;
    expect(ok(await gov("delegate", { deployment, from: "ada", to: "ben" }))).to.match(
      /^ada delegates to ben\ntx 0x/,
    );
    expect(await network.token.delegates(ada)).to.equal(ben);
    const signed = join(FOLDER, "delegation.json");
    writeFileSync(signed, ok(await gov("delegate", { deployment, from: "ada", to: "cleo", sign: true })));
    expect(await network.token.delegates(ada)).to.equal(ben);
    expect(ok(await gov("delegate", { deployment, from: "june", relay: signed }))).to.match(
      /^ada delegates to cleo\n/,
    );
    expect(await network.token.delegates(ada)).to.equal(cleo);
    expect((await gov("delegate", { deployment, from: "june", relay: signed })).stderr).to.match(
      /^Error: the delegation has been used or replaced/,
    );
  });

  it("queue, execute and cancel one by one", async () => {
    const { network } = await loadFixture(neuroshard);
    const { governor } = network;
    ok(await gov("propose", { from: "ada", nep: NEP3 }));
    const { id, snapshot } = JSON.parse(ok(await gov("show", { id: "3", json: true }))) as { id: string; snapshot: number }; // prettier-ignore
    expect((await gov("queue", { from: "june", id: "3" })).stderr).to.match(/^Error: the vote is open until .*; queue after it/); // prettier-ignore
    await time.increaseTo(snapshot + 1);
    ok(await gov("vote", { from: "ada", id: "3", support: "for" }));
    ok(await gov("vote", { from: "ben", id: "3", support: "for" }));
    await time.increaseTo((await governor.proposalDeadline(BigInt(id))) + 1n);
    expect(ok(await gov("queue", { from: "june", id: "3" }))).to.match(
      /is scheduled: it can be executed from/,
    );
    expect((await gov("execute", { from: "june", id: "3" })).stderr).to.match(/the grace period lasts until/);
    await time.increaseTo(await governor.proposalEta(BigInt(id)));
    expect(ok(await gov("execute", { from: "june", id: "3" }))).to.match(/is active; the network runs version 1\.0\.0\ntx/); // prettier-ignore

    ok(await gov("propose", { from: "ada", nep: NEP2 }));
    expect((await gov("cancel", { from: "ben", id: "2" })).stderr).to.match(/cannot cancel the proposal; its proposer could .*; there is no guardian with a mandate$/); // prettier-ignore
    expect(ok(await gov("cancel", { from: "ada", id: "2" }))).to.match(/^ada canceled NEP-2: .*, as its proposer, while it is pending\n/); // prettier-ignore
    expect(ok(await gov("list"))).to.match(/NEP-2.*CANCELED\s+final[^]*NEP-3.*ACTIVE\s+final/);
    expect(ok(await gov("show", { id: "2" }))).to.match(/the review begins\n.*canceled\n/);
  });

  it("simulate without a trace, for a file and for a proposal", async () => {
    const { network } = await loadFixture(neuroshard);
    ok(await gov("propose", { from: "ada", nep: NEP3 }));
    const before = await traces();
    const simulated = ok(await gov("simulate", { nep: NEP2 }));
    expect(simulated).to.contain("   econ.rewardRate: 2500 → 2750\n");
    expect(simulated).to.match(/1\. ProtocolRegistry\.upgrade of econ: would succeed, [\d,]+ gas\n/);
    expect(simulated).to.match(/its action would succeed today$/);
    const second = ok(await gov("simulate", { id: "3" }));
    expect(second).to.contain("bounds of train.multiTokenHeads: 1 to 8 → 1 to 16");
    expect(second).to.match(/2 actions would succeed today$/);
    expect(await traces()).to.deep.equal(before);
    expect(await network.registry.semver()).to.equal("1.0.0");
  });

  it("simulate calls of the governor to itself, value, and every action after one that fails", async () => {
    await loadFixture(neuroshard);
    const file = nepFile(
      "own.md",
      `type: GOV
actions:
  - { target: ProtocolRegistry, function: rollback(uint256 versionId), args: ["7"] }
  - { target: NetworkGovernor, function: "setGuardian(address account, uint48 until)", args: ["${LOCAL_ACCOUNTS.ben}", "${(await time.latest()) + 86_400}"] }
  - { target: NetworkGovernor, function: setRulebook(address newRulebook), args: [Rulebook] }
  - { target: "${LOCAL_ACCOUNTS.cleo}", function: pay(), args: [], value: "5" }
`,
    );
    const { stdout, code } = await gov("simulate", { nep: file });
    expect(stdout).to.match(/1\. ProtocolRegistry\.rollback: would be refused: the contract refused: ProtocolRegistry_UnknownVersion/); // prettier-ignore
    expect(stdout).to.match(/2\. NetworkGovernor\.setGuardian: would succeed/);
    expect(stdout).to.contain(`the guardian: nobody → ${LOCAL_ACCOUNTS.ben} until 2`);
    expect(stdout).to.match(/3\. NetworkGovernor\.setRulebook: would succeed/);
    expect(stdout).to.match(/4\. 0x\w{40}\.0x\w{8}: would succeed/);
    expect(stdout).to.match(/1 of 4 actions would be refused today, and so the proposal as a whole$/);
    expect(code).to.equal(1);

    const refused = await gov("propose", { from: "ada", nep: file });
    expect(refused.stderr).to.match(/^Error: ProtocolRegistry\.rollback would be refused today: .*; simulate shows all; --anyway/); // prettier-ignore
    const failed = await gov("propose", { from: "ada", nep: file, anyway: true });
    // The governor itself refuses a target without code.
    expect(failed.stderr).to.match(
      /^Error: action 4 calls 0x\w+, which has no code of its own; deploy it first/,
    );
  });

  it("propose no draft whose author has not completed it, and burn nothing for it", async () => {
    const { network } = await loadFixture(neuroshard);
    const draft = join(FOLDER, "nep-0901-draft.md");
    ok(await runCommand("council", "mandate", { deployment: DEPLOYMENT, for: "30d", nep: draft }));
    const before = await network.token.totalSupply();
    const refused = await gov("propose", { from: "ada", nep: draft, anyway: true });
    expect(refused.stderr).to.match(
      /^Error: \S+nep-0901-draft\.md: 9 problems\n {2}line 6, authors\.0: still says "Your Name <you@example\.org>"; name who .*\n/,
    );
    expect(refused.stderr).to.match(
      /line \d+, ## Risks: still asks "What may go wrong, .*; complete the file first$/,
    );
    expect((await gov("simulate", { nep: draft })).stdout).to.match(/\nnote: line \d+, ## Risks: still asks/);
    expect(await network.token.totalSupply()).to.equal(before);
    expect(ok(await gov("list"))).to.equal("nothing has been proposed yet");
  });

  it("have a mandate of a year that can be tried today, though clocks differ by seconds, and none longer", async () => {
    await loadFixture(neuroshard);
    const now = await time.latest();
    for (const [i, term] of [{}, { for: "365d" }].entries()) {
      const draft = join(FOLDER, `nep-091${i}-mandate.md`);
      const said = ok(
        await runCommand("council", "mandate", { deployment: DEPLOYMENT, nep: draft, ...term }),
      );
      const [, until] = /until (\S+Z)/.exec(said)!;
      const left = Date.parse(until!) / 1000 - now - 365 * 86_400;
      expect(left).to.be.within(-3_660, -3_000);
      expect((await gov("simulate", { nep: draft })).stdout).to.match(
        /1\. NetworkGovernor\.setGuardian: would succeed/,
      );
    }
    const { stderr } = await runCommand("council", "mandate", { deployment: DEPLOYMENT, for: "366d" });
    expect(stderr).to.match(
      /^Error: a mandate of 366d is longer than a year; no vote can give more than 365d/,
    );
  });

  it("propose nothing that changes nothing, unless it shall change something later", async () => {
    const { network } = await loadFixture(neuroshard);
    const value = await network.registry.get(encodeKey("econ.rewardRate"));
    const idle = nepFile(
      "idle.md",
      `type: GOV
parameter-changes:
  - { key: econ.rewardRate, kind: uint, value: ${BigInt(value)} }
actions:
  - { target: NetworkGovernor, function: "setGuardian(address account, uint48 until)", args: ["${ZeroAddress}", "0"] }
`,
    );
    const sentence =
      "ProtocolRegistry.upgrade of econ: econ.rewardRate is 2500 already; NetworkGovernor.setGuardian: nobody is guardian already";
    expect((await gov("propose", { from: "ada", nep: idle })).stderr).to.contain(
      `Error: the proposal would change nothing: ${sentence}; correct its values; --anyway`,
    );
    expect((await gov("simulate", { nep: idle })).stdout).to.contain(
      `\nnote: NetworkGovernor.setGuardian: nobody is guardian already\n`,
    );
    expect(ok(await gov("propose", { from: "ada", nep: idle, anyway: true }))).to.match(
      /^ada proposed NEP-900/,
    );
  });

  it("propose nothing that voters would be warned of, unless its author insists", async () => {
    await loadFixture(neuroshard);
    const lost = nepFile(
      "lost.md",
      `type: GOV
actions:
  - { target: GovernanceToken, function: "mint(address to, uint256 amount)", args: [GovernanceToken, tokens(5)] }
`,
    );
    const sentence =
      "what GovernanceToken gets is lost: it is the network's GovernanceToken, which can never pay it out";
    expect(ok(await gov("explain", { nep: lost }))).to.contain(`warning: ${sentence}`);
    expect((await gov("propose", { from: "ada", nep: lost })).stderr).to.contain(
      `Error: voters would be warned of the proposal: ${sentence}; correct its actions; --anyway`,
    );
    expect(ok(await gov("list"))).to.equal("nothing has been proposed yet");
    expect(ok(await gov("propose", { from: "ada", nep: lost, anyway: true }))).to.match(
      /^ada proposed NEP-900/,
    );
    expect(ok(await gov("show", { id: "900" }))).to.contain(`warning: ${sentence}`);
  });

  it("explain which type a file needs and why, on a chain and by a preset alone", async () => {
    const { network } = await loadFixture(neuroshard);
    const byChain = ok(await gov("explain", { nep: NEP2 }));
    expect(byChain).to.contain("this call is open to NEP-ECON and NEP-GOV, because a scope names ProtocolRegistry.upgrade of econ"); // prettier-ignore
    expect(byChain).to.match(/NEP-ECON may make all actions$/);
    expect(ok(await gov("explain", { nep: NEP2, preset: "neuroshard" }, "hardhat"))).to.contain("on NeuroShard as configured"); // prettier-ignore

    const wrong = nepFile(
      "wrong.md",
      `type: TRAIN
actions:
  - { target: GovernanceToken, function: "mint(address to, uint256 amount)", args: ["${LOCAL_ACCOUNTS.ben}", tokens(1)] }
`,
    );
    for (const options of [{ nep: wrong }, { nep: wrong, preset: "neuroshard" }]) {
      const { stdout, code } = await gov("explain", options);
      expect(stdout).to.contain(
        "this call is open to NEP-GOV only, because no scope names GovernanceToken.mint",
      );
      expect(stdout).to.match(/NEP-TRAIN is the wrong type: action 1, GovernanceToken\.mint, is not open to it; NEP-GOV may make all actions$/); // prettier-ignore
      expect(code).to.equal(1);
    }
    expect((await gov("propose", { from: "ada", nep: wrong })).stderr).to.match(/^Error: NEP-TRAIN is the wrong type: action 1, GovernanceToken\.mint, .*; gov explain says why$/); // prettier-ignore

    const proxy = nepFile(
      "proxy.md",
      `type: GOV
actions:
  - { target: "${await network.registry.getAddress()}", function: rollback(uint256 versionId), args: ["1"] }
`,
    );
    expect(ok(await gov("explain", { nep: proxy }))).to.not.contain("known risk");
    const slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    const word = `0x${"0".repeat(24)}${LOCAL_ACCOUNTS.gus.slice(2)}`;
    await hre.network.provider.send("hardhat_setStorageAt", [
      await network.registry.getAddress(),
      slot,
      word,
    ]);
    expect(ok(await gov("explain", { nep: proxy }))).to.contain(
      `known risk: the target is a proxy that runs ${LOCAL_ACCOUNTS.gus.toLowerCase()} now`,
    );
  });

  it("tell in plain words what a change of rules is, field by field", async () => {
    const { config } = await loadFixture(neuroshard);
    const rules = { ...config.governor.types.ECON!, voting: 86_400 * 3, fee: 20n * 10n ** 18n };
    const list = Object.values(encodeRules(rules)).map(String).join(", ");
    const file = nepFile(
      "rules.md",
      `type: GOV
actions:
  - target: Rulebook
    function: setRules(bytes8 code, (uint32 review, uint32 voting, uint32 graceMin, uint32 graceMax, uint32 window, uint32 late, uint16 approvalBps, uint8 proposers, uint96 threshold, uint96 fee, uint96 quorumFloor, uint16 quorumBps, address voteSource, uint16 vetoBps, uint32 minVoters) rules)
    args: [type(ECON), [${list}]]
`,
    );
    const told = ok(await gov("explain", { nep: file }));
    expect(told).to.contain("   NEP-ECON, voting: 7d → 3d\n   NEP-ECON, fee: 10 tokens → 20 tokens\n   this call is open to NEP-GOV only, because the Rulebook obeys NEP-GOV alone"); // prettier-ignore
    expect(encodeCode("ECON")).to.equal("0x45434f4e00000000");
    expect(ok(await gov("simulate", { nep: file }))).to.contain("its action would succeed today");
  });

  it("let nothing of a stranger's text move the cursor", async () => {
    const { network } = await loadFixture(neuroshard);
    const ada = await hre.ethers.getSigner(LOCAL_ACCOUNTS.ada);
    await network.token.connect(ada).approve(network.governor, 10n ** 20n);
    const { registry, governor } = network;
    const data = registry.interface.encodeFunctionData("rollback", [1]);
    const title = "Harmless \u001b[2K\u001b[1A\u202eevil";
    await governor
      .connect(ada)
      .propose([registry], [0], [data], `# ${title}\n\n\u001b]0;owned\u0007 ACTIVE: final`);
    for (const written of [await gov("list"), await gov("advance", { from: "june" })]) {
      expect(ok(written)).to.contain("Harmless \ufffd[2K\ufffd[1A\ufffdevil");
    }
    const { id } = (JSON.parse(ok(await gov("list", { json: true }))) as { id: string }[])[0]!;
    const shown = ok(await gov("show", { id }));
    // Control characters are what it looks for.
    // eslint-disable-next-line no-control-regex
    expect(shown).to.not.match(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    expect(shown).to.contain("; its text is no NEP file");
    expect(shown).to.contain("\n  │ \ufffd]0;owned\ufffd ACTIVE: final");
  });

  it("take a proposal whose texts are no UTF-8 like any other, from the list to what it changed", async () => {
    const { network } = await loadFixture(neuroshard);
    const { registry, governor, token } = network;
    const broken = (data: string) => data.replace("30303030", "fffe3c80");
    const data = broken(
      registry.interface.encodeFunctionData("upgrade", [
        encodeKey("econ"),
        [{ key: encodeKey("econ.rewardRate"), value: encodeParameter("uint", 2600n) }],
        ...([true, hre.ethers.id("spec"), "0000"] as const),
      ]),
    );
    const ada = await hre.ethers.getSigner(LOCAL_ACCOUNTS.ada);
    await token.connect(ada).approve(governor, 10n ** 20n);
    const text = "# NEP-ECON: Bytes 0000\n\nNobody can read it.";
    const call = [[await registry.getAddress()], [0n], [data], text] as const;
    await ada.sendTransaction({
      to: governor,
      data: broken(
        governor.interface.encodeFunctionData("propose", [[...call[0]], [...call[1]], [...call[2]], text]),
      ),
    });

    const title = "Bytes \ufffd\ufffd<\ufffd";
    expect(ok(await gov("list"))).to.contain(title);
    const { proposals } = await readStatus(network, 0);
    expect(proposals.map((one) => one.title)).to.deep.equal([title]);
    const id = proposals[0]!.id.toString();
    expect(ok(await gov("show", { id }))).to.contain(`\n  │ # NEP-ECON: ${title}\n`);
    expect(ok(await gov("simulate", { id }))).to.match(
      /\n {3}econ\.rewardRate: 2500 → 2600\n[^]*would succeed today$/,
    );

    await time.increaseTo((await governor.proposalSnapshot(id)) + 1n);
    for (const from of ["ada", "ben"]) ok(await gov("vote", { from, id, support: "for" }));
    await time.increaseTo((await governor.proposalDeadline(id)) + 1n);
    const keeper = await keeperChain(network, {
      ...{ account: LOCAL_ACCOUNTS.june, fromBlock: 0 },
      submit: () => Promise.reject(new Error("it only looks")),
    });
    expect((await keeper.read()).due.map(({ key }) => key)).to.deep.equal([`queue ${id}`]);
    expect(ok(await gov("advance", { from: "june" }))).to.contain(`${title}: queued, tx `);
    await time.increaseTo(await governor.proposalEta(id));
    expect(ok(await gov("advance", { from: "june" }))).to.contain(`${title}: executed, tx `);
    expect(ok(await gov("show", { id }))).to.match(
      /\nwhat it changed\n[^]* econ\.rewardRate: 2500 → 2600 \(Reward /,
    );

    const [told] = proposalsOf(await readHistory(network, { fromBlock: 0 }));
    const [record] = await listProposals(network, { fromBlock: 0 });
    expect(told).to.deep.include({ title, descriptionHash: record!.descriptionHash });
  });

  it("read without an account that could sign, and say so when one is needed", async () => {
    await loadFixture(neuroshard);
    const from = `0x${"1".repeat(40)}`;
    expect(ok(await gov("list", { from }))).to.equal("nothing has been proposed yet");
    expect((await gov("advance", { from })).stderr).to.match(
      /^Error: localhost cannot sign for 0x1{40}; give --from/,
    );
  });

  it("keep other ballots in a file, and put a voter's new one in place of the old", async () => {
    const { network } = await loadFixture(neuroshard);
    const file = join(FOLDER, "several.json");
    ok(await gov("propose", { from: "ada", nep: NEP2 }));
    const { snapshot } = JSON.parse(ok(await gov("show", { id: "2", json: true }))) as { snapshot: number };
    await time.increaseTo(snapshot + 1);
    ok(await gov("vote", { from: "ben", id: "2", support: "for", sign: file, valid: "36h" }));
    ok(await gov("vote", { from: "cleo", id: "2", support: "for", sign: file }));
    ok(await gov("vote", { from: "ben", id: "2", support: "against", sign: file }));
    const kept = JSON.parse(readFileSync(file, "utf8")) as { voter: string; support: string }[];
    expect(kept.map(({ voter, support }) => [voter, support])).to.deep.equal([
      [LOCAL_ACCOUNTS.cleo, "for"],
      [LOCAL_ACCOUNTS.ben, "against"],
    ]);
    ok(await gov("relay", { from: "june", file }));
    const { proposalId } = kept[0] as unknown as { proposalId: string };
    const { againstVotes, forVotes } = await network.governor.proposalVotes(proposalId);
    expect([againstVotes, forVotes]).to.deep.equal([10n ** 24n, 10n ** 24n]);
  });

  const refusals: [name: string, options: Given, sentence: RegExp][] = [
    ["show", {}, /^--id is missing; /],
    ["show", { id: "7" }, /^there is no proposal 7; nothing has been proposed yet$/],
    ["propose", {}, /^--nep is missing; /],
    ["propose", { nep: "neps/none.md" }, /^neps\/none\.md cannot be read; give a NEP file/],
    ["propose", { nep: "neps/template.md" }, /^template\.md: 6 problems/],
    ["propose", { nep: NEP2, from: "june" }, /has 0 votes, and proposing NEP-ECON takes 100; lock more/],
    ["vote", { id: "1" }, /^a vote is for one side, or split; give --support for/],
    ["vote", { id: "1", support: "for", split: "for=1" }, /^a vote is for one side, or split/],
    ["vote", { id: "1", support: "yes" }, /^"yes" is no side; give for, against or abstain$/],
    ["relay", { file: "none.json" }, /^none\.json cannot be read; give a file that vote --sign has written$/],
    ["relay", {}, /^--file is missing/],
    [
      "propose",
      { nep: NEP2, maxBurn: "9.5" },
      /^proposing NEP-ECON burns 10 tokens, and at most 9\.5 may be burned; the rules may have changed/,
    ],
    ["simulate", {}, /^it is about a file, or a proposal; give --nep FILE or --id$/],
    ["explain", { nep: NEP2, id: "1" }, /^it is about a file, or a proposal/],
    [
      "explain",
      { nep: NEP2, preset: "neuroshad" },
      /^there is no preset "neuroshad"; did you mean "neuroshard"\?/,
    ],
    ["explain", { preset: "neuroshard" }, /^a preset explains a file; give --nep FILE with --preset$/],
  ];
  for (const [name, options, sentence] of refusals) {
    const written = Object.entries(options).map(([option, value]) => `${option} ${String(value)}`);
    it(`refuse ${name} with ${written.join(", ") || "nothing"}`, async () => {
      await loadFixture(neuroshard);
      const { stdout, stderr, code } = await gov(name, { from: "ada", ...options });
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(stderr.replace(/^Error: /, "")).to.match(sentence);
    });
  }

  it("count down in the two largest units", () => {
    expect([0, 59, 60, 3_661, 86_400, 90_000, 1_209_599].map(countdown)).to.deep.equal([
      ...["0s", "59s", "1m", "1h 1m", "1d", "1d 1h", "13d 23h"],
    ]);
  });
});
