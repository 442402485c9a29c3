import { formatTimestamp } from "../format";
import { until } from "../status/words";
import { isOver, judging, ripeStep, type JobView, type ProgramView, type TaskView } from "./read";

/** Where a job stands and what it waits for, in words that follow its name. @param now In seconds. */
export function jobText(task: TaskView, job: JobView, program: ProgramView, now: number): string {
  if (job.held) return `waits for the ruling of dispute ${job.dispute}`;
  const text = textOf(task, job, program, now);
  const waits = program.stopped && !isOver(job) && ripeStep(task, job, program, now) === undefined;
  return waits ? `${text}; payments are stopped, and time stands still` : text;
}

function textOf(task: TaskView, job: JobView, program: ProgramView, now: number): string {
  switch (ripeStep(task, job, program, now)) {
    case "pay":
      return "can be paid";
    case "complete":
      return "is accepted by silence when anybody says so";
    case "refund":
      return "goes back to its budget when anybody says so";
    case undefined:
  }
  if (isOver(job)) return ENDS[job.status as keyof typeof ENDS];
  if (job.status === "submitted")
    return `waits for its reviewers; ${until(job.submittedAt! + program.reviewFor, now, "their time ends", "their time ended")}`;
  if (job.until !== undefined)
    return now < job.until
      ? `is ${job.status}; it can be disputed until ${formatTimestamp(job.until)}`
      : `is ${job.status}, and waits ${program.stopped ? "to be paid" : "for the one before"}`;
  if (task.kind === "grant")
    return `is to be submitted; ${until(job.expiredAt, now, "it is due", "it was due")}`;
  const { from } = judging(task, program);
  return now < task.deadline
    ? `takes answers; ${until(task.deadline, now, "that ends", "that ended")}`
    : `is judged from ${formatTimestamp(from)} to ${formatTimestamp(job.expiredAt)}`;
}

const ENDS = {
  paid: "is paid",
  returned: "was refused, and its money is back in the budget",
  expired: "was not done in time, and its money is back in the budget",
} as const;
