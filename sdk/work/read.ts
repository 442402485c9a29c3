import type { Verdicts } from "../../typechain-types/contracts/work/Verdicts";
import type { Work } from "../../typechain-types/contracts/work/Work";
import { ProtocolRegistry__factory } from "../../typechain-types/factories/contracts/protocol/ProtocolRegistry__factory";
import { wordText } from "../calls/words";
import { PolityError } from "../errors";
import type { Network } from "../network";
import { NEVER, WORK_BOUNDS } from "./bounds";
import { KINDS, STATUSES, type WorkKind, type WorkStatusName } from "./names";

/** A program. Amounts in base units of `token`, the bond in those of the governance token, durations in seconds. */
export interface ProgramView {
  id: bigint;
  category: string;
  token: string;
  budgetId: bigint;
  reviewers: string;
  /** Whether only votes promise. */
  byVote: boolean;
  ended: boolean;
  maxJob: bigint;
  bond: bigint;
  reviewFor: number;
  disputeFor: number;
  outcomeAfter: number;
  /** The class of credentials that payees need. */
  credential?: number;
  /** The votes by reputation that they need, 18 decimals. */
  minReputation: bigint;
  /** The hash of the criteria. */
  criteria: string;
  /** Present while a vote has stopped promises and payments: time stands still then. */
  stopped?: true;
}

/** A task, with its jobs. Times in seconds. */
export interface TaskView {
  id: bigint;
  program: bigint;
  kind: WorkKind;
  /** When the last milestone is due, or until when answers are entered. */
  deadline: number;
  /** The hash of its terms. */
  terms: string;
  /** How long a ballot about it is open; absent where reviewers decide. */
  votingFor?: number;
  /** The ballot, once there is one. */
  ballot?: bigint;
  jobs: JobView[];
}

/** A job. Amounts in base units of its program's token, times in seconds: pauses of payments have moved them. */
export interface JobView {
  id: bigint;
  task: bigint;
  status: WorkStatusName;
  budget: bigint;
  /** Who is paid; absent before a prize has a winner. */
  provider?: string;
  /** Until when it is to be submitted, or a prize to be given. */
  expiredAt: number;
  /** Absent before it was. */
  submittedAt?: number;
  /** Until when the decision can be disputed; absent before one, and while it is disputed. */
  until?: number;
  /** The id of its dispute, if there was one. */
  dispute?: bigint;
  /** Whether that waits for its ruling. */
  held: boolean;
  sentBack: number;
}

type Block = number | "latest";
const upTo = (count: bigint) => Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1));

/** Reads all programs. @param blockTag The block; default the newest. */
export async function readPrograms(work: Work, blockTag: Block = "latest"): Promise<ProgramView[]> {
  const [count, isStopped] = await Promise.all([
    work.programCount({ blockTag }),
    arePaymentsStopped(work, blockTag),
  ]);
  return Promise.all(upTo(count).map((id) => programAt(work, id, blockTag, isStopped)));
}

/** Reads a program. @throws PolityError for an id that none has. */
export async function readProgram(work: Work, id: bigint): Promise<ProgramView> {
  const [count, isStopped] = await Promise.all([work.programCount(), arePaymentsStopped(work, "latest")]);
  if (id >= 1n && id <= count) return programAt(work, id, "latest", isStopped);
  throw new PolityError(`there is no program ${id}`, {
    hint:
      count === 0n ? "no vote has opened one; work plan writes one" : `they are numbered from 1 to ${count}`,
  });
}

async function arePaymentsStopped(work: Work, blockTag: Block): Promise<boolean> {
  const flag = await work.PAUSE_FLAG({ blockTag });
  if (BigInt(flag) === 0n) return false;
  return ProtocolRegistry__factory.connect(await work.REGISTRY({ blockTag }), work.runner).paused(flag, {
    blockTag,
  });
}

async function programAt(work: Work, id: bigint, blockTag: Block, isStopped: boolean): Promise<ProgramView> {
  const { terms, token, ended } = await work.programOf(id, { blockTag });
  const { reviewers, byVote, maxJob, bond, minReputation, criteria, budgetId } = terms;
  return {
    ...{ id, category: wordText(terms.category), token, budgetId, reviewers, byVote, ended },
    ...{ maxJob, bond, minReputation, criteria },
    reviewFor: Number(terms.reviewFor),
    disputeFor: Number(terms.disputeFor),
    outcomeAfter: Number(terms.outcomeAfter),
    ...(terms.credential > 0n && { credential: Number(terms.credential) - 1 }),
    ...(isStopped && { stopped: isStopped }),
  };
}

/** Reads all tasks with their jobs, as of one block. */
export async function readTasks(
  { work, verdicts }: { work: Work; verdicts: Verdicts },
  blockTag: Block = "latest",
): Promise<TaskView[]> {
  const ids = upTo(await work.taskCount({ blockTag }));
  return Promise.all(ids.map((id) => taskAt(work, verdicts, id, blockTag)));
}

