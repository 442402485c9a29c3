import {
  zeroPadValue,
  ZeroHash,
  type ContractTransaction,
  type Signer,
  type TransactionReceipt,
} from "ethers";

import type { Verdicts } from "../../typechain-types/contracts/work/Verdicts";
import type { Work } from "../../typechain-types/contracts/work/Work";
import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { allow } from "../court/allow";
import { PolityError } from "../errors";
import type { Network } from "../network";
import { getBlock } from "../provider";
import { eventOf, send } from "../transaction";
import { entryOf, type EntryPlace } from "./entry";
import {
  canSettle,
  readProgram,
  readPrograms,
  readTaskOf,
  isDisputable,
  ripeStep,
  type RipeStep,
} from "./read";
import { jobText } from "./waiting";

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

/** The call that promises a grant. Amounts in base units, times in seconds. */
export const awardCall = (
  work: Work,
  grant: { program: bigint; payee: string; amounts: readonly bigint[]; dues: readonly number[] } & Brief,
): Promise<ContractTransaction> =>
  work.award.populateTransaction(
    grant.program,
    grant.payee,
    [...grant.amounts],
    [...grant.dues],
    briefOf(grant),
  );

/** The call that promises prizes. */
export const postCall = (
  work: Work,
  posting: {
    program: bigint;
    prizes: readonly bigint[];
    deadline: number;
    /** How a ballot gives them; left out, reviewers do. */
    poll?: { quorum: bigint; votingFor: number } | undefined;
  } & Brief,
): Promise<ContractTransaction> => {
  const { program, prizes, deadline, poll = { quorum: 0n, votingFor: 0 } } = posting;
  return work.post.populateTransaction(program, [...prizes], deadline, poll, briefOf(posting));
};

/** The task that a promise has made, and its first job. */
export async function promisedIn(
  work: Work,
  receipt: TransactionReceipt,
): Promise<{ task: bigint; firstJob: bigint }> {
  const { taskId: task, firstJob } = (await eventOf(work, receipt, "TaskOpened")) as unknown as {
    taskId: bigint;
    firstJob: bigint;
  };
  return { task, firstJob };
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
  const [place, account] = await Promise.all([entryPlace(both, id), signer.getAddress()]);
  return send(signer, both.work.submit.populateTransaction(id, entryOf(place, account, answer, salt), "0x"));
}

/** What an answer for a job is bound to. @throws PolityError for a grant, and for a job that there is not. */
export async function entryPlace(both: Both, id: bigint): Promise<EntryPlace> {
  const { task } = await readTaskOf(both, id);
  if (task.kind === "grant")
    throw new PolityError(`job ${id} is a milestone of a grant`, {
      hint: "its payee delivers it with submit",
    });
  const { chainId } = await both.work.runner!.provider!.getNetwork();
  return { chainId, work: await both.work.getAddress(), task: task.id };
}

/** Shows an answer that was entered. @param uri Where it is. */
export const discloseAnswer = async (
  work: Work,
  signer: Signer,
  id: bigint,
  { answer, salt, uri }: { answer: string; salt: string; uri: string },
) => send(signer, work.disclose.populateTransaction(id, answer, salt, uri));

export type Verdict = "accept" | "reject" | "send-back";

/** The call that judges a job. @param winner Of a prize that is accepted. @param reason A hash; default none. */
export async function reviewCall(
  both: Both,
  id: bigint,
  { verdict, winner, reason = ZeroHash }: { verdict: Verdict; winner?: string | undefined; reason?: string },
): Promise<ContractTransaction> {
  const { work } = both;
  if (verdict === "send-back") return work.sendBack.populateTransaction(id, reason);
  if (verdict === "reject") return work.reject.populateTransaction(id, reason, "0x");
  const { task } = await readTaskOf(both, id);
  if (task.kind === "grant") return work.complete.populateTransaction(id, reason, "0x");
  if (winner === undefined) throw new PolityError(`job ${id} is a prize`, { hint: "say who has won it" });
  return work.complete.populateTransaction(id, reason, zeroPadValue(winner, 32));
}

