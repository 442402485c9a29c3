import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre from "hardhat";

import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import { DAY, describeStatus, encodeCode, encodeRules, formatDeployment, readStatus } from "@polity/sdk";
import type { Addresses } from "@polity/sdk/deployment";
import { runCommand } from "../helpers/command";
import { asAccount, plain } from "../helpers/governor";
import { deployPreset, nepText } from "../helpers/preset";
import { beginAi1net, call, enact, type Begun } from "../phases/ai1net";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-phases-"));
const DEPLOYMENT = join(FOLDER, "polity.json");

const run = (scope: Scope, name: string, options: Given = {}) =>
  runCommand(scope, name, { deployment: DEPLOYMENT, ...options });
/** Runs what must end with this exit code and without an error, and answers what it said. */
const ran = async (scope: Scope, name: string, options: Given = {}, exit = 0) => {
  const { stdout, stderr, code } = await run(scope, name, options);
  expect(stderr, name).to.equal("");
  expect(code, name).to.equal(exit);
  return stdout;
};
/** Runs what must fail, and answers why. */
const failed = async (scope: Scope, name: string, options: Given = {}) => {
  const { stderr, stdout, code } = await run(scope, name, options);
  expect([stdout, code], name).to.deep.equal(["", 1]);
  return stderr;
};
const json = async (...[scope, name, options, exit]: Parameters<typeof ran>) =>
  JSON.parse(await ran(scope, name, { ...options, json: true }, exit)) as Record<string, unknown>;
const audited = (options: Given = {}, exit = 0) =>
  ran("dao", "audit", { phase: true, preset: "ai1net", ...options }, exit);
/** The sentence that an audit ends with. */
const verdict = (told: string) => told.split("\n").at(-1);

function keep(name: string, contracts: Addresses): void {
  writeFileSync(DEPLOYMENT, formatDeployment({ name, chainId: 31_337, block: 0, contracts }));
}
async function begun(): Promise<Begun> {
  const all = await loadFixture(beginAi1net);
  keep(all.config.name, all.network.addresses);
  return all;
}
/** A book of the same types, of which none has phases. */
async function plainBook({ network, config }: Begun) {
  const rules = { code: encodeCode("GOV"), rules: encodeRules(config.governor.types.GOV as never) };
  return hre.ethers.deployContract("Rulebook", [network.addresses.TimelockController, [rules], []]);
}
/** A proposal that a person writes, of a type that changes with phases. */
function nepFile({ config }: Begun): string {
  const file = join(FOLDER, "nep-0001-latency.md");
  const changes = { "routing.maxLatencyMs": 4_000 };
  writeFileSync(file, nepText({ type: "TECH", title: "Latency", changes }, config.proposals));
  return file;
}

after(() => rmSync(FOLDER, { recursive: true }));

