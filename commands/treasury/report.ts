import { formatUnits } from "@polity/sdk/calls";
import { wordText } from "@polity/sdk/calls/words";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { formatDuration, parseDate } from "@polity/sdk/format";
import { readBudgets } from "@polity/sdk/treasury";
import { formatTable } from "../../scripts/lib/table";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { disagreements, readAll, unitsOf } from "../parts/books";
import { tellAccount, tellWord } from "../parts/treasury";

export default signedCommand({
  words: "Shows income, spending by category, and budgets against what was spent",
  options: {
    since: text("YYYY-MM-DD; default the beginning"),
    until: text("YYYY-MM-DD, not included; default now"),
  },
  async run(context) {
    const { network, options } = context;
    const since = options.since === undefined ? 0 : parseDate(options.since);
    const until = options.until === undefined ? Number.MAX_SAFE_INTEGER : parseDate(options.until);
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
  },
});
