import { ZeroAddress } from "ethers";

import { governanceTokens, lossWarning, money, silent, who } from "../calls/phrases";
import { wordText } from "../calls/words";
import type { ArgsOf } from "../core/abi";
import type { AbiOf, Words } from "../core/domain";
import { formatDuration, formatPercent, formatTimestamp } from "../format";
import type { Network } from "../network";
import { budgetText } from "../treasury/granted";
import type { contracts } from "./contracts";
import { describeDisputes, disputesLogs } from "./arbitrable";
import { rulingText } from "./phases";

type Own = Words<typeof contracts>;
type Parameters = ArgsOf<AbiOf<(typeof contracts)["JurorCourt"]>, "function", "setParameters">[0];
type Terms = ArgsOf<AbiOf<(typeof contracts)["DisputedBudgets"]>, "function", "setTerms">[0];

export const describe: Own["describe"] = {
  JurorCourt: {
    admit: ({ network, args: [arbitrable, admitted] }) => [
      admitted
        ? `lets ${who(network, arbitrable)} bring disputes before the court`
        : `lets ${who(network, arbitrable)} bring no more disputes before the court; its open ones go on`,
    ],
    setParameters: ({ network, args: [parameters] }) => parameterLines(network, parameters),
    overrule: async ({ contract, args: [id, ruling], at }) => {
      const present = await contract.currentRuling(id, at);
      return [
        `rules case ${id} in place of every bench: ${rulingText(present)} → ${rulingText(ruling)}`,
        "the bond of whoever referred it goes back, and so do the slices of all jurors who voted",
      ];
    },
    deposit: async ({ network, args: [amount] }) => [
      `stakes ${await governanceTokens(network, amount)} as a juror: drawn in cases that begin 30 days later`,
      "whoever is drawn and does not vote, or votes otherwise than the case is ruled, loses a slice of a unit",
      "tokens that are staked do not vote",
    ],
    requestWithdraw: async ({ network, args: [amount] }) => [
      `takes ${await governanceTokens(network, amount)} out of the caller's stake, to be withdrawn 7 days later`,
    ],
    refer: async ({ network, contract, args: [id], at }) => [
      `asks for a vote about case ${id}, with a bond of ${await governanceTokens(network, await contract.UNIT(at))}`,
      "the bond is burned if no vote rules in time",
    ],
    execute: async ({ network, contract, args: [id], at }) => {
      const { arbitrable, ruling } = await contract.caseOf(id, at);
      return [`has ${who(network, arbitrable)} carry out the ruling of case ${id}: ${rulingText(ruling)}`];
    },
  },
  DisputedBudgets: {
    setInstructor: async ({ network, contract, args: [id, instructor], at }) => {
      const before = id === 0n ? ZeroAddress : await contract.instructorOf(id, at);
      return [
        `who instructs ${budgetText(id)}: ${someone(network, before)} → ${someone(network, instructor)}`,
      ];
    },
    setTerms: ({ network, args: [terms] }) => termsLines(network, terms),
    ...describeDisputes,
    disburse: async ({ network, args: [id, payee, amount, category, ref] }) => [
      `pays ${who(network, payee)} ${await amountOf(network, id, amount)} out of budget ${id}, for ${wordText(category)}`,
      ...(BigInt(ref) === 0n ? [] : [`reference ${wordText(ref)}`]),
      "a larger payment waits first, and can be disputed meanwhile",
      ...lossWarning(network, payee),
    ],
    cancel: ({ args: [id] }) => [`takes payment ${id} back to its budget`],
    dispute: async ({ network, contract, args: [id], at }) => {
      const { bond } = await contract.terms(at);
      return [
        `disputes payment ${id}, with a bond of ${await governanceTokens(network, bond)}`,
        "the bond is the payee's if the payment is upheld",
      ];
    },
    finish: ({ args: [id] }) => [`makes payment ${id}, or returns it if it was refused`],
    giveUp: ({ args: [id] }) => [
      `returns payment ${id} to its budget, whose payee has refused it for 180 days`,
    ],
  },
};

