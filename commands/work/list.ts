import { formatUnits } from "@polity/sdk/calls";
import { isOver, jobText, readPrograms, readTasks, requireWork } from "@polity/sdk/work";
import { formatTable } from "../../scripts/lib/table";
import { flag, text } from "../core/command";
import { readingCommand } from "../core/context";
import { unitsOf } from "../parts/books";
import { accountOf } from "../parts/treasury";
import { nowOf, who } from "../parts/work";

export default readingCommand({
  words: "Lists jobs and what each waits for: those of everybody, of one payee, or of one reviewer",
  options: {
    payee: text("Only jobs of this account"),
    reviewer: text("Only jobs that this account judges: a program's reviewers, or an owner of their Safe"),
    all: flag("Also those that are paid, or whose money went back"),
  },
  async run(context) {
    const { options } = context;
    const both = requireWork(context.network);
    const [programs, tasks, now] = await Promise.all([
      readPrograms(both.work),
      readTasks(both),
      nowOf(context),
    ]);
    const units = await unitsOf(
      context,
      programs.map(({ token }) => token),
    );
    const payee = options.payee === undefined ? undefined : accountOf(context, options.payee);
    const judge = options.reviewer === undefined ? undefined : accountOf(context, options.reviewer);
    const judged = new Set(
      judge === undefined
        ? []
        : await Promise.all(
            programs.map(async ({ id }) => ((await both.work.isReviewer(id, judge)) ? id : 0n)),
          ),
    );
    const jobs = tasks.flatMap((task) =>
      task.jobs
        .filter((job) => options.all || !isOver(job))
        .filter(({ provider }) => payee === undefined || provider === payee)
        .filter(() => judge === undefined || judged.has(task.program))
        .map((job) => ({ task, job, program: programs[Number(task.program) - 1]! })),
    );
    const rows = jobs.map(({ task, job, program }) => [
      ...[job.id.toString(), task.id.toString(), `${task.kind} of ${program.category}`],
      ...[formatUnits(job.budget, units.get(program.token)!), who(context, job.provider)],
      jobText(task, job, program, now),
    ]);
    return {
      text:
        rows.length > 0
          ? formatTable([["job", "task", "what", "pays", "to", "it"], ...rows])
          : "no such job is open; --all shows those that are over",
      json: {
        jobs: jobs.map(({ task, job, program }) => ({ ...job, kind: task.kind, category: program.category })),
      },
    };
  },
});
