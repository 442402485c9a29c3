import { expect } from "chai";

import {
  categoryFigures,
  categoriesTable,
  jobsImplementing,
  outcomesTable,
  tasksTable,
} from "@polity/sdk/work/figures";
import type { HistoricJob, HistoricTask } from "@polity/sdk/work/history";
import { judging, ripeStep, type JobView, type ProgramView, type TaskView } from "@polity/sdk/work/read";
import { jobText } from "@polity/sdk/work/waiting";
import type { Held } from "@polity/sdk/analytics/money";
import type { Target } from "@polity/sdk/analytics/targets";
import type { Asked } from "@polity/sdk/analytics/types";
import { measuring } from "@polity/sdk/work/analytics";
import { formatTerms, parseTerms } from "@polity/sdk/work/terms";
import { addressOf, DAY, history, moment, ONE, START } from "../helpers/history";

const TOKEN = addressOf(1);
const GUS = addressOf(2);
const REVIEW = 14 * DAY;
const at = (day: number) => moment(START + day * DAY);

function told() {
  const program = (id: bigint, category: string) => ({
    ...{ id, category, token: TOKEN, reviewers: addressOf(9), byVote: false, opened: at(0) },
  });
  const task = (
    id: bigint,
    of: bigint,
    day: number,
    parts: Partial<HistoricTask> = {},
  ): [bigint, HistoricTask] => [
    id,
    {
      ...{
        id,
        program: of,
        kind: "grant",
        payee: GUS,
        firstJob: id * 10n,
        jobs: 2,
        deadline: START + 90 * DAY,
      },
      ...{ terms: "0x", uri: "ipfs://terms", promised: at(day), entries: 0, ...parts },
    },
  ];
  const job = (id: bigint, of: bigint, parts: Partial<HistoricJob> = {}): [bigint, HistoricJob] => [
    id,
    { id, task: of, budget: 100n * ONE, provider: GUS, sentBack: 0, ...parts },
  ];
  return history({
    work: {
      programs: new Map([
        [1n, program(1n, "research")],
        [2n, program(2n, "community")],
      ]),
      tasks: new Map([task(1n, 1n, 1, { proposal: 7n }), task(2n, 2n, 40, { kind: "bounty", jobs: 1 })]),
      jobs: new Map([
        job(10n, 1n, {
          ...{ submitted: at(5), decided: { accepted: true, moment: at(6) }, paid: at(14) },
        }),
        job(11n, 1n, {
          ...{ submitted: at(20), decided: { accepted: true, moment: at(21) } },
          ...{ disputed: { by: addressOf(5), moment: at(22) }, ruled: { accepted: false }, back: at(45) },
        }),
        job(20n, 2n),
      ]),
      outcomes: [
        { task: 1n, reporter: GUS, metric: "users", value: 12n, uri: "ipfs://figures", reported: at(50) },
      ],
    },
  });
}

describe("Figures of work", () => {
  it("add up by category, each step in the period in which it happened", () => {
    const months = [0, 30, 60].map((day) => ({ from: START + day * DAY, to: START + (day + 30) * DAY }));
    const [first, second, third] = months.map((period) => categoryFigures(told(), period));
    const none = { promised: 0n, paid: 0n, back: 0n, delivered: 0, accepted: 0, disputed: 0, outcomes: 0 };
    const research = { category: "research", token: TOKEN, ...none };
    const community = { category: "community", token: TOKEN, ...none };
    expect(first).to.deep.equal([
      community,
      // What a ruling has refused was not accepted.
      { ...research, promised: 200n * ONE, paid: 100n * ONE, delivered: 2, accepted: 1, disputed: 1 },
    ]);
    expect(second).to.deep.equal([
      { ...community, promised: 100n * ONE },
      { ...research, back: 100n * ONE, outcomes: 1 },
    ]);
    expect(third).to.deep.equal([community, research]);
  });

  it("are tables of tasks and outcomes, and of the jobs that implement a proposal", () => {
    const all = told();
    expect(categoriesTable(all).rows.map(([category]) => category)).to.deep.equal(["community", "research"]);
    expect(tasksTable(all).rows.map((row) => row.slice(0, 4).concat(row.slice(6)))).to.deep.equal([
      [1n, "grant", "research", GUS, 2, 1, 1, "proposal 7"],
      [2n, "bounty", "community", GUS, 1, 0, 0, undefined],
    ]);
    expect(outcomesTable(all).rows).to.deep.equal([
      [1n, "research", "users", 12n, GUS, at(50).time, "ipfs://figures"],
    ]);
    expect(jobsImplementing(all, 7n).map(({ jobs }) => jobs.map(({ id }) => id))).to.deep.equal([[10n, 11n]]);
    expect(jobsImplementing(all, 8n)).to.deep.equal([]);
  });
});

