import { isAmount, unitOf, type Table, type Units } from "@polity/sdk/analytics";
import { visible } from "@polity/sdk/nep/text";
import type { BudgetUse, TreasuryAccounts } from "@polity/sdk/treasury/figures";
import {
  BAR,
  GAP,
  MANY,
  type Picture,
  counted,
  lying,
  lyingHeight,
  months,
  names,
  plot,
  tokens,
  upHeight,
  upright,
} from "../plot";

/** The rows of a table that are of one token. */
function only({ title, rows, ...table }: Table, token: string): Table {
  const own = rows.filter((row) => row.every((cell) => !isAmount(cell) || cell.token === token));
  return { ...table, title, rows: own };
}

/** Income above the line and spending below it, by month and category: a picture for each token. */
export function flowPictures({ byMonth, monthTable }: TreasuryAccounts, units: Units): Picture[] {
  const all = [...new Set(byMonth.map(({ token }) => token))];
  return all.map((token, i): Picture => {
    const own = byMonth.filter((flow) => flow.token === token);
    const { symbol, decimals = 0 } = unitOf(token, units);
    const inMonths = [...new Set(own.map(({ month }) => month))].sort().slice(-MANY);
    const categories = [...new Set(own.map(({ category }) => category))];
    const picture = {
      ...{
        id: `flows-${i + 1}`,
        table: only(monthTable, token),
        title: `Treasury flows in ${visible(symbol)}`,
      },
      description: `Income and spending in ${counted(inMonths.length, "month")}, by ${counted(categories.length, "category", "categories")}. What came in stands above the line, what went out below.`,
    };
    const bars = categories.map((category) => {
      const parts = inMonths.map((month) => {
        const same = own.find((flow) => flow.month === month && flow.category === category);
        return same ? [same.income, same.spending + same.differences] : [0n, 0n];
      });
      const bar = { ...BAR, stack: "flows", name: category };
      return [0, 1].map((way) => ({ ...bar, data: parts.map((part) => tokens(part[way]!, decimals)) }));
    });
    return {
      ...picture,
      height: upHeight(categories),
      option: (theme, frame) =>
        plot(picture, theme, frame, {
          xAxis: { ...months(inMonths), axisLine: { onZero: true } },
          yAxis: upright(`Amount (${visible(symbol)})`),
          series: bars.flatMap((pair, at) =>
            pair.map((bar) => ({
              ...bar,
              itemStyle: { ...GAP, color: theme.series[at % theme.series.length] },
            })),
          ),
        }),
    };
  });
}

/** What each budget allows beside what was spent: a picture for each token. */
export function budgetPictures(
  { uses, table }: { uses: BudgetUse[]; table: Table },
  units: Units,
): Picture[] {
  const all = [...new Set(uses.map(({ budget }) => budget.token))];
  return all.map((token, i): Picture => {
    const own = uses.filter(({ budget }) => budget.token === token).slice(-MANY);
    const { symbol, decimals = 0 } = unitOf(token, units);
    const picture = {
      ...{ id: `budgets-${i + 1}`, table: only(table, token), title: `Budgets in ${visible(symbol)}` },
      description: `${counted(own.length, "budget")}: what the periods that had begun allow, and what was spent.`,
    };
    const bar = (name: string, of: (use: BudgetUse) => bigint) => ({
      ...{ ...BAR, name, itemStyle: GAP, data: own.map((use) => tokens(of(use), decimals)) },
    });
    return {
      ...picture,
      height: lyingHeight(own.length * 1.6, ["Granted", "Spent"]),
      option: (theme, frame) =>
        plot(picture, theme, frame, {
          xAxis: lying(`Amount (${visible(symbol)})`, { min: 0 }),
          yAxis: names(own.map(({ budget }) => `Budget ${budget.id}`), frame), // prettier-ignore
          series: [
            { ...bar("Granted", ({ granted }) => granted), color: theme.abstain },
            { ...bar("Spent", ({ spent }) => spent), color: theme.series[0] },
          ],
        }),
    };
  });
}
