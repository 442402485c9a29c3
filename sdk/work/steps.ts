import { ZeroHash, type Signer, type TransactionReceipt } from "ethers";

import type { Verdicts } from "../../typechain-types/contracts/work/Verdicts";
import type { Work } from "../../typechain-types/contracts/work/Work";
import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { allow } from "../court/allow";
import { PolityError } from "../errors";
import { eventOf, send } from "../transaction";
import { readTaskOf, type JobView, type TaskView } from "./read";

type Both = { work: Work; verdicts: Verdicts };

/** What a task is about: the hash of the file at `uri`, and the proposal that it implements. */
export interface Brief {
  terms: string;
  uri: string;
  proposalId?: bigint;
}
const briefOf = ({ proposalId = 0n, terms, uri }: Brief) => ({ terms, uri, proposalId });

/** Asks for a grant. Amounts in base units, times in seconds. */
export async function applyForGrant(
  work: Work,
  signer: Signer,
  grant: { program: bigint; amounts: readonly bigint[]; dues: readonly number[] } & Omit<Brief, "proposalId">,
): Promise<{ id: bigint; receipt: TransactionReceipt }> {
  const { program, amounts, dues, terms, uri } = grant;
  const call = work.applyFor.populateTransaction(program, [...amounts], [...dues], terms, uri);
  const receipt = await send(signer, call);
  const { applicationId: id } = (await eventOf(work, receipt, "Applied")) as unknown as {
    applicationId: bigint;
  };
  return { id, receipt };
}

/** Promises a grant. @returns Its task and its first job. */
export async function awardGrant(
  work: Work,
  signer: Signer,
  grant: { program: bigint; payee: string; amounts: readonly bigint[]; dues: readonly number[] } & Brief,
): Promise<Promised> {
  const { program, payee, amounts, dues } = grant;
  const call = work.award.populateTransaction(program, payee, [...amounts], [...dues], briefOf(grant));
  return promised(work, await send(signer, call));
}

/** Promises prizes. @returns Their task and its first job. */
export async function postPrizes(
  work: Work,
  signer: Signer,
  posting: {
    program: bigint;
    prizes: readonly bigint[];
    deadline: number;
    /** How a ballot gives them; left out, reviewers do. */
    poll?: { quorum: bigint; votingFor: number };
  } & Brief,
): Promise<Promised> {
  const { program, prizes, deadline, poll = { quorum: 0n, votingFor: 0 } } = posting;
  const call = work.post.populateTransaction(program, [...prizes], deadline, poll, briefOf(posting));
  return promised(work, await send(signer, call));
}

export interface Promised {
  task: bigint;
  firstJob: bigint;
  receipt: TransactionReceipt;
}

async function promised(work: Work, receipt: TransactionReceipt): Promise<Promised> {
  const { taskId: task, firstJob } = (await eventOf(work, receipt, "TaskOpened")) as unknown as {
    taskId: bigint;
    firstJob: bigint;
  };
  return { task, firstJob, receipt };
}

/** Delivers a milestone. @param deliverable The hash of what is delivered. */
export const submitJob = async (work: Work, signer: Signer, id: bigint, deliverable: string) =>
  send(signer, work.submit.populateTransaction(id, deliverable, "0x"));

/**
 * Enters an answer for prizes, in secret.
 * @param salt Keep it: without it the answer cannot be shown.
 * @throws PolityError for a grant, and as {@link send} does.
 */
export async function enterAnswer(
  both: Both,
  signer: Signer,
  id: bigint,
  { answer, salt }: { answer: string; salt: string },
): Promise<TransactionReceipt> {
  const { task } = await readTaskOf(both, id);
  if (task.kind === "grant") {
    throw new PolityError(`job ${id} is a milestone of a grant`, { hint: "deliver it without a salt" });
  }
  const commitment = await both.work.commitmentOf(task.id, await signer.getAddress(), answer, salt);
  return send(signer, both.work.submit.populateTransaction(id, commitment, "0x"));
}

/** Shows an answer that was entered. @param uri Where it is. */
export const discloseAnswer = async (
  work: Work,
  signer: Signer,
  id: bigint,
  { answer, salt, uri }: { answer: string; salt: string; uri: string },
) => send(signer, work.disclose.populateTransaction(id, answer, salt, uri));

