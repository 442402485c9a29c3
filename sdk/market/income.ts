import type { Market } from "../../typechain-types/contracts/market/Market";
import { columnsOf, type Cell, type Table } from "../analytics/table";
import { scanAll } from "../events/scan";
import { readServices } from "./read";

/** What a service was paid in a token and how it was split, in base units. */
export interface Income {
  service: bigint;
  provider: string;
  token: string;
  came: bigint;
  /** The network's share, of which `burned` was burned. */
  network: bigint;
  burned: bigint;
  /** Set aside for apps, and of it what was given to those that channels name. */
  developers: bigint;
  given: bigint;
  /** The provider's own share. */
  rest: bigint;
}

/** What a till has split, as the market's event says it. */
export interface SweptArgs {
  service: bigint;
  token: string;
  amount: bigint;
  network: bigint;
  burned: bigint;
  developers: bigint;
}
/** Whom it has given the share of a channel. */
export interface AttributedArgs {
  service: bigint;
  token: string;
  app: string;
  amount: bigint;
}

/** Incomes are kept by service and token: tokens are never added up. */
export const incomeKey = ({ service, token }: Pick<Income, "service" | "token">): string =>
  `${service} ${token}`;

export const noIncome = (of: Pick<Income, "service" | "provider" | "token">): Income => ({
  ...of,
  ...{ came: 0n, network: 0n, burned: 0n, developers: 0n, given: 0n, rest: 0n },
});

export function addSwept(income: Income, { amount, network, burned, developers }: SweptArgs): void {
  income.came += amount;
  income.network += network;
  income.burned += burned;
  income.developers += developers;
  income.rest += amount - network - developers;
}

/** What no app has brought is the provider's. */
export function addAttributed(income: Income, { app, amount }: AttributedArgs): void {
  if (app !== income.provider) {
    income.given += amount;
    return;
  }
  income.developers -= amount;
  income.rest += amount;
}

/** What services were paid between two blocks, by service and token: what the market says that its tills have split. */
export async function readIncome(
  market: Market,
  { fromBlock, toBlock }: { fromBlock: number; toBlock: number },
): Promise<Income[]> {
  const { interface: events, runner } = market;
  const topics = [(["Swept", "Attributed"] as const).map((name) => events.getEvent(name).topicHash)];
  const [services, address] = await Promise.all([readServices(market, toBlock), market.getAddress()]);
  const found = new Map<string, Income>();
  for (const log of await scanAll(runner!.provider!, { address, topics }, { fromBlock, toBlock })) {
    const { name, args } = events.parseLog(log)!;
    const split = args.toObject() as SweptArgs & AttributedArgs;
    const { service, token } = split;
    const key = incomeKey(split);
    const { provider } = services[Number(service) - 1]!;
    const income = found.get(key) ?? noIncome({ service, provider, token });
    found.set(key, income);
    if (name === "Swept") addSwept(income, split);
    else addAttributed(income, split);
  }
  return [...found.values()].sort((a, b) => (a.service < b.service ? -1 : 1));
}

const AMOUNTS = ["came", "network", "burned", "developers", "given", "rest"] as const;

/** What services were paid, as a table of a report. */
export function incomeTable(incomes: readonly Income[]): Table {
  return {
    title: "What services were paid",
    method:
      "What the tills of the market have split in the period, by service and token: what came, the network's share and what was burned of it, what is for apps and what was given to those that brought the payers, and the provider's share. Where no app has brought a payer, the provider gets that, too. What was paid and not split yet is not in it, nor what users paid past a till.",
    columns: columnsOf(
      ["Service", "count"],
      ["Provider", "account"],
      ["Came", "amount"],
      ["The network's", "amount"],
      ["Burned of it", "amount"],
      ["For apps", "amount"],
      ["Given to apps", "amount"],
      ["The provider's", "amount"],
    ),
    rows: incomes.map((income): Cell[] => [
      ...[Number(income.service), income.provider],
      ...AMOUNTS.map((name) => ({ token: income.token, units: income[name] })),
    ]),
  };
}