export const already: Own["already"] = {
  JurorCourt: {
    admit: async ({ network, contract, args: [arbitrable, admitted], at }) =>
      (await contract.isAdmitted(arbitrable, at)) === admitted
        ? `${who(network, arbitrable)} ${admitted ? "may bring disputes before the court" : "brings no disputes before the court"} already`
        : undefined,
    setParameters: async ({ contract, args: [parameters], at }) => {
      const present = await contract.parametersOf(await contract.currentTerms(at), at);
      return String(present) === String(parameters) ? "new cases have these parameters already" : undefined;
    },
  },
  DisputedBudgets: {
    setInstructor: async ({ network, contract, args: [id, instructor], at }) =>
      id !== 0n && (await contract.instructorOf(id, at)) === instructor
        ? `${someone(network, instructor)} instructs budget ${id} already`
        : undefined,
    setTerms: async ({ contract, args: [terms], at }) =>
      String(await contract.terms(at)) === String(terms) ? "payments wait by these terms already" : undefined,
    setRate: async ({ network, contract, args: [token, rate], at }) =>
      (await contract.rateOf(token, at)) === rate
        ? `the court counts ${who(network, token)} at this rate already`
        : undefined,
  },
};

export const logs: Own["logs"] = {
  JurorCourt: {
    ArbitrableAdmitted: ({ network, args: [arbitrable, admitted] }) =>
      `${who(network, arbitrable)} may ${admitted ? "" : "no longer "}bring disputes before the court`,
    ParametersSet: async ({ network, args: [, parameters] }) =>
      (await parameterLines(network, parameters)).join("; "),
    StakeChanged: async ({ network, args: [juror, stake] }) =>
      `${who(network, juror)} stakes ${await governanceTokens(network, stake)} as a juror`,
    ExitChanged: async ({ network, args: [account, amount, time] }) =>
      `${who(network, account)} can withdraw ${await governanceTokens(network, amount)} from the court${time === 0n ? "" : `, from ${formatTimestamp(time)} on`}`,
    Withdrawn: async ({ network, args: [account, amount] }) =>
      `${who(network, account)} withdraws ${await governanceTokens(network, amount)} from the court`,
    CaseOpened: async ({ network, args: [id, arbitrable, payer, , choices, value] }) =>
      `${who(network, payer)} brings case ${id} of ${who(network, arbitrable)} before the court: ${choices} choices, about ${await governanceTokens(network, value)}`,
    DrawOpened: ({ args: [id, , size, , deadline] }) =>
      `${size} jurors are to be drawn for case ${id}, after ${formatTimestamp(deadline)}`,
    TargetSet: ({ args: [id, , target] }) => `block ${target} draws the jurors of case ${id}`,
    SeedTaken: ({ args: [id] }) => `the jurors of case ${id} can be seated`,
    Seated: ({ network, args: [id, , juror, seat, , former] }) =>
      `${who(network, juror)} has seat ${seat} in case ${id}${BigInt(former) === 0n ? "" : `, in place of ${who(network, former)}`}`,
    Committed: ({ args: [id, , seat] }) => `seat ${seat} of case ${id} has voted, in secret`,
    Denounced: async ({ network, args: [id, , seat, by, reward] }) =>
      `${who(network, by)} knew the vote of seat ${seat} in case ${id} too early, and gets ${await governanceTokens(network, reward)} of its juror's`,
    Revealed: ({ args: [id, , seat, choice] }) => `seat ${seat} of case ${id} voted: ${rulingText(choice)}`,
    BenchRuled: ({ args: [id, , ruling, deadline] }) =>
      `the bench rules in case ${id}: ${rulingText(ruling)}; it can be appealed until ${formatTimestamp(deadline)}`,
    Referred: ({ network, args: [id, referrer, deadline] }) =>
      `case ${id} waits for a vote until ${formatTimestamp(deadline)}${BigInt(referrer) === 0n ? "" : `, as ${who(network, referrer)} asked`}`,
    CaseDecided: ({ args: [id, ruling, byVote] }) =>
      `case ${id} is decided${byVote ? " by a vote" : ""}: ${rulingText(ruling)}`,
    DrawSettled: async ({ network, args: [id, , coherent, shared, burned, fees] }) =>
      `${coherent} seats of case ${id} share ${await governanceTokens(network, shared)} and ${await money(network, ZeroAddress, fees)}; ${await governanceTokens(network, burned)} are burned`,
    CaseExecuted: ({ args: [id] }) => `the ruling of case ${id} is carried out`,
    Credited: async ({ network, args: [account, amount] }) =>
      `${who(network, account)} can claim ${await money(network, ZeroAddress, amount)} from the court`,
    Claimed: async ({ network, args: [account, to, amount] }) =>
      `${who(network, account)} claims ${await money(network, ZeroAddress, amount)} from the court, to ${who(network, to)}`,
    DisputeCreation: silent,
    AppealPossible: silent,
    AppealDecision: ({ args: [id] }) => `case ${id} goes to a larger bench`,
  },
  DisputedBudgets: {
    InstructorSet: ({ network, args: [id, instructor] }) =>
      `${someone(network, instructor)} instructs budget ${id}`,
    TermsSet: async ({ network, args: [terms] }) => (await termsLines(network, terms)).join("; "),
    PaidAtOnce: silent,
    PaymentWaiting: async ({ network, args: [id, budgetId, payee, token, amount, , until] }) =>
      `payment ${id}, of ${await money(network, token, amount)} to ${who(network, payee)} out of budget ${budgetId}, waits until ${formatTimestamp(until)}`,
    PaymentDisputed: async ({ network, args: [id, , disputer, bond] }) =>
      `${who(network, disputer)} disputes payment ${id}, with a bond of ${await governanceTokens(network, bond)}`,
    PaymentRuled: ({ args: [id, ruling] }) =>
      `payment ${id} is ${ruling === 2n ? "refused: it goes back to its budget" : ruling === 1n ? "upheld" : "not ruled about: it is made"}`,
    PaymentCancelled: ({ args: [id] }) => `payment ${id} is taken back`,
    PaymentGivenUp: ({ args: [id] }) => `payment ${id} was refused by its payee for 180 days`,
    PaymentMade: ({ network, args: [id, payee] }) => `payment ${id} to ${who(network, payee)} is made`,
    PaymentReturned: ({ args: [id, budgetId] }) => `payment ${id} goes back to budget ${budgetId}`,
    BondsWithdrawn: async ({ network, args: [account, amount] }) =>
      `${who(network, account)} has bonds of ${await governanceTokens(network, amount)} back`,
    ...disputesLogs,
  },
};