export type Finished = RipeStep | "settle";

/**
 * Does what anybody can do about a job now: settles its ballot, accepts it by silence, pays it, or gives its money back.
 * @throws PolityError when somebody else has to act first, or nothing is left to do; and as {@link send} does.
 */
export async function finishJob(
  { work, verdicts, ballots }: Both & Partial<Pick<Network, "ballots">>,
  signer: Signer,
  id: bigint,
): Promise<{ step: Finished; receipt: TransactionReceipt }> {
  const [{ task, job }, { timestamp: now }] = await Promise.all([
    readTaskOf({ work, verdicts }, id),
    getBlock(work.runner!.provider!, "latest"),
  ]);
  const program = await readProgram(work, task.program);
  const step =
    ballots && (await canSettle(ballots, task, now)) ? "settle" : ripeStep(task, job, program, now);
  if (step === undefined)
    throw new PolityError(`job ${id} ${jobText(task, job, program, now)}`, {
      hint: "nothing is left for everybody to do about it now",
    });
  const call = {
    settle: () => verdicts.settleBallot.populateTransaction(task.id),
    complete: () => work.complete.populateTransaction(id, ZeroHash, "0x"),
    pay: () => work.pay.populateTransaction(id),
    refund: () => work.claimRefund.populateTransaction(id),
  }[step]();
  return { step, receipt: await send(signer, call) };
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
  const [{ task, job }, { timestamp: now }] = await Promise.all([
    readTaskOf(both, id),
    getBlock(work.runner!.provider!, "latest"),
  ]);
  const { terms, token } = await work.programOf(task.program);
  const { bond } = terms;
  const [own, spender, worth] = await Promise.all([
    verdicts.TOKEN(),
    verdicts.getAddress(),
    verdicts.worthOf(token, job.budget),
  ]);
  const cost = await verdicts.disputeCost(worth);
  if (isDisputable(job, now))
    await allow(IERC20__factory.connect(own, verdicts.runner), signer, spender, bond);
  const receipt = await send(signer, verdicts.dispute.populateTransaction(id, evidence, { value: cost }));
  const { disputeId } = (await eventOf(verdicts, receipt, "JobDisputed")) as unknown as { disputeId: bigint };
  const { disputeId: caseId } = await verdicts.disputeOf(disputeId);
  return { disputeId, caseId, bond, cost, receipt };
}

/** The call that opens the ballot about a challenge. */
export const shortlistCall = (
  { verdicts }: Pick<Both, "verdicts">,
  task: bigint,
  accounts: readonly string[],
  uri: string,
): Promise<ContractTransaction> => {
  const rising = [...accounts].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return verdicts.shortlist.populateTransaction(task, rising, uri);
};

/** Sends an account what is its own: payments that it could not take, and bonds. @returns What was sent. */
export async function claimOf(
  { work, verdicts }: Both,
  signer: Signer,
  account: string,
): Promise<{ token: string; amount: bigint; receipt: TransactionReceipt }[]> {
  const tokens = [...new Set((await readPrograms(work)).map(({ token }) => token))];
  const [own, bonds, ...credits] = await Promise.all([
    verdicts.TOKEN(),
    verdicts.bondsOf(account),
    ...tokens.map((token) => work.creditOf(token, account)),
  ]);
  const due = [
    { token: own, amount: bonds, call: () => verdicts.withdrawBonds.populateTransaction(account) },
    ...tokens.map((token, i) => ({
      ...{ token, amount: credits[i]!, call: () => work.withdraw.populateTransaction(token, account) },
    })),
  ].filter(({ amount }) => amount > 0n);
  if (due.length === 0)
    throw new PolityError(`nothing waits for ${account}`, {
      hint: "payments are sent by themselves; only what could not be sent, and bonds, wait here",
    });
  const sent = [];
  for (const { token, amount, call } of due)
    sent.push({ token, amount, receipt: await send(signer, call()) });
  return sent;
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
