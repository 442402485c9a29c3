import { ALWAYS, columnsOf, sum, type Amount, type Cell, type Period, type Table } from "../analytics/table";
import type { History, Moment } from "../history/types";
import type { HistoricJob, HistoricTask } from "./history";

/** What became of the programs of a category in one token, in base units, in a period. */
export interface CategoryFigures {
  category: string;
  token: string;
  promised: bigint;
  paid: bigint;
  back: bigint;
  /** Jobs that were delivered, and of what was judged of them those that were accepted. */
  delivered: number;
  accepted: number;
  disputed: number;
  /** Reports of outcomes. */
  outcomes: number;
}

const isIn = (moment: Moment | undefined, { from, to }: Period): boolean =>
  moment !== undefined && moment.time >= from && moment.time < to;

/** Adds up promises, payments, deliveries, disputes and outcomes, each in the period in which it happened. */
export function categoryFigures({ work }: History, period: Period = ALWAYS): CategoryFigures[] {
  const all = new Map<string, CategoryFigures>();
  const of = ({ program }: HistoricTask): CategoryFigures => {
    const { category, token } = work.programs.get(program)!;
    const key = `${category} ${token}`;
    const none = { promised: 0n, paid: 0n, back: 0n, delivered: 0, accepted: 0, disputed: 0, outcomes: 0 };
    const figures = all.get(key) ?? { category, token, ...none };
    all.set(key, figures);
    return figures;
  };
  for (const job of work.jobs.values()) {
    const task = work.tasks.get(job.task)!;
    const figures = of(task);
    if (isIn(task.promised, period)) figures.promised += job.budget;
    if (isIn(job.paid, period)) figures.paid += job.budget;
    if (isIn(job.back, period)) figures.back += job.budget;
    if (isIn(job.submitted, period)) figures.delivered++;
    if (isIn(job.decided?.moment, period) && isAccepted(job)) figures.accepted++;
    if (isIn(job.disputed?.moment, period)) figures.disputed++;
  }
  for (const { task, reported } of work.outcomes)
    if (isIn(reported, period)) of(work.tasks.get(task)!).outcomes++;
  return [...all.values()].sort((a, b) => (a.category < b.category ? -1 : 1));
}

/** Whether a job is accepted as far as it is decided: the ruling counts, if there is one. */
export const isAccepted = ({ decided, ruled }: HistoricJob): boolean =>
  ruled?.accepted ?? decided?.accepted ?? false;

const amount = (token: string, units: bigint): Amount => ({ token, units });

/** By category what was promised, paid, delivered, disputed, and what came of it. */
export function categoriesTable(history: History, period: Period = ALWAYS): Table {
  return {
    title: "Work by category",
    method:
      "Jobs of the treasury's programs, each step in the period in which it happened: money promised, paid and given back, jobs that were delivered, accepted and disputed, and reports of what came of them. An acceptance counts as its ruling has it, if there was one.",
    columns: columnsOf(
      ["Category", "text"],
      ["Promised", "amount"],
      ["Paid", "amount"],
      ["Given back", "amount"],
      ["Delivered", "count"],
      ["Accepted", "count"],
      ["Disputed", "count"],
      ["Outcomes", "count"],
    ),
    rows: categoryFigures(history, period).map((each): Cell[] => [
      each.category,
      ...[each.promised, each.paid, each.back].map((units) => amount(each.token, units)),
      ...[each.delivered, each.accepted, each.disputed, each.outcomes],
    ]),
  };
}

/** Tasks that were promised in a period. */
export function tasksTable({ work }: History, period: Period = ALWAYS): Table {
  return {
    title: "Grants, bounties and challenges",
    method:
      "Tasks that were promised in the period, as they stand at its report: how many of their jobs are paid, and how many went back. Winners of prizes are payees of jobs.",
    columns: columnsOf(
      ["Task", "count"],
      ["Kind", "text"],
      ["Category", "text"],
      ["Payee", "account"],
      ["Promised", "time"],
      ["Amount", "amount"],
      ["Jobs", "count"],
      ["Paid", "count"],
      ["Given back", "count"],
      ["Implements", "text"],
    ),
    rows: [...work.tasks.values()]
      .filter(({ promised }) => isIn(promised, period))
      .map((task): Cell[] => {
        const { category, token } = work.programs.get(task.program)!;
        const jobs = [...work.jobs.values()].filter((job) => job.task === task.id);
        return [
          ...[task.id, task.kind, category, task.payee, task.promised.time],
          amount(token, sum(jobs.map(({ budget }) => budget))),
          ...[task.jobs, jobs.filter(({ paid }) => paid).length, jobs.filter(({ back }) => back).length],
          task.proposal === undefined ? undefined : `proposal ${task.proposal}`,
        ];
      }),
  };
}

/** What people say came of tasks. */
export function outcomesTable({ work }: History, period: Period = ALWAYS): Table {
  return {
    title: "Outcomes of work",
    method:
      "What was reported in the period, by whom. Anybody may report, long after a task; a figure is worth what its reporter is.",
    columns: columnsOf(
      ["Task", "count"],
      ["Category", "text"],
      ["Metric", "text"],
      ["Value", "count"],
      ["Reported by", "account"],
      ["Reported", "time"],
      ["Where", "text"],
    ),
    rows: work.outcomes
      .filter(({ reported }) => isIn(reported, period))
      .map((each): Cell[] => [
        each.task,
        work.programs.get(work.tasks.get(each.task)!.program)!.category,
        ...[each.metric, each.value, each.reporter, each.reported.time, each.uri],
      ]),
  };
}

/** The jobs that implement a proposal, as they stand. */
export function jobsImplementing(
  { work }: History,
  proposal: bigint,
): { task: HistoricTask; jobs: HistoricJob[] }[] {
  return [...work.tasks.values()]
    .filter((task) => task.proposal === proposal)
    .map((task) => ({ task, jobs: [...work.jobs.values()].filter((job) => job.task === task.id) }));
}
