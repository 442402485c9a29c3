import type { Result } from "ethers";

import { requireTreasury, type Network } from "../deployment";
import { formatDuration, formatTimestamp } from "../format";
import { contractName } from "./decode";
import { formatUnits, readTokenUnit } from "./token";
import { wordText } from "./words";

interface Scene {
  network: Network;
  args: Result;
  at: { blockTag: number | "latest" };
}

/** What calls of the treasury do, in plain words; see {@link describeCall}. */
export const TREASURY_DESCRIBERS: Readonly<Record<string, (scene: Scene) => Promise<string[]>>> = {
  "Treasury.pay": async ({ network, args: [payments] }) =>
    Promise.all(
      (payments as Result[]).map(async ([token, payee, amount, category, ref]: Result) => {
        const sum = await money(network, token, amount);
        return `pays ${sum} to ${who(network, payee)}, ${purpose(category, ref)}`;
      }),
    ),
  "Treasury.disburse": async ({ network, args: [id, payee, amount, category, ref], at }) => {
    const treasury = requireTreasury(network);
    const [budget, left] = await Promise.all([
      treasury.budget(id as bigint, at),
      treasury.budgetAvailable(id as bigint, at),
    ]);
    const after = left - (amount as bigint);
    const [sum, now, then] = await Promise.all(
      [amount, left, after].map((units) => money(network, budget.token, units)),
    );
    return [
      `pays ${sum!} to ${who(network, payee)}, ${purpose(category, ref)}`,
      after < 0n
        ? `budget ${String(id)} has only ${now!} left now: it would be refused`
        : `budget ${String(id)} for ${word(budget.category)}: ${now!} → ${then!} left in this period`,
      ...(budget.frozen ? [`budget ${String(id)} is frozen: it would be refused`] : []),
      ...(budget.ended ? [`budget ${String(id)} has ended: it would be refused`] : []),
    ];
  },
  "Treasury.grantBudget": async ({ network, args: [terms] }) => {
    const [spender, token, amount, start, period, periods, rollover, category] = terms as Result;
    const begins = (start as bigint) === 0n ? "at once" : `from ${formatTimestamp(start as bigint)}`;
    return [
      `grants ${who(network, spender)} a budget of ${await money(network, token, amount)} for each of ` +
        `${String(periods)} periods of ${formatDuration(Number(period))}, ${begins}, for ${word(category)}`,
      rollover ? "what a period leaves may be spent later" : "what a period leaves is lost to it",
    ];
  },
  "Treasury.raiseBudget": changed,
  "Treasury.lowerBudget": changed,
  "Treasury.endBudget": async (scene) => [`ends ${await named(scene)} for good`],
  "Treasury.freezeBudget": async (scene) => [`freezes ${await named(scene)} until a vote unfreezes it`],
  "Treasury.unfreezeBudget": async (scene) => [`unfreezes ${await named(scene)}`],
  "Treasury.setBudgetSpender": async (scene) => {
    const { network, args, at } = scene;
    const { spender } = await requireTreasury(network).budget(args[0] as bigint, at);
    return [`the spender of budget ${String(args[0])}: ${who(network, spender)} → ${who(network, args[1])}`];
  },
  "Treasury.raiseCap": async ({ network, args: [token, cap], at }) => {
    const now = await requireTreasury(network).capOf(token as string, at);
    const [before, after] = await Promise.all([now.cap, cap].map((units) => money(network, token, units)));
    return [`the most that leaves in 30 days: ${before!} → ${after!}, from 30 days after on`];
  },
  "Treasury.lowerCap": async ({ network, args: [token, cap], at }) => {
    const now = await requireTreasury(network).capOf(token as string, at);
    const [before, after] = await Promise.all([now.cap, cap].map((units) => money(network, token, units)));
    return [`the most that leaves in 30 days: ${before!} → ${after!}, at once`];
  },
};

async function changed({ network, args: [id, amount, periods], at }: Scene): Promise<string[]> {
  const budget = await requireTreasury(network).budget(id as bigint, at);
  const [before, after] = await Promise.all(
    [budget.amount, amount].map((units) => money(network, budget.token, units)),
  );
  return [
    `budget ${String(id)}: ${before!} → ${after!} for each of ${budget.periods} → ${String(periods)} periods`,
  ];
}

async function named({ network, args: [id], at }: Scene): Promise<string> {
  const { spender, token, amount } = await requireTreasury(network).budget(id as bigint, at);
  return `budget ${String(id)} of ${who(network, spender)}, ${await money(network, token, amount)} a period,`;
}

async function money(network: Network, token: unknown, units: unknown): Promise<string> {
  return formatUnits(units as bigint, await readTokenUnit(network, String(token)));
}

const who = ({ addresses }: Network, account: unknown) => contractName(addresses, String(account));
const word = (bytes: unknown) => (BigInt(String(bytes)) === 0n ? "anything" : wordText(String(bytes)));
const purpose = (category: unknown, ref: unknown) =>
  `for ${word(category)}, ${BigInt(String(ref)) === 0n ? "without a reference" : `reference ${wordText(String(ref))}`}`;
