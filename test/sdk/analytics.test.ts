import { expect } from "chai";

import { addressKey } from "@polity/sdk/core/address";
import { parseConfig, presets } from "../../config";
import {
  balancesAt,
  budgetUse,
  composeDescription,
  concentration,
  decisionImpact,
  decisions,
  delegates,
  delegationGraph,
  electorateOf,
  EXCLUDED_KEY,
  gini,
  hasPassed,
  ledgerTable,
  lockHistory,
  lorenz,
  medianOf,
  nakamoto,
  OTHERS,
  participation,
  powersOf,
  proposalsByType,
  proposalsOf,
  stageOf,
  timeToActive,
  topShare,
  totalVotes,
  treasuryAccounts,
  validateNep,
  votersOf,
  type Table,
} from "@polity/sdk";
import type { History } from "@polity/sdk/history/types";
import type { HistoricAccount } from "@polity/sdk/votes/history";
import { nepText } from "../helpers/preset";
import {
  addressOf,
  account,
  ballot,
  BOTH,
  budget,
  DAY,
  Dice,
  ESCROW,
  history,
  LOCKS,
  moment,
  movement,
  ONE,
  proposal,
  randomAccounts,
  START,
  TOKENS,
  version,
  keyOf,
} from "../helpers/history";

const ROUNDS = 60;
const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);
const someValues = (dice: Dice, count = dice.upTo(12)) => Array.from({ length: count }, () => dice.amount());

