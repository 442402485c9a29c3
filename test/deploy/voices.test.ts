import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre from "hardhat";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { inLastPhase } from "../../config/presets/last-phase";
import { deployNetwork } from "../../deploy/run";
import { audit, connect, encodeCode, encodeRules } from "@polity/sdk";
import { asAccount } from "../helpers/governor";

/** AI1NET with routing left to stakes alone, and features to its council unless a tenth objects. */
function voicedConfig() {
  const { governor, ...rest } = inLastPhase(presets.ai1net);
  const { scopes, types } = governor;
  const free = { late: "0s", fee: "0", threshold: "0", quorumFloor: "0" };
  const STAKERS = { ...types.TECH!, source: "staked", quorumFloor: "0" };
  const QUIET = { ...types.TECH!, voting: "3d", ...free, proposers: ["council"], vetoBps: 1000 };
  const decides: Partial<Record<string, string>> = { routing: "STAKERS", features: "QUIET" };
  return parseConfig({
    ...rest,
    governor: {
      ...governor,
      types: { ...types, STAKERS, QUIET },
      scopes: scopes.map((scope) => {
        const code = "namespace" in scope ? decides[scope.namespace as string] : undefined;
        return code === undefined ? scope : { ...scope, types: [code] };
      }),
    },
  });
}

describe("Deployment of a network whose types count in different ways", () => {
  async function deployed() {
    const config = voicedConfig();
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const network = connect(await deployNetwork(hre, config, accounts), hre.ethers.provider);
    const { provider } = hre.ethers;
    return { network, subject: { provider, contracts: network.addresses, fromBlock: 0, config, accounts } };
  }

  it("gives each type the source that its name stands for, and passes the audit", async () => {
    const { network, subject } = await loadFixture(deployed);
    const { rulebook, addresses } = network;
    const of = (code: string) => rulebook.rulesOf(encodeCode(code));
    expect((await of("STAKERS")).voteSource).to.equal(addresses.VoteEscrow);
    expect((await of("QUIET")).vetoBps).to.equal(1_000n);
    expect((await of("TECH")).voteSource).to.equal(hre.ethers.ZeroAddress);
    const { deviations, facts } = await audit(subject);
    expect(deviations).to.deep.equal([]);
    const told = (code: string) => facts.find(({ what }) => what === `rules of ${code}`)!.actual;
    expect(told("STAKERS")).to.include("voteSource VoteEscrow");
    expect(told("TECH")).to.include("voteSource nobody");
  });

  it("shows in the audit that a type's source was changed", async () => {
    const { network, subject } = await loadFixture(deployed);
    const { rulebook, timelock, addresses } = network;
    const rules = encodeRules(subject.config.governor.types.STAKERS!);
    await rulebook
      .connect(await asAccount(await timelock.getAddress()))
      .setRules(encodeCode("STAKERS"), { ...rules, voteSource: addresses.GovernanceToken });
    const { deviations } = await audit(subject);
    expect(deviations.map(({ what, missing, unexpected }) => [what, missing, unexpected])).to.deep.equal([
      ["rules of STAKERS", ["voteSource VoteEscrow"], ["voteSource GovernanceToken"]],
    ]);
  });
});