describe("Commands about phases", () => {
  it("show where the network stands, what the next step asks for, and what comes after it", async () => {
    const { phases, network, accounts } = await begun();
    const told = await ran("phase", "show");
    const latest = new Date(Number(await phases.latestAt(0)) * 1_000).toISOString().slice(0, 10);
    const lines = told.split("\n");
    expect(lines[0]).to.match(/^phase 0 \(Foundation\), since \d{4}-\d\d-\d\d/);
    expect(lines[1]).to.equal("founders: Council, ada, ben, kofi, lena, milo");
    expect(lines[2]).to.match(new RegExp(`^a vote takes the next step; from ${latest}.* on anyone`));
    expect(told).to.match(/✗ time in this phase, at least 180d: \d+s/);
    expect(told).to.contain("✓ decisions named as evidence, at least 0: 0");
    expect(told).to.contain("✓ founders' share of the votes, at most 100 %: 43.34 %");
    expect(told).to.match(/then, from phase 2 \(Decentralised\): the phase has lasted 365d; 12 decisions/);
    const view = await json("phase", "show");
    expect(view).to.include({ current: 0, inForce: true, open: false });
    expect(view.founders).to.deep.equal([
      network.addresses.Council,
      ...["ada", "ben", "kofi", "lena", "milo"].map((name) => accounts[name]),
    ]);
    const status = JSON.stringify(await describeStatus(network, await readStatus(network, 0)));
    expect(status).to.contain("phase 0 (Foundation) since");
  });

  it("take the step by anybody from its latest date on, and not before", async () => {
    const { phases } = await begun();
    expect(await failed("phase", "advance", { from: "june" })).to.match(
      /^Error: only a vote may do this now, and 0x.* is not the timelock; .*from its latest date on anyone takes a step/,
    );
    await time.increaseTo(await phases.latestAt(0));
    expect(await ran("phase", "show")).to.contain("anyone takes the next step now, where nothing is missing");
    expect(await ran("phase", "advance", { from: "june" })).to.match(
      /^it is phase 1 \(Assisted\) from now on: tx 0x[0-9a-f]{64}\n?$/,
    );
    await time.increaseTo(await phases.latestAt(1));
    expect(await failed("phase", "advance", { from: "june", json: true })).to.contain(
      "decisions named as evidence, at least 6, and it is 0",
    );
  });

  it("hold decisions against a gate, with an exit code for scripts, and take a step with them", async () => {
    const all = await begun();
    const { phases, network, june } = all;
    await time.increaseTo(await phases.latestAt(0));
    const [early] = (await enact(all, [["Before", [call(network.timelock, "updateDelay", [3_600n])]]])).ids;
    await phases.connect(june).advance([]);
    const kept = Array.from({ length: 6 }, (_, i): [string, never[]] => [
      `Keep the delay, ${i}`,
      [call(network.timelock, "updateDelay", [3_600n])] as never[],
    ]);
    const decisions = await enact(all, kept);
    const proposals = [...decisions.ids].reverse().join(", ");
    expect(await failed("phase", "evidence", { proposals })).to.match(
      /proposal \d+ proves nothing: it is not executed; name executed decisions of this phase/,
    );
    await decisions.execute();
    expect(await failed("phase", "evidence", { proposals: String(early) })).to.match(
      /proposal \d+ proves nothing: (it is not executed|its vote began before this phase)/,
    );
    expect(await failed("phase", "evidence", { proposals: "9999" })).to.contain("there is no proposal 9999");
    expect(await failed("phase", "evidence")).to.contain("--proposals");

    const told = await ran("phase", "evidence", { proposals }, 1);
    expect(told).to.contain("✓ decisions named as evidence, at least 6: 6");
    expect(told).to.match(/✓ least turnout of these beside founders, at least 5 %: \d/);
    expect(told).to.contain("✗ founders' share of the votes, at most 40 %: 43.34 %");
    const { conditions } = await json("phase", "evidence", { proposals }, 1);
    expect((conditions as { name: string; met: boolean }[]).filter(({ met }) => !met)).to.have.length(2);
    // What founders hold is not asked any more from the latest date on.
    await time.increaseTo(await phases.latestAt(1));
    expect(await ran("phase", "evidence", { proposals })).not.to.contain("✗");
    const taken = await json("phase", "advance", { from: "june", proposals });
    expect(taken).to.include({ phase: 2 });
    expect(taken.proposals).to.have.length(6);
    expect((await phases.current()) === 2n).to.equal(true);
  });

  it("say in the last phase that there is none after it", async () => {
    const { phases, network } = await begun();
    const steps = phases.connect(await asAccount(network.addresses.TimelockController));
    for (const step of [0, 1, 2]) {
      const gate = plain(await phases.gateOf(step));
      const open = { minTime: 0n, minDecisions: 0n, minTurnoutBps: 0n, maxFounderBps: 10_000n };
      await steps.loosen(step, Object.assign({}, gate, open, { handsOff: false, latestAfter: 1n }));
      await steps.advance([]);
    }
    const told = await ran("phase", "show");
    expect(told).to.match(
      /^phase 3 \(Autonomous\), since .*\nfounders: .*\nthere is no phase after this one/,
    );
    expect(await failed("phase", "advance", { from: "june" })).to.match(
      /^Error: there is no phase after this one; the network is its community's/,
    );
    expect(verdict(await audited({}, 1))).to.match(
      /^it is phase 3 \(Autonomous\) since .*; founders hold 3 powers; votes have loosened the gates of step 0, of step 1, of step 2; \d+ things are other than they should be$/,
    );
  });

  it("refuse a network without phases, each with a way out", async () => {
    const { network, config } = await loadFixture(withoutPhases);
    keep(config.name, network.addresses);
    const sentence = /^Error: this network has no phases; its configuration has no section phases/;
    expect(await failed("phase", "show")).to.match(sentence);
    expect(await failed("phase", "evidence", { proposals: "1" })).to.match(
      /^Error: (this network has no phases|there is no proposal 1)/,
    );
    expect(await failed("phase", "advance", { from: "june" })).to.match(sentence);
    expect(await failed("dao", "audit", { phase: true })).to.match(sentence);
  });
  const withoutPhases = () => deployPreset("neuroshard");

  describe("say by phase how a type is decided", () => {
    const later = [
      "NEP-TECH from phase 1 (Assisted) on: the council alone proposes; it passes unless 5 % of the votes that can be cast are against it",
      "NEP-TECH from phase 2 (Decentralised) on: holders alone propose; a vote decides",
      "NEP-GOV in every phase: holders alone propose; a vote decides",
    ];
    const first =
      "NEP-TECH from phase 0 (Foundation) on: the council alone proposes; it passes unless 10 % of the votes that can be cast are against it";

    it("where a file is explained, by a preset and on the chain", async () => {
      const all = await begun();
      const nep = nepFile(all);
      const offline = (await ran("gov", "explain", { nep, preset: "ai1net", deployment: undefined })).split(
        "\n",
      );
      expect(offline).to.include.members([first, ...later]);
      const { phases } = await json("gov", "explain", { nep });
      expect(phases).to.deep.include({ current: 0 });
      await all.network.phases!.connect(await asAccount(all.network.addresses.TimelockController)).loosen(0, {
        ...{ minTime: 0n, latestAfter: 1n, minDecisions: 0n, minTurnoutBps: 0n },
        ...{ maxFounderBps: 10_000n, handsOff: false },
      });
      await ran("phase", "advance", { from: "june" });
      const online = (await ran("gov", "explain", { nep })).split("\n");
      expect(online).to.include.members(later);
      expect(online).not.to.include(first);
      expect(online.some((line) => line.startsWith("it is phase 1 (Assisted)"))).to.equal(true);
    });

    it("where a proposal is shown", async () => {
      const all = await begun();
      const [id] = (await enact(all, [["Keep", [call(all.network.timelock, "updateDelay", [3_600n])]]])).ids;
      const told = await ran("gov", "show", { id: String(id) });
      expect(told).to.match(
        /proposals of its type, by phase\n\s+it is phase 0 \(Foundation\), and what is proposed in it is decided by its rules also when a later one has begun\n\s+NEP-GOV in every phase: holders alone propose; a vote decides/,
      );
    });
  });

  describe("audit", () => {
    it("the phases with one sentence, and the same for machines", async () => {
      await begun();
      const sentence =
        /^it is phase 0 \(Foundation\) since [^;]+; founders hold 3 powers; nothing is other than it should be, and no type can go back$/;
      const told = await audited();
      expect(verdict(told)).to.match(sentence);
      expect(told).to.match(/✓ PhasedRulebook\.columns of TECH/);
      const {
        deviations,
        facts,
        verdict: said,
      } = await json("dao", "audit", { phase: true, preset: "ai1net" });
      expect(deviations).to.deep.equal([]);
      expect(said).to.match(sentence);
      expect((facts as { contract: string }[]).every(({ contract }) => /^Phase/.test(contract))).to.equal(
        true,
      );
    });

    it("and name a gate that was loosened, with a configuration or without one", async () => {
      const { phases, network } = await begun();
      const steps = phases.connect(await asAccount(network.addresses.TimelockController));
      await steps.loosen(1, Object.assign({}, plain(await phases.gateOf(1)), { minDecisions: 5n }));
      const named = /; votes have loosened the gates of step 1; /;
      expect(verdict(await audited({}, 1))).to.match(named);
      expect(verdict(await audited({ preset: undefined }))).to.match(named);
    });

    it("and name every power that a founder holds", async () => {
      const all = await begun();
      const { network, people } = all;
      const { governor, treasury, addresses } = network;
      const until = (await governor.clock()) + BigInt(300 * DAY);
      const category = hre.ethers.encodeBytes32String("grants");
      const budget = [people.kofi.address, addresses.GovernanceToken, 1n, 0, 30 * DAY, 12, false, category];
      const powers = await enact(all, [
        [
          "Powers of founders",
          [
            call(governor, "setGuardian", [addresses.Council, until]),
            call(treasury!, "grantBudget", [budget]),
          ],
        ],
      ]);
      await powers.execute();
      const { facts } = await json("dao", "audit", { phase: true, preset: "ai1net" });
      const held = (facts as { what: string; actual: string[] }[]).find(
        ({ what }) => what === "powers of founders",
      )!.actual;
      expect(held).to.deep.equal(
        [
          "Council: gives reputation",
          "Council: is the council",
          "Council: issues credentials of class 0",
          "Council: issues credentials of class 1",
          "kofi: spends budget 1",
        ].sort(),
      );
    });

    it("and name the proposal by which a majority has left, to whoever knows the governor alone", async () => {
      const all = await begun();
      const { network } = all;
      const book = await plainBook(all);
      const leaving = await enact(all, [
        ["Leave the phases", [call(network.governor, "setRulebook", [book.target])]],
      ]);
      expect(verdict(await audited())).to.contain("no type can go back");
      await leaving.execute();
      const sentence = `the network has left its phases, which bind nothing any more: ${String(leaving.ids[0]).slice(0, 10)}: Leave the phases (id ${leaving.ids[0]}) gave its governor a rulebook that does not ask for them`;
      expect(verdict(await audited({}, 1))).to.equal(sentence);
      const stranger = {
        deployment: undefined,
        governor: network.addresses.NetworkGovernor,
        preset: undefined,
      };
      const told = await audited(stranger, 1);
      expect(verdict(told)).to.equal(sentence);
      expect(told).to.contain(
        `Phases → nothing asks for the phase\n    by ${String(leaving.ids[0]).slice(0, 10)}`,
      );
      expect(await ran("phase", "show")).to.match(
        /^a vote has left these phases: .* they bind nothing\nphase 0/,
      );
      expect(await ran("dao", "status")).to.contain(
        "a vote has left the phases, which bind nothing any more",
      );
    });
  });
});
