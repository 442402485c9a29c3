import { formatTimestamp } from "../format";
import type { Standing } from "../status/types";
import { until } from "../status/words";
import { judging, readPrograms, readTasks, ripeStep, type ProgramView, type TaskView } from "./read";

export interface WorkStatus {
  /** Absent in a network without work. */
  programs?: ProgramView[];
  /** Those with jobs that are neither paid nor back. */
  openTasks?: TaskView[];
}

const isOver = (status: string) => status === "paid" || status === "returned" || status === "expired";

export const standing: Standing<WorkStatus> = {
  async read({ work, verdicts }, { block }) {
    if (!work || !verdicts) return {};
    const [programs, tasks] = await Promise.all([
      readPrograms(work, block),
      readTasks({ work, verdicts }, block),
    ]);
    return { programs, openTasks: tasks.filter(({ jobs }) => jobs.some((job) => !isOver(job.status))) };
  },

  words({ programs = [], openTasks = [], now }) {
    const lines = openTasks.flatMap((task) => linesOf(task, programs[Number(task.program) - 1]!, now));
    return lines.length > 0 ? { details: [lines] } : {};
  },
};

/** What each open job of a task waits for. */
function linesOf(task: TaskView, program: ProgramView, now: number): string[] {
  return task.jobs.flatMap((job) => {
    const name = `job ${job.id}, ${task.kind} of ${program.category}`;
    if (isOver(job.status)) return [];
    if (job.held) return [`${name}, waits for the ruling of dispute ${job.dispute}`];
    switch (ripeStep(task, job, program, now)) {
      case "pay":
        return [`${name}, can be paid`];
      case "complete":
        return [`${name}, is accepted by silence when anybody says so`];
      case "refund":
        return [`${name}, goes back to its budget when anybody says so`];
      case undefined:
    }
    if (job.status === "submitted")
      return [
        `${name}, waits for its reviewers; ${until(job.submittedAt! + program.reviewFor, now, "their time ends", "their time ended")}`,
      ];
    if (job.until !== undefined)
      return [`${name}, is ${job.status}; it can be disputed until ${formatTimestamp(job.until)}`];
    if (task.kind === "grant")
      return [`${name}, is to be submitted; ${until(job.expiredAt, now, "it is due", "it was due")}`];
    const { from } = judging(task, program);
    return now < task.deadline
      ? [`${name}, takes answers; ${until(task.deadline, now, "that ends", "that ended")}`]
      : [`${name}, is judged from ${formatTimestamp(from)} to ${formatTimestamp(job.expiredAt)}`];
  });
}
