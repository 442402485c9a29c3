import type { Reverts } from "../core/domain";
import { formatDuration, formatTimestamp } from "../format";
import { NEVER } from "./bounds";
import type { contracts } from "./contracts";
import { KINDS, STATUSES } from "./names";

const when = (time: bigint) =>
  time === NEVER ? "its dispute is ruled, or the job before it is settled" : formatTimestamp(time);

export const reverts: Reverts<typeof contracts> = {
  Work_ByProgram: () => [
    "jobs are made by programs, and paid out of budgets of the treasury",
    "apply for a grant with work apply, or ask reviewers for a bounty",
  ],
  Work_WrongBudget: (budgetId) => [
    `a program cannot pay out of budget ${budgetId}: another spends it, it is in ether, for another category, or the program before has it`,
    "grant a budget of a token whose spender is Work, for the category of the program",
  ],
  GrantedBudget_NotOfProposal: (budgetId) => [
    `budget ${budgetId} is the newest, and this proposal has not granted it`,
    "grant one in the same proposal, or name it by its number",
  ],
  Work_BadTerms: ([, reviewFor, disputeFor]) => [
    `the terms of the program do not fit: reviews of ${formatDuration(Number(reviewFor))}, disputes of ${formatDuration(Number(disputeFor))}`,
    "name reviewers and an amount, take a minute to a year for both, and ask for no credential or reputation that there is not",
  ],
  Work_Unknown: (id) => [`there is no program, task or job ${id}`, "work programs lists what there is"],
  Work_Ended: (programId) => [
    `a vote has ended program ${programId}, which promises nothing more`,
    "look for a program that is open",
  ],
  Work_NoArbitrator: () => [
    "no vote has chosen who rules in disputes, and a program needs that",
    "let the proposal call Verdicts.setArbitrator first",
  ],
  Work_BadReviewers: (reviewers) => [`${reviewers} cannot review`, "name a Safe or another account"],
  Work_NotTimelock: (caller) => [
    `only a vote may do this, and ${caller} is not the timelock`,
    "write it into a proposal",
  ],
  Work_NotReviewer: (programId, caller) => [
    `${caller} does not promise or judge in program ${programId}`,
    "its reviewers do; where votes promise, only a proposal can",
  ],
  Work_OwnWork: (programId, account) => [
    `${account} reviews program ${programId}, and nobody is paid by their own judgement`,
    "let somebody else do the work",
  ],
  Work_NoAccess: (programId, account) => [
    `program ${programId} does not take ${account}: it lacks the credential or the reputation`,
    "work programs says what each program asks for",
  ],
  Work_BadJobs: (amounts, dues) => [
    `${amounts} amounts and ${dues} dates make no task`,
    "give 1 to 16 amounts and, for a grant, as many dates in rising order",
  ],
  Work_TooMuch: (amount, max) => [
    `a job of this program cannot pay ${amount} base units`,
    `let each pay from 1 to ${max}`,
  ],
  Work_WrongReceipt: (budgetId, received, expected) => [
    `of ${expected} base units out of budget ${budgetId} only ${received} arrived`,
    "the token keeps a fee, and cannot pay jobs",
  ],
  Work_TextTooLong: (length, max) => [
    `the address of the text has ${length} bytes`,
    `shorten it to ${max}; the text itself is published elsewhere`,
  ],
  Work_WrongStatus: (jobId, status) => [
    `job ${jobId} is ${STATUSES[Number(status)]!}`,
    "work show says what comes next",
  ],
  Work_WrongKind: (taskId, kind) => [
    `task ${taskId} is a ${KINDS[Number(kind)]!}`,
    "only milestones of grants are sent back, and only prizes are disclosed",
  ],
  Work_TooEarly: (time) => ["it is too early", `wait until ${when(time)}`],
  Work_TooLate: (time) => [`it could be done until ${when(time)}`, "what was not done in time goes its way"],
  Work_InOrder: (jobId, previous) => [
    `job ${jobId} comes after job ${previous}, which is not accepted and paid`,
    `see to job ${previous} first`,
  ],
  Work_NotProvider: (jobId, caller) => [
    `${caller} does not provide job ${jobId}`,
    "its payee submits, from the address that the grant names",
  ],
  Work_SentBackEnough: (jobId) => [
    `job ${jobId} was sent back twice, and is not a third time`,
    "accept or reject it",
  ],
  Work_NoEntry: (taskId, account) => [
    `${account} has shown no such answer for task ${taskId}, or has won another of its prizes`,
    "show the answer and the salt that were entered, within seven days of the deadline",
  ],
  Work_WrongJudge: (taskId) => [
    `a ballot gives the prizes of task ${taskId}, and not the reviewers`,
    "make the shortlist for it",
  ],
  Work_BadPoll: ([, votingFor]) => [
    `no ballot can be open for ${formatDuration(Number(votingFor))} about this`,
    "take a day to 365, in a network with ballots",
  ],
  Work_Paused: () => [
    "the network has stopped promises and payments by a flag",
    "wait until a vote takes it back: deadlines of work wait, too",
  ],
  Work_TooLittleGas: (left, needed) => [
    `${left} gas are left, and the provider's reputation needs ${needed}`,
    "send it again with more gas",
  ],
  Work_NothingToWithdraw: (token, account) => [
    `${account} has no ${token} here`,
    "payments arrive by themselves; only what an account could not take waits here",
  ],
  Verdicts_NotReviewer: (programId, caller) => [
    `${caller} does not review program ${programId}`,
    "its reviewers make the shortlist",
  ],
  Verdicts_NoBallot: (taskId, ballot) => [
    ballot === 0n
      ? `no ballot is there about task ${taskId}`
      : `ballot ${ballot} is about task ${taskId} already`,
    "a shortlist opens the ballot of a challenge that was promised with one, once",
  ],
  Verdicts_NotNow: (taskId, start, end) => [
    `the shortlist of task ${taskId} is made from ${formatTimestamp(start)} to ${formatTimestamp(end)}`,
    "wait for its time; after it, the prizes go back",
  ],
  Verdicts_BadShortlist: (taskId, account) => [
    `${account} cannot stand on the shortlist of task ${taskId}`,
    "list 1 to 32 accounts in rising order that have shown an answer, and no reviewers",
  ],
  Verdicts_NothingToWithdraw: (account) => [
    `${account} has no bonds here`,
    "bonds come back when their dispute is ruled",
  ],
};
