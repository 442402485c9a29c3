import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";
import { who } from "../calls/phrases";
import { formatUnits, readTokenUnit } from "../calls/token";
import { wordText } from "../calls/words";
import type { Scene, Words } from "../core/domain";
import { formatDuration, formatTimestamp } from "../format";
import type { Network } from "../network";
import type { contracts } from "./contracts";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  Treasury: {
    pay: ({ network, args: [payments] }) =>
      Promise.all(
        payments.map(async ([token, payee, amount, category, ref]) => {
          const sum = await money(network, token, amount);
          return `pays ${sum} to ${who(network, payee)}, ${purpose(category, ref)}`;
        }),
      ),
    disburse: async ({ network, contract, args: [id, payee, amount, category, ref], at }) => {
      const [budget, left] = await Promise.all([contract.budget(id, at), contract.budgetAvailable(id, at)]);
      const after = left - amount;
      const [sum, now, then] = await Promise.all(
        [amount, left, after].map((units) => money(network, budget.token, units)),
      );
      return [
        `pays ${sum!} to ${who(network, payee)}, ${purpose(category, ref)}`,
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
      ];
    },
    raiseBudget: changed,
    lowerBudget: changed,
    endBudget: async (scene) => [`ends ${await named(scene)} for good`],
    freezeBudget: async (scene) => [`freezes ${await named(scene)} until a vote unfreezes it`],
    unfreezeBudget: async (scene) => [`unfreezes ${await named(scene)}`],
    setBudgetSpender: async ({ network, contract, args: [id, to], at }) => {
      const { spender } = await contract.budget(id, at);
      return [`the spender of budget ${id}: ${who(network, spender)} → ${who(network, to)}`];
    },
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

export const logs: Own["logs"] = {
  Treasury: {
    BudgetFrozen: ({ args: [id, frozen] }) => `budget ${id} is ${frozen ? "frozen" : "free again"}`,
  },
};

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

async function named({ network, contract, args: [id], at }: BudgetScene<readonly [bigint]>): Promise<string> {
  const { spender, token, amount } = await contract.budget(id, at);
  return `budget ${id} of ${who(network, spender)}, ${await money(network, token, amount)} a period,`;
}

async function money(network: Network, token: string, units: bigint): Promise<string> {
  return formatUnits(units, await readTokenUnit(network, token));
}

const word = (bytes: string) => (BigInt(bytes) === 0n ? "anything" : wordText(bytes));
const purpose = (category: string, ref: string) =>
  `for ${word(category)}, ${BigInt(ref) === 0n ? "without a reference" : `reference ${wordText(ref)}`}`;