export type Verdict = "accept" | "reject" | "send-back";

/** Judges a job, as its reviewers. @param winner Of a prize that is accepted. @param reason A hash; default none. */
export async function reviewJob(
  { work, verdicts }: Both,
  signer: Signer,
  id: bigint,
  { verdict, winner, reason = ZeroHash }: { verdict: Verdict; winner?: string; reason?: string },
): Promise<TransactionReceipt> {
  const { task } = await readTaskOf({ work, verdicts }, id);
  if (verdict === "send-back") return send(signer, work.sendBack.populateTransaction(id, reason));
  if (verdict === "reject") return send(signer, work.reject.populateTransaction(id, reason, "0x"));
  const isPrize = task.kind !== "grant";
  if (isPrize && winner === undefined) {
    throw new PolityError(`job ${id} is a prize`, { hint: "say who has won it" });
  }
  const params = isPrize ? `0x${winner!.slice(2).toLowerCase().padStart(64, "0")}` : "0x";
  return send(signer, work.complete.populateTransaction(id, reason, params));
}

/** Does what anybody can do about a job now. @throws PolityError when somebody else has to act, or nothing is left. */
export async function finishJob(
  both: Both,
  signer: Signer,
  id: bigint,
  step: "complete" | "pay" | "refund",
): Promise<TransactionReceipt> {
  const { work } = both;
  if (step === "complete") return send(signer, work.complete.populateTransaction(id, ZeroHash, "0x"));
  if (step === "pay") return send(signer, work.pay.populateTransaction(id));
  return send(signer, work.claimRefund.populateTransaction(id));
}

/**
 * Disputes the decision about a job: gives the bond and the arbitrator's fee.
 * @throws PolityError when there is no such job or the balance is too low, and as {@link send} does.
 */
export async function disputeJob(
  both: Both,
  signer: Signer,
  id: bigint,
  evidence = "",
): Promise<{ disputeId: bigint; caseId: bigint; bond: bigint; cost: bigint; receipt: TransactionReceipt }> {
  const { work, verdicts } = both;
  const { task, job } = await readTaskOf(both, id);
  const { terms, token } = await work.programOf(task.program);
  const { bond } = terms;
  const [own, spender, worth] = await Promise.all([
    verdicts.TOKEN(),
    verdicts.getAddress(),
    verdicts.worthOf(token, job.budget),
  ]);
  const cost = await verdicts.disputeCost(worth);
  if (isDisputable(job)) await allow(IERC20__factory.connect(own, verdicts.runner), signer, spender, bond);
  const receipt = await send(signer, verdicts.dispute.populateTransaction(id, evidence, { value: cost }));
  const { disputeId } = (await eventOf(verdicts, receipt, "JobDisputed")) as unknown as { disputeId: bigint };
  const { disputeId: caseId } = await verdicts.disputeOf(disputeId);
  return { disputeId, caseId, bond, cost, receipt };
}

const isDisputable = ({ status, dispute }: JobView) =>
  dispute === undefined && (status === "accepted" || status === "refused");

/** Opens the ballot about a challenge, as its reviewers. @returns Its id. */
export async function shortlistAnswers(
  { verdicts }: Pick<Both, "verdicts">,
  signer: Signer,
  task: TaskView,
  accounts: readonly string[],
  uri: string,
): Promise<{ ballot: bigint; receipt: TransactionReceipt }> {
  const rising = [...accounts].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  const receipt = await send(signer, verdicts.shortlist.populateTransaction(task.id, rising, uri));
  const { ballot } = (await eventOf(verdicts, receipt, "Shortlisted")) as unknown as { ballot: bigint };
  return { ballot, receipt };
}

/** Says what came of a task. @param metric A word. */
export const reportOutcome = async (
  work: Work,
  signer: Signer,
  outcome: { task: bigint; metric: string; value: bigint; uri: string },
) =>
  send(
    signer,
    work.reportOutcome.populateTransaction(outcome.task, outcome.metric, outcome.value, outcome.uri),
  );
