import type { Network } from "@polity/sdk/network";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
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
  /** Whether the reader's account has entered an answer, and not shown it. */
  hasEntered: boolean;
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
  const entered = await Promise.all(tasks.map((task) => hasEntered(work, task, account)));
  const jobs = tasks.flatMap((task, i) => {
    const at = Number(task.program) - 1;
    const program = programs[at]!;
    return task.jobs.map((job) => ({
      ...{ task, job, program, isJudge: judged[at]!, hasEntered: entered[i]! },
    }));
  });
  return { programs, jobs: jobs.reverse() };
}

async function hasEntered(
  work: NonNullable<Network["work"]>,
  { id, kind, jobs }: TaskView,
  account: string | undefined,
): Promise<boolean> {
  if (account === undefined || kind === "grant" || jobs.every(isOver)) return false;
  return BigInt(await work.enteredBy(id, account)) !== 0n;
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

/** Whether it is a prize for which answers are entered, in seconds: one job for each task. */
export const takesAnswers = ({ task, job }: BoardJob, now: number): boolean =>
  task.kind !== "grant" && job.status === "funded" && isFirst({ task, job }) && now < task.deadline;

/** Whether the reader's account has to show its answer now. */
export const isToShow = ({ task, job, hasEntered: has }: BoardJob, now: number): boolean =>
  has && isFirst({ task, job }) && now >= task.deadline && now < task.deadline + WORK_BOUNDS.disclosure;

/** Whether it is a grant, which its terms may score: one job for each task. */
export const isAward = ({ task, job }: BoardJob): boolean => task.kind === "grant" && isFirst({ task, job });

/** Whether the reviewers have to say now between whom a ballot decides: one job for each task. */
export const isToShortlist = (one: BoardJob, now: number): boolean =>
  one.task.votingFor !== undefined &&
  isFirst(one) &&
  isToReview(one, now) &&
  now < judging(one.task, one.program).until;

const isFirst = ({ task, job }: Pick<BoardJob, "task" | "job">) => task.jobs[0]!.id === job.id;
