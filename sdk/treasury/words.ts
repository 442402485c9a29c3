import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";
import { lossWarning, money, warning, who } from "../calls/phrases";
import { wordText } from "../calls/words";
import type { Scene, Words } from "../core/domain";
import { formatDuration, formatTimestamp } from "../format";
import type { Network } from "../network";
import type { contracts } from "./contracts";
import { whyUnspent } from "./recipient";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  Treasury: {
    pay: async ({ network, args: [payments] }) => {
      const lines = payments.map(async ([token, payee, amount, category, ref]) => [
        `pays ${await money(network, token, amount)} to ${who(network, payee)}, ${purpose(category, ref)}`,
        ...lossWarning(network, payee, token),
      ]);
      return (await Promise.all(lines)).flat();
    },
    disburse: async ({ network, contract, args: [id, payee, amount, category, ref], at }) => {
      const [budget, left] = await Promise.all([contract.budget(id, at), contract.budgetAvailable(id, at)]);
      const after = left - amount;
      const [sum, now, then] = await Promise.all(
        [amount, left, after].map((units) => money(network, budget.token, units)),
      );
      return [
        `pays ${sum!} to ${who(network, payee)}, ${purpose(category, ref)}`,
        ...lossWarning(network, payee, budget.token),
        after < 0n
          ? `budget ${id} has only ${now!} left now: it would be refused`
          : `budget ${id} for ${word(budget.category)}: ${now!} → ${then!} left in this period`,
        ...(budget.frozen ? [`budget ${id} is frozen: it would be refused`] : []),
        ...(budget.ended ? [`budget ${id} has ended: it would be refused`] : []),
      ];
    },
    grantBudget: async ({ network, args: [terms] }) => {
      const [spender, token, amount, start, period, periods, rollover, category] = terms;
      const begins = start === 0n ? "at once" : `from ${formatTimestamp(start)}`;
      return [
        `grants ${who(network, spender)} a budget of ${await money(network, token, amount)} for each of ` +
          `${periods} periods of ${formatDuration(Number(period))}, ${begins}, for ${word(category)}`,
        rollover ? "what a period leaves may be spent later" : "what a period leaves is lost to it",
        ...warning("nobody can spend this budget", whyUnspent(network, spender)),
      ];
    },
    raiseBudget: changed,
    lowerBudget: changed,
    endBudget: async (scene) => [`ends ${await named(scene)} for good`],
    freezeBudget: async (scene) => [`freezes ${await named(scene)} until a vote unfreezes it`],
    unfreezeBudget: async (scene) => [`unfreezes ${await named(scene)}`],
    setBudgetSpender: async ({ network, contract, args: [id, to], at }) => {
      const { spender } = await contract.budget(id, at);
      return [
        `the spender of budget ${id}: ${who(network, spender)} → ${who(network, to)}`,
        ...warning("nobody can spend this budget", whyUnspent(network, to)),
      ];
    },
    scheduleRecurring: async ({ network, args: [terms] }) => {
      const [payee, token, , start] = terms;
      const begins = start === 0n ? "at once" : `from ${formatTimestamp(start)}`;
      return [`promises ${await instalments(network, terms, begins)}`, ...lossWarning(network, payee, token)];
    },
    recoverERC721: ({ network, args: [collection, id, to] }) => [
      `gives token ${id} of the collection ${who(network, collection)} to ${who(network, to)}`,
      ...lossWarning(network, to, collection),
    ],
    recoverERC1155: ({ network, args: [collection, id, amount, to] }) => [
      `gives ${amount} of token ${id} of the collection ${who(network, collection)} to ${who(network, to)}`,
      ...lossWarning(network, to, collection),
    ],
    raiseCap: async ({ network, contract, args: [token, cap], at }) => {
      const now = await contract.capOf(token, at);
      const [before, after] = await Promise.all([now.cap, cap].map((units) => money(network, token, units)));
      return [`the most that leaves in 30 days: ${before!} → ${after!}, from 30 days after on`];
    },
    lowerCap: async ({ network, contract, args: [token, cap], at }) => {
      const now = await contract.capOf(token, at);
      const [before, after] = await Promise.all([now.cap, cap].map((units) => money(network, token, units)));
      return [`the most that leaves in 30 days: ${before!} → ${after!}, at once`];
    },
  },
};