describe("A target of what is paid for work", () => {
  const figure = (target: Partial<Target>, changes: Partial<Asked> = {}) =>
    measuring.aims!.paidForWork!(
      told(),
      { name: "Work", measure: "paidForWork", atLeast: "1", ...target },
      { period: { from: START, to: START + 30 * DAY }, source: { held: true }, token: TOKEN, ...changes },
    );

  it("counts what was paid in the period, and neither what is promised nor what goes back", () => {
    expect(figure({ token: "governance" })).to.deep.equal({ figure: 100n * ONE });
    expect(figure({ token: TOKEN, categories: ["research"] })).to.deep.equal({ figure: 100n * ONE });
    expect(figure({ token: TOKEN, categories: ["community"] })).to.deep.equal({ figure: 0n });
    expect(figure({ token: addressOf(8) })).to.deep.equal({ figure: 0n });
    const before = { from: START, to: START + 14 * DAY };
    expect(figure({ token: TOKEN }, { period: before })).to.deep.equal({ figure: 0n });
  });

  it("is in money where no token is named, and then needs prices", () => {
    expect(figure({}).missing).to.match(/name a file of prices/);
    const money = { currency: "USD", worth: (held: readonly Held[]) => held.map(({ units }) => 2n * units) };
    expect(figure({}, { money })).to.deep.equal({ figure: 200n * ONE });
  });
});