const someone = (network: Network, account: string) =>
  BigInt(account) === 0n ? "nobody" : who(network, account);

async function amountOf(network: Network, budgetId: bigint, amount: bigint): Promise<string> {
  const token = await network.treasury?.budget(budgetId).then((budget) => budget.token);
  return token === undefined ? `${amount} base units` : money(network, token, amount);
}

async function parameterLines(network: Network, parameters: Parameters): Promise<string[]> {
  const [sliceBps, minJurors, fee, ...periods] = parameters;
  const [evidence, seating, commit, reveal, appeal, referral] = periods.map((each) =>
    formatDuration(Number(each)),
  );
  return [
    `in cases to come a juror risks ${formatPercent(sliceBps)} of a unit, for ${await money(network, ZeroAddress, fee)}`,
    `with fewer than ${minJurors} jurors the vote decides`,
    `evidence is taken for ${evidence!}, seats for ${seating!}, votes for ${commit!} in secret and ${reveal!} in the open`,
    `an appeal can be made for ${appeal!}, and a vote has ${referral!}`,
  ];
}

async function termsLines(network: Network, [above, bond, window]: Terms): Promise<string[]> {
  return [
    `payments of a budget that are worth more than ${await governanceTokens(network, above)} together in ${formatDuration(Number(window))} wait that long first`,
    `whoever disputes one gives a bond of ${await governanceTokens(network, bond)}`,
  ];
}