export const already: Own["already"] = {
  Treasury: {
    pay: ({ args: [payments] }) => (payments.length === 0 ? "it pays nobody" : undefined),
    raiseBudget: unchanged,
    lowerBudget: unchanged,
    endBudget: async ({ contract, args: [id], at }) =>
      (await contract.budget(id, at)).ended ? `budget ${id} has ended already` : undefined,
    freezeBudget: async ({ contract, args: [id], at }) =>
      (await contract.budget(id, at)).frozen ? `budget ${id} is frozen already` : undefined,
    unfreezeBudget: async ({ contract, args: [id], at }) =>
      (await contract.budget(id, at)).frozen ? undefined : `budget ${id} is not frozen`,
    setBudgetSpender: async ({ network, contract, args: [id, to], at }) => {
      const { spender } = await contract.budget(id, at);
      return spender === to ? `${who(network, to)} is the spender of budget ${id} already` : undefined;
    },
    cancelRecurring: async ({ contract, args: [id], at }) =>
      (await contract.recurring(id, at)).left === 0n
        ? `recurring payment ${id} has no instalments to come`
        : undefined,
    lowerCap: async ({ network, contract, args: [token, cap], at }) => {
      const now = await contract.capOf(token, at);
      // With a raise announced, it would withdraw that.
      if (now.cap !== cap || now.effectiveAt !== 0n) return undefined;
      return `the most that leaves in 30 days is ${await money(network, token, cap)} already`;
    },
    setGovernor: async ({ network, contract, args: [to], at }) =>
      (await contract.governor(at)) === to
        ? `the treasury takes the numbers of proposals from ${who(network, to)} already`
        : undefined,
    recoverERC1155: ({ args: [, , amount] }) => (amount === 0n ? "it moves no tokens" : undefined),
  },
};

