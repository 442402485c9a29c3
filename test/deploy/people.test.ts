import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, parseEther, ZeroAddress } from "ethers";
import hre from "hardhat";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { inLastPhase } from "../../config/presets/last-phase";
import { deployNetwork } from "../../deploy/run";
import { audit, connect, DAY, encodeCode, encodeRules } from "@polity/sdk";
import { discover } from "@polity/sdk/audit";
import { asAccount } from "../helpers/governor";

async function deployed() {
  const config = parseConfig(inLastPhase(presets.ai1net));
  const accounts = resolveAccounts(config, LOCAL_CHAIN);
  const network = connect(await deployNetwork(hre, config, accounts), hre.ethers.provider);
  const { provider } = hre.ethers;
  const subject = { provider, contracts: network.addresses, fromBlock: 0, config, accounts };
  const vote = await asAccount(network.addresses.TimelockController);
  const deviations = async () =>
    (await audit(subject)).deviations.map(({ contract, what, missing, unexpected }) => [
      ...[contract, what, missing, unexpected],
    ]);
  return { network, subject, vote, deviations };
}

describe("Deployment of a network that knows people", () => {
  it("opens the classes, names the council where the configuration says so, and gives each type its source", async () => {
    const { network, deviations } = await loadFixture(deployed);
    const { addresses, credentials, reputation, rulebook, quadraticVotes, blendedVotes } = network;
    const { name, issuer, term, revocable } = await credentials!.classOf(0);
    expect([name, issuer, term, revocable]).to.deep.equal([
      ...[encodeBytes32String("PERSON"), addresses.Council, BigInt(365 * DAY), true],
    ]);
    expect(await credentials!.classCount(), "persons and runners").to.equal(2n);
    expect(await reputation!.awarderOf(addresses.Council!)).to.deep.equal([
      parseEther("10000"),
      parseEther("10000"),
    ]);
    const source = async (code: string) => (await rulebook.rulesOf(encodeCode(code))).voteSource;
    expect(await source("PEOPLE")).to.equal(addresses.QuadraticVotes);
    expect(await source("ECOSYS")).to.equal(addresses.BlendedVotes);
    expect(await source("TECH")).to.equal(ZeroAddress);
    for (const counts of [quadraticVotes!, blendedVotes!])
      expect(await counts.STAKE()).to.equal(addresses.CombinedVotes);
    for (const obeys of [credentials!, reputation!])
      expect(await obeys.TIMELOCK()).to.equal(addresses.TimelockController);
    expect(await deviations()).to.deep.equal([]);
  });

  it("is found from its governor alone", async () => {
    const { network, subject } = await loadFixture(deployed);
    const found = await discover(subject.provider, network.addresses.NetworkGovernor, 0);
    for (const name of ["Credentials", "Reputation", "QuadraticVotes", "BlendedVotes"] as const)
      expect(found[name], name).to.equal(network.addresses[name]);
  });

  it("says what the council may, as people read it", async () => {
    const { subject } = await loadFixture(deployed);
    const { facts } = await audit(subject);
    const told = (what: string) => facts.find((fact) => fact.what === what)!.actual;
    expect(told("classes")).to.deep.equal([
      "PERSON: by Council, for 365d, revocable",
      "RUNNER: by Council, for 180d, revocable",
    ]);
    expect(told("awarders")).to.deep.equal(["Council: 10,000 points a quarter"]);
    expect(told("rules of PEOPLE")).to.include("voteSource QuadraticVotes");
  });

  it("names an issuer that is not the configuration's, and a class that it does not have", async () => {
    const { network, vote, deviations, subject } = await loadFixture(deployed);
    const { ada } = subject.accounts;
    await network.credentials!.connect(vote).setIssuer(0, ada!);
    await network.credentials!.connect(vote).openClass(encodeBytes32String("GUEST"), ZeroAddress, DAY, false);
    expect(await deviations()).to.deep.equal([
      [
        ...["Credentials", "classes", ["PERSON: by Council, for 365d, revocable"]],
        ["PERSON: by ada, for 365d, revocable", "GUEST: by nobody, for 1d"],
      ],
    ]);
  });

  it("names an awarder that is not the configuration's, and a cap that is another", async () => {
    const { network, vote, deviations, subject } = await loadFixture(deployed);
    await network.reputation!.connect(vote).setAwarder(subject.accounts.ben!, 1n);
    await network.reputation!.connect(vote).setAwarder(network.addresses.Council!, 0n);
    expect(await deviations()).to.deep.equal([
      [
        ...["Reputation", "awarders", ["Council: 10,000 points a quarter"]],
        ["ben: 0.000000000000000001 points a quarter"],
      ],
    ]);
  });

  it("lets votes add what the programs of work need, by the cap that the configuration asks for alone", async () => {
    const { network, vote, deviations, subject } = await loadFixture(deployed);
    const { work, reputation, ballots, verdicts, court } = network;
    await reputation!.connect(vote).setAwarder(work!, subject.config.work!.pointsPerQuarter!);
    await ballots!.connect(vote).admit(verdicts!, true);
    await court!.connect(vote).admit(verdicts!, true);
    expect(await deviations()).to.deep.equal([]);
    await reputation!.connect(vote).setAwarder(work!, 1n);
    await court!.connect(vote).admit(subject.accounts.ben!, true);
    expect(await deviations()).to.deep.equal([
      ["Reputation", "awarders", [], ["Work: 0.000000000000000001 points a quarter"]],
      ["JurorCourt", "admitted", [], ["ben"]],
    ]);
  });

  for (const [what, rhoBps, kind, said] of [
    ["weighs reputation otherwise", 1400, 0, "RHO_BPS"],
    ["counts another class", 1500, 1, "KIND"],
  ] as const) {
    it(`names a source that ${what}`, async () => {
      const { network, vote, subject } = await loadFixture(deployed);
      const { addresses, credentials, reputation, rulebook } = network;
      await credentials!.connect(vote).openClass(encodeBytes32String("GUEST"), ZeroAddress, DAY, false);
      const other = await hre.ethers.deployContract("BlendedVotes", [
        ...[addresses.CombinedVotes!, reputation!, credentials!, kind, rhoBps, parseEther("20000")],
      ] as never);
      const voteSource = await other.getAddress();
      const rules = encodeRules(subject.config.governor.types.ECOSYS!);
      await rulebook.connect(vote).setRules(encodeCode("ECOSYS"), { ...rules, voteSource });
      const changed = { ...addresses, BlendedVotes: voteSource };
      const { deviations: found } = await audit({ ...subject, contracts: changed });
      expect(found.map((one) => `${one.contract}.${one.what}`)).to.deep.equal([
        "Credentials.classes",
        `BlendedVotes.${said}`,
      ]);
    });
  }
});