/** Reads a task with its jobs. @throws PolityError for one that there is not. */
export async function readTask(
  { work, verdicts }: { work: Work; verdicts: Verdicts },
  id: bigint,
): Promise<TaskView> {
  const count = await work.taskCount();
  if (id >= 1n && id <= count) return taskAt(work, verdicts, id, "latest");
  throw new PolityError(`there is no task ${id}`, {
    hint: count === 0n ? "nothing was promised yet" : `they are numbered from 1 to ${count}`,
  });
}

/** Reads the task of a job. @throws PolityError for a job that there is not. */
export async function readTaskOf(
  { work, verdicts }: { work: Work; verdicts: Verdicts },
  jobId: bigint,
): Promise<{ task: TaskView; job: JobView }> {
  const count = await work.jobCounter();
  if (jobId < 1n || jobId > count) {
    throw new PolityError(`there is no job ${jobId}`, {
      hint: count === 0n ? "nothing was promised yet" : `they are numbered from 1 to ${count}`,
    });
  }
  const { task: id } = await work.jobOf(jobId);
  const task = await taskAt(work, verdicts, id, "latest");
  return { task, job: task.jobs.find((each) => each.id === jobId)! };
}

async function taskAt(work: Work, verdicts: Verdicts, id: bigint, blockTag: Block): Promise<TaskView> {
  const [task, ballot] = await Promise.all([
    work.taskOf(id, { blockTag }),
    verdicts.ballotOf(id, { blockTag }),
  ]);
  const ids = upTo(task.jobs).map((index) => task.firstJob + index - 1n);
  return {
    ...{ id, program: task.program, kind: KINDS[Number(task.kind)]!, deadline: Number(task.deadline) },
    terms: task.terms,
    ...(task.votingFor > 0n && { votingFor: Number(task.votingFor) }),
    ...(ballot > 0n && { ballot }),
    jobs: await Promise.all(ids.map((jobId) => jobAt(work, verdicts, jobId, blockTag))),
  };
}

async function jobAt(work: Work, verdicts: Verdicts, id: bigint, blockTag: Block): Promise<JobView> {
  const [job, dispute] = await Promise.all([
    work.jobOf(id, { blockTag }),
    verdicts.disputeAbout(id, { blockTag }),
  ]);
  const held = job.until === NEVER;
  return {
    ...{ id, task: job.task, status: STATUSES[Number(job.status)]!, budget: job.budget, held },
    ...(BigInt(job.provider) !== 0n && { provider: job.provider }),
    expiredAt: Number(job.expiredAt),
    ...(job.submittedAt > 0n && { submittedAt: Number(job.submittedAt) }),
    ...(job.until > 0n && !held && { until: Number(job.until) }),
    ...(dispute > 0n && { dispute }),
    sentBack: Number(job.sentBack),
  };
}

/** Whether a job's money has left: nothing is left to do about it. */
export const isOver = ({ status }: Pick<JobView, "status">): boolean =>
  status === "paid" || status === "returned" || status === "expired";

/** Whether a decision about a job waits for disputes: of a prize that was claimed in vain, again. @param time In seconds. */
export const isDisputable = ({ until }: Pick<JobView, "until">, time: number): boolean =>
  until !== undefined && time < until;

/** Whether the ballot about a task can be settled: it is closed, and has given nothing yet. @param time In seconds. */
export async function canSettle(
  ballots: NonNullable<Network["ballots"]>,
  { ballot, jobs }: TaskView,
  time: number,
  blockTag: Block = "latest",
): Promise<boolean> {
  if (ballot === undefined || !jobs.some(({ status }) => status === "funded")) return false;
  return time >= Number((await ballots.ballotOf(ballot, { blockTag })).terms.closes);
}

/** What anybody can do about a job now: the calls that only time had to allow. */
export type RipeStep = "complete" | "pay" | "refund";

/** @param time In seconds. @returns Nothing where somebody has to act first. */
export function ripeStep(
  { kind, jobs }: TaskView,
  job: JobView,
  { reviewFor, stopped }: Pick<ProgramView, "reviewFor" | "stopped">,
  time: number,
): RipeStep | undefined {
  if (job.held) return undefined;
  const index = jobs.findIndex(({ id }) => id === job.id);
  const before = kind === "grant" && index > 0 ? jobs[index - 1]!.status : "paid";
  const isLost = before === "returned" || before === "expired";
  switch (job.status) {
    case "funded":
      return isLost || (before === "paid" && time >= job.expiredAt) ? "refund" : undefined;
    case "submitted":
      if (isLost) return "refund";
      return time >= job.submittedAt! + reviewFor ? "complete" : undefined;
    case "accepted":
      if (isLost) return "refund";
      return before === "paid" && !stopped && time >= job.until! ? "pay" : undefined;
    case "refused":
      return time >= job.until! ? "refund" : undefined;
    case "none":
    case "paid":
    case "returned":
    case "expired":
      return undefined;
  }
}

/** From when to when the reviewers of a task judge its prizes, or make its shortlist; in seconds. */
export const judging = (
  { deadline }: Pick<TaskView, "deadline">,
  { reviewFor }: Pick<ProgramView, "reviewFor">,
): { from: number; until: number } => ({
  from: deadline + WORK_BOUNDS.disclosure,
  until: deadline + WORK_BOUNDS.disclosure + reviewFor,
});