export const logs: Own["logs"] = {
  Treasury: {
    BudgetFrozen: ({ args: [id, , frozen] }) => `budget ${id} is ${frozen ? "frozen" : "free again"}`,
    BudgetGranted: async ({ network, args: [id, , terms] }) => {
      const [spender, token, amount, start, period, periods, rollover, category] = terms;
      const sum = await money(network, token, amount);
      return (
        `grants ${who(network, spender)} budget ${id}: ${sum} for each of ${periods} periods of ` +
        `${seconds(period)}, from ${formatTimestamp(start)}, for ${word(category)}; what a period leaves ` +
        (rollover ? "may be spent later" : "is lost to it")
      );
    },
    BudgetChanged: async ({ network, contract, args: [id, , amount, periods] }) => {
      const { token } = await contract.budget(id);
      return `budget ${id} is now ${await money(network, token, amount)} for each of ${periods} periods`;
    },
    BudgetEnded: ({ args: [id] }) => `budget ${id} has ended for good`,
    BudgetSpenderSet: ({ network, args: [id, , from, to] }) =>
      `the spender of budget ${id}: ${who(network, from)} → ${who(network, to)}`,
    CapRaiseAnnounced: async ({ network, args: [token, , cap, at] }) =>
      `the most that leaves in 30 days rises to ${await money(network, token, cap)}, from ${formatTimestamp(at)} on`,
    CapSet: async ({ network, args: [token, , previous, cap] }) => {
      const [before, after] = await Promise.all([previous, cap].map((units) => money(network, token, units)));
      return `the most that leaves in 30 days: ${before!} → ${after!}`;
    },
    Deposited: async ({ network, args: [token, from, category, amount, ref] }) =>
      `the treasury receives ${await money(network, token, amount)} from ${who(network, from)}, ${purpose(category, ref)}`,
    Paid: async ({ network, args: [, token, payee, amount, category, ref] }) =>
      `pays ${await money(network, token, amount)} to ${who(network, payee)}, ${purpose(category, ref)}`,
    Disbursed: async ({ network, args: [id, token, payee, amount, category, ref] }) =>
      `pays ${await money(network, token, amount)} out of budget ${id} to ${who(network, payee)}, ${purpose(category, ref)}`,
    Refunded: async ({ network, args: [id, token, from, amount] }) =>
      `${who(network, from)} gives ${await money(network, token, amount)} back to budget ${id}`,
    Reconciled: async ({ network, args: [token, booked, balance] }) => {
      const [before, after] = await Promise.all(
        [booked, balance].map((units) => money(network, token, units)),
      );
      return `the treasury's books: ${before!} → ${after!}`;
    },
    RecurringScheduled: async ({ network, args: [id, , terms] }) =>
      `recurring payment ${id}: ${await instalments(network, terms, `from ${formatTimestamp(terms[3])}`)}`,
    RecurringPaid: async ({ network, args: [id, token, payee, amount] }) =>
      `pays ${await money(network, token, amount)} to ${who(network, payee)}, as recurring payment ${id}`,
    RecurringCancelled: ({ args: [id] }) => `recurring payment ${id} has ended for good`,
    RecoveredERC721: ({ network, args: [, collection, to, id] }) =>
      `gives token ${id} of the collection ${who(network, collection)} to ${who(network, to)}`,
    RecoveredERC1155: ({ network, args: [, collection, to, id, amount] }) =>
      `gives ${amount} of token ${id} of the collection ${who(network, collection)} to ${who(network, to)}`,
    GovernorSet: ({ network, args: [from, to] }) =>
      `the treasury takes the numbers of proposals from: ${BigInt(from) === 0n ? "nobody" : who(network, from)} → ${who(network, to)}`,
  },
};

const seconds = (span: bigint) => formatDuration(Number(span));

type RecurringTerms = readonly [string, string, bigint, bigint, bigint, bigint, string, string];

async function instalments(network: Network, terms: RecurringTerms, begins: string): Promise<string> {
  const [payee, token, amount, , period, count, category, ref] = terms;
  const sum = await money(network, token, amount);
  return (
    `${sum} to ${who(network, payee)} every ${seconds(period)}, ${count} times, ${begins}, ` +
    purpose(category, ref)
  );
}

type BudgetScene<Args> = Scene<Args, Treasury>;

type ChangeScene = BudgetScene<readonly [bigint, bigint, bigint]>;

async function changed({ network, contract, args, at }: ChangeScene): Promise<string[]> {
  const [id, amount, periods] = args;
  const budget = await contract.budget(id, at);
  const [before, after] = await Promise.all(
    [budget.amount, amount].map((units) => money(network, budget.token, units)),
  );
  return [`budget ${id}: ${before!} → ${after!} for each of ${budget.periods} → ${periods} periods`];
}

async function unchanged({ contract, args, at }: ChangeScene): Promise<string | undefined> {
  const [id, amount, periods] = args;
  const budget = await contract.budget(id, at);
  if (budget.amount !== amount || budget.periods !== periods) return undefined;
  return `budget ${id} has this amount and these periods already`;
}

async function named({ network, contract, args: [id], at }: BudgetScene<readonly [bigint]>): Promise<string> {
  const { spender, token, amount } = await contract.budget(id, at);
  return `budget ${id} of ${who(network, spender)}, ${await money(network, token, amount)} a period,`;
}

const word = (bytes: string) => (BigInt(bytes) === 0n ? "anything" : wordText(bytes));
const purpose = (category: string, ref: string) =>
  `for ${word(category)}, ${BigInt(ref) === 0n ? "without a reference" : `reference ${wordText(ref)}`}`;