describe("What anybody can do about a job", () => {
  const program = { reviewFor: REVIEW };
  const job = (parts: Partial<JobView>): JobView => ({
    ...{ id: 1n, task: 1n, status: "funded", budget: ONE, expiredAt: START + DAY, held: false, sentBack: 0 },
    ...parts,
  });
  const grant = (...jobs: JobView[]): TaskView => ({
    ...{ id: 1n, program: 1n, kind: "grant", deadline: START, terms: "0x", jobs },
  });
  const step = (one: JobView, time: number, before?: JobView) =>
    ripeStep(grant(...(before ? [before, one] : [one])), one, program, time);

  it("depends on its state and on time alone", () => {
    expect(step(job({}), START)).to.equal(undefined);
    expect(step(job({}), START + DAY)).to.equal("refund");
    const submitted = job({ status: "submitted", submittedAt: START });
    expect(step(submitted, START + REVIEW - 1)).to.equal(undefined);
    expect(step(submitted, START + REVIEW)).to.equal("complete");
    const accepted = job({ status: "accepted", until: START + 5 });
    expect(step(accepted, START + 4)).to.equal(undefined);
    expect(step(accepted, START + 5)).to.equal("pay");
    const refused = job({ status: "refused", until: START + 5 });
    expect(step(refused, START + 4)).to.equal(undefined);
    expect(step(refused, START + 5)).to.equal("refund");
    for (const status of ["paid", "returned", "expired", "none"] as const)
      expect(step(job({ status }), START + 1_000 * DAY), status).to.equal(undefined);
  });

  it("is no payment while payments are stopped, and whoever reads is told that time stands still", () => {
    const accepted = job({ status: "accepted", until: START + 5 });
    const [submitted, paid] = [job({ status: "submitted", submittedAt: START }), job({ status: "paid" })];
    const all = {
      ...{ id: 1n, category: "research", token: TOKEN, budgetId: 1n, reviewers: GUS, byVote: false },
      ...{ ended: false, maxJob: ONE, bond: 0n, reviewFor: REVIEW, disputeFor: 5, outcomeAfter: 0 },
      ...{ minReputation: 0n, criteria: "0x" },
    };
    const stopped = { ...all, stopped: true as const };
    const late = START + REVIEW;
    expect(ripeStep(grant(accepted), accepted, stopped, late)).to.equal(undefined);
    expect(ripeStep(grant(submitted), submitted, stopped, late)).to.equal("complete");
    const text = (one: JobView, program: ProgramView, time: number) =>
      jobText(grant(one), one, program, time);
    const still = /; payments are stopped, and time stands still$/;
    expect(text(accepted, stopped, late))
      .to.match(/^is accepted, and waits to be paid/)
      .and.match(still);
    expect(text(accepted, all, late)).to.equal("can be paid");
    expect(text(submitted, stopped, START)).to.match(still);
    expect(text(submitted, all, START)).not.to.match(still);
    for (const [one, time] of [
      [submitted, late],
      [paid, late],
    ] as const)
      expect(text(one, stopped, time), one.status).not.to.match(still);
  });

  it("is nothing while it is disputed, or while the one before is judged", () => {
    expect(step(job({ status: "accepted", held: true }), START + 1_000 * DAY)).to.equal(undefined);
    const before = job({ id: 9n, status: "submitted", submittedAt: START });
    for (const one of [job({}), job({ status: "accepted", until: START })])
      expect(step(one, START + 1_000 * DAY, before), one.status).to.equal(undefined);
  });

  it("is a refund once the one before is lost, whatever it is itself", () => {
    const before = job({ id: 9n, status: "returned" });
    for (const one of [
      job({}),
      job({ status: "submitted", submittedAt: START }),
      job({ status: "accepted", until: START + 9 }),
    ])
      expect(step(one, START, before), one.status).to.equal("refund");
    const paid = job({ id: 9n, status: "paid" });
    expect(step(job({}), START + DAY, paid)).to.equal("refund");
  });

  it("of a prize does not wait for those before it", () => {
    const prizes = { ...grant(job({ id: 9n }), job({})), kind: "challenge" as const };
    expect(ripeStep(prizes, prizes.jobs[1]!, program, START + DAY)).to.equal("refund");
    expect(judging({ deadline: START }, program)).to.deep.equal({
      ...{ from: START + 7 * DAY, until: START + 7 * DAY + REVIEW },
    });
  });
});

describe("The terms of a task", () => {
  const terms = {
    ...{ name: "A client in Rust", description: "Reads proposals.\n" },
    ...{ skills: ["Rust"], criteria: ["can be repeated"] },
  };
  const place = { chainId: 31_337n, work: addressOf(7) };

  it("are a registration file of ERC-8004, the same for everybody, that names where the jobs are", () => {
    const text = formatTerms(terms, place);
    expect(text).to.equal(formatTerms({ ...terms }, { ...place, chainId: 31_337 }));
    const { type, services, active } = JSON.parse(text) as Record<string, unknown>;
    expect([type, active]).to.deep.equal(["https://eips.ethereum.org/EIPS/eip-8004#registration-v1", true]);
    expect(services).to.deep.equal([
      { name: "ERC-8183", endpoint: `eip155:31337:${addressOf(7)}`, skills: ["Rust"] },
    ]);
    expect(parseTerms(text, "terms.json")).to.deep.equal(terms);
  });

  it("are refused where a stranger wrote something else, or far too much", () => {
    const { type, name, description } = JSON.parse(formatTerms(terms, place)) as Record<string, string>;
    const parse = (file: object) => () => parseTerms(JSON.stringify(file), "terms.json");
    expect(parse({ type: "other", name, description, services: [] })).to.throw(/type: must be https:/);
    const words = Array.from({ length: 33 }, () => "word");
    expect(parse({ type, name, description, services: [], acceptance: words })).to.throw(/acceptance/);
    expect(parse({ type, name: "x".repeat(121), description, services: [] })).to.throw(/name/);
    expect(parse({ type, name, description, services: [] })()).to.deep.equal({
      ...{ name, description, skills: [], criteria: [] },
    });
  });
});