describe("Figures of how power is spread", () => {
  it("give the Gini coefficient of its definition: the mean difference of all pairs", () => {
    const dice = new Dice(1);
    for (let round = 0; round < ROUNDS; round++) {
      const values = someValues(dice);
      let differences = 0n;
      for (const a of values) for (const b of values) differences += a > b ? a - b : b - a;
      const whole = 2n * BigInt(values.length) * sum(values);
      expect(gini(values)).to.equal(whole === 0n ? undefined : Number((differences * 10_000n) / whole));
    }
    expect(gini([5n, 5n, 5n])).to.equal(0);
    expect(gini([0n, 0n, 0n, 7n])).to.equal(7_500);
    expect(gini([])).to.equal(undefined);
  });

  it("give the Nakamoto coefficient of its definition: the smallest of all groups with more than half", () => {
    const dice = new Dice(2);
    for (let round = 0; round < ROUNDS; round++) {
      const values = someValues(dice, dice.upTo(9));
      const whole = sum(values);
      let smallest: number | undefined;
      for (let group = 0; group < 2 ** values.length; group++) {
        const members = values.filter((_, i) => (group >> i) & 1);
        if (2n * sum(members) > whole && !(members.length >= (smallest ?? Infinity)))
          smallest = members.length;
      }
      expect(nakamoto(values)).to.equal(smallest);
    }
    // Exactly half is not more than half.
    expect(nakamoto([5n, 5n])).to.equal(2);
    expect(nakamoto([5n, 5n], { thresholdBps: 9_999 })).to.equal(2);
    expect(nakamoto([5n, 5n], { whole: 100n })).to.equal(undefined);
    expect(nakamoto([0n])).to.equal(undefined);
  });

  it("give the share of the largest, taken away one by one", () => {
    const dice = new Dice(3);
    for (let round = 0; round < ROUNDS; round++) {
      const [values, count] = [someValues(dice), dice.upTo(5)];
      const left = [...values];
      let taken = 0n;
      for (let i = 0; i < count && left.length > 0; i++) {
        const at = left.findIndex((value) => left.every((other) => other <= value));
        taken += left.splice(at, 1)[0]!;
      }
      const whole = sum(values);
      expect(topShare(values, count)).to.equal(whole === 0n ? undefined : Number((taken * 10_000n) / whole));
    }
  });

  it("draw a Lorenz curve that rises from nothing to all, below the diagonal, with the Gini coefficient in its area", () => {
    const dice = new Dice(4);
    for (let round = 0; round < ROUNDS; round++) {
      const values = someValues(dice, 1 + dice.upTo(300));
      const curve = lorenz(values, 1_000);
      if (sum(values) === 0n) {
        expect(curve).to.deep.equal([]);
        continue;
      }
      expect([curve[0], curve.at(-1)]).to.deep.equal([
        { peopleBps: 0, votesBps: 0 },
        { peopleBps: 10_000, votesBps: 10_000 },
      ]);
      // Trapezoids under the curve: 1 − 2 · area is the coefficient of n people, up to rounding of the points.
      let [area, above] = [0, 0];
      for (let i = 1; i < curve.length; i++) {
        const [a, b] = [curve[i - 1]!, curve[i]!];
        above = Math.max(above, b.votesBps - b.peopleBps);
        area += ((b.peopleBps - a.peopleBps) * (a.votesBps + b.votesBps)) / 2;
      }
      expect(above).to.be.at.most(1);
      expect(10_000 - (2 * area) / 10_000).to.be.closeTo(gini(values)!, 4);
    }
    expect(
      lorenz(
        Array.from({ length: 1_000 }, () => 1n),
        20,
      ),
    ).to.have.lengthOf(21);
  });

  for (const [name, source] of Object.entries({ LOCKS, TOKENS, BOTH })) {
    it(`count votes as the contracts do, with ${name.toLowerCase()} as their source`, () => {
      const dice = new Dice(5);
      for (let round = 0; round < 20; round++) {
        const accounts = randomAccounts(dice, 1 + dice.upTo(12), START);
        if (source.escrow)
          accounts.set(addressKey(ESCROW), account(0, { key: addressKey(ESCROW), held: 10n ** 30n })[1]);
        const supply = 3n * 10n ** 30n;
        const totals = [{ block: 0, time: START, supply, locked: 0n }];
        const past = history({ accounts, totals, head: { block: 1, hash: "", time: START } });
        const powers = new Map(powersOf(past, source).map((power) => [power.key, power]));
        const people = [...accounts.values()].filter(({ key }) => key !== addressKey(ESCROW));

        const weight = (locks: HistoricAccount["locks"]) => {
          const longest = 208n * 604_800n;
          const left = (end: number) =>
            end === 0 ? longest : BigInt(end) > BigInt(START) ? BigInt(end - START) : 0n;
          return sum(locks.map(({ amount, unlockTime }) => amount * left(unlockTime))) / longest;
        };
        for (const address of [...people.map(({ key }) => key), EXCLUDED_KEY]) {
          const held = people.filter(({ delegatee }) => delegatee.held === address).map((one) => one.held);
          const locks = people.filter(({ delegatee }) => delegatee.locked === address);
          const expected =
            (source.held ? sum(held) : 0n) + (source.escrow ? weight(locks.flatMap((one) => one.locks)) : 0n);
          expect(powers.get(address)?.votes ?? 0n, address).to.equal(expected);
        }
        expect(powers.has(addressKey(ESCROW))).to.equal(false);
        const total = source.held ? supply : weight(people.flatMap(({ locks }) => locks));
        expect(totalVotes(past, source)).to.equal(total);
        expect(electorateOf(past, source)).to.equal(total - (powers.get(EXCLUDED_KEY)?.votes ?? 0n));
        expect(votersOf(past, source).map(({ key }) => key)).to.not.include(EXCLUDED_KEY);

        const { spreads, top } = concentration(past, source);
        const votes = votersOf(past, source).map((power) => power.votes);
        expect(spreads[0]).to.include({ accounts: votes.length, total: sum(votes), giniBps: gini(votes) });
        expect(top.map((power) => power.votes)).to.deep.equal(
          [...votes].sort((a, b) => (a < b ? 1 : -1)).slice(0, 10),
        );
        for (const { owned, key } of people.map((one) => powers.get(one.key)!)) {
          const { held, locks } = accounts.get(key)!;
          expect(owned).to.equal(held + sum(locks.map(({ amount }) => amount)));
        }
      }
    });
  }

  it("leave a treasury's tokens out of who owns votes, since they are delegated to where nobody may vote", () => {
    const accounts = new Map([
      account(1, { held: 5n * ONE, delegatee: { held: keyOf(1) } }),
      account(2, { held: 95n * ONE, delegatee: { held: EXCLUDED_KEY } }),
    ]);
    const { spreads, top } = concentration(history({ accounts, totals: [total(100n * ONE)] }), TOKENS);
    expect(spreads.map(({ accounts, total }) => [accounts, total])).to.deep.equal(
      Array.from({ length: 3 }, () => [1, 5n * ONE]),
    );
    expect(top.map(({ shareBps }) => shareBps)).to.deep.equal([10_000]);
  });

  it("keep every vote that is delegated, however few nodes the graph may have", () => {
    const dice = new Dice(6);
    for (let round = 0; round < 20; round++) {
      const accounts = randomAccounts(dice, 1 + dice.upTo(30), START);
      const past = history({ accounts, head: { block: 1, hash: "", time: START } });
      for (const limit of [0, 1, 4, 100]) {
        const { nodes, edges, delegated } = delegationGraph(past, TOKENS, { limit });
        const all = [...accounts.values()].filter(
          ({ key, held, delegatee }) =>
            held > 0n && delegatee.held && ![key, EXCLUDED_KEY].includes(delegatee.held),
        );
        expect(delegated).to.equal(sum(all.map(({ held }) => held)));
        expect(sum(edges.map(({ votes }) => votes))).to.equal(delegated);
        expect(nodes.length).to.be.at.most(2 * limit + 1);
        const ids = nodes.map(({ id }) => id);
        for (const { from, to } of edges) expect(ids).to.include.members([from, to]);
        if (limit === 100) {
          const known = all.map(({ key, held, delegatee }) => `${key} ${delegatee.held!} ${held}`);
          expect(edges.map(({ from, to, votes }) => `${from} ${to} ${votes}`)).to.have.members(known);
          expect(ids).to.not.include(OTHERS);
        }
      }
    }
  });
});

