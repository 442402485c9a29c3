import type { Network } from "@polity/sdk/network";
import {
  isOver,
  judging,
  readPrograms,
  readTasks,
  type JobView,
  type ProgramView,
  type TaskView,
} from "@polity/sdk/work/read";

/** A job with all that is needed to say what it waits for. */
export interface BoardJob {
  task: TaskView;
  job: JobView;
  program: ProgramView;
  /** Whether the reader's account is among who judges it. */
  isJudge: boolean;
}

export interface Board {
  programs: ProgramView[];
  jobs: BoardJob[];
}

/** Programs and all jobs, the newest first. @param account The reader's, if there is one. */
export async function readBoard(
  { work, verdicts }: Pick<Network, "work" | "verdicts">,
  account: string | undefined,
): Promise<Board | undefined> {
  if (!work || !verdicts) return undefined;
  const [programs, tasks] = await Promise.all([readPrograms(work), readTasks({ work, verdicts })]);
  const judged = await Promise.all(
    programs.map(({ id }) => (account === undefined ? Promise.resolve(false) : work.isReviewer(id, account))),
  );
  const jobs = tasks.flatMap((task) => {
    const at = Number(task.program) - 1;
    return task.jobs.map((job) => ({ task, job, program: programs[at]!, isJudge: judged[at]! }));
  });
  return { programs, jobs: jobs.reverse() };
}

/** The jobs that are neither paid nor back. */
export const openJobs = ({ jobs }: Board): BoardJob[] => jobs.filter(({ job }) => !isOver(job));

export const isMine = ({ job }: BoardJob, account: string | undefined): boolean =>
  account !== undefined && job.provider === account;

/** Whether the reviewers have something to do about a job now, in seconds. */
export function isToReview({ task, job, program, isJudge }: BoardJob, now: number): boolean {
  if (!isJudge) return false;
  if (task.kind === "grant") return job.status === "submitted" && now < job.submittedAt! + program.reviewFor;
  const { from } = judging(task, program);
  return job.status === "funded" && task.ballot === undefined && now >= from && now < job.expiredAt;
}
