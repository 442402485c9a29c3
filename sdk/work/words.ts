import { governanceTokens, lossWarning, money, silent, warning, who } from "../calls/phrases";
import { wordText } from "../calls/words";
import type { ArgsOf } from "../core/abi";
import type { AbiOf, Words } from "../core/domain";
import { formatCount, formatDuration, formatTimestamp, formatTokens, TOKEN_DECIMALS } from "../format";
import type { Network } from "../network";
import { formatPoints } from "../people/points";
import { describeDisputes, disputesLogs } from "../court/arbitrable";
import { rulingText } from "../court/phases";
import { budgetText } from "../treasury/granted";
import type { contracts } from "./contracts";
import { KINDS } from "./names";

type Own = Words<typeof contracts>;
type Terms = ArgsOf<AbiOf<(typeof contracts)["Work"]>, "function", "openProgram">[0];

export const describe: Own["describe"] = {
  Work: {
    openProgram: async ({ network, args: [terms] }) => {
      const budget = await network.treasury?.budget(terms[7]).catch(() => undefined);
      return programLines(network, terms, budget?.token);
    },
    endProgram: ({ args: [id] }) => [`program ${id} promises nothing more; what it has promised goes on`],
    setReviewers: async ({ network, contract, args: [id, reviewers], at }) => {
      const { terms } = await contract.programOf(id, at);
      return [`who reviews program ${id}: ${who(network, terms.reviewers)} → ${who(network, reviewers)}`];
    },
    award: async ({ network, contract, args: [id, payee, amounts, dues, brief], at }) => {
      const { token } = await contract.programOf(id, at);
      return [
        `promises ${who(network, payee)} a grant of program ${id}: ${amounts.length} ${amounts.length === 1 ? "milestone" : "milestones"}, ${await sumOf(network, token, amounts)} in all`,
        ...(await Promise.all(
          amounts.map(
            async (amount, i) => `${await money(network, token, amount)} by ${formatTimestamp(dues[i]!)}`,
          ),
        )),
        ...briefLines(brief),
        ...lossWarning(network, payee, token),
      ];
    },
    post: async ({ network, contract, args: [id, prizes, deadline, poll, brief], at }) => {
      const { token } = await contract.programOf(id, at);
      return [
        `promises ${prizes.length === 1 ? "a prize" : `${prizes.length} prizes`} of program ${id}, ${await sumOf(network, token, prizes)} in all, for answers until ${formatTimestamp(deadline)}`,
        poll[1] === 0n ? "its reviewers decide" : `a ballot of ${formatDuration(Number(poll[1]))} decides`,
        ...briefLines(brief),
      ];
    },
    sendBack: ({ args: [id] }) => [`sends job ${id} back, to be done better`],
    submit: ({ args: [id] }) => [`delivers job ${id}, or enters an answer for it`],
    complete: ({ args: [id] }) => [`accepts job ${id}: it is paid when nobody disputes that`],
    reject: ({ args: [id] }) => [`refuses job ${id}: its money goes back when nobody disputes that`],
    pay: ({ args: [id] }) => [`pays job ${id}`],
    claimRefund: ({ args: [id] }) => [`gives the money of job ${id} back to its budget`],
  },
  Verdicts: {
    ...describeDisputes,
    shortlist: ({ args: [task, accounts] }) => [
      `opens the ballot about task ${task}, between ${accounts.length} answers and nobody`,
    ],
    dispute: ({ args: [id] }) => [
      `disputes the decision about job ${id}, with a bond and the fee`,
      "the bond is lost if the decision is upheld",
    ],
  },
};

export const already: Own["already"] = {
  Work: {
    endProgram: async ({ contract, args: [id], at }) =>
      (await contract.programOf(id, at)).ended ? `program ${id} is ended already` : undefined,
    setReviewers: async ({ network, contract, args: [id, reviewers], at }) =>
      (await contract.programOf(id, at)).terms.reviewers === reviewers
        ? `${who(network, reviewers)} reviews program ${id} already`
        : undefined,
  },
  Verdicts: {
    setRate: async ({ network, contract, args: [token, rate], at }) =>
      (await contract.rateOf(token, at)) === rate
        ? `disputes count ${who(network, token)} at this rate already`
        : undefined,
  },
};