const total = (supply: bigint, locked = 0n, time = START) => ({ block: time - START, time, supply, locked });

/** Some votes of some people, each proposal at a moment of its own. */
function voted(dice: Dice, people = 6, count = 8): History {
  const proposals = Array.from({ length: count }, (_, i) => {
    const ballots = Array.from({ length: dice.upTo(9) }, () =>
      ballot(1 + dice.upTo(people), {
        for: dice.amount(),
        against: dice.upTo(2) * Number(dice.amount() > ONE) ? dice.amount() : 0n,
        abstain: dice.upTo(3) === 0 ? dice.amount() : 0n,
      }),
    );
    const proposed = moment(START + dice.upTo(330) * DAY + i);
    const cast = sum(ballots.flatMap(({ votes }) => Object.values(votes)));
    const canceled = dice.upTo(6) === 0 ? { canceled: moment(proposed.time + dice.upTo(20) * DAY) } : {};
    const quorum = dice.upTo(2) ? 0n : cast / 2n;
    return proposal(i, { ballots, proposed, electorate: cast * BigInt(dice.upTo(4)), quorum, ...canceled });
  });
  const accounts = randomAccounts(dice, people, START);
  return history({ proposals, accounts, totals: [total(10n ** 30n)] });
}

describe("Figures of how votes went", () => {
  const ended = ({ head, ...past }: History) =>
    proposalsOf(past).filter(
      ({ deadline, canceled }) => deadline < head.time && !(canceled && canceled.time <= deadline),
    );

  it("count participation by share and by heads, in each vote and in each month", () => {
    const dice = new Dice(7);
    for (let round = 0; round < 20; round++) {
      const past = voted(dice);
      const { proposals, months, voters, heads, turnoutBps } = participation(past, TOKENS);
      const decided = ended(past);
      expect(proposals.map(({ proposal: { id } }) => id)).to.have.members(decided.map(({ id }) => id));
      for (const { proposal: one, cast, turnoutBps, voters } of proposals) {
        const all = sum(one.ballots.flatMap(({ votes }) => Object.values(votes)));
        expect([cast, voters]).to.deep.equal([all, new Set(one.ballots.map(({ voter }) => voter)).size]);
        expect(turnoutBps).to.equal(one.electorate ? Number((all * 10_000n) / one.electorate) : undefined);
      }
      const able = new Set(votersOf(past, TOKENS).map(({ key }) => key));
      for (const { month, ...figures } of months) {
        const inMonth = decided.filter(({ deadline }) =>
          new Date(deadline * 1000).toISOString().startsWith(month),
        );
        const people = new Set(inMonth.flatMap(({ ballots }) => ballots.map(({ voter }) => voter)));
        const still = [...people].filter((person) => able.has(addressKey(person))).length;
        expect([figures.proposals, figures.voters]).to.deep.equal([inMonth.length, people.size]);
        expect(figures.headsBps).to.equal(able.size ? Math.floor((still * 10_000) / able.size) : undefined);
      }
      expect(months.reduce((all, { proposals }) => all + proposals, 0)).to.equal(decided.length);
      expect(heads).to.equal(able.size);
      const people = decided.flatMap(({ ballots }) => ballots.map(({ voter }) => voter));
      expect(voters).to.equal(new Set(people).size);
      const [cast, whole] = [
        sum(proposals.map((one) => one.cast)),
        sum(decided.map((one) => one.electorate!)),
      ];
      expect(turnoutBps).to.equal(whole ? Number((cast * 10_000n) / whole) : undefined);
    }
  });

  it("tell of each delegate how often it voted and with whom it agreed", () => {
    const dice = new Dice(8);
    for (let round = 0; round < 20; round++) {
      const past = voted(dice);
      const decided = ended(past);
      const { records, proposals } = delegates(past, TOKENS);
      expect(proposals).to.equal(decided.length);
      for (const { key, ballots, voted, votedBps, sided, agreed, agreedBps } of records) {
        const own = decided.map((one) => one.ballots.filter(({ voter }) => addressKey(voter) === key));
        expect(ballots).to.equal(own.flat().length);
        expect(voted).to.equal(own.filter(({ length }) => length > 0).length);
        expect(votedBps).to.equal(decided.length ? Math.floor((voted * 10_000) / decided.length) : undefined);
        const sides = own.map((mine) => sum(mine.map(({ votes }) => votes.for - votes.against)));
        expect(sided).to.equal(sides.filter((side) => side !== 0n).length);
        const same = sides.filter((side, i) => side !== 0n && side > 0n === hasPassed(decided[i]!));
        expect([agreed, agreedBps]).to.deep.equal([
          same.length,
          sided ? Math.floor((same.length * 10_000) / sided) : undefined,
        ]);
      }
      const seen = new Set(decided.flatMap(({ ballots }) => ballots.map(({ voter }) => voter)));
      expect(records.map(({ key }) => key)).to.include.members([...seen].map(addressKey));
      expect(delegates(past, TOKENS, { limit: 2 }).records).to.deep.equal(records.slice(0, 2));
    }
  });

  it("know where a proposal stands at every moment, as the governor does", () => {
    const vote = (votes: bigint, quorum = 0n) => ({ ballots: [ballot(1, { for: votes })], quorum });
    const ends = START + 14 * DAY;
    const eta = ends + 8 * DAY;
    const queued = { queued: { ...moment(ends + DAY), eta } };
    const cases: [proposal: Parameters<typeof proposal>[1], now: number, stage: string][] = [
      [{}, START + 7 * DAY, "REVIEW"],
      [{}, START + 7 * DAY + 1, "VOTING"],
      [{}, ends, "VOTING"],
      [vote(1n), ends + 1, "APPROVED"],
      [vote(1n), ends + 14 * DAY, "APPROVED"],
      [vote(1n), ends + 14 * DAY + 1, "EXPIRED"],
      [vote(1n, 2n), ends + 14 * DAY + 1, "DEFEATED"],
      [vote(1n, 2n), ends + 1, "DEFEATED"],
      [{}, ends + 1, "DEFEATED"],
      [{ ballots: [ballot(1, { for: 65n, against: 35n })] }, ends + 1, "DEFEATED"],
      [{ ballots: [ballot(1, { for: 66n, against: 34n })] }, ends + 1, "APPROVED"],
      // A tie does not pass, even where half is enough.
      [{ ballots: [ballot(1, { for: 5n, against: 5n })], neededBps: 5_000 }, ends + 1, "DEFEATED"],
      [{ ballots: [ballot(1, { for: 1n, abstain: 9n })], quorum: 10n }, ends + 1, "APPROVED"],
      [{ ballots: [ballot(1, { for: 1n, against: 9n })], neededBps: 0, quorum: 2n }, ends + 1, "DEFEATED"],
      // Votes against do not help to reach a quorum.
      [{ ballots: [ballot(1, { for: 3n, against: 1n })], quorum: 4n }, ends + 1, "DEFEATED"],
      [queued, eta + 14 * DAY, "SCHEDULED"],
      [queued, eta + 14 * DAY + 1, "EXPIRED"],
      [{ ...queued, executed: moment(eta) }, eta + 99 * DAY, "ACTIVE"],
      [{ ...queued, canceled: moment(eta) }, eta + 1, "CANCELED"],
    ];
    for (const [parts, now, stage] of cases) expect(stageOf(proposal(1, parts), now), stage).to.equal(stage);
  });

  it("sort proposals by type and outcome, each once", () => {
    const dice = new Dice(9);
    const past = voted(dice, 6, 40);
    const named = proposalsOf(past).map((one) => ({ ...one, type: dice.pick(["GOV", "TRAIN", "ECON"]) }));
    const { types, table } = proposalsByType(history({ head: past.head, proposals: named }));
    expect(types.map(({ type }) => type)).to.deep.equal(["ECON", "GOV", "TRAIN"]);
    for (const { type, count, stages } of types) {
      const same = named.filter((one) => one.type === type);
      expect(count).to.equal(same.length);
      for (const [stage, number] of Object.entries(stages)) {
        expect(number).to.equal(same.filter((one) => stageOf(one, past.head.time) === stage).length);
      }
      expect(Object.values(stages).reduce((a, b) => a + b, 0)).to.equal(count);
    }
    for (const row of table.rows) {
      const numbers = row.slice(1) as number[];
      expect(numbers.slice(0, -1).reduce((a, b) => a + b, 0)).to.equal(numbers.at(-1));
    }
    const half = { from: START, to: START + 100 * DAY };
    const made = named.filter(({ proposed }) => proposed.time < half.to);
    const within = proposalsByType(history({ head: past.head, proposals: named }), half).types;
    expect(within.reduce((all, { count }) => all + count, 0)).to.equal(made.length);
  });

  it("split the time to activation into stages that add up, with the middle of each", () => {
    const dice = new Dice(10);
    for (let round = 0; round < 20; round++) {
      const proposals = Array.from({ length: dice.upTo(7) }, (_, i) => {
        const one = proposal(i, { proposed: moment(START + dice.upTo(99) * DAY) });
        const queued = { ...moment(one.deadline + 1 + dice.upTo(DAY)), eta: 0 };
        return { ...one, queued, executed: moment(queued.time + dice.upTo(30 * DAY)) };
      });
      const { paces, median } = timeToActive(history({ proposals: [...proposals, proposal(99)] }));
      expect(paces).to.have.lengthOf(proposals.length);
      for (const { proposal: one, draft, review, voting, queueing, grace, total } of paces) {
        expect(review + voting + queueing + grace).to.equal(total);
        expect([total, draft]).to.deep.equal([one.executed!.time - one.proposed.time, undefined]);
      }
      if (!median) {
        expect(proposals).to.be.empty;
        continue;
      }
      // No more than half lie below the middle, and no more than half above.
      for (const stage of ["review", "queueing", "grace", "total"] as const) {
        const all = paces.map((pace) => pace[stage]);
        expect(all).to.include(median[stage]);
        expect(all.filter((value) => value < median[stage]).length * 2).to.be.below(all.length);
        expect(all.filter((value) => value > median[stage]).length * 2).to.be.at.most(all.length);
      }
    }
    expect([medianOf([]), medianOf([3, 1, 2]), medianOf([4, 1, 3, 2])]).to.deep.equal([undefined, 2, 2]);
  });
});

