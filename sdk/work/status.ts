import type { Standing } from "../status/types";
import { isOver, readPrograms, readTasks, type ProgramView, type TaskView } from "./read";
import { jobText } from "./waiting";

export interface WorkStatus {
  /** Absent in a network without work. */
  programs?: ProgramView[];
  /** Those with jobs that are neither paid nor back. */
  openTasks?: TaskView[];
}

export const standing: Standing<WorkStatus> = {
  async read({ work, verdicts }, { block }) {
    if (!work || !verdicts) return {};
    const [programs, tasks] = await Promise.all([
      readPrograms(work, block),
      readTasks({ work, verdicts }, block),
    ]);
    return { programs, openTasks: tasks.filter(({ jobs }) => !jobs.every(isOver)) };
  },

  words({ programs = [], openTasks = [], now }) {
    const lines = openTasks.flatMap((task) => linesOf(task, programs[Number(task.program) - 1]!, now));
    return lines.length > 0 ? { details: [lines] } : {};
  },
};

/** What each open job of a task waits for. */
const linesOf = (task: TaskView, program: ProgramView, now: number): string[] =>
  task.jobs
    .filter((job) => !isOver(job))
    .map((job) => `job ${job.id}, ${task.kind} of ${program.category}, ${jobText(task, job, program, now)}`);
