import type { ContractTransaction } from "ethers";

import type { Verdicts } from "../../typechain-types/contracts/work/Verdicts";
import { REORG, type Keeping, type Step } from "../keeper/types";
import { canSettle, isOver, readPrograms, readTasks, ripeStep } from "./read";

const VERBS = { complete: "accept, by silence,", pay: "pay", refund: "refund" } as const;

/** Pays jobs that are accepted for good, accepts those that nobody judged, refunds what is lost, and settles ballots. */
export const keeping: Keeping = {
  verbs: { ...VERBS, settle: "give the prizes of" },

  watch({ work, verdicts, ballots }) {
    if (!work || !verdicts) return undefined;
    const seen = new Map<bigint, number>();
    return async ({ block, time }) => {
      const [programs, tasks] = await Promise.all([
        readPrograms(work, block),
        readTasks({ work, verdicts }, block),
      ]);
      const open = tasks.filter(({ id }) => block - (seen.get(id) ?? block) < REORG);
      const steps = await Promise.all(
        open.map(async (task): Promise<Step[]> => {
          const program = programs[Number(task.program) - 1]!;
          const ripe = task.jobs.flatMap((job) => {
            const step = ripeStep(task, job, program, time);
            return step ? [{ step, job }] : [];
          });
          if (!task.jobs.every(isOver)) seen.delete(task.id);
          else if (!seen.has(task.id)) seen.set(task.id, block);
          // A ballot that is closed comes first: what it gives is no more to be refunded.
          if (ballots && (await canSettle(ballots, task, time, block)))
            return [await settle(verdicts, task.id)];
          return Promise.all(
            ripe.map(({ step, job }) => {
              const call = {
                complete: () => work.complete.populateTransaction(job.id, ZERO, "0x"),
                pay: () => work.pay.populateTransaction(job.id),
                refund: () => work.claimRefund.populateTransaction(job.id),
              }[step]();
              return stepOf(step, `${job.id} ${job.sentBack}`, `job ${job.id}`, call);
            }),
          );
        }),
      );
      return steps.flat();
    };
  },
};

const ZERO = `0x${"0".repeat(64)}`;

const settle = (verdicts: Verdicts, task: bigint) =>
  stepOf("settle", String(task), `task ${task}`, verdicts.settleBallot.populateTransaction(task));

const stepOf = async (
  kind: string,
  key: string,
  name: string,
  call: Promise<ContractTransaction>,
): Promise<Step> => ({ ...{ kind, key: `work ${kind} ${key}`, name }, call: await call });
