import { loadFixture, setStorageAt, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { audit, connect, encodeCode, encodeRules } from "@polity/sdk";
import { discover } from "@polity/sdk/audit";
import { asAccount, plain } from "../helpers/governor";

describe("Deployment of a network that begins with its founders", () => {
  const deviationsOf = async (subject: Parameters<typeof audit>[0]) =>
    (await audit(subject)).deviations.map(({ contract, what, missing, unexpected }) => [
      ...[contract, what, missing, unexpected],
    ]);

  async function deployed() {
    const config = parseConfig(presets.ai1net);
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const network = connect(await deployNetwork(hre, config, accounts), hre.ethers.provider);
    const { provider } = hre.ethers;
    const subject = { provider, contracts: network.addresses, fromBlock: 0, config, accounts };
    const vote = await asAccount(network.addresses.TimelockController);
    const deviations = () => deviationsOf(subject);
    const phases = network.phases!.connect(vote);
    return { network, phases, subject, vote, accounts, deviations };
  }
  const fixture = () => loadFixture(deployed);

  it("begins in the first phase, with a book that asks for it and a governor whose decisions are evidence", async () => {
    const { network, phases, accounts, deviations } = await fixture();
    const { addresses, rulebook } = network;
    expect(await phases.current()).to.equal(0n);
    expect(await rulebook.PHASES()).to.equal(addresses.Phases);
    expect(await phases.governor()).to.equal(addresses.NetworkGovernor);
    const founders = ["ada", "ben", "kofi", "lena", "milo"].map((name) => accounts[name]);
    expect(await phases.founders()).to.deep.equal([addresses.Council, ...founders]);
    const tech = await rulebook.rulesOf(encodeCode("TECH"));
    expect([tech.proposers, tech.vetoBps]).to.deep.equal([2n, 1_000n]);
    expect((await rulebook.rulesOf(encodeCode("PEOPLE"))).vetoBps).to.equal(0n);
    expect(await deviations()).to.deep.equal([]);
  });

  it("is found from its governor alone", async () => {
    const { network, subject } = await fixture();
    const found = await discover(subject.provider, network.addresses.NetworkGovernor, 0);
    expect(found.Phases).to.equal(network.addresses.Phases);
    expect(found.PhasedRulebook).to.equal(network.addresses.Rulebook);
  });

  it("is as configured in the next phase too, by the rules of that one", async () => {
    const { network, phases, deviations } = await fixture();
    await time.increaseTo(await phases.latestAt(0));
    await phases.advance([]);
    const econ = await network.rulebook.rulesOf(encodeCode("ECON"));
    expect([econ.proposers, econ.vetoBps]).to.deep.equal([1n, 0n]);
    expect((await network.rulebook.rulesOf(encodeCode("ECOSYS"))).voteSource).to.equal(
      network.addresses.BlendedVotes,
    );
    expect(await deviations()).to.deep.equal([]);
  });

  describe("names in its audit", () => {
    it("a gate that was loosened", async () => {
      const { phases, deviations } = await fixture();
      const gate = await phases.gateOf(1);
      await phases.loosen(1, Object.assign({}, plain(gate), { minDecisions: 5n }));
      expect(await deviations()).to.deep.equal([
        [
          ...["Phases", "gate of step 1"],
          ["6 decisions in it, each with 5 % of the votes beside the founders'"],
          ["5 decisions in it, each with 5 % of the votes beside the founders'"],
        ],
      ]);
    });

    it("a founder more", async () => {
      const { phases, deviations } = await fixture();
      await phases.declare(LOCAL_ACCOUNTS.june);
      expect(await deviations()).to.deep.equal([["Phases", "founders", [], [LOCAL_ACCOUNTS.june]]]);
    });

    it("another governor whose decisions are evidence", async () => {
      const { phases, deviations } = await fixture();
      await phases.setGovernor(LOCAL_ACCOUNTS.june);
      expect(await deviations()).to.deep.equal([
        ["Phases", "governor", ["NetworkGovernor"], [LOCAL_ACCOUNTS.june]],
      ]);
    });

    it("rules of a phase to come that were changed", async () => {
      const { network, vote, deviations } = await fixture();
      const rules = plain((await network.rulebook.rulesFrom(encodeCode("TECH"), 1)).rules);
      await network.rulebook
        .connect(vote)
        .setRulesFrom(encodeCode("TECH"), 1, Object.assign({}, rules, { vetoBps: 400n }));
      const [[contract, what, missing, unexpected] = []] = await deviations();
      expect([contract, what]).to.deep.equal(["PhasedRulebook", "columns of TECH"]);
      expect(String(missing)).to.match(/^from 1 \(Assisted\): vetoed, .*vetoBps 500/);
      expect(String(unexpected)).to.match(/^from 1 \(Assisted\): vetoed, .*vetoBps 400/);
    });

    it("that the governor asks another book, by which the phases bind nothing", async () => {
      const { network, subject } = await fixture();
      const { TimelockController } = network.addresses;
      const first = {
        code: encodeCode("GOV"),
        rules: encodeRules(subject.config.governor.types.GOV as never),
      };
      const book = await hre.ethers.deployContract("Rulebook", [TimelockController, [first], []]);
      // Where the governor keeps its book, as a vote of its own would set it.
      const { provider } = hre.ethers;
      const at = network.addresses.NetworkGovernor;
      for (let slot = 0; slot < 32; slot++) {
        const word = await provider.getStorage(at, slot);
        const address = network.addresses.Rulebook.slice(2).toLowerCase();
        if (!word.includes(address)) continue;
        const changed = word.replace(address, (await book.getAddress()).slice(2).toLowerCase());
        await setStorageAt(at, slot, changed);
      }
      const found = await deviationsOf(subject);
      expect(found.find(([, what]) => what === "in force")).to.deep.equal([
        ...["Phases", "in force", ["Phases"], ["nothing asks for the phase"]],
      ]);
    });

    it("from the third phase on every power that a founder holds", async () => {
      const { phases, deviations } = await fixture();
      const open = { minTime: 0n, latestAfter: 1n, minDecisions: 0n, minTurnoutBps: 0n };
      for (const step of [0, 1]) {
        await phases.loosen(step, { ...open, maxFounderBps: 10_000n, handsOff: false });
        await phases.advance([]);
      }
      const found = await deviations();
      expect(found.find(([, what]) => what === "powers of founders")).to.deep.equal([
        ...["Phases", "powers of founders", []],
        [
          "Council: gives reputation",
          "Council: issues credentials of class 0",
          "Council: issues credentials of class 1",
        ],
      ]);
    });
  });
});
