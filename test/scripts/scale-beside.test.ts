import { expect } from "chai";
import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { connect } from "@polity/sdk";
import { checkBeside, checkBesideSize, runBeside, type Beside } from "../../devnet/scale/beside";
import { FOUNDERS, scaleConfig } from "../../devnet/scale/plan";

const SIZE = { jobs: 16, entries: 40, services: 16, cases: 12 };

/** The short form of what `npm run scale` does beside holders, voters and proposals; docs/scale.md has the whole. */
describe("What happens beside the load of npm run scale, at a small size", () => {
  let snapshot: unknown;
  let beside: Beside;

  before(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    const contracts = await deployNetwork(hre, scaleConfig, resolveAccounts(scaleConfig, LOCAL_CHAIN));
    const accounts = LOCAL_ACCOUNTS as Record<string, string>;
    beside = await runBeside(hre, {
      ...{ network: connect(contracts, hre.ethers.provider), config: scaleConfig, fromBlock: 0, size: SIZE },
      lenders: () => Promise.all(FOUNDERS.map((name) => hre.ethers.getSigner(accounts[name]!))),
      beneficiaries: FOUNDERS.map((name) => accounts[name]!),
    });
  });
  after(() => hre.network.provider.send("evm_revert", [snapshot]));

  it("A8: services, shares, jobs, cases and everybody's tokens end as the model says", async () => {
    const checks = await checkBeside(beside);
    expect(
      checks.flatMap(({ what, differences }) => differences.map((one) => `${what}: ${one}`)),
    ).to.deep.equal([]);
    const compared = Object.fromEntries(checks.map((check) => [check.what, check.compared]));
    expect(compared).to.include({ services: 16, "shares of the round": 40, jobs: 16, cases: 12 });
  });

  it("finds every difference between the chain and the model", async () => {
    const { stage, services, round, jobs, cases } = beside;
    const { balances } = stage.model;
    const raise = (map: Map<string, bigint>) => {
      const [account, amount] = [...map][0]!;
      map.set(account, amount + 1n);
    };
    // A lie in each, at once: nothing else may hide behind one that is found.
    services.listed[3]!.stake += 1n;
    round.entries[2]!.share += 1n;
    jobs.grants[0]!.accepted = !jobs.grants[0]!.accepted;
    cases.suits[0]!.draws[0]!.seats[0]!.silent = true;
    cases.jurors[0]!.locked += 1n;
    for (const map of [services.owed, round.credits, jobs.bonds, cases.fees]) raise(map);
    balances.set(stage.network.addresses.Treasury!, 1n);
    const checks = await checkBeside(beside);
    expect(checks.filter(({ differences }) => differences.length === 0)).to.deep.equal([]);
    expect(checks.every(({ differences }) => differences.length < 3)).to.equal(true);
  });

  it("refuses more cases than there are jobs, shares and payments to dispute, with each that is short", () => {
    expect(() => checkBesideSize({ jobs: 300, entries: 10_000, services: 1000, cases: 200 })).not.to.throw();
    expect(() => checkBesideSize({ jobs: 10, entries: 40, services: 1000, cases: 200 })).to.throw(
      "10 jobs are fewer than twice 100, 40 entries are fewer than twice 60: what 200 cases are about",
    );
  });
});
