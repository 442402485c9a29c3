import { time } from "@nomicfoundation/hardhat-network-helpers";
import { id, parseEther, type Wallet } from "ethers";

import { DAY } from "@polity/sdk";
import { contentHash } from "@polity/sdk/core/content";
import * as works from "@polity/sdk/work";
import type { Compare } from "../compare";
import type { Stage } from "./stage";

/** A grant of two milestones. */
export interface Grant {
  worker: Wallet;
  first: bigint;
  /** What the reviewers have said about the first one, and what holds in the end. */
  accepted: boolean;
}

export interface Jobs {
  grants: Grant[];
  /** What a dispute takes. */
  bond: bigint;
  /** Bonds that can be withdrawn, by accounts. */
  bonds: Map<string, bigint>;
}

const PROGRAM = 1n;
const SUBMITTED = 2n;
const EACH = parseEther("500");

/** Workers ask for grants, which the council promises; the first milestones are delivered and reviewed. */
export async function runJobs(stage: Stage, disputed: number): Promise<Jobs> {
  const { network, model, each, bySender, inOrder, atOnce, size } = stage;
  const { addresses } = network;
  const both = works.requireWork(network);
  const { bond } = await works.readProgram(both.work, PROGRAM);
  const count = Math.ceil(size.jobs / 2);
  const workers = await stage.people("worker", count);
  const council = await stage.as(addresses.Council!);
  const now = await time.latest();
  const terms = workers.map((_, i) => ({
    ...{ program: PROGRAM, amounts: [EACH, EACH], dues: [now + 60 * DAY, now + 120 * DAY] },
    ...{ terms: contentHash(`grant ${i}`), uri: `ipfs://grant-${i}` },
  }));
  await each(
    "applications",
    workers,
    async (worker, i) => void (await works.applyForGrant(both.work, worker, terms[i]!)),
    atOnce,
  );
  const promises = workers.map(({ address }, i) =>
    works.awardCall(both.work, { ...terms[i]!, payee: address }),
  );
  const promised = await inOrder("grants", council, promises);
  const grants = await Promise.all(
    workers.map(async (worker, i): Promise<Grant> => {
      const { firstJob: first } = await works.promisedIn(both.work, promised[i]!);
      model.move(model.at.treasury, addresses.Work!, 2n * EACH);
      // Of those that are disputed every second was refused.
      return { worker, first, accepted: i >= disputed || i % 2 === 0 };
    }),
  );
  await bySender(
    "deliveries",
    grants,
    ({ worker }) => worker.address,
    async ({ worker, first }) => void (await works.submitJob(both.work, worker, first, id(`first ${first}`))),
  );
  // The last quarter is accepted because nobody said anything.
  const silent = Math.max(disputed, Math.floor((count * 3) / 4));
  await inOrder(
    "reviews",
    council,
    grants.slice(0, silent).map(({ first, accepted }) => {
      const verdict = accepted ? "accept" : "reject";
      return works.reviewCall(both, first, { verdict });
    }),
  );
  return { grants, bond, bonds: new Map() };
}

/** What was accepted is paid, and its second milestone as well; what was refused goes back to the treasury, all of it. */
export async function finishJobs(stage: Stage, { grants }: Jobs): Promise<void> {
  const { network, model, bySender, batch, inOrder } = stage;
  const { work, verdicts } = works.requireWork(network);
  const { Work } = network.addresses;
  const council = await stage.as(network.addresses.Council!);
  const { reviewFor, disputeFor } = await works.readProgram(work, PROGRAM);
  const later = async (seconds: number) => time.increase(seconds + 1);
  const silent: bigint[] = [];
  const states = await Promise.all(grants.map(({ first }) => work.jobOf(first)));
  for (const [i, { first }] of grants.entries()) if (states[i]!.status === SUBMITTED) silent.push(first);
  await later(reviewFor);
  const accept = (job: bigint) => work.complete.populateTransaction(job, id("silence"), "0x");
  if (silent.length > 0) await batch("silence", 100, silent.map(accept));
  await later(disputeFor);

  const good = grants.filter(({ accepted }) => accepted);
  const bad = grants.filter(({ accepted }) => !accepted);
  await batch(
    "payments of work",
    30,
    good.map(({ first }) => work.pay.populateTransaction(first)),
  );
  await bySender(
    "second deliveries",
    good,
    ({ worker }) => worker.address,
    async ({ worker, first }) =>
      void (await works.submitJob(work, worker, first + 1n, id(`second ${first}`))),
  );
  const accepting = good.map(({ first }) =>
    works.reviewCall({ work, verdicts }, first + 1n, { verdict: "accept" }),
  );
  await inOrder("second reviews", council, accepting);
  await later(disputeFor);
  await batch(
    "payments of work",
    30,
    good.map(({ first }) => work.pay.populateTransaction(first + 1n)),
  );
  const refunds = bad.flatMap(({ first }) => [first, first + 1n]);
  if (refunds.length > 0)
    await batch(
      "refunds",
      50,
      refunds.map((job) => work.claimRefund.populateTransaction(job)),
    );
  for (const { worker, accepted } of grants)
    model.move(Work!, accepted ? worker.address : model.at.treasury, 2n * EACH);
}

/** Holds all jobs, and the bonds of their disputes, against the model. */
export async function checkJobs(
  { network }: Stage,
  { grants, bonds }: Jobs,
  compare: Compare,
): Promise<void> {
  const both = works.requireWork(network);
  const tasks = await works.readTasks(both);
  const jobs = new Map(tasks.flatMap((task) => task.jobs).map((job) => [job.id, job]));
  const expected = grants.flatMap(({ first, worker, accepted }) => [
    [first, `${accepted ? "paid" : "returned"} ${worker.address} ${EACH}`] as const,
    [first + 1n, `${accepted ? "paid" : "expired"} ${worker.address} ${EACH}`] as const,
  ]);
  await compare("jobs", expected, ([job, line]) => {
    const { status, provider, budget } = jobs.get(job)!;
    return Promise.resolve([`job ${job}`, `${status} ${provider} ${budget}`, line]);
  });
  await compare("bonds of disputes about jobs", [...bonds], async ([account, amount]) => [
    account,
    await both.verdicts.bondsOf(account),
    amount,
  ]);
}