describe("Figures of what followed", () => {
  it("put what a version changed and declared beside what was seen over equal windows", () => {
    const at = START + 40 * DAY;
    const impact = { training_efficiency_multiplier: "1.1", net_earnings_change_percent: "-2.5" };
    const nep = validateNep(nepText({ type: "TRAIN", changes: { "train.innerSteps": 400 }, impact }));
    const before = proposal(1, {
      proposed: moment(START),
      ballots: [ballot(1, { for: 20n })],
      electorate: 100n,
      description: composeDescription(nep, addressOf(1)),
    });
    const after = proposal(2, { proposed: moment(at), ballots: [ballot(1, { for: 50n })], electorate: 100n });
    const past = history({
      head: { block: 1, hash: "", time: START + 60 * DAY },
      proposals: [before, after],
      versions: [
        version(1),
        version(2, {
          ...moment(at),
          proposalId: 1n,
        }),
      ],
      parameters: [{ ...moment(at), key: "train.innerSteps", versionId: 2, before: "500", after: "400" }],
      totals: [total(100n, 10n), total(90n, 30n, at), total(80n, 20n, at + 21 * DAY)],
      movements: [movement(START + 5 * DAY, 50n), movement(at + DAY, -20n)],
    });
    const { figures } = parseConfig(presets.neuroshard).proposals;
    const { impacts, declared, observed, balances } = decisionImpact(past, { figures });
    expect(impacts).to.have.lengthOf(1);
    const { window, turnoutBefore, turnoutAfter, supply, locked, treasury } = impacts[0]!;
    // Only 20 days are known after it, so that 20 are looked at before.
    expect([window, turnoutBefore, turnoutAfter]).to.deep.equal([20 * DAY, undefined, 5_000]);
    expect([supply, locked]).to.deep.equal([
      [100n, 90n, 90n],
      [10n, 30n, 30n],
    ]);
    expect(treasury.map((around) => around.map(({ units }) => units))).to.deep.equal([[50n, 50n, 30n]]);
    expect(declared.rows).to.deep.equal([
      [at, "1.2.0", "train.innerSteps", "500", "400", 11_000n, 10_000n, -250n, "yes", moment(at).transaction],
    ]);
    expect(declared.columns.slice(5, 8)).to.deep.equal([
      { name: "Training efficiency", unit: "multiplier" },
      { name: "Training reward", unit: "multiplier" },
      { name: "Change of what a node earns after its costs", unit: "change" },
    ]);
    // What the network does not name stands as it was written.
    const unnamed = decisionImpact(past).declared;
    expect(unnamed.rows[0]!.slice(5, 8)).to.deep.equal(["1.1", "1.0", "-2.5"]);
    expect(unnamed.columns[5]).to.deep.equal({ name: "Training efficiency multiplier", unit: "text" });
    expect([observed.rows.length, balances.rows.length]).to.deep.equal([1, 1]);
    expect(observed.method).to.match(/no proof that the decision caused it/);
    expect(decisionImpact(past, { window: 15 * DAY }).impacts[0]).to.include({ window: 15 * DAY });
    expect(decisionImpact(past, { period: { from: at + 1, to: at + 2 } }).impacts).to.be.empty;
  });

  it("balance the treasury: opening, income, spending and differences are the closing, in each token", () => {
    const dice = new Dice(11);
    const kinds = ["deposit", "payment", "disbursement", "recurring", "refund", "difference"] as const;
    for (let round = 0; round < 30; round++) {
      const times = Array.from({ length: dice.upTo(40) }, () => START + dice.upTo(300) * DAY).sort(
        (a, b) => a - b,
      );
      const balances = new Map<string, bigint>();
      const movements = times.map((time) => {
        const [kind, token] = [dice.pick(kinds), addressOf(dice.upTo(2))];
        const out = kind === "payment" || kind === "disbursement" || kind === "recurring";
        const amount = (1n + dice.amount()) * (out || (kind === "difference" && dice.upTo(2)) ? -1n : 1n);
        const balance = (balances.get(token) ?? 0n) + amount;
        balances.set(token, balance);
        const category = `0x${dice.pick(["6772616e7473", "617564697473", "000000000000"])}${"0".repeat(52)}`;
        return movement(time, amount, { kind, token, balance, category });
      });
      const past = history({ movements });
      const period = { from: START + dice.upTo(150) * DAY, to: START + (150 + dice.upTo(150)) * DAY };
      const { accounts, byMonth, byCategory } = treasuryAccounts(past, period);
      for (const { token, opening, income, spending, differences, closing } of accounts) {
        const own = movements.filter((one) => one.token === token);
        const lastBefore = (time: number) => own.filter((one) => one.time < time).at(-1)?.balance ?? 0n;
        expect([opening, closing]).to.deep.equal([lastBefore(period.from), lastBefore(period.to)]);
        expect(opening + income + spending + differences).to.equal(closing);
        const inside = own.filter(({ time }) => time >= period.from && time < period.to);
        const of = (...wanted: string[]) =>
          sum(inside.filter(({ kind }) => wanted.includes(kind)).map(({ amount }) => amount));
        expect(income).to.equal(of("deposit"));
        expect(spending).to.equal(of("payment", "disbursement", "recurring", "refund"));
        for (const parts of [byMonth, byCategory]) {
          const same = parts.filter((part) => part.token === token);
          expect(sum(same.map((part) => part.income + part.spending + part.differences))).to.equal(
            closing - opening,
          );
          expect(sum(same.map((part) => part.spending))).to.equal(spending);
        }
      }
      expect(balancesAt(movements, Infinity)).to.deep.equal(balances);
      expect(ledgerTable(past, period).rows).to.have.lengthOf(
        movements.filter(({ time }) => time >= period.from && time < period.to).length,
      );
    }
  });

  it("hold budgets against what was spent, period by period", () => {
    const dice = new Dice(12);
    for (let round = 0; round < 30; round++) {
      const ended = dice.upTo(3) === 0 ? { ended: moment(START + dice.upTo(200) * DAY) } : {};
      const one = budget(4, { start: START + dice.upTo(100) * DAY, periods: 1 + dice.upTo(5), ...ended });
      const movements = Array.from({ length: 10 }, (_, i) =>
        movement(START + i * 20 * DAY, dice.upTo(3) ? -10n : 4n, { budgetId: BigInt(3 + dice.upTo(2)) }),
      );
      const period = { from: START + 50 * DAY, to: START + dice.upTo(250) * DAY };
      const { uses } = budgetUse(history({ budgets: [one], movements }), period);
      if (period.to <= START) {
        expect(uses).to.be.empty;
        continue;
      }
      let granted = 0n;
      const last = Math.min(period.to, one.ended?.time ?? Infinity);
      for (let i = 0; i < one.periods; i++) if (one.start + i * one.period < last) granted += one.amount;
      const paid = movements.filter(({ budgetId, time }) => budgetId === 4n && time < period.to);
      const spent = -sum(paid.map(({ amount }) => amount));
      const within = -sum(paid.filter(({ time }) => time >= period.from).map(({ amount }) => amount));
      expect(uses[0]).to.include({ granted, spent, spentWithin: within });
      expect(uses[0]!.usedBps).to.equal(granted ? Number((spent * 10_000n) / granted) : undefined);
    }
  });

  it("follow what is locked, and foresee the power of today's locks as the escrow would", () => {
    const dice = new Dice(13);
    const accounts = randomAccounts(dice, 10, START);
    const totals = Array.from({ length: 30 }, (_, i) =>
      total(dice.amount() + 1n, dice.amount(), START + i * DAY),
    );
    const head = { block: 1, hash: "", time: START + 40 * DAY };
    const proposals = [proposal(1, { electorate: 5n }), proposal(2, { electorate: undefined })];
    const { points, snapshots, ahead, endTable } = lockHistory(
      history({ accounts, totals, head, proposals }),
      LOCKS,
      { points: 17, weeks: 60 },
    );
    expect([points.length, points[0]!.time, points.at(-1)!.time]).to.deep.equal([17, START, head.time]);
    for (const { time, supply, locked } of points) {
      const last = totals.filter((one) => one.time <= time).at(-1)!;
      expect([supply, locked]).to.deep.equal([last.supply, last.locked]);
    }
    expect(snapshots).to.deep.equal([{ time: START + 7 * DAY, power: 5n }]);
    expect(ahead).to.have.lengthOf(61);
    const locks = [...accounts.values()].flatMap((one) => one.locks);
    // Those whose votes nobody may cast have no power that counts.
    const able = [...accounts.values()].filter(({ delegatee }) => delegatee.locked !== EXCLUDED_KEY);
    expect(able.length).to.be.below(accounts.size);
    for (const { time, power } of ahead) {
      const left = (end: number) => (end === 0 ? 208 * 604_800 : Math.max(0, end - time));
      const counting = able.flatMap((one) => one.locks);
      const weights = counting.map(({ amount, unlockTime }) => amount * BigInt(left(unlockTime)));
      expect(power).to.equal(sum(weights) / BigInt(208 * 604_800));
    }
    expect(sum(endTable.rows.map((row) => row[2] as bigint))).to.equal(
      sum(locks.map(({ amount }) => amount)),
    );
  });

  it("are empty for an empty network, without a number that is none", () => {
    const past = history();
    const tables: Table[] = [BOTH, TOKENS, LOCKS].flatMap((source) => {
      const { byProposal, byMonth, turnoutBps } = participation(past, source);
      const { table, topTable, spreads } = concentration(past, source);
      expect([turnoutBps, ...spreads.map(({ giniBps }) => giniBps)]).to.deep.equal(Array(4).fill(undefined));
      expect(table.rows.map((row) => row.slice(1))).to.deep.equal(
        ["votes", "votes", "tokens"].map((unit) => [0, { unit, value: 0n }, ...Array(4).fill(undefined)]),
      );
      const locks = lockHistory(past, source);
      return [
        ...[byProposal, byMonth, topTable, delegationGraph(past, source).table],
        ...[delegates(past, source).table, locks.table, locks.aheadTable, locks.endTable],
      ];
    });
    const impact = decisionImpact(past);
    const money = treasuryAccounts(past);
    tables.push(
      ...[proposalsByType(past).table, timeToActive(past).table, decisions(past).table],
      ...[impact.declared, impact.observed, impact.balances, ledgerTable(past), budgetUse(past).table],
      ...[money.accountTable, money.categoryTable, money.monthTable],
    );
    for (const { title, rows } of tables) expect(rows, title).to.deep.equal([]);
  });
});
