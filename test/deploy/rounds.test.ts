import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre from "hardhat";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { audit, connect, decodeCall, describeCall } from "@polity/sdk";
import { requireRounds } from "@polity/sdk/rounds/require";
import { asAccount } from "../helpers/governor";

describe("Deployment of a network with rounds", () => {
  async function deployed() {
    const config = parseConfig(presets["distributed-ai"]);
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const network = connect(await deployNetwork(hre, config, accounts), hre.ethers.provider);
    const { provider } = hre.ethers;
    return { network, subject: { provider, contracts: network.addresses, fromBlock: 0, config, accounts } };
  }

  it("links the libraries, knows its parts, and passes the audit", async () => {
    const { network, subject } = await loadFixture(deployed);
    const rounds = requireRounds(network);
    const { addresses } = network;
    expect(await rounds.REGISTRY()).to.equal(addresses.ProtocolRegistry);
    expect(await rounds.CREDENTIALS()).to.equal(addresses.Credentials);
    expect(await rounds.VESTING()).to.equal(addresses.VestingFactory);
    const { deviations } = await audit(subject);
    expect(deviations).to.deep.equal([]);
  });

  it("shows in the audit a program of other runners than the configuration has", async () => {
    const { network, subject } = await loadFixture(deployed);
    const rounds = requireRounds(network);
    const timelock = await asAccount(await network.timelock.getAddress());
    const { GovernanceToken: token } = network.addresses;
    await network.treasury!.connect(timelock).grantBudget({
      ...{ spender: rounds, token, amount: 10n ** 21n, start: 0, period: 86_400, periods: 1 },
      ...{ rollover: false, category: hre.ethers.ZeroHash },
    });
    const program = {
      ...{ recipeKey: hre.ethers.encodeBytes32String("prompt.equity"), asset: token, entryFee: 1n },
      ...{ potPerRound: 10n ** 20n, budgetId: 0n, every: 86_400 },
      ...{ vestFor: 0, cliff: 0, runnerFee: 1n, runnerBond: 1n, openFor: 3_600, runFor: 3_600 },
      ...{ revealFor: 3_600, challengeFor: 3_600, claimFor: 3_600, flagBond: 1n, kind: 0, minCommits: 3 },
      ...{ minReveals: 2, capBps: 1_500, runnerClass: 1 },
    };
    const told = (budgetId: bigint) => {
      const calldata = rounds.interface.encodeFunctionData("createProgram", [{ ...program, budgetId }]);
      const call = decodeCall(network, { target: network.addresses.Rounds!, value: 0n, calldata });
      return describeCall(network, call);
    };
    const opens = "opens a program whose recipe is the value of prompt.equity, paid from";
    expect(await told(0n)).to.deep.equal([`${opens} the budget that this proposal has granted last`]);
    expect(await told(7n)).to.deep.equal([`${opens} budget 7`]);
    await rounds.connect(timelock).createProgram(program);
    const { deviations, facts } = await audit(subject);
    expect(deviations.map(({ what, missing, unexpected }) => [what, missing, unexpected])).to.deep.equal([
      ["classes of runners", ["0"], ["1"]],
    ]);
    expect(facts.find(({ what }) => what === "programs")!.actual[0]).to.match(
      /^prompt\.equity: 100000000000000000000 of GovernanceToken a round, out of budget 1$/,
    );
  });
});
