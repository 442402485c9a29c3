import { getBlock } from "@polity/sdk/provider";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
import { isMine, isToReview, isToShow, openJobs, readBoard } from "./board";

/** What an account has to deliver or to show, and what it has to judge. */
export async function asks({ network }: Site, account: string): Promise<Ask[]> {
  const board = await readBoard(network, account);
  if (!board) return [];
  const { timestamp: now } = await getBlock(network.governor.runner!.provider!, "latest");
  return openJobs(board).flatMap((each): Ask[] => {
    const { job, task, program } = each;
    if (isToReview(each, now)) {
      const until = task.kind === "grant" ? job.submittedAt! + program.reviewFor : job.expiredAt;
      return [{ what: `Judge job ${job.id}, a ${task.kind} of ${program.category}`, href: "/work", until }];
    }
    if (isToShow(each, now)) {
      const until = task.deadline + WORK_BOUNDS.disclosure;
      return [{ what: `Show your answer for task ${task.id}`, href: "/work", until }];
    }
    if (task.kind === "grant" && job.status === "funded" && isMine(each, account) && now < job.expiredAt)
      return [{ what: `Deliver job ${job.id}`, href: "/work", until: job.expiredAt }];
    return [];
  });
}
