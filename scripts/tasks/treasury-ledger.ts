import { formatUnits, readTokenUnit, type TokenUnit } from "../../sdk/calls";
import { wordText } from "../../sdk/calls/words";
import { requireTreasury } from "../../sdk/deployment";
import { formatAmount, formatDuration, formatTimestamp, parseDate } from "../../sdk/format";
import { readBudgets, readLedger, type Ledger, type Movement } from "../../sdk/treasury";
import { formatTable } from "../lib/table";
import type { Answer, Command, Context } from "./command";
import { tellAccount, tellWord, tokenOf } from "./treasury-options";

type Units = ReadonlyMap<string, TokenUnit>;

const day = (seconds: number) => formatTimestamp(seconds).slice(0, 10);
const readAll = async ({ network, deployment }: Context) =>
  readLedger(requireTreasury(network), { fromBlock: deployment.block });

async function unitsOf({ network }: Context, tokens: Iterable<string>): Promise<Units> {
  const each = [...new Set(tokens)].map(
    async (token) => [token, await readTokenUnit(network, token)] as const,
  );
  return new Map(await Promise.all(each));
}

/** Where the chain says otherwise than the sum of the movements. A transfer that nobody has booked yet is no error. */
async function disagreements({ network }: Context, { balances }: Ledger): Promise<string[]> {
  const treasury = requireTreasury(network);
  const each = [...balances].map(async ([token, sum]) => {
    const booked = await treasury.booked(token);
    return booked === sum ? [] : [`${token}: movements add up to ${sum}, and the chain has booked ${booked}`];
  });
  return (await Promise.all(each)).flat();
}

/** Every movement with the balance after it. */
export const ledger: Command = async (context) => {
  const { text, flag } = context;
  const all = await readAll(context);
  const wrong = await disagreements(context, all);
  const only = text("token") === undefined ? undefined : (await tokenOf(context)).address;
  const movements = all.movements.filter(({ token }) => only === undefined || token === only);
  const units = await unitsOf(context, all.balances.keys());
  const json = { movements, balances: Object.fromEntries(all.balances), agrees: wrong.length === 0, wrong };
  const answer = (lines: string): Answer => ({
    text: wrong.length ? `${lines}\n\nThe books do not agree:\n  ${wrong.join("\n  ")}` : lines,
    json,
    failed: wrong.length > 0,
  });
  if (flag("csv")) return answer(csv(movements, units));

  const rows = movements.map((movement) => {
    const unit = units.get(movement.token)!;
    return [
      day(movement.time),
      movement.kind,
      formatUnits(movement.amount, unit),
      formatUnits(movement.balance, unit),
      movement.counterparty === undefined ? "" : tellAccount(context, movement.counterparty),
      tellWord(movement.category),
      tellWord(movement.reference),
      movement.proposalId === 0n ? "" : movement.proposalId.toString().slice(0, 10),
    ];
  });
  const head = ["day", "kind", "amount", "balance", "with", "category", "reference", "proposal"];
  const agrees = wrong.length ? "" : "\nthe sums agree with the treasury's books on the chain";
  return answer(`${formatTable([head, ...rows])}${agrees}`);
};

const CSV =
  "time,kind,token,amount,balance,counterparty,category,reference,proposal,budget,block,transaction";

function csv(movements: readonly Movement[], units: Units): string {
  const rows = movements.map((m) => {
    const { decimals = 0 } = units.get(m.token)!;
    return [
      ...[formatTimestamp(m.time), m.kind, m.token, formatAmount(m.amount, decimals)],
      ...[
        formatAmount(m.balance, decimals),
        m.counterparty ?? "",
        tellWord(m.category),
        tellWord(m.reference),
      ],
      ...[m.proposalId || "", m.budgetId ?? "", m.blockNumber, m.transactionHash],
    ].join(",");
  });
  return [CSV, ...rows].join("\n");
}

/** Income, spending by category, and what budgets had beside what they spent. */
export const report: Command = async (context) => {
  const { network, text } = context;
  const since = text("since") === undefined ? 0 : parseDate(text("since")!);
  const until = text("until") === undefined ? Number.MAX_SAFE_INTEGER : parseDate(text("until")!);
  const all = await readAll(context);
  const wrong = await disagreements(context, all);
  const within = all.movements.filter(({ time }) => time >= since && time < until);
  const units = await unitsOf(context, all.balances.keys());

  const sums = new Map<string, { token: string; flow: string; category: string; amount: bigint }>();
  for (const { token, kind, amount, category } of within) {
    const flow =
      kind === "difference" ? "differences" : amount < 0n || kind === "refund" ? "spending" : "income";
    const key = [token, flow, category].join();
    const sum = sums.get(key) ?? { token, flow, category, amount: 0n };
    sums.set(key, { ...sum, amount: sum.amount + amount });
  }
  const flows = [...sums.values()].sort((a, b) => (a.flow + a.token < b.flow + b.token ? -1 : 1));
  const budgets = (await readBudgets(requireTreasury(network))).map((budget) => {
    const own = within.filter(({ budgetId }) => budgetId === budget.id);
    return { ...budget, spent: own.reduce((sum, { amount }) => sum - amount, 0n) };
  });
  const flowRows = flows.map(({ token, flow, category, amount }) => [
    flow,
    tellWord(category) || "none",
    formatUnits(amount, units.get(token)!),
  ]);
  const budgetUnits = await unitsOf(
    context,
    budgets.map(({ token }) => token),
  );
  const budgetRows = budgets.map(({ id, spender, token, category, amount, period, spent, status }) => [
    id.toString(),
    tellAccount(context, spender),
    BigInt(category) === 0n ? "anything" : wordText(category),
    `${formatUnits(amount, budgetUnits.get(token)!)} per ${formatDuration(period)}`,
    formatUnits(spent, budgetUnits.get(token)!),
    status,
  ]);
  const balances = [...all.balances].map(([token, sum]) => formatUnits(sum, units.get(token)!));
  return {
    text: [
      formatTable([["flow", "category", "amount"], ...flowRows]),
      "",
      formatTable([["budget", "spender", "category", "granted", "spent", "status"], ...budgetRows]),
      "",
      `in the books today: ${balances.join(", ") || "nothing"}`,
      ...wrong,
    ].join("\n"),
    json: { since, until: until === Number.MAX_SAFE_INTEGER ? null : until, flows, budgets, wrong },
    failed: wrong.length > 0,
  };
};

/** The budgets there are. */
export const budgets: Command = async (context) => {
  const list = await readBudgets(requireTreasury(context.network));
  const units = await unitsOf(
    context,
    list.map(({ token }) => token),
  );
  const rows = list.map(({ id, spender, token, category, amount, available, period, end, status }) => [
    id.toString(),
    tellAccount(context, spender),
    BigInt(category) === 0n ? "anything" : wordText(category),
    `${formatUnits(amount, units.get(token)!)} per ${formatDuration(period)}`,
    formatUnits(available, units.get(token)!),
    day(end),
    status,
  ]);
  const head = ["budget", "spender", "category", "granted", "left now", "ends", "status"];
  return {
    text: list.length ? formatTable([head, ...rows]) : "no vote has granted a budget yet",
    json: { budgets: list },
  };
};
