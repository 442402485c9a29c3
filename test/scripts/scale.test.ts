import { expect } from "chai";
import hre from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { checkLoad } from "../../devnet/scale/check";
import { runLoad, type Loaded } from "../../devnet/scale/load";
import { Meter } from "../../devnet/scale/meter";
import { ballotsOf, planOf } from "../../devnet/scale/plan";
import { formatReport, reportOf } from "../../devnet/scale/report";

const SIZE = { holders: 420, voters: 20, proposals: 8 };

/** The short form of `npm run scale`; docs/scale.md has the figures of the whole. */
describe("The load of npm run scale, at a small size", () => {
  let snapshot: unknown;
  let loaded: Loaded;
  const phases = new Set<string>();

  before(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    loaded = await runLoad(hre, SIZE, (phase, done, total) => {
      expect(done).to.be.at.most(total);
      phases.add(phase);
    });
  });
  after(() => hre.network.provider.send("evm_revert", [snapshot]));

  it("A8: the chain ends as the model says, four of five voters on every proposal, and no action costs more by more than the logarithm", async () => {
    const report = await reportOf(loaded, await checkLoad(loaded));
    expect(report.problems).to.deep.equal([]);
    const compared = Object.fromEntries(report.checks.map((check) => [check.what, check.compared]));
    expect(compared).to.include({ locks: 20, proposals: 8, ballots: 128, parameters: 3, treasury: 1 });
    expect(compared.balances).to.be.at.least(SIZE.holders);
    expect(report.ballots.single + report.ballots.relayed).to.equal(128);
    expect([report.ballots.single, report.ballots.relayed].every((count) => count > 10)).to.equal(true);
    for (const { expected } of loaded.motions) expect(expected.ballots.size).to.equal(16);
    const outcomes = loaded.motions.map(({ passed }) => passed);
    expect(outcomes).to.include.members([true]);
    for (const action of ["lock", "vote with held tokens", "relayed ballot", "execute, GOV"])
      expect(report.gas.map((row) => row.action)).to.include(action);
    expect([...phases]).to.include.members(["locks", "votes, relayed"]);
    expect(formatReport(report))
      .to.contain("80.0 % of the voters")
      .and.to.contain("the chain is as the model says");
  });

  /** What is changed in the model, and the comparison that has to notice it. */
  const LIES: [what: string, lie: (of: Loaded) => () => void][] = [
    [
      "balances",
      ({ model, plan }) => alter(model.balances, plan.others[3]!.address, (amount) => amount + 1n),
    ],
    ["supply", ({ model, plan }) => alter(model.balances, plan.others[3]!.address, (amount) => amount + 1n)],
    [
      "locks",
      ({ model, plan }) =>
        alter(model.locks, plan.voters[2]!.address, ({ amount, end }) => ({ amount, end: end + 604_800 })),
    ],
    [
      "votes",
      ({ model, plan }) => alter(model.balances, plan.delegators[0]!.address, (amount) => amount + 1n),
    ],
    [
      "totals",
      ({ model, plan }) =>
        alter(model.locks, plan.voters[2]!.address, ({ amount, end }) => ({ amount: amount - 1n, end })),
    ],
    ["proposals", ({ motions }) => swap(motions[0]!, "passed", !motions[0]!.passed)],
    ["proposals", ({ motions }) => swap(motions[1]!.expected, "quorum", motions[1]!.expected.quorum + 1n)],
    [
      "proposals",
      ({ motions }) => swap(motions[1]!.expected.votes, "for", motions[1]!.expected.votes.for + 1n),
    ],
    [
      "ballots",
      ({ motions, plan }) => {
        const { voter } = ballotsOf(plan, 0, 0)[0]!;
        const { ballots } = motions[0]!.expected;
        return alter(ballots, plan.voters[voter]!.address, (ballot) => ({ ...ballot, weight: 1n }));
      },
    ],
    ["parameters", ({ parameters }) => alter(parameters, "fees.usageBps", (value) => value + 1)],
    [
      "treasury",
      ({ model, network }) => alter(model.balances, network.addresses.Treasury!, (amount) => amount - 1n),
    ],
  ];

  it("finds every difference between the chain and the model", async () => {
    for (const [what, lie] of LIES) {
      const takeBack = lie(loaded);
      const checks = await checkLoad(loaded);
      takeBack();
      const found = checks.filter(({ differences }) => differences.length > 0).map((check) => check.what);
      expect(found).to.include(what);
    }
  });

  it("names an action whose gas grows faster than the logarithm, and lets one pass that grows with it", async () => {
    const meter = new Meter();
    for (let n = 1; n <= 4000; n++) {
      meter.add("searches", BigInt(50_000 + Math.round(2_300 * Math.log2(n))));
      meter.add("loops", BigInt(50_000 + 10 * n));
    }
    const report = await reportOf({ ...loaded, meter }, []);
    expect(report.problems).to.have.length(1);
    expect(report.problems[0]).to.match(
      /^loops: 82,\d+ gas at the end, 52,\d+ at the start; at most 6\d,\d+/,
    );
  });

  it("takes for growth only what all pay, not what the first ones pay for others", async () => {
    const meter = new Meter();
    for (const [round, costs] of [
      [81, 81, 98],
      [64, 85, 117],
    ].entries()) {
      meter.round = round + 1;
      for (const cost of costs) meter.add("votes", BigInt(cost * 1000));
    }
    expect((await reportOf({ ...loaded, meter }, [])).problems).to.deep.equal([]);
    for (const cost of [90, 90, 90]) meter.add("votes", BigInt(cost * 1000));
    const [votes] = meter.report();
    expect([votes!.first, votes!.last]).to.deep.equal([81_000, 85_000]);
    meter.round = 3;
    for (const cost of [92, 91, 93]) meter.add("votes", BigInt(cost * 1000));
    expect((await reportOf({ ...loaded, meter }, [])).problems).to.have.length(1);
  });

  it("is the same at every start, and what it hands out is all that there is for it", () => {
    const [one, two] = [planOf(SIZE), planOf(SIZE)];
    const told = ({ voters, delegators, others, rounds }: typeof one) =>
      [...voters, ...delegators, ...others].map(({ address, amount }) => `${address} ${amount}`).join() +
      JSON.stringify(rounds, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    expect(told(one)).to.equal(told(two));
    const everybody = [...one.voters, ...one.delegators, ...one.others];
    expect(new Set(everybody.map(({ address }) => address)).size).to.equal(SIZE.holders);
    expect(everybody.reduce((sum, { amount }) => sum + amount, 0n)).to.equal(290_000_000n * 10n ** 18n);
    expect(everybody.every(({ amount }) => amount > 0n)).to.equal(true);
  });
});

/** Changes an entry, and returns what changes it back. */
function alter<K, V>(map: Map<K, V>, key: K, change: (value: V) => V): () => void {
  const before = map.get(key)!;
  map.set(key, change(before));
  return () => map.set(key, before);
}

function swap<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): () => void {
  const before = object[key];
  object[key] = value;
  return () => (object[key] = before);
}