export const logs: Own["logs"] = {
  Work: {
    ProgramOpened: async ({ network, args: [id, terms, token] }) =>
      `program ${id} is open: ${(await programLines(network, terms, token)).join("; ")}`,
    ProgramEnded: ({ args: [id] }) => `program ${id} promises nothing more`,
    ReviewersSet: ({ network, args: [id, reviewers] }) => `${who(network, reviewers)} reviews program ${id}`,
    Applied: ({ network, args: [id, program, applicant] }) =>
      `${who(network, applicant)} asks for a grant of program ${program}: application ${id}`,
    TaskOpened: ({ network, args: [id, program, payee, kind, , jobs] }) =>
      `task ${id}, a ${KINDS[Number(kind)]!} of program ${program}, is promised${BigInt(payee) === 0n ? "" : ` to ${who(network, payee)}`}, in ${jobs} ${jobs === 1n ? "job" : "jobs"}`,
    Entered: ({ network, args: [task, account] }) =>
      `${who(network, account)} enters an answer for task ${task}, in secret`,
    Disclosed: ({ network, args: [task, account, , uri] }) =>
      `${who(network, account)} shows the answer for task ${task}${uri ? `: ${uri}` : ""}`,
    ProviderSet: ({ network, args: [id, provider] }) =>
      BigInt(provider) === 0n
        ? `job ${id} is nobody's again: it was claimed in vain`
        : `${who(network, provider)} is to be paid for job ${id}`,
    JobSubmitted: ({ network, args: [id, provider] }) => `${who(network, provider)} delivers job ${id}`,
    SentBack: ({ args: [id, , until] }) =>
      `job ${id} is sent back, to be done better by ${formatTimestamp(until)}`,
    Decided: ({ network, args: [id, accepted, by, , until] }) =>
      `job ${id} is ${accepted ? "accepted" : "refused"} by ${BigInt(by) === 0n ? "silence" : who(network, by)}; that can be disputed until ${formatTimestamp(until)}`,
    Held: ({ args: [id] }) => `job ${id} waits for a ruling`,
    Ruled: ({ args: [id, accepted] }) => `job ${id} is ${accepted ? "accepted" : "refused"} for good`,
    PaymentReleased: ({ network, args: [id, provider] }) => `${who(network, provider)} is paid for job ${id}`,
    Refunded: ({ args: [id] }) => `the money of job ${id} goes back to its budget`,
    Credited: async ({ network, args: [token, account, amount] }) =>
      `${who(network, account)} could not take ${await money(network, token, amount)}, and can withdraw it`,
    Withdrawn: async ({ network, args: [token, account, amount] }) =>
      `${who(network, account)} gets the ${await money(network, token, amount)} that waited`,
    ReputationSkipped: ({ network, args: [id, provider, points] }) =>
      `${who(network, provider)} gets ${formatPoints(points)} less than job ${id} paid`,
    OutcomeReported: ({ network, args: [task, reporter, metric, value] }) =>
      `${who(network, reporter)} says of task ${task}: ${wordText(metric)} is ${formatCount(value)}`,
    JobCreated: silent,
    BudgetSet: silent,
    JobFunded: silent,
    JobCompleted: silent,
    JobRejected: silent,
    JobExpired: silent,
  },
  Verdicts: {
    Shortlisted: ({ args: [task, ballot, accounts] }) =>
      `ballot ${ballot} decides about task ${task}, between ${accounts.length} answers and nobody`,
    JobDisputed: async ({ network, args: [id, , disputer, bond] }) =>
      `${who(network, disputer)} disputes the decision about job ${id}, with a bond of ${await governanceTokens(network, bond)}`,
    JobRuled: ({ network, args: [id, ruling, , to] }) =>
      `job ${id} is ruled: ${rulingText(ruling)}; the bond is ${who(network, to)}'s`,
    BondsWithdrawn: async ({ network, args: [account, amount] }) =>
      `${who(network, account)} gets bonds of ${await governanceTokens(network, amount)}`,
    ...disputesLogs,
  },
};

async function programLines(network: Network, terms: Terms, token: string | undefined): Promise<string[]> {
  const [reviewers, reviewFor, disputeFor, credential, byVote, maxJob, minReputation] = terms;
  const [, , , , , , , budgetId, , bond, category] = terms;
  // Most tokens have as many decimals as the network's; of one that is not known yet it is said how many that are.
  const most =
    token === undefined
      ? `${formatTokens(maxJob)} tokens of ${TOKEN_DECIMALS} decimals`
      : await money(network, token, maxJob);
  return [
    `a program for ${wordText(category)} out of ${budgetText(budgetId)}, whose jobs pay ${most} at the most`,
    `${who(network, reviewers)} reviews, for ${formatDuration(Number(reviewFor))}; ${byVote ? "votes alone promise" : "and promises"}`,
    `a decision can be disputed for ${formatDuration(Number(disputeFor))}, with a bond of ${await governanceTokens(network, bond)}`,
    ...(credential > 0n ? [`payees need a credential of class ${credential - 1n}`] : []),
    ...(minReputation > 0n ? [`payees need ${formatPoints(minReputation)} of reputation`] : []),
    ...warning(
      "the budget is not there yet",
      token === undefined && budgetId !== 0n ? "name it by 0 where this proposal grants it" : undefined,
    ),
  ];
}

const sumOf = (network: Network, token: string, amounts: readonly bigint[]) =>
  money(
    network,
    token,
    amounts.reduce((sum, one) => sum + one, 0n),
  );

const briefLines = ([, proposalId, uri]: readonly [string, bigint, string]): string[] => [
  ...(uri ? [`its terms are in ${uri}`] : []),
  ...(proposalId > 0n ? [`it implements proposal ${proposalId}`] : []),
];
